# SPDX-License-Identifier: Apache-2.0
"""Pictures by gnuplot: curves in panels side by side, on logarithmic axes."""

import subprocess

COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]


def draw_curves(file, panels, x, y):
    """Panels are {title: {curve: [(x, y), ...]}}, with the same curves in each; one without points is left out."""
    width, height = 300 * len(panels) + 170, 360
    script = [
        f"set terminal svg size {width},{height} dynamic background rgb 'white' font 'sans-serif,13'",
        f"set output '{file}'",
        "set logscale xy", "set format x '%.0s%c'", "set format y '%.0s%c'",
        f"set xlabel '{x}'", "set border 3", "set tics nomirror", "set grid lc rgb '#dddddd'",
        "unset key", f"set multiplot layout 1,{len(panels)}",
    ]
    values = [value for curves in panels.values() for curve in curves.values() for _, value in curve]
    places = [place for curves in panels.values() for curve in curves.values() for place, _ in curve]
    script.append(f"set xrange [{min(places):g}:{max(places):g}]")
    script.append(f"set yrange [{min(values) / 1.5:g}:{max(values) * 1.5:g}]")
    for place, (title, curves) in enumerate(panels.items()):
        left, right = (70 + 300 * place) / width, (70 + 300 * place + 235) / width
        script += [f"set lmargin at screen {left:.4f}", f"set rmargin at screen {right:.4f}", f"set title '{title}'",
                   f"set ylabel '{y}'" if place == 0 else "unset ylabel"]
        is_last = place == len(panels) - 1
        if is_last:
            legend = right + 12 / width
            script.append(f"set key at screen {legend:.4f}, graph 1 left top Left reverse samplen 2")
        plots = []
        for number, (name, points) in enumerate(curves.items()):
            if not points:
                continue
            script += [f"$curve{number} << EOD", *(f"{a:g} {b:g}" for a, b in points), "EOD"]
            plots.append(f"$curve{number} with linespoints lw 2 pt 7 ps 0.5 lc rgb '{COLOURS[number % len(COLOURS)]}' "
                         + (f"title '{name}'" if is_last else "notitle"))
        script.append("plot " + ", ".join(plots))
    subprocess.run(["gnuplot"], input="\n".join([*script, "unset multiplot", ""]), text=True, check=True)
