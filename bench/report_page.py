#!/usr/bin/env python3
"""How large the report of a large experiment is, and how long it takes to open in headless Chromium: 8 algorithms, 10
scenarios, 3 seeds, 64 workers.

usage: report_page.py LOWBAND_PROGRAM [ROUNDS] [--keep FOLDER]        (--keep: results and page stay there)

Each round is a browser of its own with nothing cached. The time is from the start of the navigation until all charts
that the window shows are drawn: in a window of 1280 x 800, and in one so high that all of them are on it.
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
        {"name": "ring {compression} {bits}", "paradigm": "all-reduce", "local_steps": 4, "compression": QUANTIZED},
        {"name": "gossip", "paradigm": "gossip", "topology": "exponential", "local_steps": 4},
        {"name": "gossip {compression} {bits}", "paradigm": "gossip", "topology": "exponential", "local_steps": 4,
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
    """Seconds until the charts in a window of this height were drawn, and how many they are."""
    with Browser() as browser:
        browser.resize(1280, height)
        browser.command("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        browser.open(page)
        milliseconds, charts = browser.wait_for("return window.drawn")
        return milliseconds / 1e3, charts


with tempfile.TemporaryDirectory(prefix="lowband-report-") as scratch:
    folder = keep or pathlib.Path(scratch)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "star.xml", "w") as xml:
        subprocess.run([program, "platform", "star", "--workers", "64"], check=True, stdout=xml)
    (folder / "large.json").write_text(json.dumps(EXPERIMENT))
    subprocess.run([program, "run", folder / "large.json", "--out", folder / "results", "--jobs", "2", "--quiet"], check=True)
    begin = time.monotonic()
    page = folder / "report.html"
    subprocess.run([program, "report", folder / "results", "--out", page, "--jobs", "2"], check=True)
    print(f"written in {time.monotonic() - begin:.1f} s, {page.stat().st_size / 2**20:.2f} MiB")
    for height in 800, 20000:
        times, charts = zip(*(opened(page, height) for _ in range(rounds)))
        print(f"opened at 1280 x {height}, {charts[0]} charts: median {statistics.median(times):.2f} s, "
              f"from {min(times):.2f} to {max(times):.2f}")
