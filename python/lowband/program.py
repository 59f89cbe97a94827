# SPDX-License-Identifier: Apache-2.0
"""Calling the program `lowband`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Mapping, Union

from lowband.errors import LowbandError
from lowband.results import Results, read

PathLike = Union[str, "os.PathLike[str]"]


def run(experiment: Mapping[str, Any], *, out: PathLike | None = None, folder: PathLike = ".",
        data: PathLike | None = None, threads: int | None = None, jobs: int | None = None,
        overwrite: bool = False, program: PathLike | None = None) -> Results:
    """Runs an experiment, given as a dictionary with the content of an experiment file, and reads its results.

    out        the results folder, by default results/NAME; if it has runs already, only missing ones are done
    folder     the folder that paths in the experiment are relative to
    data, threads, jobs, overwrite    as the options of `lowband run`
    program    the program; by default $LOWBAND, else `lowband` on the PATH

    Warnings of the program go to standard error. Raises LowbandError with what the program said if it refused the
    experiment, or if a run failed.
    """
    results = Path(out) if out is not None else Path("results") / str(experiment.get("name")).replace("/", "-")
    options = ["--out", str(results), "--quiet"]
    for option, value in (("--data", data), ("--threads", threads), ("--jobs", jobs)):
        if value is not None:
            options += [option, str(value)]
    if overwrite:
        options.append("--overwrite")
    # A file, beside those that it names.
    handle, file = tempfile.mkstemp(prefix=".experiment-", suffix=".json", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(experiment, stream)
        said = _call([program or os.environ.get("LOWBAND", "lowband"), "run", file, *options])
    finally:
        os.unlink(file)
    sys.stderr.write(said.replace(file, "experiment"))
    return read(results)


def _call(command: list[PathLike]) -> str:
    """What the program wrote to standard error. Raises LowbandError of it if it failed."""
    try:
        ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    except OSError as error:
        raise LowbandError(f"{os.fspath(command[0])}: cannot be started: {error.strerror}; "
                           "name the program by $LOWBAND or program=") from error
    if ended.returncode != 0:
        said = ended.stderr.strip().replace(os.fspath(command[2]), "experiment").removeprefix("lowband: ")
        raise LowbandError(said or f"lowband ended with status {ended.returncode}")
    return ended.stderr
