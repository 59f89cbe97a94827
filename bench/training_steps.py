#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Training steps of Lowband beside PyTorch's, on one core, batch 32, in turn; the ratio of each pair's medians counts.

usage: training_steps.py STEP_BENCH_PROGRAM [ROUNDS]

PyTorch: Debian's python3-torch with libopenblas0-pthread, run by /usr/bin/python3.
"""
import os
import pathlib
import statistics
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
program = pathlib.Path(sys.argv[1]).resolve()
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
one_core = {min(os.sched_getaffinity(0))}

BATCH = "32"
# Lowband's name of the model and the shape of its inputs, PyTorch's name, steps of a round, symbols if it reads text.
CASES = [('"softmax-regression"', ("784", "1", "1"), "softmax-regression", "2000", ()),
         ('{"name": "mlp", "hidden": [256]}', ("784", "1", "1"), "mlp-256", "1000", ()),
         ('"resnet20"', ("3", "32", "32"), "resnet20", "15", ()),
         ('"lstm"', ("1", "1", "80"), "lstm", "15", ("90",))]


def median_of(command):
    """Of the milliseconds that a command prints, the first few left out: they make primitives and fill caches."""
    printed = subprocess.run(command, check=True, capture_output=True, text=True,
                             preexec_fn=lambda: os.sched_setaffinity(0, one_core)).stdout.split()
    return statistics.median(float(milliseconds) for milliseconds in printed[3:])


for model, shape, name, steps, symbols in CASES:
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(median_of([program, model, *shape, BATCH, steps, *symbols]))
        theirs.append(median_of(["/usr/bin/python3", here / "pytorch_step.py", name, BATCH, steps]))
    ratios = [their / our for our, their in zip(ours, theirs)]
    print(f"{name}: Lowband {statistics.median(ours):.3f} ms, PyTorch {statistics.median(theirs):.3f} ms, PyTorch / "
          f"Lowband {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
