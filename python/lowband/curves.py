# SPDX-License-Identifier: Apache-2.0
"""From the metrics of runs to curves: means over the seeds."""

from __future__ import annotations

import pandas as pd

from lowband.errors import LowbandError


def curves(metrics: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    """Per scenario, algorithm and evaluation (0, 1, ...) the mean of `x` and of `y` over the seeds that have come so far,
    the `lowest` and the `highest` y, and the number of `seeds`. Evaluations without y (NaN) are left out."""
    for column in (x, y):
        if column not in metrics:
            raise LowbandError(f'there is no figure "{column}", only {", ".join(metrics.columns)}')
    of_run = ["scenario", "algorithm", "seed"]
    points = metrics[of_run].copy()
    points["evaluation"] = metrics.groupby(of_run, sort=False).cumcount()
    points["x"], points["y"] = metrics[x], metrics[y]
    grouped = points.dropna(subset=["y"]).groupby(["scenario", "algorithm", "evaluation"], sort=False)
    curve = grouped.agg(x=("x", "mean"), y=("y", "mean"), lowest=("y", "min"), highest=("y", "max"),
                        seeds=("y", "count"))
    return curve.reset_index().rename(columns={"x": x, "y": y})
