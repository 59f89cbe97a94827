#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does everything to a results folder that can go wrong, and holds what is left against undisturbed results.

    tests/faults/faults.py --program build/release/lowband [--races 200] [--kills 200] [--disks 37] [--seed 1]

races  two or three processes write into one folder, begun at seeded moments, while another one reads it
kills  a process, its child, or both are killed when so many of its runs are done, and a moment later
disks  a disk of so many bytes fills up (a tmpfs; where none can be mounted, a limit on the size of files)

Each is done to a run into a new folder, to one that overwrites other results, and to a retime, with one, two and three
jobs. After the fault the
command is told again until it is done. Then every file but timing.json must be that of undisturbed results, byte for
byte, traces included, nothing may be left over, and there must be nothing to do. Seeds decide what is done and when;
what a process has come to by then, the machine decides. Prints a line of figures for each kind; the first thing that is
wrong ends it with status 1 and all that was seen of it.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PAGE = 4096

PLATFORM = """<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="star" prefix="worker-" suffix="" radical="0-3" speed="50Gf" bw="1Gbps" lat="50us"/>
</platform>
"""


def scenario(name, bandwidth):
    return {"name": name, "links": [{"match": "*", "bandwidth": bandwidth, "latency": "5ms"}]}


def experiment(learning_rate):
    """Twelve runs, of which four are trained and eight replayed, in some tenths of a second."""
    return {
        "name": "faults", "seeds": [1, 2], "platform": "star.xml", "workers": 4, "model": "quadratic",
        "dataset": {"name": "gaussian-points", "dimension": 64, "samples": 200, "partition": "iid"},
        "training": {"iterations": 60, "batch_size": 4, "learning_rate": learning_rate},
        "evaluation": {"every": 2, "each_worker": True},
        "algorithms": [
            {"name": "ring", "paradigm": "all-reduce", "local_steps": 2},
            {"name": "gossip/8", "paradigm": "gossip", "method": "choco", "topology": "ring",
             "compression": {"name": "qsgd", "bits": 8}}],
        "scenarios": [{"name": "as it is"}, scenario("slow", "10Mbps"), scenario("slower", "1Mbps")]}


class Fault(Exception):
    """Something that must not be."""


Ended = collections.namedtuple("Ended", "status out err")


class Place:
    """A folder with experiments, their undisturbed results, and how to run lowband there."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        (folder / "star.xml").write_text(PLATFORM)
        (folder / "new.json").write_text(json.dumps(experiment(0.05)))
        (folder / "old.json").write_text(json.dumps(experiment(0.1)))
        (folder / "far.json").write_text(json.dumps({"scenarios": [scenario("far", "100kbps")]}))
        self.succeed(["run", "old.json", "--out", "old"])
        self.seconds = {"run": self.seconds_of(["run", "new.json", "--out", "new"])}  # that each kind takes
        self.seconds["overwrite"] = self.seconds_of(["run", "new.json", "--out", "new", "--overwrite"])
        shutil.copytree(folder / "new", folder / "far")
        self.seconds["retime"] = self.seconds_of(["retime", "far", "--scenarios", "far.json"])

    def start(self, arguments, **options):
        return subprocess.Popen([self.program, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, **options)

    def run(self, arguments, **options):
        return end_of(self.start(arguments, **options))

    def seconds_of(self, arguments):
        begun = time.monotonic()
        self.succeed(arguments)
        return time.monotonic() - begun

    def succeed(self, arguments):
        ended = self.run(arguments)
        if ended.status != 0:
            raise Fault(f"{' '.join(arguments)}: {ended}")
        return ended


def end_of(process):
    out, err = process.communicate()
    return Ended(process.returncode, out, err)


def files_in(folder):
    """Every file and folder with its content, but for that of timing.json."""
    found = {}
    for path in sorted(folder.rglob("*")):
        is_compared = path.is_file() and path.name != "timing.json"
        found[str(path.relative_to(folder))] = path.read_bytes() if is_compared else None
    return found


class Job:
    """A command on a results folder, what it begins with, and what it must come to."""

    def __init__(self, place, kind, out, jobs):
        self.place = place
        self.kind = kind
        self.out = out
        self.runs = 4 if kind == "retime" else 12
        self.seconds = place.seconds[kind]
        at_a_time = ["--jobs", str(jobs)]
        run = ["run", "new.json", "--out", str(out)] + at_a_time
        self.expected = files_in(place.folder / ("far" if kind == "retime" else "new"))
        self.command = run
        if kind == "retime":
            shutil.copytree(place.folder / "new", out)
            self.command = ["retime", str(out), "--scenarios", "far.json"] + at_a_time
        elif kind == "overwrite":
            shutil.copytree(place.folder / "old", out)
            self.command = run + ["--overwrite"]
        self.again = run if kind == "overwrite" else self.command

    def settle(self):
        """Tells the command again until it is done, and looks at what has come of it."""
        ended = self.place.run(self.again)
        if self.kind == "overwrite" and ended.status == 2 and "of another experiment" in ended.err:
            ended = self.place.run(self.command)  # nothing had been overwritten
        if ended.status != 0:
            raise Fault(f"told again, {self.kind} does not succeed: {ended}")
        found = files_in(self.out)
        if found != self.expected:
            names = sorted(name for name in found.keys() | self.expected.keys()
                           if found.get(name, b"-") != self.expected.get(name, b"-"))
            raise Fault(f"results of {self.kind} differ in {', '.join(names)}")
        beside = [name for name in os.listdir(self.out.parent) if name != self.out.name]
        if beside:
            raise Fault(f"left over beside the results of {self.kind}: {', '.join(beside)}")
        ended = self.place.succeed(self.again)
        if not ended.out.startswith("nothing to do: "):
            raise Fault(f"{self.kind} had something left to do: {ended}")
        self.place.succeed(["compare", str(self.out)])


def race(job, chance, figures):
    """Two or three processes at once, and one that reads."""
    begins = sorted(chance.uniform(0, 1.2 * job.seconds) for _ in range(chance.choice((2, 3))))
    reads = chance.uniform(0, 1.2 * job.seconds)
    begun = time.monotonic()
    writers = []
    reader = None
    for moment in sorted(begins + [reads]):
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        if moment == reads:
            reader = job.place.start(["compare", str(job.out)])
        else:
            writers.append(job.place.start(job.command))
    ends = [end_of(writer) for writer in writers]
    for ended in ends:
        is_refused = ended.status == 2 and "is writing results there" in ended.err
        figures["refused" if is_refused else "done"] += 1
        if ended.status != 0 and not is_refused:
            raise Fault(f"a process of several ended badly: {ended}")
    if all(ended.status != 0 for ended in ends):
        raise Fault(f"none of several processes has done it: {ends}")
    read = end_of(reader)
    figures["read" if read.status == 0 else "not read yet"] += 1
    is_to_come = "expected a results folder" in read.err or "being replaced" in read.err
    if read.status not in (0, 2) or (read.status == 2 and job.kind != "overwrite" and not is_to_come):
        raise Fault(f"a reader was told nonsense: {read}")
    if "incomplete" in read.err and job.kind != "overwrite":
        raise Fault(f"a reader saw half a run: {read}")


def child_of(process, chance):
    """One of its children."""
    try:
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    except OSError:  # it has ended
        return None
    return int(chance.choice(children)) if children else None


def kill_one(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def kill(job, chance, figures):
    """The process, one of its children, or both: after so many lines of its log, that is, finished runs, and a moment."""
    victim = chance.choice(("parent", "child", "both"))
    lines = chance.randrange(job.runs)
    moment = chance.uniform(0, job.seconds if lines == 0 else job.seconds / job.runs)
    process = job.place.start(job.command)
    for _ in range(lines):
        process.stderr.readline()
    time.sleep(moment)
    child = child_of(process, chance)
    while victim != "parent" and child is None and process.poll() is None:
        child = child_of(process, chance)
    figures["too late" if process.poll() is not None else victim] += 1
    if victim != "parent" and child is not None:
        kill_one(child)
    if victim != "child":
        kill_one(process.pid)
    end_of(process)
    job.settle()


def pages_of(folder):
    """What its files take on a disk, in bytes."""
    return sum(-(-path.stat().st_size // PAGE) * PAGE for path in folder.rglob("*") if path.is_file())


class SmallDisk:
    """A tmpfs of so many bytes, on which the job's results lie."""

    full = "No space left on device"

    def __init__(self, folder, share, job_of):
        self.folder = folder
        mount("-t", "tmpfs", "-o", "size=1G", "tmpfs", str(folder))
        self.job = job_of(folder / "out")
        if self.job.kind == "overwrite":  # else what goes leaves room enough for what comes
            for run in sorted(self.job.out.glob("*@*"))[1:]:
                shutil.rmtree(run)
        free = pages_of(folder)
        kind = self.job.kind
        most = (0 if kind == "retime" else free) + pages_of(self.job.place.folder / ("far" if kind == "retime" else "new"))
        mount("-o", f"remount,size={max(PAGE, free + int(share * (most - free)) // PAGE * PAGE)}", str(folder))

    def fill(self):
        return self.job.place.run(self.job.command)

    def end(self):
        mount("-o", "remount,size=1G", str(self.folder))

    def close(self):
        subprocess.run(["umount", str(self.folder)], check=True)


class FileLimit:
    """Files cannot grow beyond so many bytes: as much of a full disk as anybody may have."""

    full = "File too large"

    def __init__(self, folder, share, job_of):
        self.job = job_of(folder / "out")
        sizes = [path.stat().st_size for path in (self.job.place.folder / "far").rglob("*") if path.is_file()]
        self.size = int(share * max(sizes))

    def fill(self):
        limit = (self.size, self.size)
        return self.job.place.run(self.job.command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))

    def end(self):
        pass

    def close(self):
        pass


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def fill(disk, figures):
    ended = disk.fill()
    figures["full" if ended.status else "large enough"] += 1
    if ended.status not in (0, 2) or (ended.status == 2 and disk.full not in ended.err):
        raise Fault(f"a full disk is not told of as one: {ended}")
    left = [str(path) for path in disk.job.out.rglob(".lowband-*")] if disk.job.out.exists() else []
    if left and not any(".lowband-next" in path or ".lowband-placing" in path for path in left):
        raise Fault(f"left over on a full disk: {', '.join(left)}")
    disk.end()
    disk.job.settle()


def tries(what, count, seed, place, do):
    figures = collections.Counter()
    begun = time.monotonic()
    for number in range(count):
        chance = random.Random(f"{seed} {what} {number}")
        kind = ("run", "overwrite", "retime")[number % 3]
        jobs = 1 + number // 3 % 3
        folder = pathlib.Path(tempfile.mkdtemp(dir=place.folder))
        try:
            do(number, chance, lambda out: Job(place, kind, out, jobs), folder, figures)
        except Fault as fault:
            print(f"{what} {number} of seed {seed}, in {folder}: {fault}", file=sys.stderr)
            raise
        shutil.rmtree(folder)
    told = ", ".join(f"{value} {name}" for name, value in sorted(figures.items()))
    print(f"{what}: {count} tries in {time.monotonic() - begun:.1f} s ({told}), no fault", flush=True)


def do_all(options, disk):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="lowband-faults-"))
    place = Place(options.program, folder)

    def race_of(_number, chance, job_of, where, figures):
        job = job_of(where / "out")
        race(job, chance, figures)
        job.settle()

    def kill_of(_number, chance, job_of, where, figures):
        kill(job_of(where / "out"), chance, figures)

    def fill_of(number, _chance, job_of, where, figures):
        share = (number + 0.5) / options.disks * 1.1  # the last ones are large enough
        made = disk(where, share, job_of)
        try:
            fill(made, figures)
        finally:
            made.close()

    tries("races", options.races, options.seed, place, race_of)
    tries("kills", options.kills, options.seed, place, kill_of)
    tries("disks", options.disks, options.seed, place, fill_of)
    shutil.rmtree(folder)


def namespace():
    """The command that gives a process mounts of its own; None where that is not allowed."""
    command = ["unshare", "--mount"] + ([] if os.geteuid() == 0 else ["--user", "--map-root-user"])
    try:
        tried = subprocess.run([*command, "mount", "-t", "tmpfs", "tmpfs", tempfile.gettempdir()],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        return None
    return command if tried.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--races", type=int, default=200)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--disks", type=int, default=37)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--may-mount", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.disks > 0 and not options.may_mount:
        command = namespace()
        if command:
            os.execvp(command[0], [*command, sys.executable, *sys.argv, "--may-mount"])
        print("disks: no tmpfs can be mounted here: the size of files is limited instead")
    try:
        do_all(options, SmallDisk if options.may_mount else FileLimit)
    except Fault:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
