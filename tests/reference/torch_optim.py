# SPDX-License-Identifier: Apache-2.0
"""The numbers of PyTorch's optimisers and schedulers that tests/algorithms/ compares with.

    python3 tests/reference/torch_optim.py
"""
import torch

START = [1.0, -0.5, 0.25]
GRADIENTS = [[0.3, -0.1, 0.2], [0.1, 0.4, -0.2], [-0.2, 0.05, 1e-3]]


def optimised(make):
    """The parameters after each step with the next gradient."""
    x = torch.tensor(START, requires_grad=True)
    optimizer = make([x])
    rows = []
    for gradient in GRADIENTS:
        x.grad = torch.tensor(gradient)
        optimizer.step()
        rows.append([float(value) for value in x])
    return rows


def scheduled(make, steps):
    """The learning rate of every step, stepped after each."""
    x = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=0.5)
    scheduler = make(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


OPTIMIZERS = {
    "sgd": lambda x: torch.optim.SGD(x, lr=0.1),
    "sgd, weight decay": lambda x: torch.optim.SGD(x, lr=0.1, weight_decay=0.05),
    "momentum": lambda x: torch.optim.SGD(x, lr=0.1, momentum=0.9, weight_decay=0.05),
    "nesterov": lambda x: torch.optim.SGD(x, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05),
    "adamw": lambda x: torch.optim.AdamW(x, lr=0.1, weight_decay=0.0),
    "adamw, all set": lambda x: torch.optim.AdamW(x, lr=0.1, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.05),
    "outer nesterov": lambda x: torch.optim.SGD(x, lr=0.7, momentum=0.9, nesterov=True),
}

S = torch.optim.lr_scheduler
SCHEDULES = {
    "step": lambda o: S.MultiStepLR(o, [2, 5], gamma=0.3),
    "cosine": lambda o: S.CosineAnnealingLR(o, T_max=7),
    "cosine, T_max 4, eta_min 0.1": lambda o: S.CosineAnnealingLR(o, T_max=4, eta_min=0.1),
    "inverse-sqrt, timescale 2": lambda o: S.LambdaLR(o, lambda t: (1 + t / 2) ** -0.5),
    "warm-up 3": lambda o: S.LinearLR(o, total_iters=3),
    "step, warm-up 4 from 0.1": lambda o: S.ChainedScheduler(
        [S.MultiStepLR(o, [2, 5], gamma=0.3), S.LinearLR(o, start_factor=0.1, total_iters=4)]),
}

if __name__ == "__main__":
    print("torch", torch.__version__)
    for name, make in OPTIMIZERS.items():
        print(name)
        for row in optimised(make):
            print("   ", ", ".join(f"{value:.9g}" for value in row))
    for name, make in SCHEDULES.items():
        print(name)
        print("   ", ", ".join(f"{rate:.15g}" for rate in scheduled(make, 7)))
