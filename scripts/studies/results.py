# SPDX-License-Identifier: Apache-2.0
"""Runs experiments, and reads what they leave."""

import json
import pathlib
import subprocess
from dataclasses import dataclass

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Run:
    """A finished run: its summary.json, and its folder."""

    summary: dict
    folder: pathlib.Path

    @property
    def seconds_per_step(self):
        return self.summary["sim_time_s"] / self.summary["iterations"]


@dataclass(frozen=True)
class Results:
    """The runs of an experiment by (algorithm, scenario, seed), in the order of the manifest."""

    folder: pathlib.Path
    experiment: dict
    runs: dict

    def algorithms(self):
        return list(dict.fromkeys(algorithm for algorithm, _, _ in self.runs))

    def scenarios(self):
        return list(dict.fromkeys(scenario for _, scenario, _ in self.runs))

    def one(self, algorithm, scenario=None):
        """The only run of an algorithm in a scenario, or in the only one."""
        found, = (run for (a, s, _), run in self.runs.items() if a == algorithm and scenario in (None, s))
        return found

    def per_run(self, lowband):
        """The rows of `lowband compare --per-run`, {(algorithm, scenario): [a row for each seed, in their order]}."""
        compared = subprocess.run([lowband, "compare", str(self.folder), "--per-run", "--format", "json"], check=True,
                                  stdout=subprocess.PIPE, text=True)
        rows = {}
        for row in sorted(json.loads(compared.stdout), key=lambda row: row["seed"]):
            rows.setdefault((row["algorithm"], row["scenario"]), []).append(row)
        return rows


def read(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    runs = {}
    for name in manifest["runs"]:
        summary = json.loads((folder / name / "summary.json").read_text(encoding="utf-8"))
        runs[summary["algorithm"], summary["scenario"], summary["seed"]] = Run(summary, folder / name)
    return Results(folder, manifest["experiment"], runs)


def run(lowband, experiment, out, name=None, changes=()):
    """Does what is not done yet of experiments/published/EXPERIMENT.json, as `changes` leave it, into OUT/NAME."""
    name = name or experiment
    file = SOURCE / "experiments" / "published" / f"{experiment}.json"
    out.mkdir(parents=True, exist_ok=True)
    if changes:
        values = json.loads(file.read_text(encoding="utf-8"))
        values["name"] = name
        values["platform"] = str((file.parent / values["platform"]).resolve())
        for change in changes:
            change(values)
        file = out / f"{name}.json"
        file.write_text(json.dumps(values, indent=1), encoding="utf-8")
    subprocess.run([lowband, "run", str(file), "--out", str(out / name), "--quiet"], check=True)
    return read(out / name)
