# SPDX-License-Identifier: Apache-2.0
"""Lowband's results in Python: run experiments, read what they leave behind, plot it, hand it on to TensorBoard.

    results = lowband.read("results/quickstart")
    results.runs                      # a line per run
    results.metrics                   # a line per evaluation of each run
    results.run("ring", "star", 1).links
    results.plot().savefig("accuracy.png")
"""

from lowband.errors import LowbandError
from lowband.program import run
from lowband.results import Results, Run, read

__all__ = ["LowbandError", "Results", "Run", "read", "run"]
