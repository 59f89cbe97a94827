# SPDX-License-Identifier: Apache-2.0
"""Means over seeds, with 95 % confidence intervals by Student's t."""

STUDENT = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571, 7: 2.447, 8: 2.365, 9: 2.306, 10: 2.262}


def mean(values):
    return sum(values) / len(values)


def standard_error(values):
    centre = mean(values)
    return (sum((value - centre) ** 2 for value in values) / (len(values) - 1) / len(values)) ** 0.5


def half_interval(values):
    """Half of the interval's width; of 2 to 10 values."""
    return STUDENT[len(values)] * standard_error(values)


def interval(values, digits, sign=""):
    """12.3 ± 0.4"""
    return f"{mean(values):{sign}.{digits}f} ± {half_interval(values):.{digits}f}"
