# SPDX-License-Identifier: Apache-2.0
"""Curves drawn by matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lowband.errors import LowbandError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(curves: pd.DataFrame, x: str, y: str) -> Figure:
    """A panel per scenario, and in it a curve per algorithm, with a band of what its seeds range over."""
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise LowbandError("plot() needs matplotlib (Debian: python3-matplotlib); curves() has what it draws") from error
    scenarios = list(curves["scenario"].unique())
    if not scenarios:
        raise LowbandError(f'no run has a figure "{y}"')
    figure, axes = pyplot.subplots(len(scenarios), squeeze=False, constrained_layout=True,
                                   figsize=(7.0, 1.0 + 3.5 * len(scenarios)))
    for axis, scenario in zip(axes[:, 0], scenarios):
        for algorithm, curve in curves[curves["scenario"] == scenario].groupby("algorithm", sort=False):
            line, = axis.plot(curve[x], curve[y], label=algorithm)
            axis.fill_between(curve[x], curve["lowest"], curve["highest"], alpha=0.2, color=line.get_color(),
                              linewidth=0)
        axis.set_title(scenario)
        axis.set_xlabel(x)
        axis.set_ylabel(y)
        axis.legend()
    return figure
