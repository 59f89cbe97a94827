#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors, and runs every test.
#   scripts/test.sh          the release build, then short runs of the fuzz targets
#   scripts/test.sh asan     one preset: here, under address and undefined-behaviour sanitizers
set -euo pipefail
cd "$(dirname "$0")/.."
presets=("$@")
[ $# -eq 0 ] && presets=(ci fuzz)
scripts/setup.sh
for preset in "${presets[@]}"; do
  cmake --preset "$preset" >/dev/null
  cmake --build --preset "$preset"
  ctest --preset "$preset" --no-tests=error
done
