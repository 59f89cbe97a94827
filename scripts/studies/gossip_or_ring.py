# SPDX-License-Identifier: Apache-2.0
"""How long an exchange takes by a server, by collectives and by gossip, over bandwidth and latency."""

import math

from studies.pictures import draw_curves
from studies.tables import duration, print_table, seconds, times

MODELS = {"resnet50": "ResNet-50", "vgg16": "VGG-16", "bert_base": "BERT-base"}
EXPERIMENTS = [f"gossip_or_ring_{model}" for model in MODELS]
UNITS = {"Mbps": 1e6, "Gbps": 1e9, "us": 1e-6, "ms": 1e-3}


def thin(experiment):
    """Four workers, two bandwidths, two latencies."""
    experiment["workers"] = 4
    experiment["scenarios"][0]["links"][0] |= {"bandwidth": ["10Mbps", "10Gbps"], "latency": ["5us", "10ms"]}


def quantity(text):
    """Of a scenario's name: bit/s or s."""
    unit = next(unit for unit in UNITS if text.endswith(unit))
    return float(text.removesuffix(unit)) * UNITS[unit]


def network(scenario):
    """The bandwidth in bit/s, and the latency from worker to worker in s: twice that of a link."""
    bandwidth, latency = scenario.split()
    return quantity(bandwidth), 2.0 * quantity(latency)


def closed_form(algorithm, parameters, workers, scenario):
    """Seconds of an exchange, as docs/networks.md#predict has them."""
    bandwidth, latency = network(scenario)
    transmission = 32.0 * parameters / bandwidth
    levels = math.log2(workers)
    return {
        "server": 2 * latency + 2 * workers * transmission,
        "tree": 2 * levels * (latency + transmission) + (levels - 1) * latency,
        "ring": 2 * (workers - 1) * (latency + transmission / workers),
        "direct": 2 * (latency + (workers - 1) * transmission / workers),
        "gossip": latency + 2 * transmission,
    }[algorithm]


def print_figures(results, _lowband):
    for model, title in MODELS.items():
        found = results[f"gossip_or_ring_{model}"]
        rows = []
        for scenario in sorted(found.scenarios(), key=lambda name: (network(name)[1], network(name)[0])):
            seconds_of = {name: found.one(name, scenario).seconds_per_step for name in found.algorithms()}
            gossip = seconds_of.pop("gossip")
            best = min(seconds_of, key=seconds_of.get)
            rows.append([duration(network(scenario)[1]), scenario.split()[0], seconds(gossip),
                         *(times(value / gossip) for value in seconds_of.values()), best])
        others = [name for name in found.algorithms() if name != "gossip"]
        print_table(["latency", "bandwidth", "gossip", *(f"{name} / gossip" for name in others), "best of these"], rows,
                    f"{title}, {found.experiment['workers']} workers")
    print_theory(results)


def print_theory(results):
    """The largest difference of what was measured from the closed form."""
    rows = []
    first = next(iter(results.values()))
    for algorithm in first.algorithms():
        worst = 0.0
        for found in results.values():
            parameters, workers = found.experiment["model"]["parameters"], found.experiment["workers"]
            for scenario in found.scenarios():
                form = closed_form(algorithm, parameters, workers, scenario)
                worst = max(worst, found.one(algorithm, scenario).seconds_per_step / form - 1, key=abs)
        rows.append([algorithm, f"{100 * worst:+.2f} %"])
    print_table(["exchange", "largest difference from the closed form"], rows, "Measured against theory")


def draw(results, _lowband, folder):
    found = results["gossip_or_ring_resnet50"]
    panels = {}
    for scenario in found.scenarios():
        bandwidth, latency = network(scenario)
        panel = panels.setdefault((latency, f"{duration(latency)} from worker to worker"), {})
        for algorithm in found.algorithms():
            panel.setdefault(algorithm, []).append((bandwidth, found.one(algorithm, scenario).seconds_per_step))
    titled = {title: {name: sorted(curve) for name, curve in panels[latency, title].items()}
              for latency, title in sorted(panels)}
    draw_curves(folder / "gossip-or-ring.svg", titled, "bandwidth, bit/s", "seconds of an exchange")
