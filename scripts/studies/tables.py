# SPDX-License-Identifier: Apache-2.0
"""Markdown tables, and figures with their units as Lowband prints them."""


def print_table(header, rows, title=None):
    if title:
        print(f"\n{title}\n")
    print("| " + " | ".join(header) + " |")
    print("|:---" + "|---:" * (len(header) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def times(value):
    """A ratio in three digits: 0.0625, 1.88, 12.3, 243."""
    return f"{value:#.3g}".rstrip(".") + " ×"


def in_unit(value, digits):
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if abs(value) * factor >= 0.9995:
            return f"{value * factor:{digits}}".rstrip(".") + f" {unit}"
    return "0 s"


def seconds(value):
    """A measured time in three digits: 20.0 ms."""
    return in_unit(value, "#.3g")


def duration(value):
    """A time that was set: 20 ms."""
    return in_unit(value, ".4g")
