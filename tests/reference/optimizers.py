"""Reference values for tests/optimizers.rs: 25 steps in float64 of every optimizer, clip and schedule.

Run:   python tests/reference/optimizers.py > tests/reference/optimizers.txt
Made with PyTorch 2.15.0, CPU. The first line of the output states the version that made it.

The problem: five parameters in four tensors, as those of (Dense<2, 1>, Dense<1, 1>), with the
gradient g_i = c_i (p_i - a_i) + 0.1 p_i^3 + 0.5 p_(i+1 mod 5), which has no meaning but is cheap to
repeat elsewhere. For each variant: its name, then one line of parameters after each step.
"""

import torch
from torch.optim import SGD, Adam, AdamW, RMSprop
from torch.optim.lr_scheduler import (
    ConstantLR,
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
    ExponentialLR,
    LinearLR,
    SequentialLR,
    StepLR,
)

torch.set_default_dtype(torch.float64)
STEPS = 25
START = [1.5, -2.0, 0.75, 3.0, -0.5]
C = [1.0, 4.0, 0.3, 2.0, 9.0]
A = [0.5, -1.0, 2.5, -2.0, 1.25]


def gradient(p):
    n = len(p)
    return [C[i] * (p[i] - A[i]) + 0.1 * (p[i] * p[i] * p[i]) + 0.5 * p[(i + 1) % n] for i in range(n)]


def run(name, optimizer, clip=None, schedule=None):
    weight0 = torch.tensor([START[0:2]], requires_grad=True)
    bias0 = torch.tensor(START[2:3], requires_grad=True)
    weight1 = torch.tensor([START[3:4]], requires_grad=True)
    bias1 = torch.tensor(START[4:5], requires_grad=True)
    tensors = [weight0, bias0, weight1, bias1]
    optimizer = optimizer(tensors)
    schedule = schedule(optimizer) if schedule else None
    print(name)
    for _ in range(STEPS):
        g = gradient([v for t in tensors for v in t.detach().flatten().tolist()])
        for t, part in zip(tensors, [g[0:2], g[2:3], g[3:4], g[4:5]]):
            t.grad = torch.tensor(part).reshape(t.shape)
        if clip:
            clip(tensors)
        optimizer.step()
        if schedule:
            schedule.step()
        print(*[repr(v) for t in tensors for v in t.detach().flatten().tolist()])


norm, value = torch.nn.utils.clip_grad_norm_, torch.nn.utils.clip_grad_value_
plain = lambda p: SGD(p, lr=0.05)

print("PyTorch", torch.__version__)
run("sgd", plain)
run("sgd momentum", lambda p: SGD(p, lr=0.02, momentum=0.9))
run("sgd nesterov", lambda p: SGD(p, lr=0.02, momentum=0.9, nesterov=True))
run("sgd decay", lambda p: SGD(p, lr=0.02, momentum=0.8, weight_decay=0.3))
run("rmsprop", lambda p: RMSprop(p, lr=0.03))
run("rmsprop momentum", lambda p: RMSprop(p, lr=0.01, alpha=0.9, momentum=0.8, weight_decay=0.2))
run("rmsprop centered", lambda p: RMSprop(p, lr=0.01, alpha=0.95, eps=1e-3, centered=True))
run("rmsprop centered momentum", lambda p: RMSprop(p, lr=0.01, momentum=0.7, centered=True))
run("adam", lambda p: Adam(p, lr=0.1))
run("adam betas", lambda p: Adam(p, lr=0.1, betas=(0.8, 0.95), eps=1e-2))
run("adam decay", lambda p: Adam(p, lr=0.1, weight_decay=0.4))
run("adamw", lambda p: AdamW(p, lr=0.1))
run("adamw decay", lambda p: AdamW(p, lr=0.1, betas=(0.7, 0.99), weight_decay=0.4))
run("amsgrad", lambda p: Adam(p, lr=0.3, betas=(0.8, 0.9), amsgrad=True))
run("amsgrad decay", lambda p: Adam(p, lr=0.1, weight_decay=0.4, amsgrad=True))
run("amsgrad decoupled", lambda p: AdamW(p, lr=0.3, betas=(0.8, 0.9), weight_decay=0.4, amsgrad=True))


def spared(p):
    return [{"params": [t for t in p if t.ndim > 1]}, {"params": [t for t in p if t.ndim < 2], "weight_decay": 0.0}]


run("sgd spares", lambda p: SGD(spared(p), lr=0.02, weight_decay=0.3))
run("sgd momentum spares", lambda p: SGD(spared(p), lr=0.02, momentum=0.8, weight_decay=0.3))
run("rmsprop spares", lambda p: RMSprop(spared(p), lr=0.01, weight_decay=0.2))
run("adam spares", lambda p: Adam(spared(p), lr=0.1, weight_decay=0.4))
run("adamw spares", lambda p: AdamW(spared(p), lr=0.07, weight_decay=0.4))
run("clip norm", plain, lambda p: norm(p, 2.0))
run("clip value", plain, lambda p: value(p, 1.5))
run("clip value then norm", lambda p: Adam(p, lr=0.1), lambda p: (value(p, 1.5), norm(p, 2.0)))
run("constant", plain, schedule=lambda o: ConstantLR(o, factor=1.0))
run("step decay", plain, schedule=lambda o: StepLR(o, step_size=7, gamma=0.4))
run("exponential", plain, schedule=lambda o: ExponentialLR(o, gamma=0.9))
run("cosine", plain, schedule=lambda o: CosineAnnealingLR(o, T_max=25))
run("cosine floor", plain, schedule=lambda o: CosineAnnealingLR(o, T_max=24, eta_min=0.01))
run("restarts", plain, schedule=lambda o: CosineAnnealingWarmRestarts(o, T_0=7))
run("restarts longer", plain, schedule=lambda o: CosineAnnealingWarmRestarts(o, T_0=3, T_mult=2, eta_min=0.01))
run("warm-up", plain, schedule=lambda o: LinearLR(o, total_iters=10))
run(
    "warm-up then cosine",
    lambda p: AdamW(p, lr=0.05),
    schedule=lambda o: SequentialLR(
        o, [LinearLR(o, start_factor=0.1, total_iters=8), CosineAnnealingLR(o, T_max=17)], milestones=[8]
    ),
)
