#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds with warnings as errors, and runs every test.
#   scripts/test.sh           the release build, then short runs of the fuzz targets
#   scripts/test.sh asan      one preset: here, under address and undefined-behaviour sanitizers
#   scripts/test.sh trixie    the release build, in a fresh root of another Debian release (scripts/in_debian.sh)
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1-} in bookworm | trixie) exec scripts/in_debian.sh "$1" scripts/test.sh ci ;; esac
presets=("$@")
[ $# -eq 0 ] && presets=(ci fuzz)
scripts/setup.sh test
for preset in "${presets[@]}"; do
  cmake --preset "$preset" >/dev/null
  cmake --build --preset "$preset"
  ctest --preset "$preset" --no-tests=error
done
