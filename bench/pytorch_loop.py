#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a researcher would otherwise write: a loop over per-worker models in PyTorch, each step one SGD step of every
worker on its own batch, then mixing with the two ring neighbours (weights 1/3). No network, no time, no messages.

Three ways of writing it, slowest first; each prints worker-steps per second:
  plain    autograd on a list of nn.Modules, parameters mixed tensor by tensor
  tuned    the same with one flat parameter vector per worker, updated and mixed for all workers at once
  batched  the gradients of all workers by hand in batched matrix products (torch.bmm)

usage: pytorch_loop.py WORKERS STEPS MODEL [THREADS]; MODEL as in pytorch_models.py. Convolutional models are written in
the plain way only.
"""
import sys
import time

import torch

from pytorch_models import make_model

workers, steps = int(sys.argv[1]), int(sys.argv[2])
name = sys.argv[3]
threads = int(sys.argv[4]) if len(sys.argv) > 4 else 2
torch.set_num_threads(threads)
torch.manual_seed(1)

CLASSES, BATCH, RATE = 10, 32, 0.1
samples = 10000
shape = make_model(name)[1]
images = torch.randint(0, 256, (samples, *shape), dtype=torch.uint8).float() / 255
labels = torch.randint(0, CLASSES, (samples,))
share = samples // workers


def batch_of(worker):
    which = torch.randint(worker * share, (worker + 1) * share, (BATCH,))
    return images[which], labels[which]


def plain():
    models = [make_model(name)[0] for _ in range(workers)]
    optimisers = [torch.optim.SGD(m.parameters(), lr=RATE) for m in models]
    loss_function = torch.nn.CrossEntropyLoss()
    begin = time.perf_counter()
    for _ in range(steps):
        for w in range(workers):
            x, y = batch_of(w)
            optimisers[w].zero_grad()
            loss_function(models[w](x), y).backward()
            optimisers[w].step()
        with torch.no_grad():
            old = [[p.clone() for p in m.parameters()] for m in models]
            for w in range(workers):
                for p, own, left, right in zip(models[w].parameters(), old[w], old[w - 1], old[(w + 1) % workers]):
                    p.copy_((own + left + right) / 3)
    return time.perf_counter() - begin



def tuned():
    models = [make_model(name)[0] for _ in range(workers)]
    shapes = [p.shape for p in models[0].parameters()]
    size = sum(s.numel() for s in shapes)
    flat = torch.zeros(workers, size)
    gradient = torch.zeros(workers, size)
    for w, m in enumerate(models):
        at = 0
        for p, s in zip(m.parameters(), shapes):
            n = s.numel()
            flat[w, at:at + n] = p.detach().flatten()
            p.data = flat[w, at:at + n].view(s)
            p.grad = gradient[w, at:at + n].view(s)
            at += n
    begin = time.perf_counter()
    for _ in range(steps):
        gradient.zero_()
        for w in range(workers):
            x, y = batch_of(w)
            torch.nn.functional.cross_entropy(models[w](x), y).backward()
        with torch.no_grad():
            flat.sub_(gradient, alpha=RATE)
            mixed = flat + flat.roll(1, 0) + flat.roll(-1, 0)
            flat.copy_(mixed / 3)
    return time.perf_counter() - begin


def batched():
    sizes = [*shape, CLASSES] if name == "softmax-regression" else [*shape, int(name[4:]), CLASSES]
    weights = [torch.randn(workers, a, b) / a**0.5 for a, b in zip(sizes, sizes[1:])]
    biases = [torch.zeros(workers, 1, b) for b in sizes[1:]]
    begin = time.perf_counter()
    with torch.no_grad():
        for _ in range(steps):
            which = torch.randint(0, share, (workers, BATCH)) + torch.arange(workers)[:, None] * share
            x, y = images[which], labels[which]
            activations = [x]
            for layer, (w, b) in enumerate(zip(weights, biases)):
                x = torch.baddbmm(b, x, w)
                if layer < len(weights) - 1:
                    x = x.relu_()
                activations.append(x)
            delta = torch.softmax(activations[-1], 2)
            delta.scatter_add_(2, y[:, :, None], torch.full((workers, BATCH, 1), -1.0))
            delta /= BATCH
            for layer in reversed(range(len(weights))):
                if layer > 0:
                    below = torch.bmm(delta, weights[layer].transpose(1, 2)) * (activations[layer] > 0)
                weights[layer].baddbmm_(activations[layer].transpose(1, 2), delta, alpha=-RATE)
                biases[layer].sub_(delta.sum(1, keepdim=True), alpha=RATE)
                if layer > 0:
                    delta = below
            for p in weights + biases:
                p.copy_((p + p.roll(1, 0) + p.roll(-1, 0)) / 3)
    return time.perf_counter() - begin


for variant in (plain, tuned, batched) if len(shape) == 1 else (plain,):
    seconds = variant()
    print(f"{variant.__name__} {workers * steps / seconds:.1f}", flush=True)
