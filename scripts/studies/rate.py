# SPDX-License-Identifier: Apache-2.0
"""How the mean squared gradient falls with local steps N, workers M, and local steps K between synchronisations."""

import csv
import math
from statistics import fmean

from studies.intervals import slope, slope_cell
from studies.tables import print_table

EXPERIMENTS = []
STEPS, WORKERS, PERIODS, SYNCHRONISATIONS = [500, 1000, 2000, 4000, 8000], [1, 2, 4, 8, 16], [1, 2, 4, 8, 16], 250
SERIES = {  # by what changes: [(N, M, K), ...]
    "N": [(steps, 8, 4) for steps in STEPS],
    "M": [(2000, workers, 4) for workers in WORKERS],
    "K": [(SYNCHRONISATIONS * period, 8, period) for period in PERIODS],
}


def setting(steps, workers, period):
    """With the learning rate of theory, a constant times sqrt(M / N)."""

    def change(experiment):
        experiment["workers"] = workers
        experiment["training"] |= {"iterations": steps, "learning_rate": round(0.5 * math.sqrt(workers / steps), 6)}
        # at each synchronisation: seldom ones would count the initial model, one of N, for many
        experiment["evaluation"]["every"] = period
        for algorithm in experiment["algorithms"]:
            algorithm["local_steps"] = period
        if workers == 1:  # nobody to exchange anything with
            experiment["algorithms"] = [experiment["algorithms"][0]]
            experiment["algorithms"][0]["name"] = "alone"

    return change


def name(steps, workers, period):
    return f"paper_rate_n{steps}_m{workers}_k{period}"


VARIANTS = {name(*point): ("paper_rate", setting(*point)) for points in SERIES.values() for point in points}


def thin(experiment):
    """Few dimensions and samples, two seeds, and a tenth of the steps."""
    experiment["seeds"] = [1, 2]
    experiment["dataset"] |= {"dimension": 32, "samples": 256}
    experiment["training"]["iterations"] //= 10


def gradients(found, algorithm):
    """The mean over the evaluations, of each seed."""
    runs = {seed: run for (own, _, seed), run in found.runs.items() if own in (algorithm, "alone")}
    return [runs[seed].summary["final"]["mean_gradient_norm_sq"] for seed in sorted(runs)]


def closed_form(found, steps, workers, period):
    """What pr-sgd/ar is to have, from the squared gradient of the initial model.

    A quadratic of curvature 1 has gradients that shrink by 1 - g in each step and get noise of variance g^2 d / (B M),
    so that the squared one after t steps is (1 - g)^(2 t) of the first, and the noise's g d / (B M (2 - g)) times
    1 - (1 - g)^(2 t). The mean of that is over the models at synchronisations, the initial one included.
    """
    experiment = found.experiment
    algorithm = found.algorithms()[0]
    first = []
    for (own, _, _), run in found.runs.items():
        if own == algorithm:
            with open(run.folder / "metrics.csv", encoding="utf-8", newline="") as file:
                first.append(float(next(csv.DictReader(file))["gradient_norm_sq"]))
    rate, batch = experiment["training"]["learning_rate"], experiment["training"]["batch_size"]
    noise = rate * experiment["dataset"]["dimension"] / (batch * workers * (2.0 - rate))
    count = experiment["training"]["iterations"] // period + 1
    kept = fmean([(1.0 - rate) ** (2 * period * i) for i in range(count)])
    return fmean(first) * kept + noise * (1.0 - kept)


def print_figures(results, _lowband):
    algorithms = results[name(*SERIES["N"][0])].algorithms()
    for letter, points in SERIES.items():
        place = {"N": 0, "M": 1, "K": 2}[letter]
        rows = []
        for algorithm in algorithms:
            by_point = [(point[place], gradients(results[name(*point)], algorithm)) for point in points]
            seeds = [[(x, own[seed]) for x, own in by_point] for seed in range(len(by_point[0][1]))]
            rows.append([algorithm, *(f"{fmean(own):.4g}" for _, own in by_point), slope_cell(seeds)])
        exact = [(point[place], closed_form(results[name(*point)], *point)) for point in points]
        rows.insert(0, ["closed form of pr-sgd", *(f"{value:.4g}" for _, value in exact), f"{slope(exact):.3f}"])
        fixed = {"N": "M = 8, K = 4", "M": "N = 2000, K = 4", "K": f"M = 8, {SYNCHRONISATIONS} synchronisations, N = "
                 f"{SYNCHRONISATIONS} K"}[letter]
        print_table(["mean squared gradient", *(f"{letter} = {point[place]}" for point in points), "slope"], rows,
                    f"Over {letter}: {fixed}")


def draw(_results, _lowband, _folder):
    """The tables say it all."""
