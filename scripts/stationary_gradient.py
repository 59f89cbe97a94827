#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints, as a Markdown table, the squared gradients at which finished runs have come to rest.

    scripts/stationary_gradient.py DIR... [--slope workers|iterations] [--excess BASELINE UNIT]

A value is ||grad f(xbar)||^2, the mean of the last half of the evaluations and of all seeds: what `lowband plot --kind
rate --mean last-half` draws. A row is an algorithm, a column a results folder. With --slope, least squares fit a line to the
logarithms of the values over those of the number of workers or iterations, seed by seed; the last column is the mean of
the slopes and its standard error. With --excess, values are (y - y_BASELINE) / (y_UNIT - y_BASELINE) instead: the error
that a codec adds, as a multiple of what it adds in the algorithm UNIT.
"""

import argparse
import csv
import pathlib
import statistics

from studies import results
from studies.intervals import slope_cell


def stationary(run):
    with open(run / "metrics.csv", encoding="utf-8") as file:
        values = [float(row["gradient_norm_sq"]) for row in csv.DictReader(file)]
    return statistics.fmean(values[len(values) // 2 :])


def read(folder):
    """The values of each algorithm in the order of the manifest, by seed, and what the experiment varies."""
    found = results.read(folder)
    varied = {"workers": found.experiment["workers"], "iterations": found.experiment["training"]["iterations"]}
    values = {}
    for (algorithm, _, seed), run in found.runs.items():
        values.setdefault(algorithm, {})[seed] = stationary(run.folder)
    return values, varied


def main():
    parser = argparse.ArgumentParser(description="the squared gradients at which finished runs have come to rest")
    parser.add_argument("dirs", metavar="DIR", nargs="+", type=pathlib.Path)
    parser.add_argument("--slope", choices=["workers", "iterations"])
    parser.add_argument("--excess", nargs=2, metavar=("BASELINE", "UNIT"))
    options = parser.parse_args()
    try:
        experiments = [read(folder) for folder in options.dirs]
    except FileNotFoundError as error:
        parser.error(f"{error.filename}: not there; have these experiments been run to their end?")
    over = options.slope or "workers"
    if options.slope and len({varied[over] for _, varied in experiments}) < 2:
        parser.error(f"--slope: expected results that differ in their {over}")
    for name in options.excess or []:
        if name not in experiments[0][0]:
            parser.error(f'--excess: found "{name}", expected one of: {"; ".join(experiments[0][0])}')
    header = [f"{'N' if over == 'iterations' else 'M'} = {varied[over]}" for _, varied in experiments]
    print("| " + " | ".join(["algorithm", *header, *(["slope"] if options.slope else [])]) + " |")
    print("|:---" + "|---:" * (len(header) + bool(options.slope)) + "|")
    for algorithm in experiments[0][0]:
        means = [
            {name: statistics.fmean(seeds.values()) for name, seeds in values.items()} for values, _ in experiments
        ]
        cells = [f"{mean[algorithm]:.4g}" for mean in means]
        if options.excess:
            baseline, unit = options.excess
            cells = [f"{(mean[algorithm] - mean[baseline]) / (mean[unit] - mean[baseline]):.2f}" for mean in means]
        if options.slope:
            seeds = experiments[0][0][algorithm]
            cells.append(slope_cell([[(varied[over], values[algorithm][seed]) for values, varied in experiments]
                                     for seed in seeds]))
        print("| " + " | ".join([algorithm, *cells]) + " |")


if __name__ == "__main__":
    main()
