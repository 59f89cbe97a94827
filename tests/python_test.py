#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the Python package of python/ to the program, and to readers that share nothing with it.

    python_test.py LOWBAND SOURCE_DIR
"""

import csv
import json
import math
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import warnings

import numpy
import pandas

LOWBAND = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
STORED = SOURCE / "tests" / "results" / "format_1"

sys.path.insert(0, str(SOURCE / "python"))
import lowband  # noqa: E402  (found by the line above)

EXPERIMENT = {
    "name": "from/python",
    "platform": "star.xml",
    "workers": 2,
    "seeds": [1, 2],
    "model": "quadratic",
    "dataset": {"name": "gaussian-points", "dimension": 4, "samples": 40},
    "training": {"iterations": 6, "batch_size": 2, "learning_rate": 0.05},
    "evaluation": {"every": 3},
    "algorithms": [
        {"name": "full", "paradigm": "all-reduce"},
        {"name": "4 bits", "paradigm": "all-reduce", "compression": {"name": "qsgd", "bits": 4}},
        {"name": "8 bits", "paradigm": "all-reduce", "compression": {"name": "qsgd", "bits": 8}},
    ],
    "scenarios": [{"name": "star"}, {"name": "slow", "links": [{"match": "*", "bandwidth": "1Mbps"}]}],
}


def rows_of(file):
    """A table as the csv module reads it: numbers where there is one."""
    def value(text):
        try:
            return float(text)
        except ValueError:
            return text
    with open(file, newline="") as stream:
        return [{name: value(text) for name, text in row.items()} for row in csv.DictReader(stream)]


def is_same(one, other):
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


class InAFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def stored(self):
        """A copy of stored results."""
        copy = self.folder / "stored"
        shutil.copytree(STORED, copy)
        return copy

    def assert_equal_rows(self, table, rows):
        found = table.to_dict("records")
        self.assertEqual(len(found), len(rows))
        for one, other in zip(found, rows):
            self.assertEqual(list(one), list(other))
            for name in one:
                self.assertTrue(is_same(one[name], other[name]), f"{name}: {one[name]} is not {other[name]}")


class ReadTest(InAFolder):
    def test_metrics_of_all_runs_are_those_of_the_files(self):
        expected = []
        for algorithm in ("ring", "gossip"):  # the order of the experiment
            for row in rows_of(STORED / f"{algorithm}@star@seed1" / "metrics.csv"):
                expected.append({"algorithm": algorithm, "scenario": "star", "seed": 1, **row})
        self.assert_equal_rows(lowband.read(STORED).metrics, expected)

    def test_every_table_of_a_run_is_that_of_the_file(self):
        run = lowband.read(STORED).run("gossip", "star")
        self.assertEqual(run.tables, ["metrics", "worker_metrics", "workers", "peers", "links", "traffic"])
        for name in run.tables:
            self.assert_equal_rows(run.table(name), rows_of(run.folder / f"{name}.csv"))

    def test_runs_have_what_their_summaries_say(self):
        runs = lowband.read(STORED).runs.set_index("run")
        for name in ("ring@star@seed1", "gossip@star@seed1"):
            summary = json.loads((STORED / name / "summary.json").read_text())
            for key in ("algorithm", "seed", "status", "bytes_sent", "sim_time_s", "bits_per_parameter"):
                self.assertEqual(runs.loc[name, key], summary[key])
            self.assertEqual(runs.loc[name, "final.train_loss"], summary["final"]["train_loss"])
            self.assertTrue(math.isnan(runs.loc[name, "final.test_accuracy"]))

    def test_a_column_that_came_later_is_missing_in_older_runs(self):
        results = self.stored()
        file = results / "ring@star@seed1" / "traffic.csv"
        file.write_text("sim_time_s,bytes_sent,later\n0,1,2\n1,3,4\n")
        summary = json.loads((file.parent / "summary.json").read_text())
        summary["files"]["traffic.csv"]["bytes"] = file.stat().st_size
        (file.parent / "summary.json").write_text(json.dumps(summary))
        older = rows_of(results / "gossip@star@seed1" / "traffic.csv")
        expected = [{"algorithm": "ring", "scenario": "star", "seed": 1, "sim_time_s": 0.0, "bytes_sent": 1.0, "later": 2.0},
                    {"algorithm": "ring", "scenario": "star", "seed": 1, "sim_time_s": 1.0, "bytes_sent": 3.0, "later": 4.0}]
        expected += [{"algorithm": "gossip", "scenario": "star", "seed": 1, **row, "later": math.nan} for row in older]
        self.assert_equal_rows(lowband.read(results).table("traffic"), expected)

    def test_names_are_text_whatever_they_look_like(self):
        results = self.stored()
        file = results / "ring@star@seed1" / "workers.csv"
        text = file.read_text().replace(",worker-0,", ',"a ""b"",\nc",').replace(",worker-1,", ",nan,")
        self.assertEqual(text.count("nan"), 1)
        file.write_text(text)
        summary = json.loads((file.parent / "summary.json").read_text())
        summary["files"]["workers.csv"]["bytes"] = file.stat().st_size
        (file.parent / "summary.json").write_text(json.dumps(summary))
        workers = lowband.read(results).table("workers")
        self.assertEqual(list(workers["host"]), ['a "b",\nc', "nan", "worker-0", "worker-1"])
        self.assertEqual(list(workers["algorithm"]), ["ring", "ring", "gossip", "gossip"])

    def test_incomplete_runs_are_named_and_left_out(self):
        results = self.stored()
        with open(results / "ring@star@seed1" / "metrics.csv", "a") as file:
            file.write("\n")
        with self.assertWarnsRegex(UserWarning, "1 of 2 runs are incomplete.*metrics.csv: expected 874 bytes, found 875"):
            read = lowband.read(results)
        self.assertEqual([run.name for run in read.all_runs], ["gossip@star@seed1"])
        self.assertEqual(list(read.missing), ["ring@star@seed1"])

    def test_what_is_no_results_folder_is_refused(self):
        with self.assertRaisesRegex(lowband.LowbandError, "manifest.json: cannot be read: No such file"):
            lowband.read(self.folder)
        results = self.stored()
        manifest = json.loads((results / "manifest.json").read_text())
        (results / "manifest.json").write_text(json.dumps({**manifest, "format": 2}))
        with self.assertRaisesRegex(lowband.LowbandError, "expected results of format 1, found format 2"):
            lowband.read(results)

    def test_what_is_not_there_is_named(self):
        read = lowband.read(STORED)
        with self.assertRaisesRegex(lowband.LowbandError, 'no run has a table "servers", only links, metrics'):
            read.table("servers")
        with self.assertRaisesRegex(lowband.LowbandError, "0 runs are ring@stra; there are: ring@star@seed1"):
            read.run("ring", "stra")
        with self.assertRaisesRegex(lowband.LowbandError, 'no figure "loss", only algorithm'):
            read.curves("loss")


class ProgramTest(InAFolder):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.home = pathlib.Path(folder.name)
        platform = subprocess.run([LOWBAND, "platform", "star", "--workers", "2"], check=True, capture_output=True)
        (cls.home / "star.xml").write_bytes(platform.stdout)
        cls.results = lowband.run(EXPERIMENT, folder=cls.home, out=cls.home / "out", threads=1, program=LOWBAND)

    def test_runs_agree_with_compare(self):
        compared = subprocess.run([LOWBAND, "compare", self.home / "out", "--per-run", "--format", "csv"], check=True,
                                  capture_output=True, text=True).stdout
        rows = list(csv.DictReader(compared.splitlines()))
        runs = self.results.runs
        self.assertEqual(len(runs), 12)
        for key in ("algorithm", "scenario"):
            self.assertEqual(sorted(runs[key]), sorted(row[key] for row in rows))
        by_run = {(row["algorithm"], row["scenario"], row["seed"]): row for row in rows}
        for _, run in runs.iterrows():
            row = by_run[run["algorithm"], run["scenario"], str(run["seed"])]
            self.assertEqual(run["sim_time_s"], float(row["sim_time_s"]))
            self.assertEqual(run["bytes_sent"], int(row["bytes_sent"]))
            self.assertEqual("nan" if math.isnan(run["compression.bits"]) else str(int(run["compression.bits"])), row["bits"])

    def test_curves_are_means_over_the_seeds(self):
        curve = self.results.curves("train_loss", x="iteration")
        self.assertEqual(len(curve), 2 * 3 * 3)  # scenarios, algorithms, evaluations at 0, 3 and 6
        last = curve.set_index(["scenario", "algorithm", "evaluation"]).loc[("slow", "4 bits", 2)]
        losses = [self.results.run("4 bits", "slow", seed).summary["final"]["train_loss"] for seed in (1, 2)]
        self.assertEqual(last["iteration"], 6)
        self.assertEqual(last["train_loss"], sum(losses) / 2)
        self.assertEqual((last["lowest"], last["highest"], last["seeds"]), (min(losses), max(losses), 2))

    def test_a_second_call_goes_on(self):
        before = {file: file.stat().st_mtime_ns for file in (self.home / "out").rglob("summary.json")}
        again = lowband.run(EXPERIMENT, folder=self.home, out=self.home / "out", program=LOWBAND)
        self.assertEqual(len(again.all_runs), 12)
        self.assertEqual(before, {file: file.stat().st_mtime_ns for file in (self.home / "out").rglob("summary.json")})

    def test_what_the_program_refuses_is_an_error_with_its_words(self):
        with self.assertRaisesRegex(lowband.LowbandError, r'^experiment: /workerz: unknown key, did you mean "workers"\?$'):
            lowband.run({**EXPERIMENT, "workerz": 3}, folder=self.home, out=self.folder / "out", program=LOWBAND)
        self.assertEqual(list(self.folder.iterdir()), [])
        self.assertEqual([file.name for file in self.home.iterdir() if file.name.startswith(".")], [])
        with self.assertRaisesRegex(lowband.LowbandError, "nowhere/lowband: cannot be started: No such file"):
            lowband.run(EXPERIMENT, folder=self.home, program=self.folder / "nowhere" / "lowband")

    def test_the_program_is_that_of_the_environment(self):
        before = os.environ.get("LOWBAND")
        self.addCleanup(lambda: os.environ.pop("LOWBAND") if before is None else os.environ.update(LOWBAND=before))
        os.environ["LOWBAND"] = str(LOWBAND)
        self.assertEqual(len(lowband.run(EXPERIMENT, folder=self.home, out=self.home / "out").all_runs), 12)


class OwnDataTest(InAFolder):
    """From files that pandas and NumPy write to what `compare` says, without a line of C++."""

    def setUp(self):
        super().setUp()
        platform = subprocess.run([LOWBAND, "platform", "star", "--workers", "4"], check=True, capture_output=True)
        (self.folder / "star.xml").write_bytes(platform.stdout)

    def run_on(self, dataset, name="own", **keys):
        experiment = {
            "name": name,
            "platform": "star.xml",
            "workers": 4,
            "model": "softmax-regression",
            "dataset": dataset,
            "training": {"iterations": 1, "batch_size": 8, "learning_rate": 0.1},
            "algorithms": [{"name": "full", "paradigm": "all-reduce"}],
            "scenarios": [{"name": "star"}],
            **keys,
        }
        return lowband.run(experiment, folder=self.folder, out=self.folder / name, data=self.folder, program=LOWBAND)

    def assert_compared(self, name, algorithms):
        """compare's table has these algorithms, all of which reach the target."""
        table = subprocess.run([LOWBAND, "compare", self.folder / name, "--format", "csv"], check=True,
                               capture_output=True, text=True).stdout
        rows = list(csv.DictReader(table.splitlines()))
        self.assertEqual([row["algorithm"] for row in rows], algorithms)
        for row in rows:
            self.assertGreater(float(row["time_to_target_s"]), 0.0)

    def test_a_csv_file_of_20_columns_with_an_mlp(self):
        random = numpy.random.default_rng(1)
        kinds = random.integers(3, size=600)
        features = 3.0 * random.normal(size=(3, 20))[kinds] + random.normal(size=(600, 20))
        table = pandas.DataFrame(features * 10.0 ** random.integers(-3, 4, size=20),  # columns in units of their own
                                 columns=[f"column {i}" for i in range(20)])
        table["kind"] = numpy.array(["owl", "cat, or tiger", "dog"])[kinds]
        table["user"] = random.integers(8, size=600)
        table.to_csv(self.folder / "table.csv", index=False)
        results = self.run_on(
            {"name": "csv", "train": "table.csv", "label": "kind", "group": "user", "partition": "groups"},
            model={"name": "mlp", "hidden": [16]},
            training={"iterations": 100, "batch_size": 16, "learning_rate": 0.1},
            evaluation={"every": 20, "target_accuracy": 0.9},
            algorithms=[{"name": "full", "paradigm": "all-reduce"},
                        {"name": "4 bits", "paradigm": "all-reduce",
                         "compression": {"name": "qsgd", "bits": 4, "rules": [{"match": "*.bias", "compression": "none"}]}}])
        self.assertEqual(results.manifest["data"]["train"]["samples"], 480)
        self.assertEqual(results.manifest["parameters"], 20 * 16 + 16 + 16 * 3 + 3)
        self.assertTrue((results.runs["final.workers_test_accuracy"] > 0.9).all())
        self.assert_compared("own", ["full", "4 bits"])
        # 19 biases of 4 bytes and 368 weights of half a byte, with a scale: in 2 x 3 chunks a worker, each of which has
        # the parts of both.
        bits = results.runs.set_index("algorithm")["bits_per_parameter"]
        self.assertLess(bits["4 bits"], 8.0)
        self.assertGreater(bits["4 bits"], (19 * 32 + 368 * 4) / 387)

    def test_images_in_an_npz_file_with_a_small_convolutional_network(self):
        random = numpy.random.default_rng(2)
        def images(count):
            labels = random.integers(2, size=count)
            bars = numpy.zeros((count, 16, 16, 3), dtype=numpy.uint8)
            for image, label in zip(bars, labels):
                at = random.integers(2, 14)
                image[(at, slice(None)) if label else (slice(None), at)] = 200  # lying bars and standing ones
            return bars + random.integers(50, size=bars.shape, dtype=numpy.uint8), numpy.array(["standing", "lying"])[labels]
        train, test = images(300), images(100)
        numpy.savez_compressed(self.folder / "bars.npz", x_train=train[0], y_train=train[1], x_test=test[0], y_test=test[1])
        results = self.run_on(
            {"name": "npz", "train": "bars.npz", "features": "x_train", "labels": "y_train", "test_features": "x_test",
             "test_labels": "y_test", "augmentation": "crop", "crop_padding": 1},
            model="resnet8",
            training={"iterations": 20, "batch_size": 8, "learning_rate": 0.05},
            evaluation={"every": 10, "target_accuracy": 0.7, "of": "mean-model", "hold": 1},
            algorithms=[{"name": "full", "paradigm": "all-reduce", "exchange_buffers": True}])
        self.assertEqual(results.manifest["data"]["test"]["samples"], 100)
        self.assert_compared("own", ["full"])

    def test_the_same_numbers_are_the_same_samples_whatever_file_they_are_in(self):
        random = numpy.random.default_rng(3)
        features = random.normal(size=(40, 3)).astype(numpy.float32)
        labels = random.integers(1, 4, size=40)
        table = pandas.DataFrame(features.astype(float), columns=["a", "b", "c"]).assign(label=labels)
        table.to_csv(self.folder / "table.csv", index=False)
        table.to_csv(self.folder / "tabs.csv.gz", index=False, header=False, sep="\t")
        numpy.savez(self.folder / "big.npz", x=features.astype(">f8"), y=labels.astype("u2"))
        numpy.save(self.folder / "x.npy", features)
        numpy.save(self.folder / "y.npy", labels.astype(str))
        as_is = {"scale": "none", "partition": "iid"}
        sums = [self.run_on({**dataset, **as_is}, name=f"run{i}").manifest["data"] for i, dataset in enumerate((
            {"name": "csv", "train": "table.csv", "label": "label"},
            {"name": "csv", "train": "tabs.csv.gz", "label": "4", "header": False, "separator": "tab"},
            {"name": "npz", "train": "big.npz"},
            {"name": "npy", "features": "x.npy", "labels": "y.npy"}))]
        for each in sums:
            self.assertEqual(each, sums[0])

    def test_a_file_says_who_has_which_samples(self):
        table = pandas.DataFrame({"x": range(40), "label": [0, 1] * 20})
        table.to_csv(self.folder / "table.csv", index=False)
        split = pandas.DataFrame({"worker": [0] * 10 + [1] * 12 + [2] * 13 + [3] * 5, "sample": range(40)})
        split.to_csv(self.folder / "split.csv", index=False)
        self.run_on({"name": "csv", "train": "table.csv", "test": "table.csv", "label": "label",
                     "partition": {"scheme": "file", "file": "split.csv"}})
        shares = pandas.read_csv(self.folder / "own" / "shares.csv")
        self.assertEqual(list(shares["samples"]), [10, 12, 13, 5])
        with self.assertRaisesRegex(lowband.LowbandError, "^experiment: /dataset: .*table.csv: there is no column \"kind\""):
            self.run_on({"name": "csv", "train": "table.csv", "label": "kind"}, name="wrong")


class PlotTest(unittest.TestCase):
    def test_a_panel_per_scenario_and_a_curve_per_algorithm(self):
        try:
            import matplotlib
        except ImportError:
            with self.assertRaisesRegex(lowband.LowbandError, r"plot\(\) needs matplotlib"):
                lowband.read(STORED).plot()
            self.skipTest("matplotlib is not there")
        matplotlib.use("Agg")
        panel, = lowband.read(STORED).plot().axes
        self.assertEqual((panel.get_title(), panel.get_xlabel(), panel.get_ylabel()),
                         ("star", "sim_time_s", "workers_train_loss"))
        self.assertEqual([line.get_label() for line in panel.lines], ["ring", "gossip"])
        row = rows_of(STORED / "ring@star@seed1" / "metrics.csv")[1]
        self.assertEqual([panel.lines[0].get_xdata()[1], panel.lines[0].get_ydata()[1]],
                         [row["sim_time_s"], row["workers_train_loss"]])


def crc32c(data):
    """Bit by bit from the definition: the polynomial 0x1EDC6F41, reflected."""
    crc = 0xFFFFFFFF
    for byte in data:
        for bit in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if (crc ^ byte >> bit) & 1 else 0)
    return crc ^ 0xFFFFFFFF


def records_of(data):
    """The records of a TFRecord file, whose checksums are right."""
    def check(part, masked):
        turned = (masked - 0xA282EAD8) % 2**32
        if (turned << 15 | turned >> 17) % 2**32 != crc32c(part):
            raise ValueError("a checksum is wrong")
    while data:
        length, masked = struct.unpack("<QI", data[:12])
        check(data[:8], masked)
        record, (masked,) = data[12:12 + length], struct.unpack("<I", data[12 + length:16 + length])
        check(record, masked)
        yield record
        data = data[16 + length:]


def fields_of(message):
    """(field, value) of a protobuf message; strings and messages as bytes."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
            if byte < 128:
                return value

    def raw(size):
        nonlocal at
        at += size
        return message[at - size:at]

    while at < len(message):
        key = varint()
        kind = key & 7
        if kind == 0:
            yield key >> 3, varint()
        elif kind == 1:
            yield key >> 3, struct.unpack("<d", raw(8))[0]
        elif kind == 2:
            yield key >> 3, raw(varint())
        elif kind == 5:
            yield key >> 3, struct.unpack("<f", raw(4))[0]
        else:
            raise ValueError(f"wire type {kind}")


class TensorboardTest(InAFolder):
    def test_the_checksum_is_castagnolis(self):
        from lowband.tensorboard import crc32c as tested
        # RFC 3720, appendix B.4, and the usual check value of catalogues of CRCs.
        for data, crc in ((bytes(32), 0x8A9136AA), (bytes([255] * 32), 0x62A8AB43), (b"123456789", 0xE3069283)):
            self.assertEqual((tested(data), crc32c(data)), (crc, crc))

    def test_events_are_the_metrics(self):
        files = lowband.read(STORED).to_tensorboard(self.folder)
        self.assertEqual([file.parent.name for file in files], ["ring@star@seed1", "gossip@star@seed1"])
        for file in files:
            self.assertIn("tfevents", file.name)  # by which TensorBoard finds it
            first, *events = [dict(fields_of(record)) for record in records_of(file.read_bytes())]
            self.assertEqual(first, {1: 0.0, 3: b"brain.Event:2"})
            rows = rows_of(STORED / file.parent.name / "metrics.csv")
            self.assertEqual(len(events), len(rows))
            for event, row in zip(events, rows):
                self.assertEqual((event[1], event[2]), (row["sim_time_s"], row["iteration"]))
                values = [dict(fields_of(value)) for field, value in fields_of(event[5])]
                expected = {name: struct.unpack("<f", struct.pack("<f", value))[0] for name, value in row.items()
                            if name not in ("iteration", "sim_time_s") and not math.isnan(value)}
                self.assertEqual({value[1].decode(): value[2] for value in values}, expected)

    def test_steps_and_sizes_of_several_bytes_and_numbers_beyond_float(self):
        from lowband.tensorboard import record, scalar_event
        tag = "t" * 300
        event, = [dict(fields_of(data)) for data in records_of(record(scalar_event(1.5, 70000, {tag: -1e300})))]
        (_, value), = fields_of(event[5])
        self.assertEqual((event[1], event[2], dict(fields_of(value))), (1.5, 70000, {1: tag.encode(), 2: -math.inf}))


if __name__ == "__main__":
    warnings.simplefilter("error")  # of pandas, for example
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
