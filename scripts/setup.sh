#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that are missing, as root or through sudo. Does nothing where all are there.
#   scripts/setup.sh         what is needed to build and to draw plots
#   scripts/setup.sh test    what tests need, too
set -euo pipefail
cd "$(dirname "$0")/.."
lists=(scripts/packages.txt)
[ "${1-}" = test ] && lists+=(scripts/packages_test.txt)

missing=()
while read -r package; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done < <(grep -hv '^#' "${lists[@]}")
[ ${#missing[@]} -eq 0 ] && exit 0

run=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: these packages are missing, and neither root nor sudo is at hand: ${missing[*]}" >&2
    exit 1
  fi
  run=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
echo "setup: installing ${missing[*]}"
"${run[@]}" apt-get update -qq || echo "setup: the package lists could not be updated; trying with those that are there" >&2
if ! "${run[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
  # One by one, to name what fails.
  for package in "${missing[@]}"; do
    "${run[@]}" apt-get install -y -qq --no-install-recommends "$package" >/dev/null ||
      { echo "setup: the package $package could not be installed" >&2; exit 1; }
  done
fi
