#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tries a package as those do who have nothing but it: installs it in a new root of a Debian release, without this source
# and without compilers, and runs the quick start there as a user who is not root.
#   scripts/try_deb.sh trixie lowband_0.2.0_amd64.deb
# As root.
set -euo pipefail
release=$1
deb=$(realpath "$2")
cd "$(dirname "$0")/.."
root=build/roots/$release-deb
rm -rf "$root"
scripts/roots/make.sh "$release" "$root"
cp "$deb" "$root/tmp/lowband.deb"
exec scripts/roots/enter.sh "$root" bash -euc '
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends /tmp/lowband.deb gnuplot-nox fonts-dejavu-core >/dev/null
  useradd --create-home tester
  exec su --login tester --command "
    set -e
    lowband run /usr/share/lowband/experiments/quickstart.json
    lowband compare results/quickstart
    lowband plot results/quickstart"'
