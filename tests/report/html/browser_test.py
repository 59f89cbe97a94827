#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the page of `lowband report` to what it promises, in headless Chromium.

    browser_test.py LOWBAND [--keep FOLDER]

Runs an experiment whose names are markup wherever they are not escaped, writes its report, and looks: every panel of every
chart has drawn marks; entries of legends hide and show; columns sort; parts can be looked at; the keyboard reaches all of
it; a narrow window needs no scrolling to the side; there is a dark page; nothing is complained of; the network is left
alone. Chromium and its driver must be there: to be without them is a failure. --keep keeps page and pictures.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from webdriver import Browser

EVIL = "</script><img src=x onerror=alert(1)>\"'&\\ {{7*7}} ${8*8}"
TAB, ENTER, SPACE, ESCAPE, SHIFT, LEFT, RIGHT = "\ue004", "\ue007", " ", "\ue00c", "\ue008", "\ue012", "\ue014"

EXPERIMENT = {
    "name": "browser " + EVIL,
    "seeds": [1, 2],
    "platform": "platform.xml",
    "workers": 4,
    "model": {"name": "quadratic", "condition": 10},
    "dataset": {"name": "gaussian-points", "dimension": 20, "samples": 200, "clusters": 4},
    "training": {"iterations": 60, "batch_size": 5, "learning_rate": 0.02},
    "evaluation": {"every": 4, "target_loss": 50, "hold": 1, "worker_train_samples": 100},
    "algorithms": [
        {"name": "full", "paradigm": "all-reduce", "local_steps": 4},
        {"name": EVIL, "paradigm": "gossip", "topology": "ring", "local_steps": 4, "compression": {"name": "qsgd", "bits": 4}},
        {"name": "served", "paradigm": "parameter-server", "method": "bounded-delay"},
        {"name": "never there", "paradigm": "all-reduce", "training": {"learning_rate": 1e-6}},
    ],
    "scenarios": [
        {"name": "slow " + EVIL, "links": [{"match": "*", "bandwidth": "1Mbps"}]},
        {"name": "fast", "links": [{"match": "*", "latency": "1ms"}]},
    ],
}

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED:", what, file=sys.stderr)


# What a chart has drawn, of whatever kind, that can be seen.
MARKS = """
  const plot = document.querySelectorAll('.chart')[arguments[0]].querySelector('.plot');
  const seen = [...plot.querySelectorAll('[class^="mark-"]:not(.mark-group) path, .mark-rule line, .mark-text text')]
    .filter((mark) => mark.closest('.role-mark') && getComputedStyle(mark).opacity !== '0' && mark.getAttribute('d') !== '');
  return plot.querySelector('.absence') ? -1 : seen.length;"""
# Words beside a plot that the edge of the picture cuts off.
CUT_OFF = """
  return [...document.querySelectorAll('.plot svg')].flatMap((svg) => [...svg.querySelectorAll('.role-axis-label text')]
    .filter((label) => label.getBoundingClientRect().right > svg.getBoundingClientRect().right + 1
      || label.getBoundingClientRect().left < svg.getBoundingClientRect().left - 1).map((label) => label.textContent));"""
BAD_NUMBERS = """
  return [...document.querySelectorAll('.plot svg *')].flatMap((mark) => [...mark.attributes])
    .filter((attribute) => /NaN|undefined|Infinity/.test(attribute.value)).map((attribute) => attribute.value.slice(0, 80));"""
CHOOSE = """
  const select = document.querySelectorAll('.chart')[arguments[0]].querySelector('select');
  select.value = arguments[1];
  select.dispatchEvent(new Event('change'));"""


def check_charts(browser):
    """Every panel of every chart has marks."""
    titles = browser.run("return [...document.querySelectorAll('.chart h3')].map((title) => title.textContent)")
    expected = {"Training loss over simulated time", "Training loss over bytes sent", "Training loss over iterations", "Bytes per link",
                "Fastest to the target", "The platform, and how busy its links are", "Busy links over time",
                "What nodes do with their time", "What nodes do when", "Who sends how much to whom"}
    check(expected <= set(titles), f"there are all charts, found {titles}")
    for chart, title in enumerate(titles):
        browser.run("document.querySelectorAll('.chart')[arguments[0]].scrollIntoView()", chart)
        panels = browser.run("return document.querySelectorAll('.chart')[arguments[0]].querySelector('select').length", chart)
        check(panels > 0, f"{title}: it has panels")
        for panel in range(panels):
            browser.run(CHOOSE, chart, panel)
            drawn = browser.wait_for("const count = (() => {" + MARKS + "})(...arguments); return count > 0 && count;", chart)
            check(drawn, f"{title}, panel {panel}: marks are drawn")
        browser.run(CHOOSE, chart, 0)
    bad = browser.run(BAD_NUMBERS)
    check(not bad, f"marks have numbers, found {bad[:3]}")
    cut = browser.run(CUT_OFF)
    check(not cut, f"labels are whole, found {cut[:3]} cut off")
    return titles


def check_rows(browser, titles):
    """Where there is room each node has its name, and what is high is only what has many rows."""
    names = browser.run("""return [...document.querySelectorAll('.chart')[arguments[0]].querySelectorAll('.role-axis-label text')]
        .map((label) => label.textContent).filter((label) => label.startsWith('worker'))""", titles.index("What nodes do when"))
    check(names == [f"worker {worker}" for worker in range(4)], f"each worker has its name, found {names}")
    height = browser.run("""return document.querySelectorAll('.chart')[arguments[0]].querySelector('.plot svg .background')
        .getBoundingClientRect().height""", titles.index("Bytes per link"))  # without the names below
    check(height < 400, f"bars are no higher than curves, found {height}")


def check_toggling(browser, chart):
    """The first entry of a legend hides its marks and shows them again, by mouse and by keyboard."""
    entry = f".chart:nth-of-type({chart + 1}) .legend button"
    browser.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", entry)
    before = browser.run(MARKS, chart)
    browser.click(entry)
    check(browser.wait_for("const count = (() => {" + MARKS + "})(arguments[0]); return count < arguments[1];", chart, before),
          f"chart {chart}: an entry of the legend hides marks")
    check(browser.run("return document.querySelector(arguments[0]).getAttribute('aria-pressed')", entry) == "false",
          f"chart {chart}: the entry is not pressed")
    browser.run("document.querySelector(arguments[0]).focus()", entry)
    browser.press([ENTER])
    check(browser.wait_for("const count = (() => {" + MARKS + "})(arguments[0]); return count === arguments[1];", chart, before),
          f"chart {chart}: the entry shows them again, by the keyboard")


def check_zoom(browser, chart):
    """Dragging over a part shows it alone; a button shows all."""
    labels = f"""return [...document.querySelectorAll('.chart')[{chart}].querySelectorAll('.role-axis-label text')]
        .map((label) => label.textContent).sort().join()"""
    plot = f".chart:nth-of-type({chart + 1}) .plot"
    browser.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", plot)
    before = browser.run(labels)
    left, top, width = browser.run("""const frame = document.querySelector(arguments[0]).getBoundingClientRect();
        return [frame.left, frame.top, frame.width];""", plot)
    browser.drag((left + 0.4 * width, top + 60), (left + 0.6 * width, top + 200))
    check(browser.wait_for(f"return (() => {{{labels}}})() !== arguments[0]", before), "dragging over a part shows it alone")
    browser.click(f".chart:nth-of-type({chart + 1}) .zoom button[title='show all']")
    check(browser.wait_for(f"return (() => {{{labels}}})() === arguments[0]", before), "a button shows all")
    browser.click(f".chart:nth-of-type({chart + 1}) .zoom button[title='zoom in']")
    check(browser.wait_for(f"return (() => {{{labels}}})() !== arguments[0]", before), "a button shows a part")
    browser.click(f".chart:nth-of-type({chart + 1}) .zoom button[title='show all']")


def check_hover(browser, chart):
    """A box tells what it is when it is pointed at."""
    at = browser.run("""const chart = document.querySelectorAll('.chart')[arguments[0]];
        chart.scrollIntoView({block: 'center'});
        const frames = [...chart.querySelectorAll('.mark-rect path')].map((box) => box.getBoundingClientRect());
        const frame = frames.reduce((a, b) => (b.width > a.width ? b : a));
        return [frame.left + frame.width / 2, frame.top + frame.height / 2];""", chart)
    browser.hover(at)
    tip = browser.wait_for("const tip = document.querySelector('.tip'); return tip && !tip.hidden && tip.textContent")
    check(tip, "a tip tells of what is pointed at")


def check_arrows(browser, chart):
    """The arrow keys go from mark to mark, and with Shift move a part that is shown."""
    plot = f".chart:nth-of-type({chart + 1}) .plot"
    tip = "const tip = document.querySelector('.tip'); return tip && !tip.hidden ? tip.textContent : ''"
    browser.run("const plot = document.querySelector(arguments[0]); plot.scrollIntoView({block: 'center'}); plot.focus();", plot)
    browser.press([RIGHT])
    first = browser.run(tip)
    browser.press([RIGHT])
    second = browser.run(tip)
    browser.press([LEFT])
    check(first and second and first != second, f"arrows go from mark to mark, found {first!r} and {second!r}")
    check(browser.run(tip) == first, "and back")
    labels = f"""return [...document.querySelectorAll('.chart')[{chart}].querySelectorAll('.role-axis-label text')]
        .map((label) => label.textContent).sort().join()"""
    before = browser.run(labels)
    browser.press(["+"])
    part = browser.run(labels)
    browser.press([RIGHT], held=SHIFT)
    check(part != before and browser.run(labels) not in (part, before), "with Shift they move the part that is shown")
    browser.press([ESCAPE])
    check(browser.run(labels) == before, "Escape shows all")
    check(browser.run(tip) == "", "and tells of no mark")


def check_sorting(browser):
    """A header sorts the rows, up and down; the keyboard can do it, too."""
    times = """return [...document.querySelectorAll('#comparison tbody tr')].map((row) => row.cells[2].textContent)"""
    header = "#comparison th:nth-child(3) button"
    browser.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", header)
    before = browser.run(times)
    browser.click(header)
    up = browser.run(times)
    browser.run("document.querySelector(arguments[0]).focus()", header)
    browser.press([SPACE])
    down = browser.run(times)
    check(sorted(before) == sorted(up) and up != down, f"a header sorts rows, found {before}, {up}, {down}")
    there = [text for text in up if text != "-"]
    check([text for text in down if text != "-"] != there or len(set(there)) < 2, "the other way round")
    check(up[len(there):] == ["-"] * (len(up) - len(there)), "what has no figure comes last")
    state = browser.run("return document.querySelector('#comparison th:nth-child(3)').getAttribute('aria-sort')")
    check(state == "descending", f"the header says how it is sorted, found {state}")


def check_scenarios(browser):
    """Choosing a scenario leaves its rows, and its panels."""
    browser.run("""const select = document.getElementById('scenario');
        select.value = 'fast'; select.dispatchEvent(new Event('change'));""")
    shown = browser.run("""return [...document.querySelectorAll('#comparison tbody tr')].filter((row) => !row.hidden)
        .map((row) => row.cells[0].textContent)""")
    check(shown and set(shown) == {"fast"}, f"rows of the scenario are left, found {shown}")
    panels = browser.run("""return [...document.querySelectorAll('.chart:not(#chart-map) select')]
        .map((select) => select.selectedOptions[0].textContent)""")
    check(all("fast" in panel for panel in panels), f"charts show it, found {panels}")
    browser.run("""const select = document.getElementById('scenario');
        select.value = ''; select.dispatchEvent(new Event('change'));""")


def check_keyboard(browser):
    """From the top, Tab comes to links, the chooser of scenarios, panels, legends and headers."""
    browser.run("document.activeElement.blur(); scrollTo(0, 0);")
    seen = set()
    for _ in range(500):  # once round, wherever it begins
        browser.press([TAB])
        seen.add(browser.run("""const at = document.activeElement;
            return at.closest('nav') ? 'link' : at.id === 'scenario' ? 'scenario' : at.closest('.legend') ? 'legend'
              : at.closest('.plot') ? 'plot' : at.closest('.zoom') ? 'zoom' : at.closest('.tools') ? 'panel' : at.closest('#comparison th') ? 'header' : '';"""))
    check({"link", "scenario", "panel", "zoom", "plot", "legend", "header"} <= seen, f"the keyboard reaches all, found {seen}")


def check_page(page, pictures):
    with Browser() as browser:
        browser.prefer("light")
        browser.resize(1200, 1000)
        browser.open(page)
        check(browser.run("return document.querySelectorAll('img').length") == 0, "no name is markup")
        answer = browser.run("return document.getElementById('answer').textContent")
        check("to the target" in answer and EVIL in answer, f"the answer comes first, names as they are, found {answer[:400]}")
        titles = check_charts(browser)
        boxes = titles.index("What nodes do when")
        check_rows(browser, titles)
        check_toggling(browser, boxes)
        check_zoom(browser, boxes)
        check_hover(browser, boxes)
        check_arrows(browser, titles.index("Training loss over simulated time"))
        check_sorting(browser)
        check_scenarios(browser)
        check_keyboard(browser)
        browser.run("scrollTo(0, 0)")
        browser.screenshot(pictures / "light.png")

        light = browser.run("return getComputedStyle(document.body).backgroundColor")
        browser.prefer("dark")
        browser.wait_for("return getComputedStyle(document.body).backgroundColor !== arguments[0]", light)
        dark = browser.run("return getComputedStyle(document.body).backgroundColor")
        check(light != dark, f"there is a dark page, found {light} and {dark}")
        browser.screenshot(pictures / "dark.png")

        browser.resize(400, 800)
        browser.open(page)
        check_charts(browser)
        width = browser.run("return document.documentElement.scrollWidth")
        check(width <= 400, f"400 points are wide enough, found {width}")
        browser.screenshot(pictures / "narrow.png")

        complaints = browser.console()
        check(not complaints, f"nothing is complained of, found {complaints}")
        asked = set(browser.requests(page))
        check(page.resolve().as_uri() in asked, "what a page asks for is recorded")
        elsewhere = asked - {page.resolve().as_uri(), "data:,"}
        check(not elsewhere, f"the network is left alone, found {elsewhere}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lowband")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lowband-report-") as folder:
        folder = pathlib.Path(folder)
        lowband = pathlib.Path(options.lowband).resolve()
        platform = subprocess.run([lowband, "platform", "dumbbell", "--workers", "6"], check=True, capture_output=True).stdout
        (folder / "platform.xml").write_bytes(platform)
        (folder / "experiment.json").write_text(json.dumps(EXPERIMENT))
        results = folder / "results"
        subprocess.run([lowband, "run", folder / "experiment.json", "--out", results, "--quiet"], check=True)
        subprocess.run([lowband, "map", results, "--bandwidth", "1Mbps..100Mbps", "--latency", "1ms..100ms", "--steps", "4",
                        "--quiet"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        page = (options.keep or folder) / "report.html"
        subprocess.run([lowband, "report", results, "--out", page], check=True, stdout=subprocess.DEVNULL)
        check_page(page, options.keep or folder)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
