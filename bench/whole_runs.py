#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole runs of Lowband, network simulation included, beside a plain PyTorch loop without any network, two threads
beside one, and ten scenarios beside one. Everything is run in turn, several times; the ratios are those of runs that follow each other.

usage: whole_runs.py LOWBAND_PROGRAM [ROUNDS] [--no-pytorch]

PyTorch: Debian's python3-torch with libopenblas0-pthread (without the latter its products are ten times as slow), run
by /usr/bin/python3, on one thread and on two; the faster counts.
"""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
program = pathlib.Path(sys.argv[1]).resolve()
rounds = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else 5
with_pytorch = "--no-pytorch" not in sys.argv


def lowband_seconds(experiment, threads, scratch):
    """Real seconds of each run of the experiment: platform, training, simulation and evaluation; and of their sum."""
    out = pathlib.Path(scratch) / "results"
    subprocess.run([program, "run", here / "experiments" / f"{experiment}.json", "--out", out, "--overwrite", "--quiet",
                    "--threads", str(threads)], check=True)
    return {f.parent.name: json.loads(f.read_text())["real_s"] for f in sorted(out.glob("*/timing.json"))}


def spread(values):
    return f"median {statistics.median(values):8.2f}, from {min(values):.2f} to {max(values):.2f}"


def pytorch_rates(workers, steps, model):
    """Worker-steps per second of each way of writing the loop, on one thread or on two, whichever is faster."""
    best = {}
    for threads in 1, 2:
        printed = subprocess.run(["/usr/bin/python3", here / "pytorch_loop.py", str(workers), str(steps), model,
                                  str(threads)], check=True, capture_output=True, text=True).stdout
        for variant, rate in (line.split() for line in printed.splitlines()):
            best[variant] = max(best.get(variant, 0.0), float(rate))
    return best


def against_pytorch(name, workers, steps, model, scratch):
    ours, theirs, ratios = [], {}, {}
    for _ in range(rounds):
        ours.append(workers * steps / sum(lowband_seconds(name, 2, scratch).values()))
        for variant, rate in pytorch_rates(workers, steps, model).items():
            theirs.setdefault(variant, []).append(rate)
            ratios.setdefault(variant, []).append(ours[-1] / rate)
    print(f"{name}: {workers} workers, {steps} steps, worker-steps per second")
    print(f"  Lowband, 2 threads         {spread(ours)}")
    for variant, rates in theirs.items():
        print(f"  PyTorch {variant:18} {spread(rates)};  Lowband / PyTorch: {spread(ratios[variant])}")


def two_threads(name, model, scratch):
    ratios = {}
    for _ in range(rounds):
        one, two = lowband_seconds(name, 1, scratch), lowband_seconds(name, 2, scratch)
        for run in one:
            ratios.setdefault(run, []).append(one[run] / two[run])
    print(f"{name}: 8 workers, {model}, real time on 1 thread / on 2 threads")
    for run, values in ratios.items():
        print(f"  {run:26} {spread(values)}")


def ten_scenarios(scratch):
    """The whole program, of which the platform checks and the data are a part, with one scenario and with ten."""
    experiment = json.loads((here / "experiments" / "threads.json").read_text())
    experiment["platform"] = str(here.parent / "platforms" / "star_8.xml")
    spans = {1: "100Mbps", 10: ["1Mbps", "2Mbps", "...", "512Mbps"]}
    seconds = {1: [], 10: []}
    for _ in range(rounds):
        for scenarios, bandwidth in spans.items():
            experiment["scenarios"] = [{"name": "bw", "links": [{"match": "*", "bandwidth": bandwidth}]}]
            file = pathlib.Path(scratch) / "scenarios.json"
            file.write_text(json.dumps(experiment))
            begin = time.perf_counter()
            subprocess.run([program, "run", file, "--out", pathlib.Path(scratch) / "results", "--overwrite", "--quiet"],
                           check=True)
            seconds[scenarios].append(time.perf_counter() - begin)
    print("scenarios: 8 workers, MLP 784-128-10, two algorithms, whole program with ten bandwidths / with one")
    print(f"  {spread([ten / one for one, ten in zip(seconds[1], seconds[10])])}")


with tempfile.TemporaryDirectory() as scratch:
    ten_scenarios(scratch)
    if with_pytorch:
        against_pytorch("w1", 100, 50, "softmax-regression", scratch)
        against_pytorch("w2", 8, 200, "mlp-128", scratch)
        against_pytorch("w3", 8, 10, "resnet20", scratch)
    two_threads("threads", "MLP 784-128-10", scratch)
    two_threads("threads_resnet20", "resnet20", scratch)
