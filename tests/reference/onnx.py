"""ONNX files for tests/onnx/networks.rs, and what their networks give.

Run:   python tests/reference/onnx.py
Made with PyTorch 2.15.0, Keras 3.15.1, onnx 1.23.2 and onnxscript 0.7.2, CPU. The first line of the expected values
states the versions that made them.

The files are those of both of PyTorch's exporters, of Keras, and of onnx.helper for what none of them
writes. Notes of the exporter (stack traces, paths) are taken out.

Format of expected.txt: a line `[name]`, the name of a file; then `x` and `y`, a batch sample after
sample. `y` is the output of the model in float64, converted from the weights in the file; of Keras, in float32.
"""

import contextlib
import copy
import io
import os
import pathlib
import sys
import warnings

here = pathlib.Path(__file__).resolve().parent
# This file has the name of a package that it needs.
sys.path = [entry for entry in sys.path if entry and pathlib.Path(entry).resolve() != here]

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy
import onnx
import onnx.reference
import onnxscript
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
torch.manual_seed(8)
folder = here.parent / "data" / "onnx"
folder.mkdir(exist_ok=True)
expected = open(folder / "expected.txt", "w")
versions = ["PyTorch", torch.__version__, "Keras", keras.__version__, "onnx", onnx.__version__, "onnxscript", onnxscript.__version__]
print(*versions, file=expected)


def write(name, x, y):
    print(f"[{name}]", file=expected)
    for key, value in [("x", x), ("y", y)]:
        digits = 9 if value.dtype == numpy.float32 else 17
        print(key, *[f"{v:.{digits}g}" for v in value.flatten().tolist()], file=expected)


def strip(proto):
    """Takes out what says where and from which lines a file was made."""
    proto.ClearField("doc_string")
    for field in ["metadata_props", "value_info"]:
        if field in proto.DESCRIPTOR.fields_by_name:
            proto.ClearField(field)
    return proto


def save(name, model):
    onnx.checker.check_model(model, full_check=True)
    strip(model)
    for part in [model.graph, *model.graph.node, *model.graph.initializer, *model.graph.input, *model.graph.output]:
        strip(part)
    onnx.save(model, folder / f"{name}.onnx")


def export(name, model, x, **options):
    """A file of PyTorch's, and the outputs for x."""
    model.eval()
    buffer = io.BytesIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if options.get("dynamo"):
            program = torch.onnx.export(model, (x,), external_data=False, **options)
            proto = program.model_proto
        else:
            torch.onnx.export(model, (x,), buffer, **options)
            proto = onnx.load_from_string(buffer.getvalue())
    save(name, proto)
    with torch.no_grad():
        y = copy.deepcopy(model).double()(x.double())
    x = x if x.dtype == torch.float64 else x.float()
    write(name, x.numpy(), y.numpy())


def spread(model):
    """Weights large enough that activations are not close to linear; statistics of real batches."""
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn_like(p) * 0.8)
    model.train()
    for _ in range(20):
        if any(isinstance(module, nn.BatchNorm1d) for module in model.modules()):
            model(torch.randn(16, 3) * 2 + 1)
    return model


batch = {0: torch.export.Dim("batch")}
dynamo = dict(dynamo=True, dynamic_shapes=[batch])
legacy = dict(dynamo=False, input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}})

for exporter, options in [("dynamo", dynamo), ("legacy", legacy)]:
    # The square matrix in the middle is not symmetric: transposed, it would fit as well.
    dense = nn.Sequential(
        nn.Linear(3, 5), nn.Tanh(), nn.Dropout(), nn.Linear(5, 5, bias=False), nn.ReLU(), nn.Linear(5, 2), nn.Softmax(dim=1)
    )
    export(f"dense_{exporter}", spread(dense), torch.randn(4, 3), **options)

    # More than 20 layers: a tuple of tuples.
    functions = [
        nn.LeakyReLU(0.2), nn.ELU(), nn.GELU(), nn.Sigmoid(), nn.Hardsigmoid(), nn.Tanh(), nn.Hardtanh(),
        nn.Softplus(), nn.Hardswish(), nn.SiLU(), nn.Softmax(dim=1), nn.LogSoftmax(dim=-1),
    ]
    layers = [layer for function in functions for layer in (nn.Linear(4, 4), function)]
    export(f"activations_{exporter}", spread(nn.Sequential(*layers)), torch.randn(4, 4), **options)

    norms = nn.Sequential(
        nn.BatchNorm1d(3), nn.Linear(3, 4), nn.BatchNorm1d(4, eps=1e-3), nn.Tanh(), nn.LayerNorm(4),
        nn.Linear(4, 4), nn.LayerNorm(4, elementwise_affine=False), nn.Linear(4, 2), nn.BatchNorm1d(2, affine=False),
    )
    export(f"norms_{exporter}", spread(norms), torch.randn(4, 3) * 2 + 1, **options)

    image = nn.Sequential(nn.Flatten(), nn.Linear(12, 3))
    export(f"image_{exporter}", spread(image), torch.randn(4, 1, 3, 4), **options)

    double = nn.Sequential(nn.Linear(3, 4), nn.LeakyReLU(), nn.Linear(4, 4), nn.Softplus(), nn.Linear(4, 2))
    export(f"double_{exporter}", spread(double).double(), torch.randn(4, 3).double(), **options)

# A batch of fixed size, numbers of 16 bits, and one sample without a batch.
small = lambda: spread(nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)))
export("fixed_batch", small(), torch.randn(1, 3), dynamo=True)
export("half", small().half(), torch.randn(4, 3).half(), **legacy)
export("bfloat", small().bfloat16(), torch.randn(4, 3).bfloat16(), **dynamo)
export("vector", small(), torch.randn(3), dynamo=False)
export("opset_9", small(), torch.randn(4, 3), opset_version=9, **legacy)

# Weights and statistics that are not where training starts.
layers = keras.layers
keras.utils.set_random_seed(8)
model = keras.Sequential([
    keras.Input((3,)), layers.Dense(4, "tanh"), layers.BatchNormalization(), layers.Dense(4, "silu"), layers.Dropout(0.5),
    layers.Dense(4), layers.LeakyReLU(0.3), layers.Dense(2, "softmax"),
])
model.set_weights([numpy.abs(w) + numpy.random.rand(*w.shape) - 0.3 * (w.ndim == 2) for w in model.get_weights()])
x = numpy.random.randn(4, 3).astype(numpy.float32)
y = model(x).detach().numpy()
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    model.export(folder / "keras.onnx", format="onnx")
save("keras", onnx.load(folder / "keras.onnx"))
write("keras", x, y)


# What neither writes: all arguments of Gemm, typed fields, nodes of constants.
def tensor(name, data_type, values):
    """In the typed field instead of the raw bytes."""
    return helper.make_tensor(name, data_type, values.shape, values.flatten().tolist())


random = numpy.random.default_rng(8)
normal = lambda *shape: random.normal(size=shape).astype(numpy.float32)
node = helper.make_node
constants = {"w0": normal(3, 4), "c0": normal(1, 4), "w1": normal(4, 4), "c1": normal(1), "w2": normal(4, 2)}
graph = helper.make_graph(
    [
        node("Constant", [], ["w2"], value=tensor("", TensorProto.FLOAT, constants["w2"])),
        node("Constant", [], ["flat"], value_ints=[0, -1]),
        node("Constant", [], ["b2"], value_floats=[0.25, -0.5]),
        node("Reshape", ["x", "flat"], ["h"], name="reshape"),
        node("Gemm", ["h", "w0", "c0"], ["h0"], name="gemm", alpha=0.5, beta=-2.0),
        node("LeakyRelu", ["h0"], ["h1"], name="default slope"),
        node("Dropout", ["h1"], ["h2", "mask"]),
        node("Gemm", ["h2", "w1", "c1"], ["h3"], transB=1),
        node("Clip", ["h3", "low", "high"], ["h4"]),
        node("MatMul", ["h4", "w2"], ["h5"]),
        node("Add", ["b2", "h5"], ["h6"], name="constant first"),
        node("Swish", ["h6"], ["h7"]),
        node("Identity", ["h7"], ["y"]),
    ],
    "by hand",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 3])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", 2])],
    [
        tensor("w0", TensorProto.FLOAT, constants["w0"]),
        tensor("c0", TensorProto.FLOAT, constants["c0"]),
        numpy_helper.from_array(constants["w1"], "w1"),
        numpy_helper.from_array(constants["c1"], "c1"),
        tensor("low", TensorProto.FLOAT, numpy.array(-1.0)),
        tensor("high", TensorProto.FLOAT, numpy.array(1.0)),
    ],
)
model = helper.make_model(graph, producer_name="onnx.helper", opset_imports=[helper.make_opsetid("", 24)])
model.ir_version = 10
save("by_hand", model)
w = {key: torch.from_numpy(value).double() for key, value in constants.items()}
x = torch.from_numpy(normal(4, 3))
h = nn.functional.leaky_relu(0.5 * x.double() @ w["w0"] - 2 * w["c0"])
h = (h @ w["w1"].T + w["c1"]).clamp(-1, 1) @ w["w2"] + torch.tensor([0.25, -0.5])
write("by_hand", x.numpy(), nn.functional.silu(h).numpy())
expected.close()

# ONNX's own interpreter agrees, so the files say what was meant.
lines = (folder / "expected.txt").read_text().split("[")[1:]
for section in lines:
    name, rest = section.split("]")
    x, y = ([float(v) for v in line.split()[1:]] for line in rest.strip().splitlines())
    session = onnx.reference.ReferenceEvaluator(str(folder / f"{name}.onnx"))
    value = session.proto_.graph.input[0].type.tensor_type
    shape = [dim.dim_value or -1 for dim in value.shape.dim]
    dtype = helper.tensor_dtype_to_np_dtype(value.elem_type)
    (got,) = session.run(None, {session.input_names[0]: numpy.array(x).reshape(shape).astype(dtype)})
    error = numpy.abs(got.astype(numpy.float64).flatten() - y).max()
    size = os.path.getsize(folder / f"{name}.onnx")
    print(f"{name}: {size} bytes, differs from ONNX's interpreter by {error:.1e}")
