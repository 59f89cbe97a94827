# SPDX-License-Identifier: Apache-2.0
"""The results folder of `lowband run`, as pandas sees it."""

from __future__ import annotations

import json
import os
import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Mapping, Sequence, Union

import pandas as pd

from lowband.csv_tables import read_tables
from lowband.curves import curves
from lowband.errors import LowbandError
from lowband.settings import differing_settings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMAT = 1

# What identifies a run, in the order of the columns.
KEYS = ("algorithm", "scenario", "seed")


class Run:
    """One run: an algorithm in a scenario with a seed. Its tables are read when they are asked for, and kept."""

    def __init__(self, folder: Path, summary: Mapping[str, Any]) -> None:
        self.folder = folder
        self.summary = summary
        self._tables: dict[str, pd.DataFrame] = {}

    @property
    def name(self) -> str:
        """ALGORITHM@SCENARIO@seedN, the name of its folder."""
        return self.folder.name

    @property
    def algorithm(self) -> str:
        return str(self.summary["algorithm"])

    @property
    def scenario(self) -> str:
        return str(self.summary["scenario"])

    @property
    def seed(self) -> int:
        return int(self.summary["seed"])

    @property
    def tables(self) -> list[str]:
        """The names of the tables that it has, such as "links"."""
        return [file[: -len(".csv")] for file in self.summary["files"] if file.endswith(".csv")]

    def table(self, name: str) -> pd.DataFrame:
        """The table of this name. Raises LowbandError if the run has none such."""
        if name not in self.tables:
            raise LowbandError(f'{self.folder}: there is no table "{name}", only {", ".join(self.tables)}')
        if name not in self._tables:
            self._tables[name] = read_tables([self.folder / f"{name}.csv"])[0]
        return self._tables[name]

    @property
    def metrics(self) -> pd.DataFrame:
        """A line per evaluation."""
        return self.table("metrics")

    @property
    def workers(self) -> pd.DataFrame:
        """A line per node: bytes, seconds in computation and waiting."""
        return self.table("workers")

    @property
    def links(self) -> pd.DataFrame:
        """A line per link: bytes and utilisation."""
        return self.table("links")

    @property
    def peers(self) -> pd.DataFrame:
        """A line per pair of nodes that exchanged something."""
        return self.table("peers")

    @property
    def traffic(self) -> pd.DataFrame:
        """Bytes sent over simulated time."""
        return self.table("traffic")

    def __repr__(self) -> str:
        return f"<lowband.Run {self.name}: {self.summary['status']}>"


class Results:
    """A results folder: its runs in the order of the experiment. Made by `lowband.read`."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any], all_runs: Sequence[Run],
                 missing: Mapping[str, str]) -> None:
        self.folder = folder
        #: manifest.json: the experiment with all defaults, versions, network settings.
        self.manifest = manifest
        #: The complete runs.
        self.all_runs = list(all_runs)
        #: Of the other runs that the manifest names: what each lacks.
        self.missing = dict(missing)

    @property
    def experiment(self) -> Mapping[str, Any]:
        """The experiment file, with all defaults filled in."""
        experiment: Mapping[str, Any] = self.manifest["experiment"]
        return experiment

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A line per run: what summary.json says of it, `final.` what its last evaluation says, and, by their dotted
        paths, the settings in which algorithms differ."""
        settings = differing_settings(self.experiment["algorithms"])
        rows = []
        for run in self.all_runs:
            row: dict[str, Any] = {"run": run.name}
            row.update((key, value) for key, value in run.summary.items()
                       if key not in ("final", "files", "crc32"))
            row.update(settings.get(run.algorithm, {}))
            row.update((f"final.{key}", value) for key, value in (run.summary["final"] or {}).items())
            rows.append(row)
        table = pd.DataFrame(rows)
        nothing_in_it = table.columns[table.isna().all()]
        return table.astype({name: float for name in nothing_in_it})  # NaN, as where only some runs have a number

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """A line per evaluation of each run: algorithm, scenario, seed, and the columns of metrics.csv."""
        return self.table("metrics")

    def table(self, name: str) -> pd.DataFrame:
        """The tables of this name of all runs that have one, one after the other, each line with algorithm, scenario and
        seed. Raises LowbandError if no run has one."""
        runs = [run for run in self.all_runs if name in run.tables]
        if not runs:
            there = sorted({table for run in self.all_runs for table in run.tables})
            raise LowbandError(f'{self.folder}: no run has a table "{name}", only {", ".join(there)}')
        table, counts = read_tables([run.folder / f"{name}.csv" for run in runs])
        keys = pd.DataFrame([(run.algorithm, run.scenario, run.seed) for run in runs], columns=list(KEYS))
        return pd.concat([keys.loc[keys.index.repeat(counts)].reset_index(drop=True), table], axis=1)

    def run(self, algorithm: str, scenario: str, seed: int | None = None) -> Run:
        """The run of this algorithm, scenario and seed, which need not be given if there is one only."""
        found = [run for run in self.all_runs
                 if (run.algorithm, run.scenario) == (algorithm, scenario) and seed in (None, run.seed)]
        if len(found) == 1:
            return found[0]
        wanted = f"{algorithm}@{scenario}" + ("" if seed is None else f"@seed{seed}")
        names = ", ".join(run.name for run in found or self.all_runs)
        raise LowbandError(f"{self.folder}: {len(found)} runs are {wanted}; "
                           f"{'choose a seed of' if found else 'there are'}: {names}")

    def curves(self, y: str | None = None, x: str = "sim_time_s") -> pd.DataFrame:
        """What `plot` draws: per scenario, algorithm and evaluation the mean over the seeds of `x` and `y`, and from
        `lowest` to `highest` what the seeds range over."""
        return curves(self.metrics, x, y or self._usual_figure())

    def plot(self, y: str | None = None, x: str = "sim_time_s") -> Figure:
        """`y` over `x`, columns of `metrics`: a panel per scenario, a curve per algorithm. Without `y` the workers' test
        accuracy, or what there is in its place. Needs matplotlib; returns its Figure, to be shown, saved or changed."""
        from lowband.plotting import draw

        y = y or self._usual_figure()
        return draw(self.curves(y, x), x, y)

    def to_tensorboard(self, folder: Union[str, os.PathLike[str]]) -> list[Path]:
        """Writes a file of TensorBoard's events per run, in a folder of the run's name below `folder`: each number of
        metrics.csv as a scalar, `iteration` as the step, simulated seconds as the time. Returns the files."""
        from lowband.tensorboard import write_run

        return [write_run(run, Path(folder)) for run in self.all_runs]

    def _usual_figure(self) -> str:
        for name in ("workers_test_accuracy", "test_accuracy", "workers_train_loss"):
            if name in self.metrics and self.metrics[name].notna().any():
                return name
        return "train_loss"

    def __repr__(self) -> str:
        left_out = f", {len(self.missing)} missing" if self.missing else ""
        return f"<lowband.Results {self.folder}: {len(self.all_runs)} runs{left_out}>"


def read(folder: Union[str, os.PathLike[str]]) -> Results:
    """Reads the results folder `folder`: manifest and summaries now, tables when they are asked for.

    Incomplete runs are left out, with a warning; `Results.missing` says what they lack. Raises LowbandError if
    the folder holds no results, or some of a later format.
    """
    root = Path(folder)
    manifest = _read_json(root / "manifest.json")
    if manifest.get("format") != FORMAT:
        raise LowbandError(f"{root}: expected results of format {FORMAT}, found format {manifest.get('format')}")
    planned: list[str] = manifest["runs"]
    with os.scandir(root) as entries:
        there = {entry.name for entry in entries if "@" in entry.name and entry.is_dir()}
    extra = sorted(name for name in there.difference(planned) if (root / name / "summary.json").exists())
    runs, missing = [], {}
    for name in [*planned, *extra]:
        try:
            runs.append(_read_run(root / name))
        except LowbandError as error:
            missing[name] = str(error)
    if missing:
        warnings.warn(f"{root}: {len(missing)} of {len(planned) + len(extra)} runs are incomplete and left out; "
                      f"the first: {next(iter(missing.values()))}", stacklevel=2)
    return Results(root, manifest, runs, missing)


def _read_json(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_bytes())
    except OSError as error:
        raise LowbandError(f"{file}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise LowbandError(f"{file}: is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise LowbandError(f"{file}: expected an object")
    return value


def _read_run(folder: Path) -> Run:
    """A run whose files are there, in the size in which they were written."""
    summary = _read_json(folder / "summary.json")
    for name, written in summary["files"].items():
        try:
            size = os.stat(f"{folder}/{name}").st_size
        except OSError as error:
            raise LowbandError(f"{folder / name} is missing") from error
        if written is not None and size != written["bytes"]:
            raise LowbandError(f"{folder / name}: expected {written['bytes']} bytes, found {size}")
    return Run(folder, summary)
