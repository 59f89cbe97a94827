#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every source file says under which licence it is, in its first lines, as SPDX has it.

    licence_test.py SOURCE    fails if a source file of the project's own does not
"""

import pathlib
import sys

LINE = "SPDX-License-Identifier: Apache-2.0"
FOLDERS = ("sim", "models", "tests", "bench", "fuzz", "examples", "scripts", "python", "packaging")
SUFFIXES = (".cpp", ".hpp", ".py", ".sh", ".js", ".cmake")


def main():
    source = pathlib.Path(sys.argv[1])
    files = [file for folder in FOLDERS for file in sorted((source / folder).rglob("*"))
             if file.suffix in SUFFIXES or file.name == "CMakeLists.txt"]
    files += [source / "CMakeLists.txt", source / "Containerfile"]
    if len(files) < 1000:
        sys.exit(f"expected more than a thousand files below {source}, found {len(files)}")
    silent = [str(file.relative_to(source)) for file in files
              if LINE not in "".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:2])]
    if silent:
        sys.exit(f"files without \"{LINE}\" in their first two lines:\n" + "\n".join(silent))


if __name__ == "__main__":
    main()
