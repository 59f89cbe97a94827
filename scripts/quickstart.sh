#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh Debian 12 to the first comparison: installs what is missing, builds, runs experiments/quickstart.json,
# prints the table and draws the plots.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
cmake --preset release -DLOWBAND_BENCH=OFF -DBUILD_TESTING=OFF >/dev/null
cmake --build --preset release --target lowband
lowband=build/release/lowband
"$lowband" run experiments/quickstart.json --out results/quickstart --overwrite
echo
"$lowband" compare results/quickstart
echo
echo "plots:"
"$lowband" plot results/quickstart
