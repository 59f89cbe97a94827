#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the JSON Schema of experiment files to an independent validator.

    schema_test.py LOWBAND SOURCE_DIR

The schema that LOWBAND prints must be one of draft 2020-12; all experiments of SOURCE_DIR and everything below that is
right must fit it, as must the experiment that a manifest holds as resolved; and what is wrong must not.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator

SMALL = {
    "name": "small",
    "platform": "platforms/star_8.xml",
    "workers": 4,
    "model": "quadratic",
    "dataset": {"name": "gaussian-points", "dimension": 4, "samples": 40, "partition": "iid"},
    "training": {"iterations": 4, "batch_size": 2},
    "algorithms": [
        {"name": "a", "paradigm": "all-reduce", "compression": {"name": "qsgd", "bits": 4}},
        {"name": "b", "paradigm": "gossip"},
    ],
    "scenarios": [{"name": "s", "links": [{"match": "*", "bandwidth": "10Mbps", "latency": 0.005}]}],
}

# Where, and what to put there.
RIGHT = [
    ("$schema", "lowband.schema.json"),
    ("seed", 3),
    ("seed", None),
    ("seeds", [1, 2]),
    ("timeline", True),
    ("hosts", ["h0", "h1", "h2", "h3"]),
    ("network", "ideal"),
    ("network", {"preset": "lv08", "network/weight-S": 0}),
    ("compute", {"slowdown": [1, 1, 2.5, 1], "jitter": 0.1}),
    ("compute", {"step_time": "180ms"}),
    ("compute", {"step_time": None}),
    ("compute", {"slowdown": {"worker-*": 2, "worker-1": 1.5}, "jitter": "exponential"}),
    ("compute", {"jitter": {"distribution": "durations", "durations": [1, 2.5]}}),
    ("compute", {"devices": {"speeds": {"phone": 1, "laptop": 8.5}, "reference": 4, "seed": 3}}),
    ("compute", {"devices": {"file": "scores.csv", "column": "score"}}),
    ("compute", {"devices": None}),
    ("compute", {"devices": {"kind": "over-time", "file": "speeds.csv"}}),
    ("compute", {"devices": [{"kind": "drawn", "speeds": [1, 2]}, {"kind": "over-time", "rows": [["*", "1s", 0], ["a", 3, 1]]}]}),
    ("scenarios/0/devices", {"speeds": [1]}),
    ("model", {"name": "mlp", "hidden": []}),
    ("model", {"name": "timing-only", "parameters": 25600000}),
    ("model", {"name": "timing-only", "tensors": [["conv1", 9408], ["fc", [1000, 2048]]]}),
    ("model", {"name": "network", "layers": ["relu", {"layer": "dense", "units": 10, "name": "fc"}], "loss": "mse"}),
    ("model", {"name": "network", "layers": [{"layer": "residual", "layers": [{"layer": "dense", "units": 4}],
                                             "shortcut": ["tanh"]}], "loss": {"name": "huber", "delta": 2}}),
    ("dataset", None),
    ("dataset", {"name": "csv", "train": "table.csv", "label": "kind", "partition": "groups"}),
    ("dataset", {"name": "npz", "train": "a.npz", "partition": {"scheme": "file", "file": "split.csv"}}),
    ("training/optimizer", "adamw"),
    ("training/optimizer", {"name": "adamw", "betas": [0.9, 0.99]}),
    ("training/schedule", {"name": "step", "milestones": [1, 2], "warmup_steps": 1, "start_factor": 0.5}),
    ("training/schedule", {"name": "cosine", "T_max": None}),
    ("evaluation", {"every": 2, "target_loss": 0.5, "target_accuracy": None}),
    ("algorithms/0/local_steps", 4),
    ("algorithms/0/local_steps", "once"),
    ("algorithms/0/local_steps", {"name": "once"}),
    ("algorithms/0/local_steps", {"name": "post-local", "switch_at": 2, "steps": 2}),
    ("algorithms/0/local_steps", {"name": "by-time", "seconds": "10ms"}),
    ("algorithms/0/compression", "none"),
    ("algorithms/0/compression", {"name": "grid", "step": 0.01, "scope": "layer", "skip_smaller_than": 10}),
    ("algorithms/0/compression", {"name": "qsgd", "rules": [{"match": "*.bias", "compression": "none"}]}),
    ("algorithms/0/compression", "composed"),
    ("algorithms/0/compression", {"name": "composed", "quantize": {"name": "qsgd", "bits": 2}, "error_feedback": True}),
    ("algorithms/0/quantization", "all-gather"),
    ("algorithms/0/outer", {"name": "slowmo", "momentum": 0.5}),
    ("algorithms/0/collective", {"name": "hierarchical", "sites": [[0, 1], [2, 3]]}),
    ("algorithms/0/fusion_bytes", 1024),
    ("algorithms/0/fusion_bytes", None),
    ("algorithms/1/topology", {"name": "edge-list", "edges": [[0, 1], [1, 2], [2, 3]]}),
    ("algorithms/1/topology", {"name": "bipartite", "left": None}),
    ("algorithms/1/weights", "lazy"),
    ("algorithms/1/weights", [[0.5, 0.5], [0.5, 0.5]]),
    ("scenarios/0/links/0/bandwidth", ["1Mbps", "...", "1Gbps"]),
    ("scenarios/0/links/0/bandwidth", None),
    ("scenarios/0/links/0/bandwidth_factor", [0.5, "...", 5e-3]),
    ("scenarios/0/links/0/bandwidth_profile", {"points": [[0, 1], ["10s", 0.5]], "period": "20s"}),
    ("scenarios/0/links/0/latency_profile", {"kind": "csv", "file": "trace.csv"}),
    ("scenarios/0/hosts", [{"match": "*", "speed": "1Gf", "speed_profile": {"kind": "day-night", "day": 0.2}}]),
    ("scenarios/0/network", None),
    ("scenarios/0/step_time", 0.5),
    ("scenarios/0/step_time", ["1ms", "...", "1s"]),
    ("description", "what it is about"),
    ("model", {"name": "mlp", "description": "wide"}),
    ("scenarios/0/links/0/description", "the slow one"),
    ("network", {"preset": "lv08", "description": "as before"}),
    ("compute", {"description": "", "slowdown": {"description": "a rack", "worker-*": 2}}),
    ("compute", {"devices": {"speeds": {"description": "benchmark scores", "phone": 1}}}),
    ("algorithms/0/local_steps", {"sweep": [1, 4, 16]}),
    ("algorithms/0/local_steps", {"sweep": [1, "...", 1000], "description": "decades"}),
    ("algorithms/0/paradigm", {"sweep": ["all-reduce", "gossip"]}),
    ("algorithms/0/compression", {"sweep": ["none", {"name": "qsgd", "bits": {"sweep": [2, 4]}}]}),
    ("algorithms/0/compression/bits", {"sweep": [2, 4]}),
    ("algorithms/0/compression/name", {"sweep": ["qsgd", "terngrad"]}),
    ("algorithms/0/training", {"learning_rate": {"sweep": [0.1, 0.3]}}),
    ("algorithms/0/training", {"optimizer": {"name": "adamw", "betas": [0.9, {"sweep": [0.9, 0.99]}]}}),
    ("algorithms/1/topology", {"sweep": ["ring", "complete"]}),
    ("scenarios/0/platform", "other.xml"),
]

WRONG = [
    ("itterations", 8),
    ("name", ""),
    ("workers", 0),
    ("workers", 2.5),
    ("workers", "4"),
    ("seed", -1),
    ("seed", "1"),
    ("seeds", [1, 1]),
    ("timeline", 1),
    ("hosts", [1]),
    ("network", "tpc"),
    ("network", {"preset": "tpc"}),
    ("network", {"gamma": 1}),
    ("compute", {"slowdown": [1, 0]}),
    ("compute", {"step_time": True}),
    ("compute", {"slowdown": {"worker-*": 0}}),
    ("compute", {"jitter": "pareto"}),
    ("compute", {"devices": {"speeds": []}}),
    ("compute", {"devices": {"speeds": {"phone": 0}}}),
    ("compute", {"devices": {"kind": "over-time", "rows": [["a", 1, -1]]}}),
    ("compute", {"devices": {"kind": "over-time", "rows": [["a", 1]]}}),
    ("compute", {"devices": []}),
    ("compute", {"jitter": {"distribution": "pareto", "shape": 1}}),
    ("compute", {"jitter": 3}),
    ("model", "quadratik"),
    ("model", {"name": "timing-only", "parameters": 0}),
    ("model", {"name": "timing-only", "tensors": [["conv1"]]}),
    ("model", {"name": "timing-only", "tensors": [["fc", []]]}),
    ("model", {"hidden": [4]}),
    ("model", 7),
    ("training/optimizer", {"name": "sgd", "momentum": 1.5}),
    ("training/optimizer", {"name": "adamw", "betas": [0.9]}),
    ("training/schedule", {"name": "cosine", "T_max": 0}),
    ("training/iterations", None),
    ("evaluation", {"every": None}),
    ("algorithms", []),
    ("algorithms/0", "all-reduce"),
    ("algorithms/0/local_steps", 0),
    ("algorithms/0/local_steps", 1.5),
    ("algorithms/0/local_steps", "onec"),
    ("algorithms/0/local_steps", "by-time"),
    ("algorithms/0/local_steps", {"name": "post-local", "steps": 4}),
    ("algorithms/0/local_steps", [1]),
    ("algorithms/0/compression", "grid"),
    ("algorithms/0/compression", {"name": "qsgd", "bit": 4}),
    ("algorithms/0/compression", {"name": "qsgd", "bits": 17}),
    ("algorithms/0/compression", {"name": "qsgd", "rules": [{"match": "*.bias"}]}),
    ("algorithms/0/quantization", "per-hops"),
    ("algorithms/0/topology", "ring"),
    ("algorithms/1/outer", "slowmo"),
    ("algorithms/1/weights", [[2, -1]]),
    ("algorithms/0/local_steps", {"sweep": []}),
    ("algorithms/0/local_steps", {"sweep": 4}),
    ("algorithms/0/local_steps", {"sweep": [4], "name": "once"}),
    ("algorithms/0/name", {"sweep": ["a", "b"]}),
    ("workers", {"sweep": [4, 8]}),
    ("training/learning_rate", {"sweep": [0.1, 0.3]}),
    ("description", 3),
    ("model", {"name": "mlp", "description": 3}),
    ("scenarios", []),
    ("scenarios/0/links/0/bandwith", 1),
    ("scenarios/0/links/0/bandwidth", True),
    ("scenarios/0/links/0/bandwidth_factor", "2"),
    ("scenarios/0/links/0/bandwidth_profile", {"points": [[0, 1, 2]]}),
    ("scenarios/0/links/0/bandwidth_profile", {"points": [[0, "1"]]}),
    ("scenarios/0/links/0/bandwidth_profile", {"period": 20}),
]

failures = []


def check(is_right, what):
    if not is_right:
        failures.append(what)


def changed(place, value):
    experiment = copy.deepcopy(SMALL)
    *path, last = [int(key) if key.isdigit() else key for key in place.split("/")]
    inner = experiment
    for key in path:
        inner = inner[key]
    inner[last] = value
    return experiment


def without_comments(text):
    """Of lines that hold nothing else."""
    return re.sub(r"^ *//.*$", "", text, flags=re.MULTILINE)


def complaints(validator, instance):
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(instance)]


def main(lowband, source):
    def run(*arguments):
        return subprocess.run([lowband, *arguments], check=True, capture_output=True, text=True).stdout

    schema = json.loads(run("describe", "experiment", "--schema"))
    check(schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"], "the schema is of another draft")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)

    experiments = sorted((source / "experiments").glob("*.json"))
    check(experiments, "there are no experiments")
    for file in experiments:
        found = complaints(validator, json.loads(without_comments(file.read_text())))
        check(not found, f"{file.name}: {found}")

    found = complaints(validator, SMALL)
    check(not found, f"the small experiment: {found}")
    for place, value in RIGHT:
        found = complaints(validator, changed(place, value))
        check(not found, f"{place} = {value}: {found}")
    for place, value in WRONG:
        check(complaints(validator, changed(place, value)), f"{place} = {value}: valid")

    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "experiment.json"
        file.write_text(json.dumps({**SMALL, "platform": str(source / SMALL["platform"])}))
        run("run", str(file), "--out", f"{folder}/out", "--quiet")
        manifest = json.loads((pathlib.Path(folder) / "out" / "manifest.json").read_text())
        found = complaints(validator, manifest["experiment"])
        check(not found, f"the experiment as resolved: {found}")

    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
