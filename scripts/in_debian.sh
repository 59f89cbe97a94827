#!/usr/bin/env bash
# Runs a command in a fresh root of another Debian release, made by debootstrap, with a copy of this source in /lowband:
#   scripts/in_debian.sh trixie scripts/test.sh ci
# As root. Packages come from where this machine has its own; the root is build/roots/RELEASE, and stays: what is there
# serves again.
set -euo pipefail
cd "$(dirname "$0")/.."
release=$1
shift
root=$PWD/build/roots/$release
if [ ! -e "$root/made" ]; then
  command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
  site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | sed -n 1p)
  rm -rf "$root"
  debootstrap --variant=minbase "$release" "$root" "$site" >/dev/null
  apt-config dump Acquire >"$root/etc/apt/apt.conf.d/90acquire"
  touch "$root/made"
fi
mkdir -p "$root/lowband"
git ls-files --cached --others --exclude-standard -z | tar --null --files-from=- -c | tar -x -C "$root/lowband"
exec unshare --mount bash -c '
  root=$1; shift
  for each in proc sys dev; do mount --rbind "/$each" "$root/$each"; done
  mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
  exec chroot "$root" bash -c "cd /lowband && exec \"\$@\"" in_debian "$@"' in_debian "$root" "$@"
