"""Trains the networks of the crates beside this file, and exports them as the documentation says.

Run:   python tests/stranger/train.py
Made with PyTorch 2.15.0, CPU.
"""

import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.append(str(here.parents[1] / "scripts"))

import torch
from export_pytorch import export
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(3)


def train(model, batch, loss, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(steps):
        x, target = batch()
        optimizer.zero_grad()
        loss(model(x), target).backward()
        optimizer.step()


def chase():
    """Where the player is and how it moves; the direction to it. The enemy does not look ahead yet."""
    x = torch.randn(64, 4)
    return x, nn.functional.normalize(x[:, :2], dim=1)


enemy = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 2))
train(enemy, chase, nn.MSELoss(), 1000)
export(enemy, here / "game" / "src" / "enemy.safetensors", torch.tensor([1.0, -0.5, 0.2, 0.0]))


def lie():
    """Gravity in the three axes of a device, in g; on its face, on its back, or on an edge."""
    g = nn.functional.normalize(torch.randn(64, 3), dim=1) + 0.02 * torch.randn(64, 3)
    return g, torch.where(g[:, 2] < -0.7, 0, torch.where(g[:, 2] > 0.7, 1, 2))


tilt = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 3))
train(tilt, lie, nn.CrossEntropyLoss(), 2000)
export(tilt, here / "tilt" / "src" / "tilt.safetensors", torch.tensor([0.1, -0.2, 0.9]))
