#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a command in a root, as its root, with the devices and the network of this machine:
#   scripts/roots/enter.sh build/roots/trixie apt-get update
set -euo pipefail
exec unshare --mount bash -c '
  root=$1; shift
  for each in proc sys dev; do mount --rbind "/$each" "$root/$each"; done
  mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
  exec chroot "$root" "$@"' enter "$@"
