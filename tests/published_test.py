#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the studies of docs/published/ with fewer points, and holds their figures to what can be said by hand.

    published_test.py LOWBAND SOURCE_DIR
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

failures = []


def expect(is_so, what):
    if not is_so:
        failures.append(what)


def tables(lowband, source, folder, study):
    """The study's tables, by the text above each: lists of rows, each a list of cells."""
    command = [sys.executable, source / "scripts" / "published.py", study, "--smoke", "--lowband", lowband]
    ended = subprocess.run([*command, "--out", folder / study, "--pictures", folder / "pictures"], capture_output=True,
                           text=True)
    if ended.returncode != 0:
        failures.append(f"{study}: status {ended.returncode}: {ended.stderr.strip()}")
        return {}
    found, title = {}, ""
    for line in ended.stdout.splitlines():
        if not line.startswith("|"):
            title = line or title
        elif not line.startswith("|:-"):
            found.setdefault(title, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def number(cell):
    return float(re.match(r"[-+]?[\d.]+", cell)[0])


def check_gossip_or_ring(found):
    # 4 workers: a server's port carries 4 S in, then 4 S out, gossip's 2 S at a time: 4 times as long. And it
    # gets one more S in two rounds, the initial model. A ring's port carries 2 * 3/4 S, a tree's 2 * 2 S.
    rows = {(row[0], row[1]): row for row in found["ResNet-50, 4 workers"][1:]}
    slow = rows["10 µs", "10Mbps"]
    expect([number(cell) for cell in slow[3:7]] == [4.25, 2.0, 0.75, 0.75], f"10 Mbps: {slow}")
    # 102 MB over 10 Gbps take 82 ms, and the latency of 20 ms counts 6 times in a ring, twice directly, once in gossip:
    # (6 * 20 + 1.5 * 81.78) / (20 + 2 * 81.78) = 1.32, and (2 * 20 + 122.7) / 183.6 = 0.886
    far = rows["20 ms", "10Gbps"]
    expect([number(cell) for cell in far[5:7]] == [1.32, 0.886], f"20 ms: {far}")
    theory = {row[0]: number(row[1]) for row in found["Measured against theory"][1:]}
    expect(all(theory[name] == 0.0 for name in ("ring", "direct", "gossip")), f"theory: {theory}")


def check_compression(found):
    rows = found["Settings in which a codec saves time"][1:]
    counts = {row[0]: [cell.split(" of ") for cell in row[1:]] for row in rows}
    # 6 experiments, 1 batch, 2 codecs; 1 Gbps moves 100 MB and more slower than 1 GB/s codes them
    expect(counts["free"][0] == ["12", "12"] and counts["1 GB/s"][0] == ["12", "12"], f"1 Gbps: {counts}")
    # at 100 Gbps a ring of 4 moves a gradient at 12.5 / 1.5 = 8.3 GB/s, beside the backward pass: 1 GB/s is too slow
    expect(counts["1 GB/s"][1] == ["0", "12"], f"100 Gbps: {counts}")
    for column in range(3):
        won = [int(row[column][0]) for row in list(counts.values())[:-1]]
        expect(won == sorted(won, reverse=True), f"slower coding wins more: {counts}")


def check_bytes(found):
    # ResNet-18 has 11,173,962 parameters; 9,610 stand in vectors, and n + m of its 21 matrices add up to 36,325
    for row, factor in zip(found["Fewer bytes than SGD"][1:], (243, 136, 72.1)):
        expect([number(cell) for cell in row[1:4]] == [factor] * 3, f"PowerSGD: {row}")
    # a bit a coordinate, and a scale for each chunk; 1 / (0.15 + 0.85 / 16) = 4.92, 1 / (0.25 + 0.75 / 16) = 3.37
    adam = {row[0]: [number(cell) for cell in row[1:]] for row in found["1-bit Adam: times fewer bytes"][1:]}
    expect(adam["16 bits"] == [16.0, 4.92, 3.37] and adam["32 bits"][0] == 32.0, f"1-bit Adam: {adam}")


def check_quantized_pr_sgd(found):
    rows = {row[0]: row[1:] for row in found["MLP on Fashion-MNIST: bytes and accuracy at the end"][1:]}
    # 3 + 32 / 512 bits of 32, every fourth step
    for paradigm in ("ar", "gossip"):
        row = rows[f"qpr-sgd/{paradigm}"]
        expect(number(row[3]) == 90.4 and number(row[5]) == 97.6, f"bytes: {row}")
        expect(number(rows[f"pr-sgd/{paradigm}"][5]) == 75.0, f"bytes: {rows}")
    # 9,231,114 parameters over 1 Mbps: a ring of 8 carries 7/4 of a model through each port, 517 s in full precision, and
    # four steps of 0.585 s; 3 + 1/16 bits of 32 make (517 + 2.34) / (49.5 + 2.34) = 10.0
    rows = found["VGG-11, not trained: times as fast over as many local steps, quantized PR-SGD over others"]
    slow = {row[0]: row[1:] for row in rows}["1Mbps"]
    expect(abs(number(slow[0]) - 10.0) < 0.1, f"VGG-11: {slow}")
    # and a gossip of two neighbours 2 models: (591 + 2.34) / (56.5 + 2.34) = 10.1
    expect(abs(number(slow[1]) - 10.1) < 0.1, f"VGG-11: {slow}")


def check_rate(found):
    for letter, table in zip("NMK", found.values()):
        rows = {row[0]: [number(cell) for cell in row[1:]] for row in table[1:]}
        # the mean of the models follows the mean of the gradients, however they are exchanged in full precision
        full = (rows["pr-sgd/ar"], rows["pr-sgd/gossip"])
        expect(all(abs(a / b - 1) < 1e-3 for a, b in zip(*full) if a > 0), f"{letter}: {full}")
        theory = rows["closed form of pr-sgd"]
        expect(all(abs(a / b - 1) < 0.1 for a, b in zip(rows["pr-sgd/ar"][:5], theory)), f"{letter}: {rows}")
        # gradients of N K M samples: with twice as many of them it is smaller
        expect(rows["pr-sgd/ar"][:5] == sorted(rows["pr-sgd/ar"][:5], reverse=True), f"{letter}: {rows}")


def check_ad_psgd(found):
    (header, *rows), = found.values()
    of = {(row[0], row[1]): row for row in rows}
    # all wait for the slow worker: 4 times as long a step of 0.1 s, beside exchanges of some ms; and the same steps
    for name in ("all-reduce", "d-psgd"):
        slow = of["4 x slower", name]
        expect(3.8 < number(slow[4]) < 4.0, f"{name}: {slow}")
    expect(of["4 x slower", "all-reduce"][2] == of["equal", "all-reduce"][2], f"all-reduce: {of}")
    # others do not wait: 3 of 4 workers go on as before
    expect(number(of["4 x slower", "ad-psgd"][4]) < 2.0, f"ad-psgd: {of}")


CHECKS = {
    "gossip-or-ring": check_gossip_or_ring,
    "compression-in-data-centres": check_compression,
    "bytes": check_bytes,
    "quantized-pr-sgd": check_quantized_pr_sgd,
    "rate": check_rate,
    "ad-psgd": check_ad_psgd,
}


def main(lowband, source):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for study, check in CHECKS.items():
            found = tables(lowband, source, folder, study)
            try:
                check(found)
            except (KeyError, IndexError, TypeError, ValueError) as error:
                failures.append(f"{study}: {type(error).__name__} {error}: {json.dumps(found, ensure_ascii=False)}")
        for picture in ("gossip-or-ring", "compression-in-data-centres", "quantized-pr-sgd", "ad-psgd"):
            file = folder / "pictures" / f"{picture}.svg"
            expect(file.exists() and "</svg>" in file.read_text(encoding="utf-8"), f"{file.name}: no picture")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()))
