#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Accuracy over the bytes sent, of results: FIGURE.pdf by matplotlib, or, where that is absent, FIGURE.csv.

    figure.py RESULTS FIGURE
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
import lowband  # noqa: E402  (found by the line above)


def main(results, figure):
    results = lowband.read(results)
    try:
        import matplotlib
    except ImportError:
        results.curves("test_accuracy", x="bytes_sent").to_csv(f"{figure}.csv", index=False)
        print(f"{figure}.csv (matplotlib is not there: no picture)")
        return
    matplotlib.use("Agg")
    drawn = results.plot("test_accuracy", x="bytes_sent")
    for panel in drawn.axes:
        panel.set_xscale("log")
        panel.set_xlabel("bytes sent by all workers")
        panel.set_ylabel("test accuracy of the mean model")
    drawn.savefig(f"{figure}.pdf")
    print(f"{figure}.pdf")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
