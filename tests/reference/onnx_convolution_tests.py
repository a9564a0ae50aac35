"""The backend tests of ONNX for convolutions, for tests/onnx/convolution.rs.

Run:   pip download onnx==1.22.0 --no-deps     (the last version whose wheel has the tests as files)
       python tests/reference/onnx_convolution_tests.py onnx-1.22.0-*.whl
Needs onnx and numpy, of any version that reads the files.

It writes, to tests/data/onnx_node/:
- convolution.txt, images in the order of our values (row by row, column by column, sample by sample, channel by
  channel), and weights in ONNX's order, which is PyTorch's;
- convolution.md, each test of an operator that convolves, applied or why not.

Format of convolution.txt: a line `[test]`, then lines of a key and its numbers in float32.
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
NODE = "onnx/backend/test/data/node/"
LEFT_OUT = {
    "ConvInteger": "whole numbers",
    "ConvTranspose": "there is no transposed convolution here",
    "DeformConv": "there are no windows that move by an input",
    "Col2Im": "columns of an image are not copied here",
    "QLinearConv": "whole numbers",
}


def tensors(name, which):
    prefix = f"{NODE}{name}/test_data_set_0/{which}_"
    count = sum(path.startswith(prefix) for path in wheel.namelist())
    read = lambda path: numpy_helper.to_array(onnx.TensorProto.FromString(wheel.read(path)))
    return [read(f"{prefix}{i}.pb") for i in range(count)]


names = {path[len(NODE) :].split("/")[0] for path in wheel.namelist() if path.startswith(NODE)} - {""}
rows = []
with open(folder / "convolution.txt", "w") as out:
    print("onnx", pathlib.Path(sys.argv[1]).name.split("-")[1], file=out)
    for name in sorted(name for name in names if "_expanded" not in name):
        model = onnx.ModelProto.FromString(wheel.read(f"{NODE}{name}/model.onnx"))
        operator = model.graph.node[-1].op_type
        if len(model.graph.node) > 1 or operator not in ["Conv", *LEFT_OUT]:
            continue
        if operator in LEFT_OUT:
            rows.append((name, operator, f"left out: {LEFT_OUT[operator]}"))
            continue
        at = {a.name: helper.get_attribute_value(a) for a in model.graph.node[-1].attribute}
        x, weight, *bias = tensors(name, "input")
        (y,) = tensors(name, "output")
        assert x.ndim == 4 and not bias and x.dtype == numpy.float32, name
        print(f"[{name}]", file=out)
        # What the layer must be, for whoever writes it.
        print("#", x.shape, weight.shape, y.shape, at, file=out)
        first = lambda value: numpy.moveaxis(value, [0, 1], [-2, -1])
        for key, value in [("x", first(x)), ("weight", weight), ("y", first(y))]:
            print(key, *[f"{v:.9g}" for v in value.flatten().tolist()], file=out)
        rows.append((name, operator, "applied"))

applied = sum(row[2] == "applied" for row in rows)
with open(folder / "convolution.md", "w") as table:
    print(f"""# ONNX's backend tests of convolutions

Written by `tests/reference/onnx_convolution_tests.py` from the wheel of onnx 1.22.0. The numbers are ONNX's, copyright
ONNX Project Contributors, in another order; `LICENSE` is theirs, Apache-2.0.

Of {len(rows)} tests {applied} are applied by `tests/onnx/convolution.rs`; the others stand below with the reason.

| test | operator | |
|---|---|---|""", file=table)
    for row in rows:
        print("|", " | ".join(row), "|", file=table)
print(applied, "of", len(rows))
