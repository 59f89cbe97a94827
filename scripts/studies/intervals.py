# SPDX-License-Identifier: Apache-2.0
"""Means over seeds, with 95 % confidence intervals by Student's t or standard errors, and slopes of power laws."""

import math
import statistics

STUDENT = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571, 7: 2.447, 8: 2.365, 9: 2.306, 10: 2.262}


def standard_error(values):
    """Of the mean; NaN of a single value."""
    return statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan


def interval(values, digits, sign=""):
    """12.3 ± 0.4, half of the interval's width; of 2 to 10 values."""
    half = STUDENT[len(values)] * standard_error(values)
    return f"{statistics.fmean(values):{sign}.{digits}f} ± {half:.{digits}f}"


def slope(points):
    """Of the least-squares line through (log x, log y)."""
    return statistics.linear_regression([math.log(x) for x, _ in points], [math.log(y) for _, y in points]).slope


def slope_cell(seeds):
    """-0.498 ± 0.005: the mean of the slopes of each seed's points, and its standard error."""
    slopes = [slope(points) for points in seeds]
    return f"{statistics.fmean(slopes):.3f} ± {standard_error(slopes):.3f}"
