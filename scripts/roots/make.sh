#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a root of a Debian release, by debootstrap, with nothing in it that the release does not need:
#   scripts/roots/make.sh trixie build/roots/trixie
# As root. Packages come from where this machine has its own. A root that is whole already is left alone.
set -euo pipefail
release=$1
root=$2
[ -e "$root/made" ] && exit 0
command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | sed -n 1p)
rm -rf "$root"
mkdir -p "$root"
debootstrap --variant=minbase "$release" "$root" "$site" >/dev/null
apt-config dump Acquire | grep -v '^Acquire::IndexTargets' >"$root/etc/apt/apt.conf.d/90acquire"
touch "$root/made"
