# SPDX-License-Identifier: Apache-2.0
"""The models of the benchmarks in PyTorch, by the names that Lowband has for them."""
import torch
from torch import nn
from torch.nn import functional


class BasicBlock(nn.Module):
    """Of a CIFAR ResNet, with a shortcut of zeros in new channels (option A)."""

    def __init__(self, channels_in, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.stride, self.new_channels = stride, channels - channels_in

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.stride != 1:
            x = functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, self.new_channels))
        return functional.relu(x + y)


class ResNet(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        blocks, channels_in = [], 16
        for stage, channels in enumerate((16, 32, 64)):
            for block in range((depth - 2) // 6):
                blocks.append(BasicBlock(channels_in, channels, 2 if stage > 0 and block == 0 else 1))
                channels_in = channels
        self.blocks = nn.Sequential(*blocks)
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = self.blocks(functional.relu(self.bn1(self.conv1(x))))
        return self.fc(x.mean((2, 3)))


class LanguageModel(nn.Module):
    """Tells the symbol after the last one, out of 10, from sequences of 90 symbols."""

    symbols = 90

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(self.symbols, 8)
        self.lstm = nn.LSTM(8, 256, 2, batch_first=True)
        self.fc = nn.Linear(256, 10)

    def forward(self, x):
        return self.fc(self.lstm(self.embedding(x))[0][:, -1])


def make_model(name):
    """A model and the shape of its inputs: softmax-regression, mlp-HIDDEN, resnetDEPTH, lstm."""
    if name == "lstm":
        return LanguageModel(), (80,)
    if name == "softmax-regression":
        return nn.Linear(784, 10), (784,)
    if name.startswith("mlp-"):
        hidden = int(name[4:])
        return nn.Sequential(nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10)), (784,)
    if name.startswith("resnet"):
        return ResNet(int(name[6:])), (3, 32, 32)
    raise SystemExit(f"no model \"{name}\"")
