"""Makes the reference files of tests/weights.rs: networks, an input and the output, by PyTorch.

    python tests/reference/weights.py        from the root of the repository; PyTorch 2.15

Each network is written in float32, with the output in float64 of those weights, and in float64. All
weights are random, so that no transpose, permutation or exchange leaves the output as it was.
"""

import copy
import pathlib
import sys

import torch
from torch import nn

sys.path.insert(0, "scripts")
from export_pytorch import digits, export, fold_batch_norm  # noqa: E402

FOLDER = pathlib.Path("tests/data/weights")


class Actor(nn.Module):
    """A module with names, inside another."""

    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.head = nn.Linear(5, 9), nn.Linear(9, 9), nn.Linear(9, 2)

    def forward(self, x):
        return self.head(torch.relu(self.fc2(torch.tanh(self.fc1(x)))))


class Agent(nn.Module):
    def __init__(self):
        super().__init__()
        self.actor = Actor()

    def forward(self, x):
        return self.actor(x)


NETWORKS = {
    "policy": lambda: nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)),
    "square": lambda: nn.Sequential(
        nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8), nn.Sigmoid(), nn.Linear(8, 8)
    ),
    "mixed": lambda: nn.Sequential(
        nn.Linear(5, 7), nn.LeakyReLU(0.01), nn.Linear(7, 3), nn.GELU(), nn.Linear(3, 7), nn.ELU(),
        nn.Linear(7, 4), nn.Softplus(),
    ),
    "norm": lambda: nn.Sequential(
        nn.Linear(6, 10), nn.LayerNorm(10), nn.SiLU(), nn.Linear(10, 3), nn.Softmax(dim=-1)
    ),
    "wide": lambda: nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)),
    "one": lambda: nn.Sequential(nn.Linear(1, 6), nn.Tanh(), nn.Linear(6, 1)),
    "agent": Agent,
}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(4)
    for name, make in NETWORKS.items():
        model = make().double()
        # LayerNorm begins with ones and zeros: move everything.
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.3)
        inputs = next(p for p in model.parameters()).shape[1]
        example = torch.randn(inputs)
        export(model, FOLDER / f"{name}_f64.safetensors", example.double())
        single = model.float()
        with torch.no_grad():
            output = single(example.unsqueeze(0)).squeeze(0)
        own = {"pytorch.output": digits(output)}
        suffix = "" if name == "policy" else "_f32"
        export(single, FOLDER / f"{name}{suffix}.safetensors", example, own)
        if name in ("policy", "square"):
            export(single.half(), FOLDER / f"{name}_f16.safetensors", example)
            export(single.bfloat16(), FOLDER / f"{name}_bf16.safetensors", example)


def batch_norm():
    """Norms before and after layers, folded, with the output of the model that has them."""
    model = nn.Sequential(
        nn.BatchNorm1d(3), nn.Linear(3, 4), nn.BatchNorm1d(4, eps=1e-3), nn.Tanh(),
        nn.Linear(4, 2, bias=False), nn.BatchNorm1d(2, affine=False),
    ).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.3)
    model.train()
    for _ in range(50):
        model(torch.randn(16, 3).double() * 3 + 1)
    model.eval()
    for suffix, dtype in [("f64", torch.float64), ("f32", torch.float32)]:
        model = model.to(dtype)
        example = torch.randn(3, dtype=dtype)
        with torch.no_grad():
            exact = copy.deepcopy(model).double()(example.double().unsqueeze(0)).squeeze(0)
        output = {"constnet.output": digits(exact)}
        export(fold_batch_norm(model), FOLDER / f"batch_norm_{suffix}.safetensors", example, output)


CONVOLUTIONS = {
    # A colour image, to scores; its norm has no bias before it to go into.
    "colour": (lambda: nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(48, 2),
    ), (3, 6, 8)),
    # To another image, in two groups.
    "colour_to_image": (lambda: nn.Sequential(
        nn.BatchNorm2d(4), nn.Conv2d(4, 6, (2, 3), groups=2), nn.BatchNorm2d(6), nn.ReLU(), nn.Conv2d(6, 3, 1),
    ), (4, 4, 5)),
    "sequence": (lambda: nn.Sequential(
        nn.BatchNorm1d(3), nn.Conv1d(3, 4, 3), nn.BatchNorm1d(4), nn.ReLU(), nn.Conv1d(4, 2, 2, padding=1),
        nn.BatchNorm1d(2, affine=False),
    ), (3, 9)),
}


def convolutions():
    """Networks of images and of sequences, channels first, with the output of the model that has its norms."""
    for name, (make, shape) in CONVOLUTIONS.items():
        torch.manual_seed(7)
        model = make().double()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.3)
        model.train()
        for _ in range(50):
            model(torch.randn(16, *shape).double() * 3 + 1)
        model = model.eval().float()
        example = torch.randn(shape)
        with torch.no_grad():
            exact = copy.deepcopy(model).double()(example.double()[None])[0]
        last = exact if exact.ndim == 1 else exact.movedim(0, -1)
        output = {"constnet.output": digits(last.flatten())}
        written = export(fold_batch_norm(model), FOLDER / f"{name}.safetensors", example, output)
        assert written.shape == last.shape and (written - last).abs().max() < 1e-5


main()
batch_norm()
convolutions()
