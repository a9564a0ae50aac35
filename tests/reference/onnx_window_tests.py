"""The backend tests of ONNX for pools, padding, flattening and what is done to channels, for tests/onnx/windows.rs.

Run:   pip download onnx==1.22.0 --no-deps     (the last version whose wheel has the tests as files)
       python tests/reference/onnx_window_tests.py onnx-1.22.0-*.whl
Needs onnx and numpy, of any version that reads the files.

It writes, to tests/data/onnx_node/:
- windows.txt, inputs and outputs in the order of our values: an image row by row, column by column, sample by sample,
  channel by channel. Of images of more than 1,000 numbers the first channel is taken, because channels know nothing of
  each other;
- windows.md, each test of these operators, applied or why not.

Format of windows.txt: a line `[test]`, then lines of a key and its numbers in float32.
"""

import pathlib
import sys
import zipfile
from collections import Counter

here = pathlib.Path(__file__).resolve().parent
# `onnx.py` beside this file has the name of a package that it needs.
sys.path = [entry for entry in sys.path if entry and pathlib.Path(entry).resolve() != here]

import numpy
import onnx
from onnx import helper, numpy_helper

folder = here.parent / "data" / "onnx_node"
wheel = zipfile.ZipFile(sys.argv[1])
NODE = "onnx/backend/test/data/node/"


class LeftOut(Exception):
    pass


def images(x, y):
    """[B, C, H, W] as [H][W][B][C], [B, C, L] as [L][B][C]."""
    if x.ndim > 4:
        raise LeftOut("a volume: ours are images and sequences")
    if x.size > 1_000:
        x, y = x[:, :1], y[:, :1]
    return [numpy.moveaxis(value, [0, 1], [-2, -1]) for value in (x, y)]


def pool(at, x, y, *_):
    if at.get("ceil_mode") and at.get("count_include_pad"):
        raise LeftOut("`ceil_mode` adds places that do not count, and padding that does")
    if x.dtype != numpy.float32:
        raise LeftOut("whole numbers")
    return images(x, y)


def whole(at, x, y):
    return images(x, y)


def pad(at, x, sides, *rest):
    if at.get("mode", b"constant") != b"constant":
        raise LeftOut("our `ZeroPad` has zeros")
    value, y = (rest[0] if len(rest) > 1 else 0), rest[-1]
    if float(value) != 0:
        raise LeftOut(f"a border of {float(value)}: our `ZeroPad` has zeros")
    return images(x, y)


def flatten(at, x, y):
    if at.get("axis", 1) % x.ndim != 1:
        raise LeftOut("ours leaves samples apart")
    return images(x, x)[0], y


def prelu(at, x, slope, y):
    raise LeftOut("slopes for each feature of the last axis, or for each number; ours are of the channels")


def lp(at, x, y):
    if at.get("p", 2) != 2:
        raise LeftOut("our `Normalize` is that of L2")
    axis = at.get("axis", -1)
    return numpy.moveaxis(x, axis, -1).reshape(-1, x.shape[axis]), numpy.moveaxis(y, axis, -1).reshape(-1, x.shape[axis])


def gelu(at, x, y):
    if at.get("approximate", b"none") != b"tanh":
        raise LeftOut("the exact one, in `cases.txt`")
    return x, y


OPERATORS = {
    "MaxPool": pool,
    "AveragePool": pool,
    "GlobalMaxPool": whole,
    "GlobalAveragePool": whole,
    "Pad": pad,
    "Flatten": flatten,
    "PRelu": prelu,
    "LpNormalization": lp,
    "Gelu": gelu,
}


def tensors(name, which):
    prefix = f"{NODE}{name}/test_data_set_0/{which}_"
    count = sum(path.startswith(prefix) for path in wheel.namelist())
    read = lambda path: numpy_helper.to_array(onnx.TensorProto.FromString(wheel.read(path)))
    return [read(f"{prefix}{i}.pb") for i in range(count)]


names = {path[len(NODE) :].split("/")[0] for path in wheel.namelist() if path.startswith(NODE)} - {""}
rows = []
with open(folder / "windows.txt", "w") as out:
    print("onnx", pathlib.Path(sys.argv[1]).name.split("-")[1], file=out)
    for name in sorted(name for name in names if "_expanded" not in name):
        model = onnx.ModelProto.FromString(wheel.read(f"{NODE}{name}/model.onnx"))
        node = model.graph.node[-1]
        if len(model.graph.node) > 1 or node.op_type not in OPERATORS:
            continue
        at = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        try:
            x, y = OPERATORS[node.op_type](at, *tensors(name, "input"), *tensors(name, "output"))
            print(f"[{name}]", file=out)
            for key, value in [("x", x), ("y", y)]:
                print(key, *[f"{v:.9g}" for v in value.astype(numpy.float32).flatten().tolist()], file=out)
            rows.append((name, node.op_type, "applied"))
        except LeftOut as reason:
            rows.append((name, node.op_type, f"left out: {reason}"))

applied = sum(row[2] == "applied" for row in rows)
with open(folder / "windows.md", "w") as table:
    print(f"""# ONNX's backend tests of windows

Written by `tests/reference/onnx_window_tests.py` from the wheel of onnx 1.22.0. The numbers are ONNX's, copyright ONNX
Project Contributors, in another order; `LICENSE` is theirs, Apache-2.0.

Of {len(rows)} tests {applied} are applied by `tests/onnx/windows.rs`; the others stand below with the reason. Numbers were only
moved, and of images of more than 1,000 numbers the first channel was taken.

| test | operator | |
|---|---|---|""", file=table)
    for row in rows:
        print("|", " | ".join(row), "|", file=table)
print(applied, "of", len(rows), Counter(row[2] for row in rows))
