#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How large the report of a large experiment is, and how long it takes to open in headless Chromium: 8 algorithms, 10
scenarios, 3 seeds, 64 workers.

usage: report_page.py LOWBAND_PROGRAM [ROUNDS] [--keep FOLDER]        (--keep: results and page stay there)

Each round is a browser of its own with nothing cached. The time is from the start of the navigation until all charts
that the window shows are drawn: in a window of 1280 x 800, and in one so high that all of them are on it. Beside it stands
how long the thread of the page had a processor for that, which other work on the machine hardly changes.
"""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "report" / "html"))
from webdriver import Browser  # noqa: E402

program = pathlib.Path(sys.argv[1]).resolve()
rounds = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else 5
keep = pathlib.Path(sys.argv[sys.argv.index("--keep") + 1]).resolve() if "--keep" in sys.argv else None

QUANTIZED = {"name": "qsgd", "bits": {"sweep": [2, 4, 8]}}
EXPERIMENT = {
    "name": "large report", "seeds": [1, 2, 3], "platform": "star.xml", "workers": 64,
    "model": "softmax-regression",
    "dataset": {"name": "synthetic-images", "train": 12800, "test": 1000},
    "training": {"iterations": 400, "batch_size": 16, "learning_rate": 0.1},
    "evaluation": {"every": 10, "target_accuracy": 0.85},
    "algorithms": [
        {"name": "ring", "paradigm": "all-reduce", "local_steps": 4},
        {"name": "ring {bits} bits", "paradigm": "all-reduce", "local_steps": 4, "compression": QUANTIZED},
        {"name": "gossip", "paradigm": "gossip", "topology": "exponential", "local_steps": 4},
        {"name": "gossip {bits} bits", "paradigm": "gossip", "topology": "exponential", "local_steps": 4,
         "compression": QUANTIZED},
    ],
    "scenarios": [{"name": "{} {}", "links": [{"match": "*", "bandwidth": ["1Mbps", "8Mbps", "...", "4096Mbps"],
                                               "latency": ["100us", "20ms"]}]}],
}
# Notes, in the page itself, when all charts of the window have something in their plots.
WATCH = """
  const look = () => {
    const near = [...document.querySelectorAll('.chart')].filter((chart) => chart.getBoundingClientRect().top < innerHeight);
    const isDrawn = (chart) => chart.querySelector('.plot svg .mark-group, .plot .absence');
    const isBuilt = document.readyState === 'complete' && document.querySelectorAll('.chart').length > 0;
    if (isBuilt && near.every(isDrawn)) window.drawn = [performance.now(), near.length];
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);"""


def opened(page, height):
    """Seconds until the charts in a window of this height were drawn, of a processor for it, and how many charts they are."""
    with Browser() as browser:
        browser.resize(1280, height)
        browser.open(page.with_name("empty.html"))  # so that the process is there
        browser.command("Performance.enable", {"timeDomain": "threadTicks"})
        browser.command("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        before = busy(browser)
        browser.open(page)
        while (drawn := browser.wait_for("return window.drawn")) is None:
            pass
        return drawn[0] / 1e3, busy(browser) - before, drawn[1]


def busy(browser):
    """Seconds of a processor that the thread of the page has taken: scripts, style, layout, painting."""
    metrics = browser.command("Performance.getMetrics", {})["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def in_words(seconds):
    return f"median {statistics.median(seconds):.2f} s, from {min(seconds):.2f} to {max(seconds):.2f}"


with tempfile.TemporaryDirectory(prefix="lowband-report-") as scratch:
    folder = keep or pathlib.Path(scratch)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "star.xml", "w") as xml:
        subprocess.run([program, "platform", "star", "--workers", "64"], check=True, stdout=xml)
    (folder / "large.json").write_text(json.dumps(EXPERIMENT))
    subprocess.run([program, "run", folder / "large.json", "--out", folder / "results", "--jobs", "2", "--quiet"], check=True)
    page = folder / "report.html"
    page.with_name("empty.html").write_text("<!DOCTYPE html><title>empty</title>")
    begin = time.monotonic()
    subprocess.run([program, "report", folder / "results", "--out", page, "--jobs", "2"], check=True)
    print(f"written in {time.monotonic() - begin:.1f} s, {page.stat().st_size / 2**20:.2f} MiB")
    for height in 800, 20000:
        times, of_processor, charts = zip(*(opened(page, height) for _ in range(rounds)))
        print(f"opened at 1280 x {height}, {charts[0]} charts in it: {in_words(times)}; of a processor {in_words(of_processor)}")
