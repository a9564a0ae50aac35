"""The backend tests of ONNX for recurrent cells and for convolution in time, for tests/onnx/cells.rs.

Run:   pip download onnx==1.22.0 --no-deps     (the last version whose wheel has the tests as files)
       python tests/reference/onnx_cell_tests.py onnx-1.22.0-*.whl
Needs onnx and numpy, of any version that reads the files.

It writes, to tests/data/onnx_node/:
- cells.txt, sequences step by step, in a step sample by sample; weights in PyTorch's order, gates in ours;
- cells.md, each test of RNN, LSTM, GRU and of Conv with one axis of places, applied or why not.

Format of cells.txt: a line `[test]`, one that says the sizes, then lines of a key and its numbers in float32.
"""

import pathlib
import sys
import zipfile

here = pathlib.Path(__file__).resolve().parent
# `onnx.py` beside this file has the name of a package that it needs.
sys.path = [entry for entry in sys.path if entry and pathlib.Path(entry).resolve() != here]

import numpy
import onnx
from onnx import helper, numpy_helper

folder = here.parent / "data" / "onnx_node"
wheel = zipfile.ZipFile(sys.argv[1])
DATA = "onnx/backend/test/data/"
# In which order ONNX lists the gates that we list as i, f, g, o and as r, u, n.
GATES = {"RNN": [0], "LSTM": [0, 2, 3, 1], "GRU": [1, 0, 2]}


def read(path):
    return numpy_helper.to_array(onnx.TensorProto.FromString(wheel.read(path)))


def tensors(path, which):
    prefix = f"{path}/test_data_set_0/{which}_"
    count = sum(name.startswith(prefix) for name in wheel.namelist())
    return [read(f"{prefix}{i}.pb") for i in range(count)]


def gates(operator, rows):
    """Blocks of rows, one for each gate, in our order."""
    blocks = numpy.split(rows, len(GATES[operator]))
    return numpy.concatenate([blocks[i] for i in GATES[operator]])


def cell(operator, at, node, inputs, outputs):
    x, weight, recurrent, *rest = inputs
    if len(rest) > 4:
        return "left out: peepholes, which our `Lstm` has not"
    assert len(rest) < 2 and weight.shape[0] == 1, "no lengths, no initial states, one direction"
    (y,) = [output for name, output in zip([n for n in node.output if n], outputs) if name == "Y"] or [None]
    last = outputs[[n for n in node.output if n].index("Y_h")]
    if at.get("layout", 0):
        # Samples first.
        x, last = numpy.moveaxis(x, 0, 1), numpy.moveaxis(last, 0, 1)
        y = numpy.moveaxis(y, 0, 2)
    bias = rest[0][0] if rest else numpy.zeros(2 * weight.shape[1], numpy.float32)
    of_input, of_hidden = numpy.split(bias, 2)
    tensors = {
        "x": x,
        "weight_ih_l0": gates(operator, weight[0]),
        "weight_hh_l0": gates(operator, recurrent[0]),
        "bias_ih_l0": gates(operator, of_input),
        "bias_hh_l0": gates(operator, of_hidden),
        "last": last,
    }
    return tensors | ({} if y is None else {"y": y})


def convolution(graph, inputs, outputs):
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    node = graph.node[0]
    weight, *bias = [weights[name] for name in node.input[1:]]
    bias = bias[0] if bias else numpy.zeros(len(weight), numpy.float32)
    # Samples, channels, places: steps, samples, channels.
    x, y = [numpy.moveaxis(value, 2, 0) for value in [inputs[0], outputs[0]]]
    return {"x": x, "weight": weight, "bias": bias, "y": y}


rows = []
models = sorted(path for path in wheel.namelist() if path.startswith(DATA) and path.endswith("/model.onnx"))
with open(folder / "cells.txt", "w") as out:
    print("onnx", pathlib.Path(sys.argv[1]).name.split("-")[1], file=out)
    for path in models:
        path = path.removesuffix("/model.onnx")
        name = path.split("/")[-1]
        graph = onnx.ModelProto.FromString(wheel.read(f"{path}/model.onnx")).graph
        node = graph.node[0]
        if len(graph.node) > 1 or node.op_type not in [*GATES, "Conv"]:
            continue
        at = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        inputs, outputs = tensors(path, "input"), tensors(path, "output")
        if node.op_type in GATES:
            found = cell(node.op_type, at, node, inputs, outputs)
        elif inputs[0].ndim == 3:
            found = convolution(graph, inputs, outputs)
        else:
            continue
        if isinstance(found, str):
            rows.append((name, node.op_type, found))
            continue
        print(f"[{name}]", file=out)
        # What the layer must be, for whoever writes it.
        print("#", {key: value.shape for key, value in found.items()}, at, file=out)
        for key, value in found.items():
            print(key, *[f"{v:.9g}" for v in value.flatten().tolist()], file=out)
        rows.append((name, node.op_type, "applied"))

applied = sum(row[2] == "applied" for row in rows)
with open(folder / "cells.md", "w") as table:
    print(f"""# ONNX's backend tests of recurrent cells and of convolution in time

Written by `tests/reference/onnx_cell_tests.py` from the wheel of onnx 1.22.0. The numbers are ONNX's, copyright ONNX
Project Contributors, in another order; `LICENSE` is theirs, Apache-2.0.

Of {len(rows)} tests {applied} are applied by `tests/onnx/cells.rs`; the others stand below with the reason. None has sequences
of several lengths, initial states, two directions, or functions other than the usual ones; those of `GRU` all reset
before the product.

| test | operator | |
|---|---|---|""", file=table)
    for row in rows:
        print("|", " | ".join(row), "|", file=table)
print(applied, "of", len(rows))
