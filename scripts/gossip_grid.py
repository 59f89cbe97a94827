#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how far methods of compressed gossip fall short of plain gossip, and prints it as Markdown tables.

    scripts/gossip_grid.py LOWBAND FOLDER [--part mlp|resnet8] [--data DIR] [--only PATTERN] [--steps] [--table]

Five codecs, each with every candidate method and its default settings, against plain gossip after as many iterations:
the accuracy is the mean of those of the workers' own models on all test samples at the end. The MLP is trained on
synthetic images with labels split by dirichlet 0.5 and by label-shards, on six topologies with three seeds; resnet8 on
one training batch (10,000 images) of CIFAR-10, which lies in --data, on two topologies with one seed.

Experiments and results stand in FOLDER. What is there already is not run again; --table runs nothing. --only takes a
shell pattern of the experiments' names, such as 'mlp-ring-8-*'.
"""

import argparse
import csv
import fnmatch
import json
import pathlib
import statistics
import subprocess

CODECS = {
    "qsgd 8": {"name": "qsgd", "bits": 8},
    "qsgd 4": {"name": "qsgd", "bits": 4},
    "qsgd 2": {"name": "qsgd", "bits": 2},
    "scaled-sign": {"name": "scaled-sign"},
    "top-k 1 %": {"name": "top-k", "ratio": 0.01},
}
METHODS = ["choco", "deep-squeeze", "difference"]
TOPOLOGIES = [(name, workers) for name in ("ring", "torus", "exponential") for workers in (8, 16)]
PARTITIONS = {"dirichlet 0.5": {"scheme": "dirichlet", "alpha": 0.5}, "label-shards": {"scheme": "label-shards"}}


def algorithms(topology):
    gossip = {"paradigm": "gossip", "topology": topology, "local_steps": 4}
    yield {"name": "plain", **gossip}
    for codec, compression in CODECS.items():
        for method in METHODS:
            yield {"name": f"{codec}, {method}", **gossip, "method": method, "compression": compression}


def experiment(part, topology, workers, partition):
    """One experiment of the grid; its name tells which."""
    common = {
        "name": f"{part}-{topology}-{workers}-{partition}",
        "platform": f"star_{workers}.xml",
        "workers": workers,
        "algorithms": list(algorithms(topology)),
    }
    if part == "mlp":
        return common | {
            "seeds": [1, 2, 3],
            "model": {"name": "mlp", "hidden": [128]},
            "dataset": {"name": "synthetic-images", "partition": PARTITIONS[partition]},
            "training": {"iterations": 400, "batch_size": 32, "learning_rate": 0.1},
            "evaluation": {"every": 200, "train_samples": 512, "worker_test_samples": 0},
        }
    return common | {
        "seed": 1,
        "model": "resnet8",
        "dataset": {"name": "cifar-10", "augmentation": "crop-flip", "partition": PARTITIONS[partition]},
        "training": {
            "iterations": 600,
            "batch_size": 32,
            "learning_rate": 0.1,
            "weight_decay": 1e-4,
            "optimizer": {"name": "sgd", "momentum": 0.9},
            "schedule": {"name": "cosine", "warmup_steps": 30},
        },
        "evaluation": {"every": 600, "train_samples": 512, "worker_test_samples": 0},
    }


def experiments(part):
    if part == "mlp":
        for partition in PARTITIONS:
            for topology, workers in TOPOLOGIES:
                yield experiment(part, topology, workers, partition)
    else:
        for topology, workers in (("ring", 8), ("torus", 16)):
            yield experiment(part, topology, workers, "dirichlet 0.5")


def run(lowband, folder, stated, data):
    """Does what is not done yet of one experiment."""
    workers = stated["workers"]
    star = subprocess.run([lowband, "platform", "star", "--workers", str(workers)], check=True, stdout=subprocess.PIPE)
    (folder / f"star_{workers}.xml").write_bytes(star.stdout)
    file = folder / f"{stated['name']}.json"
    file.write_text(json.dumps(stated, indent=1), encoding="utf-8")
    command = [lowband, "run", file, "--out", folder / stated["name"], "--threads", "1", "--quiet"]
    subprocess.run(command + (["--data", data] if data else []), check=True)


def accuracies(folder):
    """The last workers' accuracy of each algorithm, by seed, and the consensus steps."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = {}
    for name in manifest["runs"]:
        run_folder = folder / name
        if not (run_folder / "summary.json").exists():
            continue
        summary = json.loads((run_folder / "summary.json").read_text(encoding="utf-8"))
        with open(run_folder / "metrics.csv", encoding="utf-8") as file:
            last = list(csv.DictReader(file))[-1]
        accuracy = 0.0 if summary["status"] == "diverged" else float(last["workers_test_accuracy"])
        found.setdefault(summary["algorithm"], {})[summary["seed"]] = accuracy
    steps = {name: facts.get("consensus_step") for name, facts in manifest["algorithms"].items()}
    return found, steps


def points(found, name):
    """Percentage points above plain gossip, the mean over the seeds that both have."""
    plain = found["plain"]
    return statistics.fmean(100 * (value - plain[seed]) for seed, value in found[name].items() if seed in plain)


def print_table(folder, stated, with_steps):
    found, steps = accuracies(folder / stated["name"])
    plain = statistics.fmean(found["plain"].values())
    cells = [stated["name"].partition("-")[2], f"{100 * plain:.1f}"]
    for codec in CODECS:
        for method in METHODS:
            name = f"{codec}, {method}"
            if name not in found:
                cells.append("")
                continue
            step = steps.get(name)
            cells.append(f"{points(found, name):+.1f}" + (f" ({step:g})" if with_steps and step else ""))
    print("| " + " | ".join(cells) + " |")
    return found


def print_worst(all_found):
    """How often, and by how much at most, each method is below plain gossip and below the best candidate."""
    print("\n| codec | method | worst against plain | cells more than 2 points below | worst against the best |")
    print("|---|---|---:|---:|---:|")
    for codec in CODECS:
        for method in METHODS:
            name = f"{codec}, {method}"
            cells = [found for found in all_found if name in found]
            if not cells:
                continue
            below = [points(found, name) for found in cells]
            best = [max(points(f, f"{codec}, {m}") for m in METHODS if f"{codec}, {m}" in f) for f in cells]
            behind = min(own - other for own, other in zip(below, best))
            print(f"| {codec} | {method} | {min(below):+.1f} | {sum(b < -2 for b in below)} | {behind:+.1f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lowband", type=pathlib.Path, help="the program")
    parser.add_argument("folder", type=pathlib.Path, help="where experiments and results stand")
    parser.add_argument("--part", choices=["mlp", "resnet8"], default="mlp")
    parser.add_argument("--data", type=pathlib.Path, help="folder of data sets, for resnet8")
    parser.add_argument("--only", default="*", help="shell pattern of the experiments to do")
    parser.add_argument("--steps", action="store_true", help="consensus steps stand in the table, too")
    parser.add_argument("--table", action="store_true", help="only print what has been run")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    chosen = [e for e in experiments(arguments.part) if fnmatch.fnmatch(e["name"], arguments.only)]
    if not arguments.table:
        for stated in chosen:
            run(arguments.lowband.resolve(), arguments.folder, stated, arguments.data)
    print("| cell | plain, % | " + " | ".join(f"{codec}, {method}" for codec in CODECS for method in METHODS) + " |")
    print("|---|---:|" + "---:|" * (len(CODECS) * len(METHODS)))
    done = [e for e in chosen if any((arguments.folder / e["name"]).glob("plain@*"))]
    print_worst([print_table(arguments.folder, stated, arguments.steps) for stated in done])


if __name__ == "__main__":
    main()
