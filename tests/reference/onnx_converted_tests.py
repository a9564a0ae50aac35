"""The models of `pytorch-converted` in ONNX's backend tests, as they are, for tests/onnx/converted.rs.

Run:   pip download onnx==1.22.0 --no-deps     (the last version whose wheel has the tests as files)
       python tests/reference/onnx_converted_tests.py onnx-1.22.0-*.whl
Needs onnx and numpy, of any version that reads the files.

It writes, to tests/data/onnx_converted/, every model, and expected.txt: the first sample of its inputs and of its
output, where those are numbers and no more than 2,000. Of longer ones the test has the nodes, evaluated in float64. The
licence of ONNX, under which these stand, is that in tests/data/onnx_node.
"""

import pathlib
import sys
import zipfile

here = pathlib.Path(__file__).resolve().parent
# `onnx.py` beside this file has the name of a package that it needs.
sys.path = [entry for entry in sys.path if entry and pathlib.Path(entry).resolve() != here]

import onnx
from onnx import numpy_helper

MOST = 2_000
PREFIX = "onnx/backend/test/data/pytorch-converted/"
folder = here.parent / "data" / "onnx_converted"
folder.mkdir(exist_ok=True)
wheel = zipfile.ZipFile(sys.argv[1])

with open(folder / "expected.txt", "w") as out:
    print("onnx", pathlib.Path(sys.argv[1]).name.split("-")[1], file=out)
    for path in sorted(path for path in wheel.namelist() if path.startswith(PREFIX) and path.endswith("/model.onnx")):
        name = path.removeprefix(PREFIX).removesuffix("/model.onnx")
        (folder / f"{name}.onnx").write_bytes(wheel.read(path))
        data = path.replace("model.onnx", "test_data_set_0/")
        arrays = {
            entry.removeprefix(data)[0]: numpy_helper.to_array(onnx.TensorProto.FromString(wheel.read(entry)))
            for entry in sorted(wheel.namelist(), reverse=True)
            if entry.startswith(data) and entry.endswith("_0.pb")
        }
        x, y = arrays["i"], arrays["o"]
        if x.dtype.kind != "f" or max(x[0].size, y[0].size) > MOST:
            continue
        print(f"[{name}]", file=out)
        for key, array in [("x", x), ("y", y)]:
            print(key, *[f"{number:.9g}" for number in array[0].flatten().tolist()], file=out)
