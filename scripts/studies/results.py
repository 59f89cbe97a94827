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


def read(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    runs = {}
    for name in manifest["runs"]:
        summary = json.loads((folder / name / "summary.json").read_text(encoding="utf-8"))
        runs[summary["algorithm"], summary["scenario"], summary["seed"]] = Run(summary, folder / name)
    return Results(folder, manifest["experiment"], runs)


def run(lowband, name, out, thin=None):
    """Does what is not done yet of experiments/published/NAME.json, thinned out by `thin` unless it is None."""
    file = SOURCE / "experiments" / "published" / f"{name}.json"
    out.mkdir(parents=True, exist_ok=True)
    if thin:
        experiment = json.loads(file.read_text(encoding="utf-8"))
        experiment["platform"] = str((file.parent / experiment["platform"]).resolve())
        thin(experiment)
        file = out / f"{name}.json"
        file.write_text(json.dumps(experiment, indent=1), encoding="utf-8")
    subprocess.run([lowband, "run", str(file), "--out", str(out / name), "--quiet"], check=True)
    return read(out / name)
