#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A type has one header: two of one name in one namespace are one to the linker, which takes the functions of either.

    names_test.py SOURCE    fails if two headers below SOURCE define a class, struct or enum of the same full name
"""

import pathlib
import re
import sys

NAMESPACE = re.compile(r"^(?:inline )?namespace ([\w:]+) \{")
END = re.compile(r"^\}  // namespace")
TYPE = re.compile(r"^(?:class|struct|enum class|enum) (\w+)\b(?![^{]*;)")


def types_of(header):
    """The full names of the types that stand at the level of a namespace; what is in others is named by them."""
    around = []
    for line in header.read_text(encoding="utf-8").splitlines():
        if found := NAMESPACE.match(line):
            around.append(found[1])
        elif END.match(line):
            around.pop()
        elif found := TYPE.match(line):
            yield "::".join([*around, found[1]])


def main():
    source = pathlib.Path(sys.argv[1])
    headers = {}
    for folder in ("sim", "models", "tests"):
        for header in sorted((source / folder).rglob("*.hpp")):
            for name in types_of(header):
                headers.setdefault(name, []).append(header.relative_to(source))
    if len(headers) < 100:
        sys.exit(f"expected hundreds of types below {source}, found {len(headers)}")
    twice = [f"{name}: {', '.join(map(str, where))}" for name, where in sorted(headers.items()) if len(where) > 1]
    if twice:
        sys.exit("types of one name:\n" + "\n".join(twice))


if __name__ == "__main__":
    main()
