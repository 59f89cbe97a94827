# SPDX-License-Identifier: Apache-2.0
"""Many CSV files of results as one DataFrame."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Sequence

import pandas as pd

from lowband.errors import LowbandError

# All other columns hold numbers, where "nan" is one that does not exist. A host may be called "nan", or "1".
TEXT_COLUMNS = frozenset({"host", "role", "link"})


def read_tables(files: Sequence[Path]) -> tuple[pd.DataFrame, list[int]]:
    """The rows of all `files`, one file after the other, and how many rows each has.

    Files with the same columns are parsed together, which takes a fraction of parsing each of them. What a file has no
    column for, as a later version of Lowband added it, is NaN. Numbers are those of the files to the last bit.
    """
    bodies: dict[str, list[str]] = {}
    places: dict[str, list[int]] = {}
    counts = []
    for place, file in enumerate(files):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LowbandError(f"{file}: cannot be read: {error}") from error
        header, _, body = text.partition("\n")
        bodies.setdefault(header, []).append(body)
        places.setdefault(header, []).append(place)
        counts.append(_rows(body))
    tables = []
    order: list[int] = []
    for header, parts in bodies.items():
        tables.append(_parse(header, "".join(parts)))
        order += [place for place in places[header] for _ in range(counts[place])]
    if not tables:
        return pd.DataFrame(), counts
    if len(tables) == 1:
        return tables[0], counts
    whole = pd.concat(tables, ignore_index=True)
    by_file = pd.Series(order).sort_values(kind="stable").index
    return whole.loc[by_file].reset_index(drop=True), counts


def _rows(body: str) -> int:
    if '"' not in body:
        return body.count("\n")
    return sum(1 for _ in csv.reader(io.StringIO(body)))


def _parse(header: str, body: str) -> pd.DataFrame:
    names = header.split(",")
    return pd.read_csv(
        io.StringIO(body),
        names=names,
        header=None,
        index_col=False,
        dtype={name: str for name in names if name in TEXT_COLUMNS},
        keep_default_na=False,
        na_values={name: ["nan"] for name in names if name not in TEXT_COLUMNS},
        float_precision="round_trip",
    )
