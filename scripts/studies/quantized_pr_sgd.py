# SPDX-License-Identifier: Apache-2.0
"""Quantized PR-SGD (arXiv:2004.09125) beside PR-SGD and parallel SGD: bytes, accuracy, and time over bandwidth."""

import math
from statistics import fmean

from studies.intervals import interval
from studies.pictures import draw_curves
from studies.tables import print_table

MODELS = {
    "a9a": ("Logistic regression on a9a", [0.1, 0.3, 1.0, 3.0]),
    "fashion_mnist": ("MLP on Fashion-MNIST", [0.025, 0.05, 0.1, 0.2, 0.4, 0.8]),
}
EXPERIMENTS = [*(f"paper_{model}" for model in MODELS), "paper_vgg11"]
PARADIGMS = ["ar", "gossip"]
V1, V2 = 3.2, 18.6  # published: at most so many times as fast as PR-SGD, and as parallel SGD


def tuning(rates):
    """Every algorithm with every learning rate, with a seed of its own, on one network."""

    def change(experiment):
        experiment["seeds"] = [11]
        experiment["scenarios"] = [{"name": "10Mbps", "links": [{"match": "*", "bandwidth": "10Mbps"}]}]
        for algorithm in experiment["algorithms"]:
            algorithm["name"] += " {learning_rate}"
            algorithm["training"]["learning_rate"] = {"sweep": rates}

    return change


VARIANTS = {f"paper_{model}_rates": (f"paper_{model}", tuning(rates)) for model, (_, rates) in MODELS.items()}


def thin(experiment):
    """Generated data, few steps, two seeds, two bandwidths, two learning rates."""
    link = experiment["scenarios"][0]["links"][0]
    if isinstance(link["bandwidth"], list):
        link["bandwidth"] = ["1Mbps", "1Gbps"]
    for algorithm in experiment["algorithms"]:
        rate = algorithm.get("training", {}).get("learning_rate")
        if isinstance(rate, dict):
            rate["sweep"] = rate["sweep"][1:3]
    if experiment["name"] == "paper_vgg11":
        return
    is_binary = experiment["model"] == "logistic-regression"
    experiment["model"] = "logistic-regression" if is_binary else {"name": "mlp", "hidden": [32]}
    experiment["dataset"] = {"name": "synthetic-images", "train": 1000, "test": 200, "classes": 2 if is_binary else 10}
    experiment["seeds"] = experiment["seeds"][:2]
    experiment["workers"] = 4
    experiment["training"]["iterations"] = 80
    experiment["evaluation"] |= {"every": 4, "target_accuracy": 0.5, "train_samples": 200, "test_samples": 200}


def megabits(scenario):
    return float(scenario[:-4]) * (1000.0 if scenario.endswith("Gbps") else 1.0)


def print_figures(results, lowband):
    for model, (title, rates) in MODELS.items():
        tuned = results[f"paper_{model}_rates"]
        tried = {float(name.split()[1]) for name in tuned.algorithms()}
        print_rates(title, results[f"paper_{model}"], tuned, [rate for rate in rates if rate in tried])
        runs = results[f"paper_{model}"].per_run(lowband)
        print_ends(title, results[f"paper_{model}"], runs)
        target = results[f"paper_{model}"].experiment["evaluation"]["target_accuracy"]
        print_speed_ups(f"{title}: times as fast to {100 * target:g} %", results[f"paper_{model}"], runs)
    print_speed_ups("VGG-11, not trained: times as fast over as many local steps", results["paper_vgg11"],
                    results["paper_vgg11"].per_run(lowband))


def print_rates(title, found, tuned, rates):
    rows = []
    for algorithm, stated in zip(found.algorithms(), found.experiment["algorithms"]):
        losses = [tuned.one(f"{algorithm} {rate:g}").summary["final"]["workers_test_loss"] for rate in rates]
        # a run that diverges has no loss
        best = min((loss, rate) for loss, rate in zip(losses, rates) if loss is not None)[1]
        used = stated["training"]["learning_rate"]
        rows.append([algorithm, *("diverges" if loss is None else f"{loss:.4f}" for loss in losses), f"{best:g}",
                     f"{used:g}"])
    print_table(["test loss of the workers' models at the rate of", *(f"{rate:g}" for rate in rates), "best", "used"], rows,
                f"{title}: learning rates, tuned with another seed")


def at_end(runs, algorithm, scenario, figure):
    return [row[figure] for row in runs[algorithm, scenario]]


def print_ends(title, found, runs):
    scenario = found.scenarios()[0]
    rows = []
    for algorithm in found.algorithms():
        paradigm = algorithm.split("/")[1]
        accuracy = at_end(runs, algorithm, scenario, "workers_test_accuracy")
        sent = fmean(at_end(runs, algorithm, scenario, "bytes_sent"))
        row = [algorithm, f"{fmean(at_end(runs, algorithm, scenario, 'bits_per_parameter')):.2f}",
               interval([100 * value for value in accuracy], 2)]
        for base in (f"pr-sgd/{paradigm}", f"parallel-sgd/{paradigm}"):
            if algorithm in (base, f"parallel-sgd/{paradigm}"):
                row += ["-", "-"]
                continue
            before = at_end(runs, base, scenario, "workers_test_accuracy")
            row.append(interval([100 * (a - b) for a, b in zip(accuracy, before)], 2, "+"))
            row.append(f"{100 * (1 - sent / fmean(at_end(runs, base, scenario, 'bytes_sent'))):.1f}")
        rows.append(row)
    print_table(["algorithm", "bits per parameter", "accuracy at the end, %", "against PR-SGD, points", "bytes saved, %",
                 "against parallel SGD, points", "bytes saved, %"], rows, f"{title}: bytes and accuracy at the end")


def seconds(found, runs, algorithm, scenario):
    """Of each seed: to the target, or of the whole run where nothing is trained."""
    is_trained = "target_accuracy" in found.experiment.get("evaluation", {})
    return at_end(runs, algorithm, scenario, "time_to_target_s" if is_trained else "sim_time_s")


def speed_ups(found, runs, paradigm, base, scenario):
    """Of each seed; nothing unless all seeds reach the target."""
    ours = seconds(found, runs, f"qpr-sgd/{paradigm}", scenario)
    theirs = seconds(found, runs, f"{base}/{paradigm}", scenario)
    if None in ours or None in theirs:
        return []
    return [b / a for a, b in zip(ours, theirs)]


def curve(found, runs, paradigm, base):
    points = []
    for scenario in found.scenarios():
        ratios = speed_ups(found, runs, paradigm, base, scenario)
        if ratios:
            points.append((megabits(scenario), fmean(ratios)))
    return points


def print_speed_ups(title, found, runs):
    columns = [(paradigm, base) for base in ("pr-sgd", "parallel-sgd") for paradigm in PARADIGMS]
    rows = []
    for scenario in found.scenarios():
        cells = [speed_ups(found, runs, paradigm, base, scenario) for paradigm, base in columns]
        rows.append([scenario, *(cell_of(cell) for cell in cells)])
    print_table(["bandwidth", *(f"over {base}/{paradigm}" for paradigm, base in columns)], rows,
                f"{title}, quantized PR-SGD over others")
    rows = []
    for level, base in ((V1, "pr-sgd"), (V2, "parallel-sgd"), (1.0, "pr-sgd"), (1.0, "parallel-sgd")):
        for paradigm in PARADIGMS:
            rows.append([f"{level:g} × over {base}/{paradigm}", crossing(curve(found, runs, paradigm, base), level)])
    print_table(["speed-up", "where it falls to that"], rows, f"{title}: crossings")


def cell_of(ratios):
    if not ratios:
        return "-"
    return interval(ratios, 2) if len(ratios) > 1 else f"{ratios[0]:.2f}"


def crossing(points, level):
    """Where a falling curve passes a level, between points on straight lines over the logarithms of both."""
    if not points:
        return "target not reached"
    if points[0][1] < level:
        return f"below at {points[0][0]:g} Mbps already ({points[0][1]:.2f})"
    for (b0, s0), (b1, s1) in zip(points, points[1:]):
        if s1 < level:
            share = math.log(s0 / level) / math.log(s0 / s1)
            return f"{b0 * (b1 / b0) ** share:.3g} Mbps"
    return f"still above at {points[-1][0]:g} Mbps ({points[-1][1]:.2f})"


def draw(results, lowband, folder):
    panels = {}
    titles = {f"paper_{model}": title for model, (title, _) in MODELS.items()} | {"paper_vgg11": "VGG-11, not trained"}
    for name, title in titles.items():
        found = results[name]
        runs = found.per_run(lowband)
        panels[title] = {f"{base}/{paradigm}":
                         [(1e6 * place, value) for place, value in curve(found, runs, paradigm, base)]
                         for base in ("parallel-sgd", "pr-sgd") for paradigm in PARADIGMS}
    draw_curves(folder / "quantized-pr-sgd.svg", panels, "bandwidth, bit/s", "times as fast as")
