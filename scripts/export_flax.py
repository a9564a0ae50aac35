"""Exports the parameters of a JAX model to a safetensors file with one input and its output.

    from export_flax import export
    params = model.init(key, example)["params"]     # Flax (linen); of Haiku the dict of dicts itself
    export(params, lambda params, x: model.apply({"params": params}, x), "policy.safetensors", example)

Each array is as JAX has it, under the names on the way to it: `Dense_0.kernel`, `encoder.Dense_1.bias`. The script prints
them. `Layout::Keras` reads them, whose kernels are `[in, out]` too, by a table of those names:

    network!(Policy: 3 => (Dense<3, 4>, Tanh, LayerNorm<4>, Dense<4, 2>) => 2);
    const FLAX: Reader<'_> = Reader::new().layout(Layout::Keras).table(&[
        ("0.weight", "Dense_0.kernel"),
        ("0.bias", "Dense_0.bias"),
        ("2.weight", "LayerNorm_0.scale"),          // its ε is 1e-6: LayerNorm<4, f32, Ratio<1, 1_000_000>>
        ("2.bias", "LayerNorm_0.bias"),
        ("3.weight", "Dense_1.kernel"),
        ("3.bias", "Dense_1.bias"),
    ]);
    static POLICY: Policy = embed!("policy.safetensors", FLAX);

An LSTM or a GRU of Flax has an array for each gate; they are joined into one as Keras has it, under the cell's name:
`OptimizedLSTMCell_0.kernel`, `.recurrent_kernel`, `.bias`. A kernel without a bias gets one of zeros. The metadata hold
the input and the output as the 16 hexadecimal digits of each number as a float64, which `constnet`'s `TestPair` reads;
the output is what `apply` gives, in float64 if `jax_enable_x64` is set.

Needs: numpy, safetensors, and what `apply` needs.
"""

import struct

import numpy
from safetensors.numpy import save_file

# Flax's names of gates, input and recurrent, in Keras' order.
LSTM = ["i", "f", "g", "o"]
GRU = ["z", "r", "n"]


def digits(values):
    """16 hexadecimal digits a number, most significant first."""
    return "".join(struct.pack(">d", float(v)).hex() for v in numpy.asarray(values).flatten())


def joined(cell):
    """A cell's gates side by side, or None for what is no cell."""
    gates = LSTM if "hf" in cell else GRU
    if not {f"{side}{gate}" for side in "ih" for gate in gates} <= set(cell):
        return None
    side = lambda side, key: [numpy.asarray(cell[f"{side}{gate}"][key]) for gate in gates]
    zeros = numpy.zeros_like(numpy.asarray(cell[f"h{gates[0]}"]["kernel"])[0])
    biases = lambda side: numpy.concatenate([numpy.asarray(cell[f"{side}{gate}"].get("bias", zeros)) for gate in gates])
    # Of an LSTM the sum counts; a GRU's recurrent bias is inside of the reset gate.
    bias = biases("i") + biases("h") if gates is LSTM else numpy.stack([biases("i"), biases("h")])
    kernels = numpy.concatenate(side("i", "kernel"), axis=1), numpy.concatenate(side("h", "kernel"), axis=1)
    return {"kernel": kernels[0], "recurrent_kernel": kernels[1], "bias": bias}


def tensors(params, path=""):
    """Every array with its name in the file."""
    params = joined(params) or dict(params)
    if "kernel" in params and "bias" not in params:
        kernel = numpy.asarray(params["kernel"])
        params["bias"] = numpy.zeros(kernel.shape[-1:], kernel.dtype)
    found = {}
    for name, value in params.items():
        name = f"{path}{name}"
        if hasattr(value, "items"):
            found |= tensors(value, f"{name}.")
        else:
            found[name] = numpy.ascontiguousarray(value)
    return found


def export(params, apply, path, example, metadata=None):
    """Writes parameters with the output of `apply(params, x)` for a batch of the one input `example`, which is given
    without the axis of samples; returns the output."""
    example = numpy.asarray(example)
    output = numpy.asarray(apply(params, example[None]))[0]
    found = tensors(params)
    if not all(numpy.isfinite(value).all() for value in [*found.values(), output]):
        raise ValueError("the model has a weight or an output that is not finite")
    pair = {"constnet.input": digits(example), "constnet.output": digits(output)}
    save_file(found, path, metadata={**pair, **(metadata or {})})
    for name, value in found.items():
        print(f"{name} {list(value.shape)}")
    return output
