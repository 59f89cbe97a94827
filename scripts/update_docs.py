#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the tables that README.md and docs/ hold of Lowband's registries.

    scripts/update_docs.py LOWBAND            rewrites them
    scripts/update_docs.py LOWBAND --check    changes nothing; exit status 1 if a page is not what LOWBAND prints

Between the lines "<!-- describe --markdown NAME -->" and "<!-- end -->" stands what `LOWBAND describe --markdown NAME`
prints. LOWBAND: build/release/lowband, say.
"""

import argparse
import difflib
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parent.parent
BEGIN = re.compile(r"<!-- describe --markdown (\S+) -->")
END = "<!-- end -->"


class PageError(Exception):
    pass


def table(lowband, name, place):
    ended = subprocess.run([lowband, "describe", "--markdown", name], capture_output=True, text=True)
    if ended.returncode != 0:
        raise PageError(f"{place}: {ended.stderr.strip()}")
    return ended.stdout.splitlines()


def updated(page, text, lowband):
    """The text of a page with its tables as `lowband` prints them, and how many those are."""
    lines, tables, begun = [], 0, None
    for number, line in enumerate(text.splitlines(), 1):
        begin = BEGIN.fullmatch(line)
        if begin or (line == END and begun is None):
            if begun is not None or not begin:
                raise PageError(f"{page}:{number}: \"{line}\" inside a table, or without its begin")
            begun, tables = number, tables + 1
            lines += [line, *table(lowband, begin[1], f"{page}:{number}")]
        elif line == END:
            begun = None
            lines.append(line)
        elif begun is None:
            lines.append(line)
    if begun is not None:
        raise PageError(f"{page}:{begun}: no \"{END}\" for this table")
    return "\n".join(lines) + "\n", tables


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lowband", metavar="LOWBAND")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    lowband = str(pathlib.Path(options.lowband).resolve())
    tables, wrong = 0, []
    try:
        for page in [SOURCE / "README.md", *sorted((SOURCE / "docs").glob("*.md"))]:
            name = page.relative_to(SOURCE)
            old = page.read_text(encoding="utf-8")
            new, found = updated(name, old, lowband)
            tables += found
            if new == old:
                continue
            wrong.append(name)
            if options.check:
                sys.stderr.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), str(name), "LOWBAND"))
            else:
                page.write_text(new, encoding="utf-8")
    except (PageError, OSError) as error:
        print(f"update_docs: {error}", file=sys.stderr)
        return 1
    if tables == 0:
        print("update_docs: no page has a table", file=sys.stderr)
        return 1
    if options.check and wrong:
        print(f"update_docs: out of date: {', '.join(map(str, wrong))}; scripts/update_docs.py LOWBAND writes them",
              file=sys.stderr)
        return 1
    print(f"{tables} tables, {len(wrong)} pages {'out of date' if options.check else 'changed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
