#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exports a model of PyTorch for Lowband, with an experiment that trains it: FOLDER/model.pt, FOLDER/experiment.json.

    export_torchscript.py FOLDER
    lowband run FOLDER/experiment.json
    lowband compare results/exported

Needs PyTorch (Debian: python3-torch). Put your own module in the place of Net. What Lowband asks of it:

- forward(batch) takes one tensor, here [samples, 1, 16, 16], and gives one, here [samples, classes]: logits, without a
  softmax, as the loss is Lowband's ("loss" in the experiment).
- Parameters are float32. Those with requires_grad are learned, the others stay as they are.
- torch.jit.script keeps the difference between training and evaluation, for dropout and batch normalisation;
  torch.jit.trace writes down one of them.
"""

import json
import pathlib
import shutil
import sys

import torch
from torch import nn

PLATFORM = pathlib.Path(__file__).resolve().parent.parent / "platforms" / "star_8.xml"

EXPERIMENT = {
    "name": "exported",
    "platform": "star_8.xml",
    "workers": 8,
    "model": {"name": "torchscript", "file": "model.pt", "loss": "cross-entropy"},
    "dataset": {"name": "synthetic-images", "side": 16, "train": 4000, "test": 800},
    "training": {"iterations": 200, "batch_size": 16, "learning_rate": 0.05},
    "evaluation": {"every": 20, "target_accuracy": 0.9},
    "algorithms": [
        {"name": "full", "paradigm": "all-reduce", "local_steps": 4, "exchange_buffers": True},
        {"name": "4 bits", "paradigm": "all-reduce", "local_steps": 4, "exchange_buffers": True,
         "compression": {"name": "qsgd", "bits": 4, "scope": "layer",
                         "rules": [{"match": "features.1.*", "compression": "none"}]}},
    ],
    "scenarios": [{"name": "10Mbps", "links": [{"match": "*", "bandwidth": "10Mbps"}]}],
}


class Net(nn.Module):
    """A convolution, batch normalisation, dropout and a dense layer. Its tensors are called features.0.weight,
    features.1.weight, ..., classifier.bias, in an experiment's rules as in PyTorch."""

    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2))
        self.dropout = nn.Dropout(0.1)
        self.classifier = nn.Linear(8 * 8 * 8, classes)

    def forward(self, images):
        return self.classifier(self.dropout(torch.flatten(self.features(images), 1)))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)  # every run begins with the parameters of the file
    module = torch.jit.script(Net())
    module(torch.zeros(2, 1, 16, 16))  # what does not go through here does not in Lowband
    module.save(str(folder / "model.pt"))
    shutil.copy(PLATFORM, folder)
    (folder / "experiment.json").write_text(json.dumps(EXPERIMENT, indent=2) + "\n")
    for name, parameter in module.named_parameters():
        print(f"{name:24} {list(parameter.shape)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
