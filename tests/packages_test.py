#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the lists of packages in scripts/ to the package lists of this machine: apt has a candidate for each.

    packages_test.py SOURCE_DIR

Ends with status 77, "skipped", on machines that are not Debian's or have no package lists.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

SKIPPED = 77


def packages_of(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def candidates(packages):
    """Version that apt would install, by package; packages that it has never heard of are missing."""
    said = subprocess.run(["apt-cache", "policy", *packages], check=True, capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C"}).stdout
    return dict(re.findall(r"^(\S+):\n  Installed: .*\n  Candidate: (.*)$", said, re.MULTILINE))


def main(source):
    if not shutil.which("apt-cache") or not any(pathlib.Path("/var/lib/apt/lists").glob("*_Packages*")):
        print("there are no package lists here")
        sys.exit(SKIPPED)
    failed = False
    lists = sorted((source / "scripts").glob("packages*.txt"))
    for path in lists:
        packages = packages_of(path)
        known = candidates(packages)
        for package in packages:
            if known.get(package, "(none)") == "(none)":
                failed = True
                print(f"{path.relative_to(source)}: apt has no package {package}", file=sys.stderr)
    if not lists:
        sys.exit(f"there are no scripts/packages*.txt in {source}")
    sys.exit(failed)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
