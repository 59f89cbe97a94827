#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long the Python package takes to read many runs, beside pandas reading the same metrics.csv one by one.

    read_results.py [RUNS] [EVALUATIONS] [ROUNDS]

Runs are copies of one of tests/results with as many evaluations; both are read ROUNDS times in turn. Prints medians.
"""

import json
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

import pandas

SOURCE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SOURCE / "python"))
import lowband  # noqa: E402  (found by the line above)


def write_results(folder, runs, evaluations):
    stored = SOURCE / "tests" / "results" / "format_1"
    model = stored / "ring@star@seed1"
    header, *rows = (model / "metrics.csv").read_text().splitlines()
    metrics = "\n".join([header, *(rows[i % len(rows)] for i in range(evaluations))]) + "\n"
    summary = json.loads((model / "summary.json").read_text())
    summary["files"]["metrics.csv"]["bytes"] = len(metrics)
    names = [f"ring@star@seed{seed}" for seed in range(1, runs + 1)]
    for seed, name in enumerate(names, 1):
        shutil.copytree(model, folder / name)
        (folder / name / "metrics.csv").write_text(metrics)
        (folder / name / "summary.json").write_text(json.dumps({**summary, "seed": seed}))
    manifest = json.loads((stored / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "runs": names}))


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(runs=2000, evaluations=50, rounds=5):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_results(folder, runs, evaluations)
        by_pandas, by_lowband, only_runs = [], [], []
        for _ in range(rounds):
            by_pandas.append(seconds(lambda: pandas.concat(map(pandas.read_csv, sorted(folder.glob("*/metrics.csv"))))))
            by_lowband.append(seconds(lambda: lowband.read(folder).metrics))
            only_runs.append(seconds(lambda: lowband.read(folder).runs))
    print(f"{runs} runs of {evaluations} evaluations, medians of {rounds}:")
    pandas_s = statistics.median(by_pandas)
    for what, times in (("pandas.read_csv", by_pandas), ("read().metrics", by_lowband), ("read().runs", only_runs)):
        print(f"  {what:16} {statistics.median(times):.2f} s ({statistics.median(times) / pandas_s:.2f} x pandas)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
