#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Installs a build in a prefix of its own, and holds what is there to what docs/install.md says of it; then makes a
package of Debian, and looks into it; and gathers notices as for a bundle.

    install_test.py BUILD_DIR SOURCE_DIR

What it runs, it runs outside the source, as those do who have none.
"""

import pathlib
import re
import subprocess
import sys
import tempfile


def said(*words, **options):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def expect(holds, what):
    if not holds:
        sys.exit(f"install_test: {what}")


def installed_files(source):
    """What is installed beside the program, below share/."""
    files = ["man/man1/lowband.1", "lowband/experiment.schema.json", "bash-completion/completions/lowband",
             "zsh/vendor-completions/_lowband", "fish/vendor_completions.d/lowband.fish"]
    files += [f"doc/lowband/{name}" for name in ("LICENSE", "LICENSE.vega", "THIRD_PARTY.md", "CITATION.cff", "copyright")]
    for folder in ("experiments", "platforms"):
        files += [f"lowband/{path.relative_to(source)}" for path in (source / folder).rglob("*") if path.is_file()]
    return files


def completions(prefix, *words):
    """What bash offers for the last word of a command line."""
    script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lowband; printf "%s\\n" "${COMPREPLY[@]}"')
    return said("bash", "-c", script, "bash", prefix / "share/bash-completion/completions/lowband",
                prefix / "bin/lowband", *words).split()


def check_prefix(prefix, source, elsewhere):
    program = prefix / "bin/lowband"
    for name in installed_files(source):
        expect((prefix / "share" / name).is_file(), f"share/{name} was not installed")
    commands = re.findall(r"^  ([a-z][a-z-]*)  +\S", said(program, "--help").split("\nSubcommands:\n")[1], re.MULTILINE)
    page = (prefix / "share/man/man1/lowband.1").read_text(encoding="utf-8")
    for command in commands:
        expect(f".SS {command}\n" in page, f"the man page does not have the command {command}")
    expect(set(completions(prefix, "r")) == {command for command in commands if command.startswith("r")},
           f"bash completes 'lowband r' by {completions(prefix, 'r')}")
    schema = (prefix / "share/lowband/experiment.schema.json").read_text(encoding="utf-8")
    expect(schema == said(program, "describe", "experiment", "--schema"), "the schema is not what the program says")
    quickstart = prefix / "share/lowband/experiments/quickstart.json"
    said(program, "run", quickstart, cwd=elsewhere)
    table = said(program, "compare", "results/quickstart", cwd=elsewhere)
    expect("qpr-sgd/gossip" in table and "finished" in table, f"the quick start ended with\n{table}")


def check_package(build, folder):
    said("cpack", "--config", build / "CPackConfig.cmake", "-G", "DEB", "-B", folder)
    packages = list(folder.glob("lowband_*.deb"))
    expect(len(packages) == 1, f"cpack made {packages}")
    depends = said("dpkg-deb", "--field", packages[0], "Depends")
    for library in ("libsimgrid", "libdnnl", "libtbb", "libfmt", "libarchive", "libc6"):
        expect(library in depends, f"the package does not depend on {library}, but on {depends}")
    paths = [line.split()[5] for line in said("dpkg-deb", "--contents", packages[0]).splitlines()]
    expect("./usr/bin/lowband" in paths and "./usr/share/lowband/platforms/star_8.xml" in paths,
           "the package does not have the program and its platforms in /usr")


def check_notices(source, folder):
    """Of a library that a package has, one under the GPL, and one that no package has."""
    libraries = folder / "libraries"
    libraries.mkdir()
    for name in ("libz.so.1", "libns3-none.so.1", "libgsl-none.so.2"):
        (libraries / name).touch()
    ended = subprocess.run([sys.executable, source / "packaging/notices.py", libraries, folder / "notices"], check=True,
                           stderr=subprocess.PIPE, text=True)
    notices = [path.name for path in (folder / "notices").iterdir()]
    expect(notices == ["zlib1g"], f"the notices of a bundle with zlib alone are {notices}")
    expect(ended.stderr.splitlines() == [
        "notices: warning: add the notices of libgsl-none.so.2, libns3-none.so.1 yourself: no package of Debian has them",
        "notices: warning: libgsl-none.so.2, libns3-none.so.1 are under the GPL: read THIRD_PARTY.md before you pass this "
        "bundle on"], f"notices.py warns\n{ended.stderr}")


def main(build, source):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        said("cmake", "--install", build, "--prefix", folder / "prefix")
        check_prefix(folder / "prefix", source, elsewhere)
        check_package(build, folder / "package")
        check_notices(source, folder)


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
