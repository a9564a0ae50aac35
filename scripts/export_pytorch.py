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

What a convolution takes has its channels first in PyTorch, an image as `torch.randn(3, 8, 8)`. In the file it has them
last, as everywhere in `constnet`, and so has what a convolution gives:

    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 2))
    export(fold_batch_norm(model), "eyes.safetensors", torch.randn(3, 8, 8))
    # network!(Eyes: [[3; 8]; 8] => (Conv2d<3, 4, 3, 3, 6, 6>, Relu, Flatten<144, Chw>, Dense<144, 2>) => 2);

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
    """The `nn.Sequential` in `eval` mode without its batch norms, as the same function.

    Each is folded into the `nn.Linear`, `nn.Conv1d` or `nn.Conv2d` right before it or else right after it, in float64;
    the result is rounded once. A convolution after it must have no padding, whose zeros have not been through the norm.

        s = weight / sqrt(running_var + eps)        t = bias - s * running_mean
        after W, b:    s * W, s * b + t             before W, b:    W * s, W @ t + b
    """
    dtype = next(model.parameters()).dtype
    layers = list(copy.deepcopy(model).eval().double())
    folded = []
    with torch.no_grad():
        for layer in layers:
            if isinstance(layer, (nn.Linear, nn.Conv1d, nn.Conv2d)) and layer.bias is None:
                layer.bias = nn.Parameter(layer.weight.new_zeros(len(layer.weight)))
        for norm, after in zip(layers, [*layers[1:], None]):
            if not isinstance(norm, nn.modules.batchnorm._BatchNorm):
                folded.append(norm)
                continue
            if norm.running_mean is None:
                raise ValueError(f"{norm} has no running statistics: its outputs depend on the batch")
            s = (norm.running_var + norm.eps).rsqrt() * (1 if norm.weight is None else norm.weight)
            t = (0 if norm.bias is None else norm.bias) - s * norm.running_mean
            if folded and isinstance(folded[-1], (nn.Linear, nn.Conv1d, nn.Conv2d)):
                before = folded[-1]
                before.weight.mul_(_on_outputs(s, before.weight))
                before.bias.mul_(s).add_(t)
            elif isinstance(after, nn.Linear) or (
                isinstance(after, (nn.Conv1d, nn.Conv2d)) and after.padding in ("valid", (0,), (0, 0))
            ):
                after.bias.add_((after.weight * _on_inputs(t, after)).flatten(1).sum(1))
                after.weight.mul_(_on_inputs(s, after))
            else:
                raise ValueError(f"{norm} is beside no layer that could take it in: an nn.Linear or a convolution "
                                 "before it, or one after it without padding")
    return nn.Sequential(*folded).to(dtype)


def _on_outputs(numbers, weight):
    """A number for each output, as a factor of the weights."""
    return numbers.reshape(-1, *[1] * (weight.ndim - 1))


def _on_inputs(numbers, layer):
    """A number for each input, as a factor of the weights: each group of outputs has inputs of its own."""
    groups, weight = getattr(layer, "groups", 1), layer.weight
    of_groups = numbers.reshape(groups, -1).repeat_interleave(len(weight) // groups, 0)
    return of_groups.reshape(*weight.shape[:2], *[1] * (weight.ndim - 2))


def without_state(rnn):
    """An `nn.RNN`, `nn.GRU` or `nn.LSTM` that gives its outputs alone; the module itself, whose names stay."""
    rnn.register_forward_hook(_outputs)
    return rnn


def _outputs(module, inputs, outputs):
    return outputs[0]


def channels_first(model):
    """The dimensions, with that of the batch, of values whose channels come first: 4 of images, 3 of sequences that a
    convolution takes, none if the model has no such layer. A recurrent layer's sequences have them last."""
    modules = list(model.modules())
    if any(isinstance(module, nn.Conv2d) for module in modules):
        return 4
    convolves = any(isinstance(module, nn.Conv1d) for module in modules)
    return 3 if convolves and not any(isinstance(module, nn.RNNBase) for module in modules) else None


def export(model, path, example, metadata=None):
    """Writes `model` with its output for the one input `example`: a vector, a sequence of shape (steps, features), or
    what a convolution takes, (channels, steps) or (channels, rows, columns); returns the output, as it is written."""
    for name, module in model.named_modules():
        if getattr(module, "proj_size", 0):
            raise ValueError(f"{name or 'the model'} projects its state (proj_size): constnet has no layer for that")
    if any(isinstance(module, nn.modules.batchnorm._BatchNorm) for module in model.modules()):
        raise ValueError("export(fold_batch_norm(model), ...): constnet has no layer for a norm")
    model = model.eval()
    state = {name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}
    exact = copy.deepcopy(model).double()
    example = example.detach()
    dimensions = channels_first(model)
    if example.ndim < 2 or example.ndim + 1 == dimensions:
        example = example[None]
    if dimensions and len(example) != 1:
        raise ValueError(f"an example of shape {tuple(example.shape)}: one sample is {dimensions - 1} dimensions")
    with torch.no_grad():
        output = exact(example.double())
    if isinstance(output, tuple):
        raise ValueError("the model gives several values: export(without_state(model), ...) gives the outputs alone")
    if not all(torch.isfinite(t).all() for t in [*state.values(), output]):
        raise ValueError("the model has a weight or an output that is not finite")
    # Here the channels of a place are beside each other.
    example, output = (t.movedim(1, -1) if t.ndim == dimensions else t for t in (example, output))
    if len(example) == 1:
        output = output.squeeze(0)
    pair = {"constnet.input": digits(example.flatten()), "constnet.output": digits(output.flatten())}
    save_file(state, path, metadata={"format": "pt", **pair, **(metadata or {})})
    return output
