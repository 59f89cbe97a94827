#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts the notices of the libraries of a bundle beside them: of each library in a folder, what Debian's package that it
comes from says of its licence.

    packaging/notices.py PREFIX/lib/lowband PREFIX/share/doc/lowband/libraries

Warns of libraries that are under the GPL as a whole, by THIRD_PARTY.md, and of those that no package has.
"""

import pathlib
import shutil
import subprocess
import sys

# Whose licence asks something of the whole bundle, by what their names begin with.
UNDER_GPL = ("libns3", "libgsl")


def warn(what):
    print(f"notices: warning: {what}", file=sys.stderr)


def package_of(library):
    """The package that installed a library of this name, or None."""
    found = subprocess.run(["dpkg-query", "--search", f"*/{library}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           text=True, check=False).stdout
    return found.split(":")[0] if found else None


def main(libraries, notices):
    names = sorted(path.name for path in libraries.iterdir())
    if not names:
        sys.exit(f"notices: {libraries} has no libraries")
    notices.mkdir(parents=True, exist_ok=True)
    unknown = []
    for name in names:
        package = package_of(name)
        notice = pathlib.Path(f"/usr/share/doc/{package}/copyright")
        if package and notice.is_file():
            shutil.copyfile(notice, notices / package)
        else:
            unknown.append(name)
    if unknown:
        warn(f"add the notices of {', '.join(unknown)} yourself: no package of Debian has them")
    under_gpl = [name for name in names if name.startswith(UNDER_GPL)]
    if under_gpl:
        warn(f"{', '.join(under_gpl)} are under the GPL: read THIRD_PARTY.md before you pass this bundle on")


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
