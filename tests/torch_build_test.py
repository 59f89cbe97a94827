#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Configures builds with and without libtorch, and runs one without.

    torch_build_test.py LOWBAND CMAKE SOURCE_DIR IS_THERE

IS_THERE: 1 if the build that this is a test of has found libtorch.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

LOWBAND, CMAKE, SOURCE, IS_THERE = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4] == "1"

EXPERIMENT = {
    "name": "small",
    "platform": "star.xml",
    "workers": 2,
    "model": "softmax-regression",
    "dataset": {"name": "synthetic-images", "side": 8, "train": 20, "test": 5},
    "training": {"iterations": 2, "batch_size": 2, "learning_rate": 0.1},
    "algorithms": [{"name": "a", "paradigm": "all-reduce"}],
}


class TorchBuildTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)

    def configured(self, *options):
        return subprocess.run(
            [CMAKE, "-S", SOURCE, "-B", self.folder.name, "-G", "Ninja", "-DBUILD_TESTING=OFF", "-DLOWBAND_BENCH=OFF",
             "-ULOWBAND_TORCH*", *options],
            capture_output=True, text=True, check=False)

    def has_plugin(self):
        targets = subprocess.run([CMAKE, "--build", self.folder.name, "--target", "help"], capture_output=True, text=True,
                                 check=True).stdout
        self.assertIn("lowband_core", targets)
        return "lowband_torch" in targets

    def assert_has_plugin(self, ended, expected):
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("TorchScript models: by " if expected else "TorchScript models: no", ended.stdout)
        self.assertEqual(self.has_plugin(), expected)

    def test_it_is_built_where_libtorch_is_there(self):
        self.assert_has_plugin(self.configured(), IS_THERE)

    def test_it_is_not_built_where_it_is_not_wanted(self):
        self.assert_has_plugin(self.configured("-DLOWBAND_TORCH=OFF"), False)

    def test_what_is_not_there_is_left_out_or_missed(self):
        absent = "-DLOWBAND_TORCH_INCLUDE_DIR="
        self.assert_has_plugin(self.configured(absent), False)
        missed = self.configured(absent, "-DLOWBAND_TORCH=ON")
        self.assertNotEqual(missed.returncode, 0)
        self.assertIn("libtorch is not there (Debian: libtorch-dev)", missed.stderr)

    def test_other_words_are_refused(self):
        refused = self.configured("-DLOWBAND_TORCH=maybe")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn('LOWBAND_TORCH: expected AUTO, ON or OFF, found "maybe"', refused.stderr)


class WithoutTorchTest(unittest.TestCase):
    """A copy of the program where there is no plug-in: there is no other difference."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        shutil.copy(LOWBAND, self.folder / "lowband")
        shutil.copy(pathlib.Path(SOURCE) / "platforms" / "star_8.xml", self.folder / "star.xml")
        (self.folder / "model.pt").write_text("any")

    def run_program(self, *arguments, model=None):
        experiment = {**EXPERIMENT, "model": model} if model else EXPERIMENT
        (self.folder / "experiment.json").write_text(json.dumps(experiment))
        return subprocess.run([self.folder / "lowband", *arguments], cwd=self.folder, capture_output=True, text=True,
                              check=False)

    def test_everything_else_works(self):
        self.assertEqual(self.run_program("run", "experiment.json", "--quiet").returncode, 0)
        self.assertIn("torchscript", self.run_program("list", "models").stdout)
        self.assertIn("needs libtorch", self.run_program("describe", "torchscript").stdout)

    def test_an_experiment_with_such_a_model_says_what_is_missing(self):
        ended = self.run_program("run", "experiment.json", model={"name": "torchscript", "file": "model.pt"})
        self.assertEqual(ended.returncode, 2)
        plugin = self.folder / "lib" / "lowband" / "lowband_torch.so"
        self.assertIn(f"/model: this Lowband is built without libtorch; looked for {plugin}", ended.stderr)
        self.assertIn("Install libtorch-dev, and build with LOWBAND_TORCH=ON", ended.stderr)
        self.assertFalse((self.folder / "results").exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
