#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The training step of step_bench in PyTorch: gradient of a batch and SGD with momentum, on one thread.

usage: pytorch_step.py MODEL BATCH STEPS; prints the milliseconds of each step.
"""
import sys
import time

import torch

from pytorch_models import make_model

torch.set_num_threads(1)
torch.manual_seed(1)
model, shape = make_model(sys.argv[1])
batch, steps = int(sys.argv[2]), int(sys.argv[3])
optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
samples, labels = torch.randn(batch, *shape), torch.randint(0, 10, (batch,))
if hasattr(model, "symbols"):
    samples = torch.randint(0, model.symbols, (batch, *shape))
for _ in range(steps):
    begin = time.perf_counter()
    optimiser.zero_grad()
    torch.nn.functional.cross_entropy(model(samples), labels).backward()
    optimiser.step()
    print(f"{(time.perf_counter() - begin) * 1e3:.4f}")
