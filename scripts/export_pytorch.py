"""Exports a PyTorch model to a safetensors file with one input and its output.

    from export_pytorch import export
    export(model, "policy.safetensors", torch.randn(4))

The tensors are those of `model.state_dict()`, under their names. The metadata hold the input and
the output as the 16 hexadecimal digits of each number as a float64, which `constnet`'s `TestPair`
reads. The output is computed in float64 with the weights as they are stored, so that it is the
value to compare with and not one more approximation.

Batch normalisation is folded into the `nn.Linear` or the convolution beside it first, and the layers of the network in
Rust are those that are left:

    model = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 2))
    export(fold_batch_norm(model), "policy.safetensors", torch.randn(4))
    # network!(Policy: 4 => (Dense<4, 16>, Relu, Dense<16, 2>) => 2);

A recurrent module gives a tuple, its outputs and its last state, and no `nn.Sequential` takes that. Without the state
it is a layer as any other, under the same names, and its example is a sequence, a step in each row:

    model = nn.Sequential(without_state(nn.LSTM(3, 8)), nn.Linear(8, 2))
    export(model, "amp.safetensors", torch.randn(20, 3))
    # network!(Amp: [3; _] => (Lstm<3, 8>, Dense<8, 2>) => [2; _]);

An image or a sequence in front of a convolution has its channels first, and a dimension for the batch: its example is
`torch.randn(1, 3, 8, 8)`. In the file its pair has them last, as `constnet` has, and so has the output where it is an
image or a sequence that a convolution gave.

Needs: torch, numpy, safetensors.
"""

import copy
import struct

import torch
from safetensors.torch import save_file
from torch import nn


def digits(values):
    """16 hexadecimal digits a number, most significant first."""
    return "".join(struct.pack(">d", float(v)).hex() for v in values)


def fold_batch_norm(model):
    """The `nn.Sequential` in `eval` mode without its `nn.BatchNorm1d`s, as the same function.

    Each is folded into the `nn.Linear` right before it or else right after it, in float64; the result
    is rounded once.

        s = weight / sqrt(running_var + eps)        t = bias - s * running_mean
        after W, b:    s * W, s * b + t             before W, b:    W * s, W @ t + b
    """
    dtype = next(model.parameters()).dtype
    layers = list(copy.deepcopy(model).eval().double())
    folded = []
    with torch.no_grad():
        for layer in layers:
            if isinstance(layer, nn.Linear) and layer.bias is None:
                layer.bias = nn.Parameter(layer.weight.new_zeros(layer.out_features))
        for norm, after in zip(layers, [*layers[1:], None]):
            if not isinstance(norm, nn.BatchNorm1d):
                folded.append(norm)
                continue
            if norm.running_mean is None:
                raise ValueError(f"{norm} has no running statistics: its outputs depend on the batch")
            s = (norm.running_var + norm.eps).rsqrt() * (1 if norm.weight is None else norm.weight)
            t = (0 if norm.bias is None else norm.bias) - s * norm.running_mean
            if folded and isinstance(folded[-1], nn.Linear):
                linear = folded[-1]
                linear.weight.mul_(s[:, None])
                linear.bias.mul_(s).add_(t)
            elif isinstance(after, nn.Linear):
                after.bias.add_(after.weight @ t)
                after.weight.mul_(s)
            else:
                raise ValueError(f"{norm} is beside no nn.Linear that could take it in")
    return nn.Sequential(*folded).to(dtype)


def without_state(rnn):
    """An `nn.RNN`, `nn.GRU` or `nn.LSTM` that gives its outputs alone; the module itself, whose names stay."""
    rnn.register_forward_hook(_outputs)
    return rnn


def _outputs(module, inputs, outputs):
    return outputs[0]


def export(model, path, example, metadata=None):
    """Writes `model` with its output for the one input `example`, a vector or a sequence of shape (steps, features);
    returns the output."""
    for name, module in model.named_modules():
        if getattr(module, "proj_size", 0):
            raise ValueError(f"{name or 'the model'} projects its state (proj_size): constnet has no layer for that")
    if any(isinstance(module, nn.BatchNorm1d) for module in model.modules()):
        raise ValueError("export(fold_batch_norm(model), ...): constnet has no layer for a norm")
    model = model.eval()
    state = {name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}
    exact = copy.deepcopy(model).double()
    example = example.detach()
    if example.ndim < 2:
        example = example.reshape(1, -1)
    with torch.no_grad():
        output = exact(example.double())
    if isinstance(output, tuple):
        raise ValueError("the model gives several values: export(without_state(model), ...) gives the outputs alone")
    if len(example) == 1:
        output = output.squeeze(0)
    if not all(torch.isfinite(t).all() for t in [*state.values(), output]):
        raise ValueError("the model has a weight or an output that is not finite")
    pair = {"constnet.input": digits(example.flatten()), "constnet.output": digits(output.flatten())}
    save_file(state, path, metadata={"format": "pt", **pair, **(metadata or {})})
    return output
