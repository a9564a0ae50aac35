"""Reads tests/data/weights/ours.safetensors, which constnet wrote, in PyTorch and in numpy.

    python tests/reference/read_ours.py        from the root of the repository; PyTorch 2.15

`tests/weights.rs` holds the crate to the bytes of that file.
"""

import struct

import torch
from safetensors import safe_open
from safetensors.numpy import load_file as load_numpy
from safetensors.torch import load_file
from torch import nn

PATH = "tests/data/weights/ours.safetensors"

model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
state = load_file(PATH)
print(model.load_state_dict(state, strict=True))
for name, array in load_numpy(PATH).items():
    assert (array == state[name].numpy()).all(), name

with safe_open(PATH, "pt") as file:
    metadata = file.metadata()


def numbers(text):
    return [struct.unpack(">d", bytes.fromhex(text[i : i + 16]))[0] for i in range(0, len(text), 16)]


with torch.no_grad():
    found = model(torch.tensor(numbers(metadata["constnet.input"])))
expected = torch.tensor(numbers(metadata["constnet.output"]))
print(found, expected)
assert (found - expected).abs().max() <= 1e-6 * expected.abs().max()
