"""Exports a PyTorch model to a safetensors file with one input and its output.

    from export_pytorch import export
    export(model, "policy.safetensors", torch.randn(4))

The tensors are those of `model.state_dict()`, under their names. The metadata hold the input and
the output as the 16 hexadecimal digits of each number as a float64, which `constnet`'s `TestPair`
reads. The output is computed in float64 with the weights as they are stored, so that it is the
value to compare with and not one more approximation.

Needs: torch, numpy, safetensors.
"""

import copy
import struct

import torch
from safetensors.torch import save_file


def digits(values):
    """16 hexadecimal digits a number, most significant first."""
    return "".join(struct.pack(">d", float(v)).hex() for v in values)


def export(model, path, example, metadata=None):
    """Writes `model` with its output for the one input `example`, a vector; returns the output."""
    model = model.eval()
    state = {name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}
    exact = copy.deepcopy(model).double()
    example = example.detach().flatten()
    with torch.no_grad():
        output = exact(example.double().unsqueeze(0)).squeeze(0)
    if not all(torch.isfinite(t).all() for t in [*state.values(), output]):
        raise ValueError("the model has a weight or an output that is not finite")
    pair = {"constnet.input": digits(example), "constnet.output": digits(output)}
    save_file(state, path, metadata={"format": "pt", **pair, **(metadata or {})})
    return output
