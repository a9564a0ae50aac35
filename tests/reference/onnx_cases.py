"""Small ONNX files as people publish them, and what ONNX's own reference evaluator gives for them.

    PYTHONPATH=… python3 onnx_cases.py     # writes tests/data/onnx_cases, needs onnx and numpy

Everything is made here, of seeded random numbers. Each file is one kind of what policies and small models are
like: a normaliser in front, clipped actions, a state that passes through, heads, a view by a computed shape.
"""

import pathlib
import sys

# The script beside this one is called like the package.
sys.path.pop(0)

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

FOLDER = pathlib.Path(__file__).parent.parent / "data" / "onnx_cases"
F, D, I = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.INT64
lines = ["Inputs, and the outputs of onnx.reference; made by tests/reference/onnx_cases.py."]


def const(name, values, dtype=np.float32):
    return numpy_helper.from_array(np.asarray(values, dtype), name)


def dense(rng, name, inputs, outputs):
    """Weights and biases, [out, in]."""
    weight = rng.standard_normal((outputs, inputs)) / np.sqrt(inputs)
    return [const(f"{name}.weight", weight), const(f"{name}.bias", rng.standard_normal(outputs))]


def gemm(name, x, y):
    return helper.make_node("Gemm", [x, f"{name}.weight", f"{name}.bias"], [y], name=name, transB=1)


def node(operator, inputs, outputs, **attributes):
    outputs = outputs if isinstance(outputs, list) else [outputs]
    return helper.make_node(operator, inputs, outputs, name=f"{operator.lower()}_{outputs[0]}", **attributes)


def mlp(rng, x, y, inputs=8, hidden=6, outputs=2, act="Tanh"):
    nodes = [gemm("fc1", x, "h"), node(act, ["h"], "a"), gemm("fc2", "a", y)]
    return nodes, dense(rng, "fc1", inputs, hidden) + dense(rng, "fc2", hidden, outputs)


def save(name, nodes, inputs, outputs, constants, opset=17, ml=None, draw=None, only=None, external=None,
         states=None):
    info = lambda ends: [helper.make_tensor_value_info(n, e[0] if isinstance(e, tuple) else F,
                                                       e[1] if isinstance(e, tuple) else e) for n, e in ends]
    graph = helper.make_graph(nodes, name, info(inputs), info(outputs), constants)
    sets = [helper.make_opsetid("", opset)] + ([helper.make_opsetid("ai.onnx.ml", ml)] if ml else [])
    model = helper.make_model(graph, opset_imports=sets, producer_name="onnx_cases.py")
    model.ir_version = 8
    path = FOLDER / f"{name}.onnx"
    if external:
        (FOLDER / external).unlink(missing_ok=True)
        onnx.save(model, path, save_as_external_data=True, location=external, size_threshold=0)
        model = onnx.load(path)
    else:
        onnx.checker.check_model(model)
        onnx.save(model, path)
    rng = np.random.default_rng(7)
    x = {}
    for n, end in inputs:
        kind, shape = end if isinstance(end, tuple) else (F, end)
        shape = [s if isinstance(s, int) else 1 for s in shape]
        if shape and shape[-1:] == [1] and None in (end[1] if isinstance(end, tuple) else end):
            shape = [1, 8]
        drawn = rng.standard_normal(shape)
        if draw:
            drawn = draw[0] + draw[1] * drawn
        x[n] = drawn.astype(np.float64 if kind == D else np.float32)
    wanted = only or [n for n, _ in outputs]
    evaluator = ReferenceEvaluator(model)
    if states:
        # Four steps, each with the state of the one before.
        state = {taken: np.zeros_like(x[taken]) for taken in states}
        stepped = {n: rng.standard_normal((4, *x[n].shape)).astype(np.float32) for n in x if n not in states}
        every = []
        for step in range(4):
            found = evaluator.run(wanted + list(states.values()), {n: v[step] for n, v in stepped.items()} | state)
            every.append(found[: len(wanted)])
            state = dict(zip(states, found[len(wanted):]))
        x, y = stepped | state, [np.array(parts) for parts in zip(*every)]
    else:
        y = evaluator.run(wanted, x)
    lines.append(f"[{name}]")
    used = {i for n in nodes for i in n.input}
    for n, _ in inputs:
        lines.append(f"x {n} " + " ".join(repr(float(v)) for v in x[n].reshape(-1)))
    for n, v in zip(wanted, y):
        lines.append(f"y {n} " + " ".join(repr(float(v)) for v in np.asarray(v).reshape(-1)))


def seeded():
    return np.random.default_rng(0)


FOLDER.mkdir(exist_ok=True)
obs, act = [("obs", ["batch", 8])], [("actions", ["batch", 2])]

# A normaliser: means far larger than the deviations, which must not be folded, and near ones, which are.
mean, std = [101325, 1.6e6, 0, 293.15, -2, 1, 0, 7], [30, 60, 1, 0.5, 2, 1, 3, 1]
nodes, constants = mlp(seeded(), "z", "actions")
front = [node("Sub", ["obs", "mean"], "s"), node("Div", ["s", "std"], "z")]
save("normalizer_far", front + nodes, obs, act, constants + [const("mean", mean), const("std", std)],
     draw=(np.float32(mean), np.float32(std)))
near = np.arange(8) - 3.0
save("normalizer_near", front + nodes, obs, act, constants + [const("mean", near), const("std", std)],
     draw=(near, np.float32(std)))
clip = [node("Clip", ["z", "lo", "hi"], "c")]
nodes, constants = mlp(seeded(), "c", "actions")
save("normalize_and_clip", front + clip + nodes, obs, act,
     constants + [const("mean", near), const("std", std), const("lo", -5), const("hi", 5)], draw=(near, 3))

# Weights in another file; and names that the network does not need.
nodes, constants = mlp(seeded(), "obs", "actions")
save("external", nodes, obs, act, constants, external="external.onnx.data")
passes = [node("Identity", ["state_ins"], "state_outs")]
save("state_passes_through", nodes + passes, obs + [("state_ins", ["batch"])], act + [("state_outs", ["batch"])],
     constants, only=["actions"])
save("dead_node", nodes + [gemm("fc2", "a", "unused")], obs, act, constants)
save("unused_input", nodes, obs + [("masks", ["batch", 2])], act, constants)
version = [node("Identity", ["version"], "version_number")]
save("constant_output", nodes + version, obs, act + [("version_number", [1])],
     constants + [const("version", [3])], only=["actions"])
save("dimension_unknown", nodes, [("obs", [None, None])], [("actions", [None, 2])], constants)
nodes, constants = mlp(seeded(), "c", "actions")
save("concat_of_one", [node("Concat", ["obs"], "c", axis=1)] + nodes, obs, act, constants)

# Parts of an output, by each of three operators.
nodes, constants = mlp(seeded(), "obs", "both", outputs=4)
save("split_half_used", nodes + [node("Split", ["both"], ["loc", "scale"], axis=-1), node("Tanh", ["loc"], "actions")],
     obs, act, constants, opset=11)
save("slice_of_dense", nodes + [node("Slice", ["both", "from", "to", "axis"], "actions")], obs, act,
     constants + [const("from", [1], np.int64), const("to", [3], np.int64), const("axis", [1], np.int64)])
save("split_in_two_heads", nodes + [node("Split", ["both"], ["loc", "scale"], axis=-1, num_outputs=2),
                                    node("Softplus", ["scale"], "deviation")],
     obs, [("loc", ["batch", 2]), ("deviation", ["batch", 2])], constants, opset=18)
nodes, constants = mlp(seeded(), "some", "actions", inputs=3)
save("gather_of_input", [node("Gather", ["obs", "index"], "some", axis=1)] + nodes, obs, act,
     constants + [const("index", [2, 3, 4], np.int64)])

# Limits.
nodes, constants = mlp(seeded(), "obs", "y")
for name, low, high in [("clip_5", -5, 5), ("clip_uneven", -3, 1.5), ("clip_6", 0, 6)]:
    save(name, nodes + [node("Clip", ["y", "lo", "hi"], "actions")], obs, act,
         constants + [const("lo", low), const("hi", high)])
save("clip_over_3", nodes + [node("Clip", ["y", "lo", "hi"], "c"), node("Div", ["c", "hi"], "actions")], obs, act,
     constants + [const("lo", -3), const("hi", 3)])
save("max_then_min", nodes + [node("Max", ["y", "lo"], "m"), node("Min", ["m", "hi"], "actions")], obs, act,
     constants + [const("lo", -0.25), const("hi", 1e30)])
save("tanh_then_scale", nodes + [node("Tanh", ["y"], "t"), node("Mul", ["t", "range"], "m"),
                                 node("Add", ["m", "middle"], "actions")], obs, act,
     constants + [const("range", [2, 0.5]), const("middle", [0, 0.25])])
save("constant_minus_x", nodes + [node("Sigmoid", ["y"], "p"), node("Sub", ["one", "p"], "actions")], obs, act,
     constants + [const("one", 1)])

# Images are flat.
image = [("image", ["batch", 1, 2, 4])]
nodes, constants = mlp(seeded(), "f", "actions")
save("affine_before_flatten", [node("Sub", ["image", "mean"], "s"), node("Flatten", ["s"], "f", axis=1)] + nodes,
     image, act, constants + [const("mean", np.ones((1, 1, 2, 4)))])
save("channel_before_flatten", [node("Mul", ["image", "by"], "s"), node("Flatten", ["s"], "f", axis=1)] + nodes,
     [("image", ["batch", 2, 2, 2])], act, constants + [const("by", [[[0.5]], [[2]]])])
view = [node("Shape", ["obs"], "sizes"), node("Gather", ["sizes", "zero"], "n", axis=0),
        node("Unsqueeze", ["n", "axes"], "n1"), node("Concat", ["n1", "rest"], "to", axis=0),
        node("Reshape", ["obs", "to"], "f")]
save("view_of_shape", view + nodes, obs, act, constants + [const("zero", 0, np.int64), const("axes", [0], np.int64),
                                                           const("rest", [-1], np.int64)])
save("sequence_of_one", [node("Unsqueeze", ["obs", "axes"], "u"), node("Transpose", ["u"], "t", perm=[1, 0, 2]),
                         node("Squeeze", ["t", "axes1"], "f")] + nodes, [("obs", [1, 8])], [("actions", [1, 2])],
     constants + [const("axes", [0], np.int64), const("axes1", [1], np.int64)])
save("w_times_x", [node("MatMul", ["w", "x"], "m"), node("Add", ["m", "b"], "y")], [("x", [4])], [("y", [3])],
     [const("w", seeded().standard_normal((3, 4))), const("b", [1, 2, 3])])

# Activations, by name and spelt out.
for operator in ["Softsign", "Mish", "Selu"]:
    nodes, constants = mlp(seeded(), "obs", "actions", act=operator)
    save(operator.lower(), nodes, obs, act, constants, opset=18)
first, last = gemm("fc1", "obs", "h"), gemm("fc2", "a", "actions")
_, constants = mlp(seeded(), "obs", "actions")
spelt = {
    "softsign_spelt_out": ([node("Abs", ["h"], "b"), node("Add", ["b", "one"], "d"), node("Div", ["h", "d"], "a")],
                           [const("one", 1)]),
    "gelu_of_torch": ([node("Div", ["h", "root"], "d"), node("Erf", ["d"], "e"), node("Add", ["e", "one"], "p"),
                       node("Mul", ["h", "p"], "m"), node("Mul", ["m", "half"], "a")],
                      [const("one", 1), const("half", 0.5), const("root", np.sqrt(2))]),
    "gelu_of_keras": ([node("Mul", ["half", "h"], "x"), node("Mul", ["h", "root"], "d"), node("Erf", ["d"], "e"),
                       node("Add", ["one", "e"], "p"), node("Mul", ["x", "p"], "a")],
                      [const("one", 1), const("half", 0.5), const("root", np.sqrt(0.5))]),
    "silu_spelt_out": ([node("Sigmoid", ["h"], "s"), node("Mul", ["s", "h"], "a")], []),
    "mish_spelt_out": ([node("Softplus", ["h"], "s"), node("Tanh", ["s"], "t"), node("Mul", ["h", "t"], "a")], []),
    "hard_swish_spelt_out": ([node("Add", ["h", "three"], "p"), node("Clip", ["p", "zero", "six"], "c"),
                              node("Mul", ["h", "c"], "m"), node("Div", ["m", "six"], "a")],
                             [const("three", 3), const("zero", 0), const("six", 6)]),
    "elu_by_where": ([node("Greater", ["h", "zero"], "g"), node("Exp", ["h"], "e"), node("Sub", ["e", "one"], "m"),
                      node("Where", ["g", "h", "m"], "a")], [const("zero", 0), const("one", 1)]),
    "layer_norm_spelt_out": ([node("ReduceMean", ["h"], "mu", axes=[-1]), node("Sub", ["h", "mu"], "d"),
                              node("Pow", ["d", "two"], "q"), node("ReduceMean", ["q"], "v", axes=[-1]),
                              node("Add", ["v", "eps"], "ve"), node("Sqrt", ["ve"], "s"), node("Div", ["d", "s"], "n"),
                              node("Mul", ["n", "gamma"], "g"), node("Add", ["g", "beta"], "a")],
                             [const("two", 2), const("eps", 1e-5), const("gamma", np.arange(6) / 3),
                              const("beta", -np.arange(6) / 4)]),
}
for name, (middle, more) in spelt.items():
    save(name, [first] + middle + [last], obs, act, constants + more)

# Graphs.
nodes, constants = mlp(seeded(), "obs", "actions")
save("actor_and_critic", nodes + [gemm("critic", "a", "value")], obs, act + [("value", ["batch", 1])],
     constants + dense(seeded(), "critic", 6, 1))
nodes, constants = mlp(seeded(), "x", "actions")
two = [("proprio", ["batch", 5]), ("heights", ["batch", 3])]
save("two_observations", [node("Concat", ["proprio", "heights"], "x", axis=1)] + nodes, two, act, constants)
encoders = [gemm("encoder", "heights", "e"), node("Relu", ["e"], "er"), node("Concat", ["proprio", "er"], "x", axis=-1)]
save("encoder_of_one_input", encoders + nodes, two, act, constants + dense(seeded(), "encoder", 3, 3))
nodes, constants = mlp(seeded(), "obs", "y", outputs=8)
save("residual", nodes + [node("Add", ["obs", "y"], "r"), node("Relu", ["r"], "actions")], obs,
     [("actions", ["batch", 8])], constants)
twin = lambda x, y: [gemm("encoder.0", x, f"{x}_h"), node("Tanh", [f"{x}_h"], y)]
save("twins", twin("left", "l") + twin("right", "r") + [node("Sub", ["l", "r"], "d"), node("Mul", ["l", "r"], "p"),
     node("Concat", ["d", "p"], "c", axis=1), gemm("head", "c", "score")],
     [("left", ["batch", 4]), ("right", ["batch", 4])], [("score", ["batch", 1])],
     dense(seeded(), "encoder.0", 4, 3) + dense(seeded(), "head", 6, 1))
save("deep_skip", [gemm("trunk.0", "obs", "h"), node("Relu", ["h"], "a"), node("Concat", ["a", "obs"], "s", axis=1),
     gemm("trunk.2", "s", "g"), node("Relu", ["g"], "b"), gemm("actor.0", "b", "p"), node("Softmax", ["p"], "probabilities"),
     gemm("critic.0", "b", "value")], obs, [("probabilities", ["batch", 3]), ("value", ["batch", 1])],
     dense(seeded(), "trunk.0", 8, 6) + dense(seeded(), "trunk.2", 14, 5) + dense(seeded(), "actor.0", 5, 3)
     + dense(seeded(), "critic.0", 5, 1))

# scikit-learn's pipelines, and old operator sets.
scaled = [helper.make_node("Scaler", ["obs"], ["z"], name="scaler", domain="ai.onnx.ml", offset=near.tolist(), scale=[0.5] * 8)]
classifier = [helper.make_node("LinearClassifier", ["z"], ["label", "probabilities"], name="classifier", domain="ai.onnx.ml",
                               coefficients=seeded().standard_normal(24).tolist(), intercepts=[0.5, 0.0, -0.5],
                               classlabels_ints=[0, 1, 2], multi_class=1, post_transform="SOFTMAX")]
save("classifier", scaled + classifier, obs, [("label", (I, ["batch"])), ("probabilities", ["batch", 3])], [], ml=1,
     only=["probabilities"])
regressor = [helper.make_node("LinearRegressor", ["z"], ["y"], name="regressor", domain="ai.onnx.ml", targets=2,
                              coefficients=seeded().standard_normal(16).tolist(), intercepts=[0.5, -0.5])]
save("regressor", scaled + regressor, obs, [("y", ["batch", 2])], [], ml=1)
nodes, constants = mlp(seeded(), "obs", "actions")
save("doubles", [node("Cast", ["obs"], "c", to=D), node("Mul", ["c", "by"], "m"), node("Cast", ["m"], "x", to=F)]
     + mlp(seeded(), "x", "actions")[0], obs, act, constants + [const("by", [0.1] * 8, np.float64)])
folded = [node("Sqrt", ["variance"], "std"), node("Sub", ["obs", "mean"], "s"), node("Div", ["s", "std"], "z")]
save("constants_of_constants", folded + mlp(seeded(), "z", "actions")[0], obs, act,
     constants + [const("mean", near), const("variance", np.square(std))])

# Memory: one step at a time with its state, as rsl_rl and Isaac Lab export, and whole sequences.
def cell(rng, gates, inputs, hidden):
    return [const("W", rng.standard_normal((1, gates * hidden, inputs)) / 2),
            const("R", rng.standard_normal((1, gates * hidden, hidden)) / 2),
            const("B", rng.standard_normal((1, 2 * gates * hidden)) / 2)]


axes = [const("ax0", [0], np.int64), const("ax01", [0, 1], np.int64), const("ax1", [1], np.int64)]
h_in, h_out = ("h_in", [1, 1, 4]), ("h_out", [1, 1, 4])
step = [node("Unsqueeze", ["obs", "ax0"], "u")]
rest = [node("Squeeze", ["seq", "ax01"], "q"), gemm("fc", "q", "actions")]
save("lstm_policy", step + [node("LSTM", ["u", "W", "R", "B", "", "h_in", "c_in"], ["seq", "h_out", "c_out"], hidden_size=4)]
     + rest, [("obs", [1, 3]), h_in, ("c_in", [1, 1, 4])], [("actions", [1, 2]), h_out, ("c_out", [1, 1, 4])],
     cell(seeded(), 4, 3, 4) + dense(seeded(), "fc", 4, 2) + axes, only=["actions"],
     states={"h_in": "h_out", "c_in": "c_out"})
save("gru_policy", step + [node("GRU", ["u", "W", "R", "B", "", "h_in"], ["seq", "h_out"], hidden_size=4, linear_before_reset=1)]
     + rest + [gemm("critic", "q", "value")], [("obs", [1, 3]), h_in],
     [("actions", [1, 2]), ("value", [1, 1]), h_out],
     cell(seeded(), 3, 3, 4) + dense(seeded(), "fc", 4, 2) + dense(seeded(), "critic", 4, 1) + axes,
     only=["actions", "value"], states={"h_in": "h_out"})
first = [node("Transpose", ["x"], "t", perm=[1, 0, 2])]
last = [node("Squeeze", ["seq", "ax1"], "q"), node("Transpose", ["q"], "b", perm=[1, 0, 2]),
        node("Gather", ["b", "end"], "e", axis=1), gemm("fc", "e", "classes")]
sequence = [("x", ["batch", 5, 3])], [("classes", ["batch", 2])]
end = [const("end", -1, np.int64)]
save("lstm_of_sequences", first + [node("LSTM", ["t", "W", "R", "B"], ["seq", "", ""], hidden_size=4)] + last, *sequence,
     cell(seeded(), 4, 3, 4) + dense(seeded(), "fc", 4, 2) + axes + end)
save("gru_reset_before", first + [node("GRU", ["t", "W", "R", "B"], ["seq"], hidden_size=4)] + last, *sequence,
     cell(seeded(), 3, 3, 4) + dense(seeded(), "fc", 4, 2) + axes + end)
save("rnn_last_state", first + [node("RNN", ["t", "W", "R", "B"], ["", "h"], hidden_size=4),
     node("Squeeze", ["h", "ax0"], "e"), gemm("fc", "e", "classes")], *sequence,
     cell(seeded(), 1, 3, 4) + dense(seeded(), "fc", 4, 2) + axes)

# Images, channels first and last; sequences under windows.
def conv(rng, name, outputs, per, *kernel):
    return [const(f"{name}.weight", rng.standard_normal((outputs, per, *kernel)) / 2),
            const(f"{name}.bias", rng.standard_normal(outputs) / 2)]


def convolution(name, x, y, **attributes):
    return helper.make_node("Conv", [x, f"{name}.weight", f"{name}.bias"], [y], name=name, **attributes)


image = [("image", ["batch", 2, 6, 7])]
save("convolutions", [convolution("c1", "image", "a", pads=[1, 1, 1, 1]), node("Relu", ["a"], "b"),
     node("MaxPool", ["b"], "p", kernel_shape=[2, 2], strides=[2, 2]), convolution("c2", "p", "d", strides=[1, 2]),
     node("Relu", ["d"], "e"), node("Flatten", ["e"], "f"), gemm("fc", "f", "y")], image, [("y", ["batch", 2])],
     conv(seeded(), "c1", 4, 2, 3, 3) + conv(seeded(), "c2", 3, 4, 2, 2) + dense(seeded(), "fc", 6, 2))
norm = [const(n, v) for n, v in [("gamma", [1, 2, 0.5, -1]), ("beta", [0, 1, 2, 3]), ("mu", [0.1, 0.2, 0.3, 0.4]), ("var", [1, 2, 3, 4])]]
save("batch_norm_and_average", [convolution("c1", "image", "a", pads=[2, 2, 2, 2], dilations=[2, 2]),
     node("BatchNormalization", ["a", "gamma", "beta", "mu", "var"], "n"), node("HardSwish", ["n"], "h"),
     convolution("depth", "h", "d", group=4, auto_pad="SAME_UPPER", strides=[2, 2]),
     node("AveragePool", ["d"], "p", kernel_shape=[2, 2], strides=[1, 1]), node("GlobalAveragePool", ["p"], "g"),
     node("Flatten", ["g"], "f"), gemm("fc", "f", "y")], image, [("y", ["batch", 2])],
     conv(seeded(), "c1", 4, 2, 3, 3) + conv(seeded(), "depth", 4, 1, 3, 3) + dense(seeded(), "fc", 4, 2) + norm)
save("norm_of_image", [node("BatchNormalization", ["image", "gamma", "beta", "mu", "var"], "n"), node("Relu", ["n"], "r"),
     node("GlobalMaxPool", ["r"], "g"), node("Flatten", ["g"], "y")], [("image", ["batch", 4, 3, 2])], [("y", ["batch", 4])],
     norm, opset=14)
save("channels_last", [node("Transpose", ["image"], "t", perm=[0, 3, 1, 2]), convolution("c1", "t", "a"),
     node("Transpose", ["a"], "l", perm=[0, 2, 3, 1]), node("Reshape", ["l", "to"], "f"), gemm("fc", "f", "y")],
     [("image", ["batch", 4, 4, 2])], [("y", ["batch", 2])],
     conv(seeded(), "c1", 3, 2, 3, 3) + dense(seeded(), "fc", 12, 2) + [const("to", [-1, 12], np.int64)])
save("residual_of_images", [convolution("c1", "image", "a", pads=[1, 1, 1, 1]), node("Add", ["a", "image"], "s"),
     node("PRelu", ["s", "slope"], "r")], [("image", ["batch", 2, 3, 3])], [("r", ["batch", 2, 3, 3])],
     conv(seeded(), "c1", 2, 2, 3, 3) + [const("slope", [[[0.5]], [[-0.25]]])])
save("windows_of_sequences", [convolution("c1", "x", "a", strides=[2], pads=[1, 1]), node("Gelu", ["a"], "g", approximate="tanh"),
     node("MaxPool", ["g"], "p", kernel_shape=[2], strides=[1]), node("Flatten", ["p"], "f"), gemm("fc", "f", "y")],
     [("x", ["batch", 2, 7])], [("y", ["batch", 2])], conv(seeded(), "c1", 3, 2, 3) + dense(seeded(), "fc", 9, 2), opset=20)

# Layers of their own.
nodes, constants = mlp(seeded(), "n", "actions")
length = [node("ReduceL2", ["obs"], "l", axes=[1]), node("Clip", ["l", "least"], "c"), node("Expand", ["c", "to"], "e"),
          node("Div", ["obs", "e"], "n")]
save("normalized_by_length", length + nodes, [("obs", [1, 8])], [("actions", [1, 2])],
     constants + [const("least", 1e-12), const("to", [1, 8], np.int64)])
save("slopes_of_features", [gemm("fc1", "obs", "h"), node("PRelu", ["h", "slope"], "a"), gemm("fc2", "a", "actions")], obs, act,
     constants + [const("slope", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])])

# A vector as an image, behind a dense layer and at once; as a sequence; rows of a sample.
save("vector_as_image", [gemm("fc0", "obs", "d"), node("Reshape", ["d", "to"], "image"), convolution("c1", "image", "a"),
     node("Relu", ["a"], "r"), node("Flatten", ["r"], "f"), gemm("fc", "f", "actions")], obs, act,
     dense(seeded(), "fc0", 8, 32) + conv(seeded(), "c1", 3, 2, 2, 2) + dense(seeded(), "fc", 27, 2)
     + [const("to", [-1, 2, 4, 4], np.int64)])
save("pixels_in_a_row", [node("Reshape", ["pixels", "to"], "image"), convolution("c1", "image", "a"),
     node("ReduceMax", ["a"], "m", axes=[2, 3], keepdims=0), gemm("fc", "m", "y")], [("pixels", ["batch", 24])],
     [("y", ["batch", 2])], conv(seeded(), "c1", 3, 2, 2, 2) + dense(seeded(), "fc", 3, 2)
     + [const("to", [-1, 2, 3, 4], np.int64)])
save("history_in_a_row", [node("Reshape", ["history", "rows"], "r"), gemm("fc1", "r", "e"), node("Elu", ["e"], "a"),
     node("Reshape", ["a", "to"], "s"), node("Transpose", ["s"], "t", perm=[0, 2, 1]), convolution("c1", "t", "c", strides=[2]),
     node("Flatten", ["c"], "f"), gemm("fc", "f", "actions")], [("history", ["batch", 18])], act,
     dense(seeded(), "fc1", 3, 4) + conv(seeded(), "c1", 3, 4, 2) + dense(seeded(), "fc", 9, 2)
     + [const("rows", [-1, 3], np.int64), const("to", [-1, 6, 4], np.int64)])
save("padding", [node("Pad", ["image", "pads"], "p"), convolution("c1", "p", "a"), node("Relu", ["a"], "r"),
     node("MaxPool", ["r"], "m", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1), node("Flatten", ["m"], "f"), gemm("fc", "f", "y")],
     image, [("y", ["batch", 2])], conv(seeded(), "c1", 3, 2, 3, 3) + dense(seeded(), "fc", 24, 2)
     + [const("pads", [0, 0, 1, 2, 0, 0, 0, 1], np.int64)])
save("causal_windows", [convolution("c1", "x", "a", pads=[2, 2]), node("Slice", ["a", "from", "to", "axis"], "s"), node("Relu", ["s"], "r"),
     node("Gather", ["r", "last"], "e", axis=2), gemm("fc", "e", "y")], [("x", ["batch", 2, 7])], [("y", ["batch", 2])],
     conv(seeded(), "c1", 3, 2, 3) + dense(seeded(), "fc", 3, 2)
     + [const("from", [0], np.int64), const("to", [-2], np.int64), const("axis", [2], np.int64), const("last", -1, np.int64)])

# Cells of several layers, whose states are one input; both directions.
def cells(rng, gates, inputs, hidden, directions=1, suffix=""):
    return [const(f"W{suffix}", rng.standard_normal((directions, gates * hidden, inputs)) / 2),
            const(f"R{suffix}", rng.standard_normal((directions, gates * hidden, hidden)) / 2),
            const(f"B{suffix}", rng.standard_normal((directions, 2 * gates * hidden)) / 2)]


ones = [const(f"n{i}", [i], np.int64) for i in range(3)]
layers = [node("Unsqueeze", ["obs", "n0"], "u"), node("Slice", ["h_in", "n0", "n1", "n0"], "h0"),
          node("GRU", ["u", "W1", "R1", "B1", "", "h0"], ["y1", "k0"], hidden_size=4, linear_before_reset=1),
          node("Squeeze", ["y1", "n1"], "q1"), node("Slice", ["h_in", "n1", "n2", "n0"], "h1"),
          node("GRU", ["q1", "W2", "R2", "B2", "", "h1"], ["y2", "k1"], hidden_size=4, linear_before_reset=1),
          node("Concat", ["k0", "k1"], "h_out", axis=0), node("Squeeze", ["y2", "ax01"], "q"), gemm("fc", "q", "actions")]
two = cells(seeded(), 3, 3, 4, suffix="1") + cells(np.random.default_rng(5), 3, 4, 4, suffix="2") + dense(seeded(), "fc", 4, 2) + ones + axes
save("gru_of_two_layers", layers, [("obs", [1, 3]), ("h_in", [2, 1, 4])], [("actions", [1, 2]), ("h_out", [2, 1, 4])], two,
     only=["actions"], states={"h_in": "h_out"})
memory = [node("Reshape", ["obs", "one"], "o"), node("Transpose", ["recurrent_in"], "m", perm=[1, 0, 2]), node("Split", ["m", "parts"], ["h", "c"], axis=2),
          node("Transpose", ["o"], "u", perm=[1, 0, 2]), node("LSTM", ["u", "W", "R", "B", "", "h", "c"], ["seq", "h1", "c1"], hidden_size=4),
          node("Concat", ["h1", "c1"], "hc", axis=-1), node("Transpose", ["hc"], "recurrent_out", perm=[1, 0, 2]),
          node("Squeeze", ["seq", "ax1"], "q"), node("Transpose", ["q"], "b", perm=[1, 0, 2]), node("Reshape", ["b", "flat"], "f"),
          gemm("fc", "f", "mu"), node("RandomNormalLike", ["mu"], "noise", seed=1.0), node("Add", ["mu", "noise"], "continuous_actions"),
          node("Clip", ["mu", "least", "most"], "d"), node("Div", ["d", "most"], "deterministic_continuous_actions"),
          node("Identity", ["version"], "version_number")]
save("memory_of_ml_agents", memory, [("obs", [1, 3]), ("recurrent_in", [1, 1, 8])],
     [("version_number", [1]), ("continuous_actions", [1, 2]), ("deterministic_continuous_actions", [1, 2]), ("recurrent_out", [1, 1, 8])],
     cells(seeded(), 4, 3, 4) + dense(seeded(), "fc", 4, 2) + axes
     + [const("one", [-1, 1, 3], np.int64), const("parts", [4, 4], np.int64), const("flat", [-1, 4], np.int64), const("least", -3.0),
        const("most", 3.0), const("version", [3.0])], only=["deterministic_continuous_actions"], states={"recurrent_in": "recurrent_out"})
both = [node("Transpose", ["x"], "t", perm=[1, 0, 2]),
        node("GRU", ["t", "W", "R", "B"], ["seq"], hidden_size=4, direction="bidirectional", linear_before_reset=1),
        node("Transpose", ["seq"], "s", perm=[0, 2, 1, 3]), node("Reshape", ["s", "flat"], "r"), node("Transpose", ["r"], "b", perm=[1, 0, 2]),
        node("MatMul", ["b", "out"], "y")]
save("both_directions", both, [("x", ["batch", 5, 3])], [("y", ["batch", 5, 2])],
     cells(seeded(), 3, 3, 4, 2) + [const("flat", [0, 0, -1], np.int64), const("out", seeded().standard_normal((8, 2)))])

# Operators that say a layer otherwise, and nodes in another order than that in which they are computed.
heads = [gemm("v", "a", "value"), gemm("adv", "a", "advantage"), node("ReduceMean", ["advantage"], "m", axes=[1], keepdims=1),
         node("Sub", ["advantage", "m"], "c"), node("Add", ["value", "c"], "q")]
save("dueling_heads", [gemm("fc1", "obs", "h"), node("Relu", ["h"], "a")] + heads, obs, [("q", ["batch", 3])],
     dense(seeded(), "fc1", 8, 6) + dense(seeded(), "v", 6, 1) + dense(seeded(), "adv", 6, 3))
save("einsum", [node("Einsum", ["obs", "w"], "h", equation="bi,oi->bo"), node("Tanh", ["h"], "a"), gemm("fc2", "a", "actions")], obs, act,
     [const("w", seeded().standard_normal((6, 8)))] + dense(seeded(), "fc2", 6, 2))
nodes, constants = mlp(seeded(), "obs", "z")
save("logarithm_of_softmax", nodes + [node("Softmax", ["z"], "p", axis=1), node("Log", ["p"], "actions")], obs, act, constants)
save("frames_by_steps", [node("Slice", ["frames", "n1", "n3", "n1"], "s"), node("Flatten", ["s"], "f"), gemm("fc", "f", "actions")],
     [("frames", ["batch", 4, 3])], act, dense(seeded(), "fc", 6, 2) + [const("n1", [1], np.int64), const("n3", [3], np.int64)])
three = helper.make_node("LinearClassifier", ["obs"], ["label", "scores"], name="classifier", domain="ai.onnx.ml", post_transform="SOFTMAX",
                         classlabels_ints=[0, 1, 2], coefficients=seeded().standard_normal(24).tolist(), intercepts=[0.5, -0.5, 0.0])
normed = helper.make_node("Normalizer", ["scores"], ["probabilities"], name="norm", domain="ai.onnx.ml", norm="L1")
save("normalized_classifier", [three, normed], obs, [("probabilities", ["batch", 3])], [], ml=1)

(FOLDER / "expected.txt").write_text("\n".join(lines) + "\n")
names = sorted(path.stem for path in FOLDER.glob("*.onnx"))
modules = "".join(f"mod {name};\n" for name in names)
(FOLDER / "mod.rs").write_text("//! What `constnet-onnx` wrote from the files here, each with a test.\n\n" + modules)
