#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds README.md and docs/ to the program: all JSON in them, and all links.

    docs_test.py LOWBAND SOURCE_DIR

A ```json block is a whole experiment, or a comment on the line above says which key of an experiment it is the value
of: <!-- training -->, <!-- algorithms[] --> (an item of the list, in place of all), <!-- scenarios[].links[] -->, or
<!-- experiment --> for several keys of the experiment. A block may hold several values, which are tried one after the
other, in a base experiment (base() below) of 4 workers on a dumbbell, whose line is "backbone". All must pass
`lowband validate`, without data sets. JSON elsewhere, in blocks of other languages or indented ones, is an error, as
nothing would try it. Members in running text, `"key": value`, must be JSON, with a key and a value that the schema
knows. What a page's own `lowband platform ... > FILE.xml` writes is there for its experiments.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator

FENCE = re.compile(r"^( *)```(\w*)$")
MARKER = re.compile(r"<!-- ([\w\[\].]+) -->")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

failures = []


def fail(place, what):
    failures.append(f"{place}: {what}")


def base(marker, value):
    """A valid experiment in which the value of a fragment can stand."""
    experiment = {
        "name": "base",
        "platform": "base.xml",
        "workers": 4,
        "model": "mlp",
        "dataset": {"name": "synthetic-images", "partition": "iid"},
        "training": {"iterations": 1000, "learning_rate": 0.1},
        "algorithms": [{"name": "a", "paradigm": "all-reduce"}],
        "scenarios": [{"name": "s", "links": [{"match": "*", "latency": "1ms"}], "hosts": [{"match": "*", "speed": "1Gf"}]}],
    }
    if marker == "experiment":
        if not isinstance(value, dict):
            raise ValueError("expected an object of keys of the experiment")
        experiment.update(value)
        return experiment
    *path, last = re.findall(r"\w+|\[\]", marker)
    inner = experiment
    for key in path:
        inner = inner[0] if key == "[]" else inner[key]
    if last == "[]":
        inner[:] = [value]
    else:
        inner[last] = value
    return experiment


def values_in(text):
    decoder, values, at = json.JSONDecoder(), [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        values.append(value)
    return values


class Pages:
    def __init__(self, lowband, source, folder):
        self.lowband = lowband
        self.source = source
        self.folder = folder / "experiments"
        self.folder.mkdir()
        (folder / "platforms").symlink_to(source / "platforms")
        (self.folder / "platforms").symlink_to(source / "platforms")
        dumbbell = self.run("platform", "dumbbell", "--workers", "8")
        (self.folder / "base.xml").write_text(dumbbell.stdout)
        (self.folder / "trace.csv").write_text("time_s,factor\n0,1\n300,0.5\n")
        (self.folder / "lte.json").write_text('[{"duration_ms": 900, "bandwidth_kbps": 0, "latency_ms": 20},'
                                              ' {"duration_ms": 1100, "bandwidth_kbps": 3600, "latency_ms": 20}]')
        (self.folder / "car.csv").write_text("seq_num,Verizon_throughput_mbps,Sprint_throughput_mbps\n0,9,8\n1,7,0\n")
        schema = json.loads(self.run("describe", "experiment", "--schema").stdout)
        # References lead into this part of the whole.
        self.definitions = {"algorithms": {"$defs": schema["properties"]["algorithms"]["$defs"]}}
        self.known = {}
        self.collect(schema)
        self.tried = 0

    def run(self, *arguments):
        return subprocess.run([self.lowband, *arguments], cwd=self.folder, capture_output=True, text=True)

    def collect(self, schema):
        """The schemas of all keys, by name."""
        if isinstance(schema, list):
            for item in schema:
                self.collect(item)
        elif isinstance(schema, dict):
            for key, value in schema.get("properties", {}).items():
                self.known.setdefault(key, []).append(value)
            for value in schema.values():
                self.collect(value)

    def validate(self, place, experiment):
        self.tried += 1
        (self.folder / "experiment.json").write_text(json.dumps(experiment))
        ended = self.run("validate", "--quick", "experiment.json")
        if ended.returncode != 0:
            fail(place, ended.stderr.strip())

    def check_block(self, place, marker, text):
        try:
            values = values_in(text)
            if not values:
                fail(place, "an empty block")
            for value in values:
                self.validate(place, base(marker, copy.deepcopy(value)) if marker else value)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            fail(place, f"{marker or 'no marker'}: {type(error).__name__}: {error}")

    def fits(self, schema, value):
        return Draft202012Validator({"properties": self.definitions, "allOf": [schema]}).is_valid(value)

    def check_member(self, place, code):
        try:
            (key, value), = json.loads("{" + code + "}").items()
        except ValueError as error:
            fail(place, f"`{code}`: {error}")
            return
        if key == "$schema":
            return
        if key not in self.known:
            fail(place, f"`{code}`: no experiment has this key")
        elif not any(self.fits(schema, value) for schema in self.known[key]):
            fail(place, f"`{code}`: this key has no such value")

    def check_page(self, page):
        name = page.relative_to(self.source)
        text = page.read_text(encoding="utf-8")
        for command in re.findall(r"^ +lowband platform ([^|\n]*) > (\S+\.xml)(?: *#.*)?$", text, re.MULTILINE):
            ended = self.run("platform", *command[0].split())
            if ended.returncode != 0:
                fail(name, ended.stderr.strip())
            (self.folder / command[1]).write_text(ended.stdout)
        language, begin, block, before, prose = None, 0, [], "", []
        for number, line in enumerate(text.splitlines(), 1):
            fence = FENCE.match(line)
            if language is None and fence:
                language, begin, block = fence[2], number, []
                marker = MARKER.fullmatch(before.strip())
            elif language is not None and line.strip() == "```":
                if language == "json":
                    self.check_block(f"{name}:{begin}", marker and marker[1], "\n".join(block))
                elif "\n".join(block).lstrip().startswith(("{", "[", '"')):
                    fail(f"{name}:{begin}", "JSON in a block that is not ```json")
                language = None
            elif language is not None:
                block.append(line)
            elif re.match(r" {4,}[{\[\"]", line):
                fail(f"{name}:{number}", "JSON in an indented block: use ```json")
            else:
                prose.append((number, line))
            before = line
        if language is not None:
            fail(f"{name}:{begin}", "a block without an end")
        for number, line in prose:
            for code in re.findall(r"(?<!`)`(\"[\w$]+\": [^`]*)`(?!`)", line):
                self.check_member(f"{name}:{number}", code)
            for link in LINK.findall(line):
                self.check_link(f"{name}:{number}", page, link)

    def check_link(self, place, page, link):
        if re.match(r"\w+://", link):
            return
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists():
            fail(place, f"there is no {path}")
        elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
            fail(place, f"{path or page.name} has no section #{anchor}")


def anchors(text):
    """The names that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def main(lowband, source):
    with tempfile.TemporaryDirectory() as folder:
        pages = Pages(lowband, source, pathlib.Path(folder))
        for page in [source / "README.md", source / "bench" / "README.md", *sorted((source / "docs").rglob("*.md"))]:
            pages.check_page(page)
        if pages.tried == 0:
            fail("docs", "there is no JSON")
        print(f"{pages.tried} experiments tried")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()))
