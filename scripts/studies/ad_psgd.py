# SPDX-License-Identifier: Apache-2.0
"""Steps and time to an accuracy by AD-PSGD, D-PSGD and all-reduce, with one worker that is slower than the others."""

import subprocess

from studies.intervals import interval
from studies.tables import print_table

EXPERIMENTS = ["ad_psgd"]


def thin(experiment):
    """Generated images, two seeds, few steps, two scenarios, and a target that is in their reach."""
    experiment["seeds"] = [1, 2]
    experiment["workers"] = 4
    experiment["dataset"] = {"name": "synthetic-images", "train": 1000, "test": 200, "partition": "iid"}
    experiment["training"]["iterations"] = 150
    experiment["evaluation"] |= {"every": 5, "target_accuracy": 0.5}
    experiment["scenarios"] = [experiment["scenarios"][0], experiment["scenarios"][2]]


def print_figures(results, lowband):
    found = results["ad_psgd"]
    rows_of = found.per_run(lowband)
    rows = []
    for scenario in found.scenarios():
        for algorithm in found.algorithms():
            own = rows_of[algorithm, scenario]
            base = rows_of[algorithm, found.scenarios()[0]]
            reached = all(row["time_to_target_s"] is not None for row in own + base)
            of_target = [interval([row["iterations_to_target"] for row in own], 0),
                         interval([row["time_to_target_s"] for row in own], 1),
                         interval([row["time_to_target_s"] / before["time_to_target_s"]
                                   for row, before in zip(own, base)], 2)] if reached else ["-"] * 3
            rows.append([scenario, algorithm, *of_target,
                         interval([100 * row["workers_test_accuracy"] for row in own], 1),
                         interval([100 * row["worst_worker_test_accuracy"] for row in own], 1),
                         interval([100 * row["test_accuracy"] for row in own], 1)])
    target = found.experiment["evaluation"]["target_accuracy"]
    print_table(["worker 3", "algorithm", f"steps to {target:.0%}", "seconds to it", "times as long as with equal ones",
                 "accuracy at the end, %", "of the worst worker, %", "of the mean model, %"], rows)


def draw(results, lowband, folder):
    subprocess.run([lowband, "plot", str(results["ad_psgd"].folder), "--kind", "over-time", "--out",
                    str(folder / "ad-psgd.svg")], check=True)
