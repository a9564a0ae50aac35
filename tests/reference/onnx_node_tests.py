"""The backend tests of ONNX that apply to what this crate has, for tests/onnx/node.rs.

Run:   pip download onnx==1.22.0 --no-deps     (the last version whose wheel has the tests as files)
       python tests/reference/onnx_node_tests.py onnx-1.22.0-*.whl
Needs onnx and numpy, of any version that reads the files.

It writes, to tests/data/onnx_node/:
- cases.txt, inputs and outputs as columns, with a case for each layer that a test needs;
- coverage.md, each test of an operator that is here or nearly so, applied or why not;
- the models of `pytorch-converted` and `simple` that are whole networks of ours, for the importer;
- the licence of ONNX, under which all of this stands.

Numbers are only moved (samples become columns, an axis becomes the last), except that the alpha and beta of a
Gemm are multiplied into its weights and bias, as the importer does.

Format of cases.txt: a line `[test] layer`, with the layer's sizes if it has weights, else with the
length of a column; then lines of a key and its numbers, column after column, in float32.
"""

import io
import pathlib
import sys
import zipfile
from collections import Counter
from fractions import Fraction

here = pathlib.Path(__file__).resolve().parent
# `onnx.py` beside this file has the name of a package that it needs.
sys.path = [entry for entry in sys.path if entry and pathlib.Path(entry).resolve() != here]

import numpy
import onnx
from onnx import helper, numpy_helper, version_converter

folder = here.parent / "data" / "onnx_node"
folder.mkdir(exist_ok=True)
wheel = zipfile.ZipFile(sys.argv[1])
DATA = "onnx/backend/test/data/"
OPERATORS = [
    "Gemm", "MatMul", "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Softplus", "Elu", "Gelu",
    "Swish", "HardSigmoid", "HardSwish", "LayerNormalization", "BatchNormalization", "SoftmaxCrossEntropyLoss",
    "NegativeLogLikelihoodLoss", "Adam", "Momentum",
]
# Rank-2 exports that are a network: the importer reads the file itself.
IMPORTED = {
    "test_Linear", "test_Linear_no_bias", "test_LogSoftmax", "test_Softmax", "test_Softplus",
    "test_log_softmax_lastdim", "test_softmax_lastdim", "test_single_relu_model",
}


class LeftOut(Exception):
    pass


def read(path):
    return numpy_helper.to_array(onnx.TensorProto.FromString(wheel.read(path)))


def columns(x, axis=-1):
    """Samples, one after the other, of what stands along an axis."""
    x = numpy.moveaxis(x, axis, -1)
    return x.reshape(-1, x.shape[-1])


def case(layer, **tensors):
    return layer, {key: value.astype(numpy.float32).flatten() for key, value in tensors.items()}


def elementwise(layer):
    # Any shape will do: the last axis is a column.
    def cases(at, x, y):
        return [case(f"{layer} {x.shape[-1]}", x=x, y=y)]

    return cases


def with_settings(layer, *attributes):
    """Attributes are quotients of small integers, as our types have them."""

    def cases(at, x, y):
        values = [Fraction(float(at.get(name, default))).limit_denominator(1000) for name, default in attributes]
        settings = " ".join(f"{value.numerator}/{value.denominator}" for value in values)
        return [case(f"{layer} {settings} {x.shape[-1]}", x=x, y=y)]

    return cases


def gelu(at, x, y):
    if at.get("approximate", b"none") != b"none":
        raise LeftOut("our `Gelu` is the exact one, by erf")
    return elementwise("Gelu")(at, x, y)


def swish(at, x, y):
    if at.get("alpha", 1.0) != 1.0:
        raise LeftOut("our `Silu` has the α 1")
    return elementwise("Silu")(at, x, y)


def softmax(layer):
    def cases(at, x, y):
        axis = at.get("axis", at["default_axis"])
        if at["opset"] < 13 and axis not in (-1, x.ndim - 1):
            raise LeftOut("before opset 13 all axes from the given one on were one")
        return [case(f"{layer} {x.shape[axis]}", x=columns(x, axis), y=columns(y, axis))]

    return cases


def dense(x, weight, bias, y):
    """x·weight + bias, where a row of x is a sample."""
    inputs, outputs = weight.shape
    return case(f"Dense {inputs} {outputs}", weight=weight.T, bias=numpy.broadcast_to(bias, outputs), x=x, y=y)


def gemm(at, a, b, *rest):
    *bias, y = rest
    bias = bias[0] if bias else numpy.float32(0)
    if bias.ndim == 2 and bias.shape[0] > 1:
        raise LeftOut("a bias for each sample")
    a = a.T if at.get("transA", 0) else a
    b = b.T if at.get("transB", 0) else b
    alpha, beta = numpy.float32(at.get("alpha", 1)), numpy.float32(at.get("beta", 1))
    return [dense(a, alpha * b, (beta * bias).reshape(-1), y)]


def matmul(at, a, b, y):
    """Each matrix on the right is a layer."""
    # A vector is a row on the left and a column on the right.
    a, b = (a[None] if a.ndim == 1 else a), (b[:, None] if b.ndim == 1 else b)
    batch = numpy.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    y = y.reshape(*batch, a.shape[-2], b.shape[-1])
    a = numpy.broadcast_to(a, batch + a.shape[-2:])
    b = numpy.broadcast_to(b, batch + b.shape[-2:])
    return [dense(a[i], b[i], numpy.float32(0), y[i]) for i in numpy.ndindex(*batch)]


def layer_norm(at, x, weight, bias, y, *_):
    epsilon = Fraction(float(at.get("epsilon", 1e-5))).limit_denominator(100_000)
    # All axes from the given one on are normalised together.
    return [case(f"LayerNorm {epsilon} {weight.size}", weight=weight, bias=bias, x=x, y=y)]


def batch_norm(at, x, gamma, beta, mean, variance, y, *_):
    if at.get("training_mode", 0):
        raise LeftOut("training: outputs depend on the batch")
    epsilon = numpy.float32(at.get("epsilon", 1e-5))
    tensors = dict(gamma=gamma, beta=beta, mean=mean, variance=variance, epsilon=epsilon)
    return [case(f"BatchNorm {len(gamma)}", **tensors, x=columns(x, 1), y=columns(y, 1))]


def cross_entropy(at, z, targets, *rest):
    weighted = at["inputs"] == 3
    if weighted:
        raise LeftOut("our losses have no weights for classes")
    if z.size > 10_000:
        raise LeftOut(f"{z.size} numbers: one of 2,700 is applied")
    y, *log_probabilities = rest
    z, targets = columns(z, 1), targets.flatten()
    counted = targets != at.get("ignore_index", -1_000)
    reduction = at.get("reduction", b"mean").decode()
    if reduction == "none":
        y = y.flatten()[counted]
    sizes = f"{z.shape[1]} {numpy.count_nonzero(counted)}"
    cases = [case(f"SoftmaxCrossEntropy {reduction} {sizes}", x=z[counted], targets=targets[counted], y=y)]
    if log_probabilities:
        cases.append(case(f"LogSoftmax {z.shape[1]}", x=z, y=columns(log_probabilities[0], 1)))
    return cases


def nll(at, x, *rest):
    if at["inputs"] == 3:
        raise LeftOut("our losses have no weights for classes")
    assert x.min() >= 0
    raise LeftOut("inputs between 0 and 1, which are no logarithms of probabilities: `CrossEntropy` takes probabilities alone")


def optimizer(layer, slots, attributes, fits):
    def cases(at, rate, steps, *tensors):
        fits(at, steps)
        settings = [at.get(name, default) for name, default in attributes]
        # Groups of all parameters, all gradients, all of each slot; then the outputs likewise.
        n = len(tensors) // (3 + 2 * slots)
        groups = [numpy.concatenate(tensors[i * n : (i + 1) * n]) for i in range(3 + 2 * slots)]
        keys = ["theta", "gradient"] + [f"slot{i}" for i in range(slots)]
        keys += ["theta_after"] + [f"slot{i}_after" for i in range(slots)]
        settings = numpy.array([rate, *settings])
        return [case(layer(at), settings=settings, **dict(zip(keys, groups)))]

    return cases


def adam_fits(at, steps):
    if steps != 0:
        raise LeftOut("ONNX corrects by T, where T counts the steps before this one")
    if at.get("norm_coefficient_post", 0):
        raise LeftOut("our decay is in the gradient or in the step, not after it")


def momentum_fits(at, steps):
    if steps != 0 and at["beta"] != 1.0:
        raise LeftOut("our momentum takes the whole gradient, after the first step too")


CASES = {
    "Gemm": gemm,
    "MatMul": matmul,
    "Relu": elementwise("Relu"),
    "LeakyRelu": with_settings("LeakyRelu", ("alpha", 0.01)),
    "Sigmoid": elementwise("Sigmoid"),
    "Tanh": elementwise("Tanh"),
    "Softmax": softmax("Softmax"),
    "LogSoftmax": softmax("LogSoftmax"),
    "Softplus": elementwise("Softplus"),
    "Elu": with_settings("Elu", ("alpha", 1.0)),
    "Gelu": gelu,
    "Swish": swish,
    "HardSigmoid": with_settings("HardSigmoid", ("alpha", 0.2), ("beta", 0.5)),
    "HardSwish": elementwise("HardSwish"),
    "LayerNormalization": layer_norm,
    "BatchNormalization": batch_norm,
    "SoftmaxCrossEntropyLoss": cross_entropy,
    "NegativeLogLikelihoodLoss": nll,
    "Adam": optimizer(
        lambda at: "Adam", 2,
        [("norm_coefficient", 0.0), ("alpha", 0.9), ("beta", 0.999), ("epsilon", 1e-6)], adam_fits,
    ),
    "Momentum": optimizer(
        lambda at: f"Sgd {at['mode'].decode()}", 1, [("norm_coefficient", 0.0), ("alpha", None)], momentum_fits,
    ),
}


def tests(kind):
    prefix = f"{DATA}{kind}/"
    paths = [path for path in wheel.namelist() if path.startswith(prefix) and path.endswith("/model.onnx")]
    names = {path[len(prefix) :].split("/")[0] for path in paths}
    return sorted(names)


def tensors(path, which):
    prefix = f"{path}/test_data_set_0/{which}_"
    count = sum(name.startswith(prefix) for name in wheel.namelist())
    return [read(f"{prefix}{i}.pb") for i in range(count)]


out = open(folder / "cases.txt", "w")
rows, elsewhere, expanded = [], Counter(), 0
print("onnx", pathlib.Path(sys.argv[1]).name.split("-")[1], file=out)
for kind in ["node", "pytorch-converted", "simple"]:
    for name in tests(kind):
        path = f"{DATA}{kind}/{name}"
        model = onnx.ModelProto.FromString(wheel.read(f"{path}/model.onnx"))
        graph = model.graph
        operators = [node.op_type for node in graph.node]
        operator = operators[-1]
        if "_expanded" in name and kind == "node":
            expanded += any(f"{name.split('_expanded')[0]}" == row[1] for row in rows)
            continue
        if set(operators) - {operator, "Transpose"} or operator not in OPERATORS:
            elsewhere[kind] += 1
            continue
        try:
            inputs, outputs = tensors(path, "input"), tensors(path, "output")
            if name in IMPORTED:
                # The exports are of operator set 6; `onnx_converted_tests.py` has them as they are.
                newer = version_converter.convert_version(model, max(7, model.opset_import[0].version))
                (folder / f"{name.lower()}.onnx").write_bytes(newer.SerializeToString())
                done = [case("imported", x=inputs[0], y=outputs[0])]
                note = f"through the importer, from operator set {newer.opset_import[0].version}"
            else:
                inputs += [numpy_helper.to_array(tensor) for tensor in graph.initializer]
                at = {a.name: helper.get_attribute_value(a) for a in graph.node[-1].attribute}
                at["opset"] = model.opset_import[0].version
                at["default_axis"] = -1 if at["opset"] >= 13 else 1
                at["inputs"] = len(inputs)
                done, note = CASES[operator](at, *inputs, *outputs), ""
            for layer, values in done:
                print(f"[{name}] {layer}", file=out)
                for key, value in values.items():
                    print(key, *[f"{v:.9g}" for v in value.tolist()], file=out)
            rows.append((kind, name, operator, "applied" + (f", {note}" if note else "")))
        except LeftOut as reason:
            rows.append((kind, name, operator, f"left out: {reason}"))
out.close()

applied = [row for row in rows if row[3].startswith("applied")]
table = open(folder / "coverage.md", "w")
print(f"""# ONNX's backend tests

Written by `tests/reference/onnx_node_tests.py` from the wheel of onnx 1.22.0. The numbers and models in this folder are
ONNX's, copyright ONNX Project Contributors, in another format; `LICENSE` is theirs, Apache-2.0.

Of {len(rows)} tests of operators that this crate has, or nearly so, {len(applied)} are applied by `tests/onnx/node.rs`; the
others stand below with the reason.

Not counted are {expanded} `_expanded` tests, which have the numbers of a test below and other operators; the other
{elsewhere['node']} tests of `node`, {elsewhere['pytorch-converted']} of `pytorch-converted` and {elsewhere['simple']} of `simple`, whose operators are others (arithmetic on tensors, …) or stand
in `cells.md`, `convolution.md` and `windows.md`; `light` and `real`, which are large networks. All models of
`pytorch-converted` go through the importer as they are in `tests/onnx/converted.rs`.

Where a test is applied, numbers were only moved, with these exceptions: the alpha and beta of a Gemm are
multiplied into its weights and bias; ONNX's own converter brought the exports of operator set 6 to 7; samples of an ignored class (`ignore_index`) are left away; a sum over
samples is compared with n times our mean. The mean and the inverse deviation that
LayerNormalization gives besides y are not compared.

| | test | operator | |
|---|---|---|---|""", file=table)
for row in rows:
    print("|", " | ".join(row), "|", file=table)
table.close()
licence = wheel.read("onnx-1.22.0.dist-info/licenses/LICENSE")
(folder / "LICENSE").write_bytes(licence)
print(len(applied), "of", len(rows), Counter(row[3] for row in rows))
