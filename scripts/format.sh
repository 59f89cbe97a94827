#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Formats every source file; with --check only tells whether one would change.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=(-i)
[ "${1:-}" = "--check" ] && mode=(--dry-run -Werror)
git ls-files --cached --others --exclude-standard '*.hpp' '*.cpp' | xargs clang-format "${mode[@]}"
