"""Exports a Keras model to a safetensors file with one input and its output.

    from export_keras import export
    export(model, "amp.safetensors", example)       # an array: a vector (features,), a sequence (steps, features)

Each tensor is as Keras has it, under the name of its layer and its own: `lstm.kernel`, `lstm.recurrent_kernel`,
`dense.bias`; in a `Bidirectional` the direction stands between, `bidirectional.forward_lstm.kernel`. The script prints
them. `Layout::Keras` reads them, by a table of those names:

    # model = keras.Sequential([keras.Input((None, 1)), layers.LSTM(8, return_sequences=True), layers.Dense(1)])
    network!(Amp: [1; _] => (Lstm<1, 8>, Dense<8, 1>) => [1; _]);
    const KERAS: Reader<'_> = Reader::new().layout(Layout::Keras).table(&[
        ("0.weight_ih_l0", "lstm.kernel"),
        ("0.weight_hh_l0", "lstm.recurrent_kernel"),
        ("0.bias_ih_l0", "lstm.bias"),              // of a GRU also ("0.bias_hh_l0", "gru.bias"), the same tensor
        ("1.weight", "dense.kernel"),
        ("1.bias", "dense.bias"),
    ]);
    static AMP: Amp = embed!("amp.safetensors", KERAS);

A bias that a layer has not is written as zeros; so is the second row of a GRU's with `reset_after=False`, which has one
and is our `Gru` with `ResetBefore`. The metadata hold the input and the output as the 16 hexadecimal digits of each
number as a float64, which `constnet`'s `TestPair` reads. The output is computed in float64 with the weights as they are
stored.

Needs: keras 3 with any backend, numpy, safetensors.
"""

import json
import struct

import keras
import numpy
from keras import layers
from safetensors.numpy import save_file

# What has no numbers may be any layer; these have.
WITH_NUMBERS = (
    layers.Dense, layers.Conv1D, layers.Conv2D, layers.DepthwiseConv2D, layers.LayerNormalization,
    layers.SimpleRNN, layers.LSTM, layers.GRU, layers.Bidirectional, layers.TimeDistributed,
)


def digits(values):
    """16 hexadecimal digits a number, most significant first."""
    return "".join(struct.pack(">d", float(v)).hex() for v in numpy.asarray(values).flatten())


def parts(layer):
    """What a wrapper is around, or the layer itself."""
    if isinstance(layer, layers.Bidirectional):
        return [layer.forward_layer, layer.backward_layer]
    return [layer.layer] if isinstance(layer, layers.TimeDistributed) else [layer]


def refuse(model):
    for layer in model.layers:
        for part in [layer, *parts(layer)]:
            if part.weights and not isinstance(part, WITH_NUMBERS):
                raise ValueError(f"{part.name}: constnet has no layer for a {type(part).__name__}")
        if getattr(layer, "go_backwards", False):
            raise ValueError(f"{layer.name}: go_backwards: turn the sequence before the network")


def tensors(model):
    """Every tensor with its name in the file."""
    found = {}
    for layer in model.layers:
        for part in parts(layer):
            path = layer.name if part is layer else f"{layer.name}.{part.name}"
            own = {weight.path.split("/")[-1]: numpy.asarray(weight.numpy()) for weight in part.weights}
            kernel = own.get("recurrent_kernel", own.get("kernel"))
            if kernel is not None and "bias" not in own:
                own["bias"] = numpy.zeros(kernel.shape[-1:], kernel.dtype)
            if isinstance(part, layers.GRU) and own["bias"].ndim == 1:
                own["bias"] = numpy.stack([own["bias"], numpy.zeros_like(own["bias"])])
            found |= {f"{path}.{name}": numpy.ascontiguousarray(value) for name, value in own.items()}
    return found


def export(model, path, example, metadata=None):
    """Writes `model` with its output for the one input `example`, without the axis of samples; returns the output."""
    refuse(model)
    # Every layer in float64, with the same numbers.
    config = json.loads(json.dumps(model.get_config()).replace('"float32"', '"float64"'))
    exact = type(model).from_config(config)
    example = numpy.asarray(example, dtype="float64")
    exact.build((None, *example.shape))
    exact.set_weights([numpy.asarray(weight, dtype="float64") for weight in model.get_weights()])
    output = numpy.asarray(keras.ops.convert_to_numpy(exact(example[None], training=False)))[0]
    found = tensors(model)
    if not all(numpy.isfinite(value).all() for value in [*found.values(), output]):
        raise ValueError("the model has a weight or an output that is not finite")
    pair = {"constnet.input": digits(example), "constnet.output": digits(output)}
    save_file(found, path, metadata={**pair, **(metadata or {})})
    for name, value in found.items():
        print(f"{name} {list(value.shape)}")
    return output
