# SPDX-License-Identifier: Apache-2.0
"""PyTorch's losses, gradients and training steps of the deep models, which tests/models/zoo/ compares with.

    /usr/bin/python3 tests/reference/torch_models.py            writes torch_*.json beside this file, in float64
    /usr/bin/python3 tests/reference/torch_models.py --check    how far float32 is from them, as shares of the tolerances
    /usr/bin/python3 tests/reference/torch_models.py --search   how far batches are from kinks, the best of 100 first

Parameters, inputs and labels are no files but functions of integers, the same in C++ to the last bit: hash(stream,
index), see below. Parameters have stream t for the t-th tensor, batch s has INPUTS + s and LABELS + s.

A gradient jumps where a ReLU's input is 0 or two inputs of a maximum are equal, and a few roundings from there float32
may end up on the other side. So each model has the batch of 100 that is farthest from that.
"""
import argparse
import json
import math
import pathlib

import numpy
import torch
from torch import nn
from torch.nn import functional

INPUTS, LABELS, SIGNS = 1 << 16, 2 << 16, 3 << 16
MOMENTUM, RATE, DECAY, STEPS = 0.9, 0.005, 1e-4, 20
SAMPLES = 64
CLASSES = 10


def hashed(stream, size):
    """32 random bits for each index below size: "lowbias32" of Chris Wellons on index + stream * 0x9e3779b9."""
    x = (numpy.arange(size, dtype=numpy.uint64) + stream * 0x9E3779B9) & 0xFFFFFFFF
    x ^= x >> 16
    x = (x * 0x7FEB352D) & 0xFFFFFFFF
    x ^= x >> 15
    x = (x * 0x846CA68B) & 0xFFFFFFFF
    return x ^ (x >> 16)


def noise(stream, size):
    """Multiples of 2^-15 in [-1, 1), so that products with powers of two are exact in float32."""
    return ((hashed(stream, size) >> 16).astype(numpy.float64) - 32768.0) / 32768.0


def initial(stream, name, shape):
    """A weight within the power of two that is nearest to He's bound, biases within 1/4, scales of norms 1 +- 1/4."""
    values = noise(stream, math.prod(shape))
    if len(shape) > 1:
        values *= 2.0 ** round(0.5 * math.log2(6.0 / math.prod(shape[1:])))
    elif "bias" in name.rpartition(".")[2]:
        values /= 4.0
    else:
        values = 1.0 + values / 4.0
    return torch.from_numpy(values.reshape(shape))


def batch(step, size, sample, dtype, symbols=None):
    """Noise, or the numbers of symbols."""
    count = size * math.prod(sample)
    inputs = 2.0 * noise(INPUTS + step, count) if symbols is None else hashed(INPUTS + step, count) % symbols
    inputs = inputs.astype(numpy.float64).reshape(size, *sample)
    labels = (hashed(LABELS + step, size) % CLASSES).astype(numpy.int64)
    return torch.from_numpy(inputs).to(dtype), torch.from_numpy(labels)


nearest_kink = math.inf


def pass_kink(distances):
    global nearest_kink
    nearest_kink = min(nearest_kink, distances.min().item())


class ReLU(nn.Module):
    def forward(self, x):
        pass_kink(x.detach().abs())
        return functional.relu(x)


class MaxPool(nn.Module):
    """Of windows of 2 x 2, behind a ReLU: where all is 0, it does not matter which is the largest."""

    def forward(self, x):
        windows = x.detach().unfold(2, 2, 2).unfold(3, 2, 2).flatten(4)
        two = windows.topk(2, 4).values
        pass_kink((two[..., 0] - two[..., 1])[two[..., 0] > 0])
        return functional.max_pool2d(x, 2)


relu, max_pool = ReLU(), MaxPool()


class LeNet5(nn.Module):
    """LeCun et al. 1998 with ReLU and max pooling; 28 x 28 pixels are padded to 32 x 32."""

    def __init__(self, sample):
        super().__init__()
        self.conv1 = nn.Conv2d(sample[0], 6, 5, padding=(32 - sample[1]) // 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, CLASSES)

    def forward(self, x):
        x = max_pool(relu(self.conv1(x)))
        x = max_pool(relu(self.conv2(x))).flatten(1)
        return self.fc3(relu(self.fc2(relu(self.fc1(x)))))


class Block(nn.Module):
    """The basic block of He et al., CVPR 2016, with their option A or B where the shape changes."""

    def __init__(self, before, after, stride, option):
        super().__init__()
        self.conv1 = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(after)
        self.padding = None
        self.shortcut = nn.Sequential()
        if stride != 1 or before != after:
            if option == "A":
                self.padding = after - before
            else:
                self.shortcut = nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after))

    def forward(self, x):
        y = self.bn2(self.conv2(relu(self.bn1(self.conv1(x)))))
        if self.padding is None:
            return relu(y + self.shortcut(x))
        return relu(y + functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, self.padding)))


class ResNet(nn.Module):
    """The CIFAR form: no pooling in front, the first block of every later stage has stride 2."""

    def __init__(self, widths, blocks, option):
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.stages = len(widths)
        before = widths[0]
        for stage, width in enumerate(widths, 1):
            layers = []
            for block in range(blocks):
                layers.append(Block(before, width, 2 if stage > 1 and block == 0 else 1, option))
                before = width
            setattr(self, f"layer{stage}", nn.Sequential(*layers))
        self.fc = nn.Linear(before, CLASSES)

    def forward(self, x):
        x = relu(self.bn1(self.conv1(x)))
        for stage in range(1, self.stages + 1):
            x = getattr(self, f"layer{stage}")(x)
        return self.fc(x.mean((2, 3)))


class VGG(nn.Module):
    """Simonyan & Zisserman, ICLR 2015, batch-normalised, with one dense layer behind 32 x 32 pixels; 0 is a max pool."""

    def __init__(self, configuration):
        super().__init__()
        layers, before = [], 3
        for width in configuration:
            if width == 0:
                layers.append(MaxPool())
            else:
                layers += [nn.Conv2d(before, width, 3, 1, 1), nn.BatchNorm2d(width), ReLU()]
                before = width
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(before, CLASSES)

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


class LSTM(nn.Module):
    """Tells the symbol after the last one."""

    symbols = CLASSES

    def __init__(self, embedding, units, layers):
        super().__init__()
        self.embedding = nn.Embedding(self.symbols, embedding)
        self.lstm = nn.LSTM(embedding, units, layers, batch_first=True)
        self.fc = nn.Linear(units, CLASSES)

    def forward(self, x):
        return self.fc(self.lstm(self.embedding(x.long().flatten(1)))[0][:, -1])


def resnet(depth, option):
    return ResNet([16, 32, 64], (depth - 2) // 6, option)


A = [64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0]
D = [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0]

# Fixture: the model as an experiment states it, the shape of a sample, the batch and its size, whether it is trained.
FIXTURES = {
    "lenet5": ({"name": "lenet5"}, [3, 32, 32], 89, 8, False, lambda: LeNet5([3, 32, 32])),
    "lenet5_mnist": ({"name": "lenet5"}, [1, 28, 28], 54, 8, False, lambda: LeNet5([1, 28, 28])),
    "resnet8": ({"name": "resnet8", "shortcut": "A"}, [3, 32, 32], 46, 8, True, lambda: resnet(8, "A")),
    "resnet8_b": ({"name": "resnet8", "shortcut": "B"}, [3, 32, 32], 46, 8, False, lambda: resnet(8, "B")),
    "resnet20": ({"name": "resnet20", "shortcut": "A"}, [3, 32, 32], 19, 4, False, lambda: resnet(20, "A")),
    "vgg11": ({"name": "vgg11"}, [3, 32, 32], 25, 4, False, lambda: VGG(A)),
    "lstm": ({"name": "lstm", "embedding": 4, "units": 24, "layers": 2}, [1, 1, 12], 0, 8, False,
             lambda: LSTM(4, 24, 2)),
}

COUNTS = [
    ({"name": "lenet5"}, [3, 32, 32], 62006, lambda: LeNet5([3, 32, 32])),
    ({"name": "lenet5"}, [1, 28, 28], 61706, lambda: LeNet5([1, 28, 28])),
    ({"name": "resnet20", "shortcut": "A"}, [3, 32, 32], 269722, lambda: resnet(20, "A")),
    ({"name": "resnet18"}, [3, 32, 32], 11173962, lambda: ResNet([64, 128, 256, 512], 2, "B")),
    ({"name": "vgg11"}, [3, 32, 32], 9231114, lambda: VGG(A)),
    ({"name": "vgg16"}, [3, 32, 32], 14728266, lambda: VGG(D)),
    ({"name": "lstm"}, [1, 1, 80], 801370, lambda: LSTM(8, 256, 2)),
]


def digest(name, tensor):
    """What stands for a tensor: its norm, its products with two vectors of signs, and up to 64 of its elements."""
    values = tensor.detach().to(torch.float64).flatten().numpy()
    count = min(SAMPLES, values.size)
    signs = [1.0 - 2.0 * (hashed(SIGNS + j, values.size) >> 31).astype(numpy.float64) for j in range(2)]
    return {
        "name": name,
        "shape": list(tensor.shape),
        "norm": float(numpy.sqrt((values * values).sum())),
        "projections": [float((sign * values).sum()) for sign in signs],
        "samples": [float(values[i * values.size // count]) for i in range(count)],
    }


def statistics(model):
    return [digest(name, value) for name, value in model.named_buffers() if not name.endswith("num_batches_tracked")]


def initialised(make, dtype):
    model = make().to(dtype)
    for stream, (name, parameter) in enumerate(model.named_parameters()):
        parameter.data = initial(stream, name, list(parameter.shape)).to(dtype)
    return model


def fixture(description, sample, first, size, is_trained, make, dtype):
    model = initialised(make, dtype)
    symbols = getattr(model, "symbols", None)
    inputs, labels = batch(first, size, sample, dtype, symbols)
    loss = functional.cross_entropy(model(inputs), labels)
    loss.backward()
    result = {
        "torch": torch.__version__,
        "model": description,
        "sample": sample,
        "classes": CLASSES,
        "batch": first,
        "batch_size": size,
        "inputs": digest("inputs", inputs),
        "labels": labels.tolist(),
        "loss": loss.item(),
        "gradient": [digest(name, parameter.grad) for name, parameter in model.named_parameters()],
        "buffers": statistics(model),
    }
    if symbols is not None:
        result["symbols"] = symbols
    if is_trained:
        # The pass above has moved the statistics once; the first step here is on the same batch again.
        optimizer = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)
        losses = []
        for step in range(STEPS):
            inputs, labels = batch(first + step, size, sample, dtype, symbols)
            optimizer.zero_grad()
            loss = functional.cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        result["training"] = {
            "learning_rate": RATE,
            "momentum": MOMENTUM,
            "weight_decay": DECAY,
            "losses": losses,
            "parameters": [digest(name, parameter) for name, parameter in model.named_parameters()],
            "buffers": statistics(model),
        }
    return result


def distance(ours, reference, least=0.0):
    """The largest error of what stands for a tensor, relative to the tensor's norm or to `least`."""
    scale = max(reference["norm"], least)
    errors = [ours["norm"] - reference["norm"]]
    for key in ("projections", "samples"):
        errors += [a - b for a, b in zip(ours[key], reference[key])]
    return max(map(abs, errors)) / scale


def largest(ours, reference, least=0.0):
    return max(((distance(a, b, least), a["name"]) for a, b in zip(ours, reference)), default=(0.0, "none"))


def check(name, ours, reference):
    """Errors of a float32 run as shares of the tolerances of torch_fixtures_test.cpp."""
    whole = math.sqrt(sum(tensor["norm"] ** 2 for tensor in reference["gradient"]))
    loss = abs(ours["loss"] / reference["loss"] - 1.0)
    error, tensor = largest(ours["gradient"], reference["gradient"], 1e-2 * whole)
    buffers, buffer = largest(ours["buffers"], reference["buffers"])
    print(f"{name}: loss {loss / 1e-4:.2g}, gradient {error / 1e-4:.2g} ({tensor}), "
          f"buffers {buffers / 1e-4:.2g} ({buffer})")
    if "training" in reference:
        ours, reference = ours["training"], reference["training"]
        losses = max(abs(a / b - 1.0) for a, b in zip(ours["losses"], reference["losses"]))
        error, tensor = largest(ours["parameters"], reference["parameters"])
        buffers, buffer = largest(ours["buffers"], reference["buffers"])
        print(f"{name}, {STEPS} steps: losses {losses / 1e-3:.2g}, parameters {error / 1e-3:.2g} ({tensor}), "
              f"buffers {buffers / 1e-3:.2g} ({buffer})")


def search(name, description, sample, _, size, is_trained, make):
    """Prints the batches that are farthest from a kink, with the distance."""
    global nearest_kink
    model = initialised(make, torch.float64)
    found = []
    with torch.no_grad():
        for first in range(100):
            nearest_kink = math.inf
            model(batch(first, size, sample, torch.float64, getattr(model, "symbols", None))[0])
            found.append((nearest_kink, first))
    print(name, ", ".join(f"{first}: {kink:.2g}" for kink, first in sorted(found, reverse=True)[:3]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--search", action="store_true")
    options = parser.parse_args()
    folder = pathlib.Path(__file__).parent
    for name, arguments in FIXTURES.items():
        file = folder / f"torch_{name}.json"
        if options.search:
            search(name, *arguments)
        elif options.check:
            check(name, fixture(*arguments, torch.float32), json.loads(file.read_text()))
        else:
            file.write_text(json.dumps(fixture(*arguments, torch.float64), separators=(",", ":")) + "\n")
    if options.search or options.check:
        return
    counts = []
    for description, sample, expected, make in COUNTS:
        model = make()
        count = sum(parameter.numel() for parameter in model.parameters())
        assert count == expected, (description, count)
        counts.append({"model": description, "sample": sample, "parameters": count})
        if hasattr(model, "symbols"):
            counts[-1]["symbols"] = model.symbols
    (folder / "torch_parameter_counts.json").write_text(json.dumps(counts, indent=1) + "\n")


if __name__ == "__main__":
    main()
