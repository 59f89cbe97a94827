#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time and memory of a run per worker, from 100 to 10,000 workers: softmax regression 784-10, gossip on a ring with 4-bit
differences at every step, 10 steps, on a star of full-duplex ports. Prints a table; with --plot draws it.

usage: scale.py LOWBAND_PROGRAM [--plot FILE.svg]        (gnuplot draws)
"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

program = pathlib.Path(sys.argv[1]).resolve()
plot = pathlib.Path(sys.argv[sys.argv.index("--plot") + 1]).resolve() if "--plot" in sys.argv else None
steps = 10


def experiment(workers):
    return {
        "name": "scale", "platform": "star.xml", "workers": workers, "model": "softmax-regression",
        "dataset": {"name": "synthetic-images", "train": 40000, "test": 1000},
        "training": {"iterations": steps, "batch_size": 32, "learning_rate": 0.1},
        "evaluation": {"every": steps, "train_samples": 512, "test_samples": 512},
        "algorithms": [{"name": "gossip", "paradigm": "gossip", "topology": "ring", "method": "difference",
                        "compression": {"name": "qsgd", "bits": 4}}],
    }


def measure(workers, folder):
    """Real seconds of the run, of the whole program, and the peak memory of its largest process in MiB."""
    with open(folder / "star.xml", "w") as xml:
        subprocess.run([program, "platform", "star", "--workers", str(workers)], check=True, stdout=xml)
    (folder / "scale.json").write_text(json.dumps(experiment(workers)))
    timed = subprocess.run(["/usr/bin/time", "-f", "%e %M", program, "run", folder / "scale.json", "--out", folder / "out",
                            "--overwrite", "--quiet"], check=True, capture_output=True, text=True).stderr.split()
    run = json.loads((folder / "out" / "gossip@platform@seed1" / "timing.json").read_text())["real_s"]
    return run, float(timed[-2]), float(timed[-1]) / 1024


rows = []
with tempfile.TemporaryDirectory() as scratch:
    print("workers  run_s  program_s  peak_MiB  ms_per_worker_and_step  KiB_per_worker")
    for workers in 100, 300, 1000, 3000, 10000:
        run, whole, memory = measure(workers, pathlib.Path(scratch))
        rows.append((workers, 1000 * run / workers / steps, 1024 * memory / workers))
        print(f"{workers:7} {run:6.2f} {whole:10.2f} {memory:9.0f} {rows[-1][1]:23.3f} {rows[-1][2]:15.0f}", flush=True)

if plot:
    data = "\n".join(" ".join(map(str, row)) for row in rows)
    subprocess.run(["gnuplot"], check=True, text=True, input=f"""
set terminal svg size 800,400 font "DejaVu Sans,13" background "white"
set output "{plot}"
$data << END
{data}
END
set logscale x
set xrange [80:12500]
set xtics (100, 300, 1000, 3000, 10000)
set xlabel "workers"
set ylabel "ms per worker and step"
set yrange [0:*]
set y2label "KiB per worker, peak"
set y2range [0:*]
set ytics nomirror
set y2tics
set grid
set key bottom right
plot $data using 1:2 with linespoints linewidth 2 pointtype 7 linecolor "#0072b2" title "real time", \\
     $data using 1:3 axes x1y2 with linespoints linewidth 2 pointtype 5 linecolor "#d55e00" title "memory (data and program included)"
""")
