# SPDX-License-Identifier: Apache-2.0
"""The studies of docs/published/, one a file: what they run, the figures they print, the pictures they draw.

EXPERIMENTS names files of experiments/published/, thin() changes an experiment to one of seconds, print_figures() and
draw() make what the page holds of the results.
"""
