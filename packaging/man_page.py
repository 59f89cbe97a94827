#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes lowband(1) to standard output, from what the program says of itself.

    packaging/man_page.py build/release/lowband > lowband.1
"""

import re
import subprocess
import sys


def said(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def literal(text):
    """As roff prints it unchanged."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in "'." else text


def verbatim(text):
    return ".nf\n" + "\n".join(literal(line) for line in text.strip("\n").split("\n")) + "\n.fi\n"


def main():
    program = sys.argv[1]
    version = said(program, "--version").split()[-1]
    overview = said(program, "--help")
    commands = re.findall(r"^  ([a-z][a-z-]*)  +\S", overview.split("\nSubcommands:\n")[1], re.MULTILINE)
    if not commands:
        sys.exit(f"man_page: no commands in what {program} --help says")
    summary = overview.split("\n")[0]
    print(f'.TH LOWBAND 1 "" "lowband {literal(version)}" "User Commands"')
    print(".SH NAME\nlowband \\- simulator of communication\\-efficient distributed learning")
    print(".SH SYNOPSIS\n.B lowband\n.I COMMAND\n[\\fIOPTIONS\\fR] ...")
    print(f".SH DESCRIPTION\n{literal(summary)}")
    print(".SH COMMANDS")
    for command in commands:
        print(f".SS {literal(command)}\n{verbatim(said(program, command, '--help'))}", end="")
    print(".SH EXIT STATUS\n0: all went well. 1: a run failed. 2: the input is wrong, which one line explains.")
    print(".SH FILES\nExamples of experiments and platforms, and the JSON Schema of experiment files, are in")
    print("share/lowband/ of the prefix that lowband is installed in, which for Debian's package is /usr.")


if __name__ == "__main__":
    main()
