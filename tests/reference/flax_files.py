"""Files in the layout of Flax, for tests/keras.rs: arrays as its `Dense`, `LayerNorm`, `OptimizedLSTMCell` and `GRUCell`
have them, and what its formulas give.

Run:   python tests/reference/flax_files.py
Needs numpy and safetensors. Flax itself is not needed: the formulas below are those of its documentation, in float64.
"""

import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent.parent / "scripts"))

import numpy
from export_flax import export

folder = here.parent / "data" / "weights"
random = numpy.random.default_rng(5)


def draw(*shape):
    return random.normal(scale=0.6, size=shape).astype("float32")


def dense(inputs, outputs, bias=True):
    return {"kernel": draw(inputs, outputs)} | ({"bias": draw(outputs)} if bias else {})


def apply_dense(p, x):
    return x @ p["kernel"].astype("float64") + p.get("bias", numpy.float32(0)).astype("float64")


def layer_norm(p, x):
    centred = x - x.mean(-1, keepdims=True)
    return centred / numpy.sqrt((centred**2).mean(-1, keepdims=True) + 1e-6) * p["scale"] + p["bias"]


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def mlp(p, x):
    x = layer_norm(p["LayerNorm_0"], numpy.tanh(apply_dense(p["Dense_0"], x)))
    return apply_dense(p["Dense_1"], x)


def lstm(p, x):
    cell, h, c, y = p["OptimizedLSTMCell_0"], 0, 0, []
    h = numpy.zeros((len(x), 4))
    for t in range(x.shape[1]):
        gate = {g: apply_dense(cell[f"i{g}"], x[:, t]) + apply_dense(cell[f"h{g}"], h) for g in "ifgo"}
        c = sigmoid(gate["f"]) * c + sigmoid(gate["i"]) * numpy.tanh(gate["g"])
        h = sigmoid(gate["o"]) * numpy.tanh(c)
        y.append(apply_dense(p["Dense_0"], h))
    return numpy.stack(y, axis=1)


def gru(p, x):
    cell, h, y = p["GRUCell_0"], numpy.zeros((len(x), 4)), []
    for t in range(x.shape[1]):
        i, r = (lambda g: apply_dense(cell[f"i{g}"], x[:, t])), (lambda g: apply_dense(cell[f"h{g}"], h))
        z, reset = sigmoid(i("z") + r("z")), sigmoid(i("r") + r("r"))
        h = (1 - z) * numpy.tanh(i("n") + reset * r("n")) + z * h
        y.append(apply_dense(p["Dense_0"], h))
    return numpy.stack(y, axis=1)


metadata = {"made with": "numpy, in the layout of Flax"}
norm = {"scale": 1 + draw(4), "bias": draw(4)}
params = {"Dense_0": dense(3, 4), "LayerNorm_0": norm, "Dense_1": dense(4, 2, bias=False)}
export(params, mlp, folder / "flax_mlp.safetensors", draw(3), metadata)
cell = {f"i{g}": dense(3, 4, bias=False) for g in "ifgo"} | {f"h{g}": dense(4, 4) for g in "ifgo"}
params = {"OptimizedLSTMCell_0": cell, "Dense_0": dense(4, 2)}
export(params, lstm, folder / "flax_lstm.safetensors", draw(7, 3), metadata)
cell = {f"i{g}": dense(3, 4) for g in "rzn"} | {f"h{g}": dense(4, 4, bias=g == "n") for g in "rzn"}
params = {"GRUCell_0": cell, "Dense_0": dense(4, 2)}
export(params, gru, folder / "flax_gru.safetensors", draw(7, 3), metadata)
