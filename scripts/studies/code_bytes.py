# SPDX-License-Identifier: Apache-2.0
"""The bytes of PowerSGD's and of 1-bit Adam's messages, as factors by which they are fewer."""

import math

from studies.tables import print_table, times

EXPERIMENTS = ["bytes_power_sgd", "bytes_power_sgd_trained", "bytes_one_bit_adam"]
HEADER = 16  # bytes of each message
WARM_UPS = [0.15, 0.25]


def thin(experiment):
    """Few workers, one step; nothing is trained with a batch of more than an image anyway."""
    experiment["workers"] = min(experiment["workers"], 4)
    experiment["training"]["iterations"] = 1
    if "evaluation" in experiment:
        experiment["evaluation"]["every"] = 1


def payload(run):
    """Bytes of a run's messages without their headers."""
    return run.summary["bytes_sent"] - HEADER * run.summary["messages_sent"]


def vector_bytes(run):
    """What a worker hands to the collective in a step: it sends 2 (M - 1) / M of that, as every all-reduce here."""
    workers = run.summary["workers"]
    return payload(run) / run.summary["iterations"] / (2 * (workers - 1))


def counted(shapes, rank):
    """Numbers of a step in the count of PowerSGD's authors: rank (n + m) for a matrix, vectors as they are.

    paper-code/gradient_reducers.py of github.com/epfml/powersgd, RankKReducer: bits_communicated.
    """
    total = 0
    for shape in shapes:
        if isinstance(shape, list):
            rows, columns = shape[0], math.prod(shape[1:])
            total += min(rank, rows, columns) * (rows + columns)
        else:
            total += shape
    return total


def print_figures(results, _lowband):
    timed, trained = results["bytes_power_sgd"], results["bytes_power_sgd_trained"]
    shapes = [shape for _, shape in timed.experiment["model"]["tensors"]]
    numbers = timed.one("SGD").summary["parameters"]
    rows = []
    for rank in (1, 2, 4):
        name = f"rank {rank}"
        rows.append([name, times(numbers / counted(shapes, rank)),
                     *(times(payload(found.one("SGD")) / payload(found.one(name))) for found in (timed, trained)),
                     times(timed.one("SGD").summary["bytes_sent"] / timed.one(name).summary["bytes_sent"]),
                     f"{24 * vector_bytes(timed.one(name)) / 2**20:.1f} MiB"])
    rows.append(["SGD", "1", "1", "1", "1", f"{24 * vector_bytes(timed.one('SGD')) / 2**20:.1f} MiB"])
    print_table(["PowerSGD, ResNet-18", "authors' count", "codes, timed", "codes, trained", "with headers",
                 "24 steps"], rows, "Fewer bytes than SGD")
    adam = results["bytes_one_bit_adam"]
    rows = []
    for name in ("32 bits", "16 bits"):
        ratio = payload(adam.one(name)) / payload(adam.one("1 bit"))
        rows.append([name, f"{ratio:.3f}", *(f"{1 / (share + (1 - share) / ratio):.2f}" for share in WARM_UPS)])
    print_table(["instead of", "compression phase", *(f"with a warm-up of {share:.0%}" for share in WARM_UPS)], rows,
                "1-bit Adam: times fewer bytes")


def draw(_results, _lowband, _folder):
    """Two tables say it."""
