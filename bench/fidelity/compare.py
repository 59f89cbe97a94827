#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Simulated seconds beside those of real TCP, row by row of a CSV of measurements (README.md says how they were made).

Each row is a synchronisation of a model that nobody trains (timing-only), in 32 bits or in qsgd's 4. Prints the median
and the worst error, simulated over measured, of each preset: over connections that have sent before without a pause
(warm), after a pause in which nobody sends (pause), and over fresh ones (first); of the preset tcp also by algorithm,
bits and latency, and the worst rows.

Nothing in Lowband is fitted to these rows. What the preset tcp knows:
  1448 bytes of payload in a frame       Ethernet's 1500 less IP's 20, TCP's 20 and 12 of timestamps (RFC 7323)
  1538 bytes of line time for a frame    its 1500, Ethernet's 18, preamble and gap 20 (IEEE 802.3)
  90 bytes for an acknowledgement        1538 - 1448; one for two frames (RFC 5681, 4.2)
  10 segments at first                   RFC 6928
  a segment more per segment             RFC 5681, 3.1: slow start; up to twice what was under way, as in Linux
  0.2 s and a round trip of idleness     Linux's least retransmission timeout; the window is halved for each (RFC 2861)
  6 MiB at most                          long the most by Linux's tcp_rmem
"""
import argparse
import collections
import csv
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
synchronisations = 8  # of each row, the first of them on fresh connections

# Shares of 1: of the errors of the preset tcp, by kind. What is cold is what follows a pause or is first.
bounds = {"warm": {"median": 0.01, "95 %": 0.05, "worst": 0.07}, "cold": {"median": 0.02, "worst": 0.15}}
kinds = {"warm": ("warm",), "pause": ("pause",), "first": ("first",), "cold": ("pause", "first")}

algorithms = {
    "ring": {"paradigm": "all-reduce", "collective": "ring"},
    "direct": {"paradigm": "all-reduce", "collective": "direct"},
    "gossip": {"paradigm": "gossip", "topology": "ring"},
}


def algorithm_of(row):
    algorithm = {"name": f"{row['algorithm']}-{row['bits']}", "local_steps": 1, **algorithms[row["algorithm"]]}
    if row["bits"] == "32":
        return algorithm
    algorithm["compression"] = {"name": "qsgd", "bits": int(row["bits"])}
    if row["algorithm"] == "direct":
        algorithm["quantization"] = "two-phase"
    if row["algorithm"] == "gossip":
        algorithm |= {"method": "choco", "consensus_step": 0.5}
    return algorithm


def experiment_of(setting, rows, presets, folder, program):
    """All rows of one network, pause and model; each link of the star has half the latency."""
    workers, bandwidth, latency, pause, coordinates = setting
    platform = folder / "star.xml"
    platform.write_text(subprocess.run(
        [program, "platform", "star", "--workers", workers, "--bandwidth", f"{bandwidth}Mbps", "--latency",
         f"{float(latency) / 2}ms", "--speed", "1e9Gf"], check=True, capture_output=True, text=True).stdout)
    experiment = {
        "name": "fidelity",
        "platform": platform.name,
        "workers": int(workers),
        "model": {"name": "timing-only", "parameters": int(coordinates)},
        "compute": {"step_time": f"{pause}ms"},
        "training": {"iterations": synchronisations},
        "evaluation": {"every": 1},
        "algorithms": [algorithm_of(row) for row in rows],
        "scenarios": [{"name": preset, "network": preset} for preset in presets],
    }
    (folder / "experiment.json").write_text(json.dumps(experiment))
    return folder / "experiment.json"


def seconds_of(run, pause_s):
    """Of each synchronisation of a run."""
    with open(run / "metrics.csv", newline="") as file:
        times = {int(row["iteration"]): float(row["sim_time_s"]) for row in csv.DictReader(file)}
    return [times[i] - times[i - 1] - pause_s for i in range(1, synchronisations + 1)]


def simulate(setting, rows, presets, program):
    """By preset and algorithm, the seconds of each synchronisation; their bytes are held to those of the rows."""
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        experiment = experiment_of(setting, rows, presets, folder, program)
        subprocess.run([program, "run", experiment, "--out", folder / "results", "--quiet"], check=True,
                       stdout=subprocess.DEVNULL)
        for run in folder.glob("results/*/"):
            if not (run / "summary.json").exists():
                continue
            summary = json.loads((run / "summary.json").read_text())
            found[summary["scenario"], summary["algorithm"]] = seconds_of(run, float(setting[3]) / 1000)
            sent = {f"{row['algorithm']}-{row['bits']}": int(row["bytes_per_synchronisation"]) for row in rows}
            measured = synchronisations * sent[summary["algorithm"]]
            if summary["bytes_sent"] != measured:
                sys.exit(f"{setting}: {summary['algorithm']} sends {summary['bytes_sent']} bytes, measured {measured}")
    return found


def errors_of(rows, presets, program):
    """(preset, kind, row, error, within the row's own least and greatest)"""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[tuple(row[key] for key in ("workers", "bandwidth_Mbps", "latency_ms", "pause_ms", "coordinates"))].append(row)
    for setting, members in groups.items():
        found = simulate(setting, members, presets, program)
        for row in members:
            for preset in presets:
                first, *later = found[preset, f"{row['algorithm']}-{row['bits']}"]
                warm = statistics.median(later)
                kind = "warm" if float(row["pause_ms"]) == 0 else "pause"
                within = float(row["warm_min_s"]) <= warm <= float(row["warm_max_s"])
                yield preset, kind, row, warm / float(row["warm_median_s"]) - 1, within
                yield preset, "first", row, first / float(row["first_median_s"]) - 1, False


def statement(errors):
    sizes = sorted(abs(error) for *_, error, _ in errors)
    return {"median": statistics.median(sizes), "95 %": sizes[math.ceil(0.95 * len(sizes)) - 1], "worst": sizes[-1]}


def line(title, errors):
    signed = statistics.median(error for *_, error, _ in errors)
    told = ", ".join(f"{name} {100 * value:5.2f} %" for name, value in statement(errors).items())
    return f"{title:28} {len(errors):4} rows: {told}; signed median {100 * signed:+.2f} %"


def row_text(row):
    return (f"{row['workers']} workers, {row['bandwidth_Mbps']} Mbps, {row['latency_ms']} ms, pause {row['pause_ms']} ms, "
            f"{row['algorithm']}, {row['coordinates']} x {row['bits']} bits")


def report(errors, presets, worst):
    for preset in presets:
        for kind, members in kinds.items():
            of_kind = [e for e in errors if e[0] == preset and e[1] in members]
            if not of_kind:
                continue
            print(line(f"{preset} {kind}", of_kind))
            if preset != "tcp" or kind == "cold":
                continue
            for key in ("algorithm", "bits", "latency_ms"):
                for value in sorted({e[2][key] for e in of_kind}):
                    print(line(f"  {key} {value}", [e for e in of_kind if e[2][key] == value]))
            for e in sorted(of_kind, key=lambda e: -abs(e[3]))[:worst]:
                print(f"    {100 * e[3]:+6.2f} % {row_text(e[2])}")


def beyond_bounds(errors):
    """What of the preset tcp is beyond the bounds, in words. A row that repeats badly counts as right within its own
    least and greatest."""
    found = []
    for kind, limits in bounds.items():
        of_kind = [e for e in errors if e[0] == "tcp" and e[1] in kinds[kind]]
        if not of_kind:
            continue
        outside = [abs(e[3]) for e in of_kind if not e[4]]
        told = {**statement(of_kind), "worst": max(outside, default=0.0)}
        for name, limit in limits.items():
            if told[name] > limit:
                found.append(f"{kind}: {name} {100 * told[name]:.2f} %, at most {100 * limit:g} %")
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", type=pathlib.Path, metavar="LOWBAND")
    options.add_argument("--rows", type=pathlib.Path, default=here / "tcp_star.csv", help="measurements, as tcp_star.csv")
    options.add_argument("--every", type=int, default=1, metavar="N", help="every N-th row only")
    options.add_argument("--presets", default="tcp,ideal,lv08", help="which, with commas between")
    options.add_argument("--worst", type=int, default=0, metavar="N", help="show so many of the worst rows of each kind")
    options.add_argument("--check", action="store_true", help="exit 1 if the preset tcp is beyond its bounds")
    given = options.parse_args()
    with open(given.rows, newline="") as file:
        rows = list(csv.DictReader(file))[::given.every]
    presets = given.presets.split(",")
    errors = list(errors_of(rows, presets, given.program.resolve()))
    report(errors, presets, given.worst)
    beyond = beyond_bounds(errors) if given.check else []
    for text in beyond:
        print(f"beyond the bounds: {text}")
    sys.exit(1 if beyond else 0)


if __name__ == "__main__":
    main()
