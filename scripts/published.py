#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a study of docs/published/ and prints the figures of its page, as Markdown tables.

    scripts/published.py STUDY [--lowband PROGRAM] [--out DIR] [--pictures DIR] [--smoke]

STUDY is gossip-or-ring, compression-in-data-centres, bytes, quantized-pr-sgd, rate or ad-psgd. Experiments are those of
experiments/published/; results stand in results/published/ unless --out says otherwise, and what is there already is not
run again. With --pictures the pictures of the page are drawn into DIR, by gnuplot. --smoke runs fewer points, for seconds:
its figures are right, but not those of the page.
"""

import argparse
import pathlib
import sys

from studies import ad_psgd, code_bytes, compression_in_data_centres, gossip_or_ring, quantized_pr_sgd, rate
from studies.results import run

STUDIES = {
    "gossip-or-ring": gossip_or_ring,
    "compression-in-data-centres": compression_in_data_centres,
    "bytes": code_bytes,
    "quantized-pr-sgd": quantized_pr_sgd,
    "rate": rate,
    "ad-psgd": ad_psgd,
}


def main():
    parser = argparse.ArgumentParser(description="a study of docs/published/: its figures, as Markdown tables")
    parser.add_argument("study", choices=STUDIES)
    parser.add_argument("--lowband", default="lowband", help="the program; by default the one in the path")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("results/published"),
                        help="where results stand")
    parser.add_argument("--pictures", type=pathlib.Path, help="folder for the pictures of the page")
    parser.add_argument("--smoke", action="store_true", help="fewer points, for seconds")
    options = parser.parse_args()
    study = STUDIES[options.study]
    thin = [study.thin] if options.smoke else []
    results = {name: run(options.lowband, name, options.out, changes=thin) for name in study.EXPERIMENTS}
    for name, (experiment, change) in getattr(study, "VARIANTS", {}).items():
        results[name] = run(options.lowband, experiment, options.out, name, [change, *thin])
    study.print_figures(results, options.lowband)
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
        study.draw(results, options.lowband, options.pictures)


if __name__ == "__main__":
    sys.exit(main())
