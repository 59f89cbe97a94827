# SPDX-License-Identifier: Apache-2.0
"""Values and slopes of activations, layer normalisation and losses in float64, which tests/models/ compares with.

    tests/reference/layers.py    writes layers.json beside this file

Definitions and defaults are PyTorch's: GELU by the error function, LayerNorm with eps = 1e-5 and the biased variance,
MSELoss, HuberLoss with delta = 1 and BCEWithLogitsLoss with reduction="mean". Inputs are multiples of 1/64, which
float32 holds as they are.
"""
import json
import math
import pathlib

INPUTS = [k / 64 for k in (-1280, -640, -333, -192, -100, -64, -63, -40, -7, -1, 0, 1, 7, 39, 41, 63, 64, 65, 100, 127,
                           129, 192, 333, 640, 1280)]


def gauss(x):
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def share_below(x):
    return math.erfc(-x / math.sqrt(2)) / 2


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


ACTIVATIONS = {
    "relu": (lambda x: max(x, 0.0), lambda x: float(x > 0)),
    "tanh": (math.tanh, lambda x: 1 / math.cosh(x) ** 2),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "gelu": (lambda x: x * share_below(x), lambda x: share_below(x) + x * gauss(x)),
    "softplus": (lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x))), sigmoid),
}


def layer_norm(x, weight, bias, dy):
    """Outputs, and the gradients of sum(dy y) in x, weight and bias, by the derivatives of mean and variance."""
    n = len(x)
    mean = math.fsum(x) / n
    variance = math.fsum((v - mean) ** 2 for v in x) / n
    root = math.sqrt(variance + 1e-5)
    hat = [(v - mean) / root for v in x]
    through = [w * d for w, d in zip(weight, dy)]
    dx = []
    for i in range(n):
        terms = []
        for j in range(n):
            d_hat = (float(i == j) - 1 / n) / root - (x[j] - mean) * (x[i] - mean) / (n * root**3)
            terms.append(through[j] * d_hat)
        dx.append(math.fsum(terms))
    return {"input": x, "weight": weight, "bias": bias, "output_gradient": dy,
            "output": [w * h + b for w, h, b in zip(weight, hat, bias)],
            "input_gradient": dx, "weight_gradient": [d * h for d, h in zip(dy, hat)], "bias_gradient": dy}


def mse(z, y):
    return (z - y) ** 2, 2 * (z - y)


def huber(delta):
    def loss(z, y):
        e = z - y
        if abs(e) <= delta:
            return e * e / 2, e
        return delta * (abs(e) - delta / 2), math.copysign(delta, e)
    return loss


def bce(z, y):
    return -y * math.log(sigmoid(z)) - (1 - y) * math.log(sigmoid(-z)), sigmoid(z) - y


def mean_loss(name, parameters, loss, outputs, labels):
    terms = [loss(z, y) for z, y in zip(outputs, labels)]
    return {"loss": {"name": name, **parameters}, "outputs": outputs, "labels": labels,
            "mean": math.fsum(value for value, _ in terms) / len(terms),
            "gradient": [slope / len(terms) for _, slope in terms]}


OUTPUTS = [0.5, -2.25, 3.0, 0.0, 1.75, -0.625, 12.0, -30.0]
NUMBERS = [0.25, -2.0, 0.5, 0.75, 1.75, 1.0, 11.0, 2.0]
CLASSES = [1, 0, 0, 1, 1, 0, 1, 0]

fixture = {
    "activations": {name: {"x": INPUTS, "y": [value(x) for x in INPUTS], "slope": [slope(x) for x in INPUTS]}
                    for name, (value, slope) in ACTIVATIONS.items()},
    "layer_norm": layer_norm([0.5, -1.25, 2.0, 0.125, 3.5], [1.0, 0.5, -2.0, 0.75, 1.5], [0.0, 0.25, -0.5, 1.0, 2.0],
                             [1.0, -0.5, 0.25, 2.0, -1.5]),
    "losses": [mean_loss("mse", {}, mse, OUTPUTS, NUMBERS),
               mean_loss("huber", {}, huber(1), OUTPUTS, NUMBERS),
               mean_loss("huber", {"delta": 0.3}, huber(0.3), OUTPUTS, NUMBERS),
               mean_loss("binary-cross-entropy", {}, bce, OUTPUTS, CLASSES)],
}

path = pathlib.Path(__file__).with_name("layers.json")
path.write_text(json.dumps(fixture, indent=1) + "\n", encoding="utf-8")
