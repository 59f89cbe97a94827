#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a command in a root of another Debian release, with a copy of this source in /lowband:
#   scripts/in_debian.sh trixie scripts/test.sh ci
# As root. The root is build/roots/RELEASE, and stays: what is installed and built there serves again.
set -euo pipefail
cd "$(dirname "$0")/.."
root=build/roots/$1
scripts/roots/make.sh "$1" "$root"
shift
mkdir -p "$root/lowband"
find "$root/lowband" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +  # what the source no longer has
git ls-files --cached --others --exclude-standard -z | tar --null --files-from=- -c | tar -x -C "$root/lowband"
exec scripts/roots/enter.sh "$root" bash -c 'cd /lowband && exec "$@"' in_debian "$@"
