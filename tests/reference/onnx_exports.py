"""Small models as the exporters of PyTorch, scikit-learn and Keras write them, and what these give for them.

    PYTHONPATH=… python3 onnx_exports.py torch      # needs torch and onnxscript
    PYTHONPATH=… python3 onnx_exports.py sklearn    # needs scikit-learn and skl2onnx
    PYTHONPATH=… python3 onnx_exports.py keras      # needs keras, torch and onnxscript
    PYTHONPATH=… python3 onnx_exports.py script     # needs torch
    PYTHONPATH=… python3 onnx_exports.py sb3        # needs stable-baselines3 and torch

Writes tests/data/onnx_cases/exported_*.onnx and the sections of exported.txt beside them; the script
onnx_cases.py writes mod.rs. Everything is made here, of seeded random numbers.
"""

import os
import pathlib
import sys

# Scripts beside this one are called like packages.
sys.path.pop(0)

import numpy as np

# And those of users, which write the files where there is one.
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent.parent / "scripts"))
FOLDER = pathlib.Path(__file__).parent.parent / "data" / "onnx_cases"
EXPECTED = FOLDER / "exported.txt"


def without_traces(path):
    """Takes out what exporters write of the machine that they run on: the lines of Python behind each node."""
    import onnx

    model = onnx.load(path)
    for node in model.graph.node:
        del node.metadata_props[:]
        node.ClearField("doc_string")
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer]:
        del value.metadata_props[:]
    del model.graph.metadata_props[:], model.metadata_props[:]
    onnx.save(model, path)


def note(name, x, y):
    """Inputs and outputs under their names, in place of those that the file had."""
    old = EXPECTED.read_text() if EXPECTED.exists() else "Inputs, and the outputs of the frameworks; made by tests/reference/onnx_exports.py.\n"
    head, *sections = old.split("\n[")
    kept = [section for section in sections if not section.startswith(f"{name}]")]
    line = lambda key, n, v: f"{key} {n} " + " ".join(repr(float(number)) for number in np.asarray(v).reshape(-1))
    lines = [f"{name}]"] + [line("x", *end) for end in x.items()] + [line("y", *end) for end in y.items()]
    parts = [section.strip("\n") for section in kept] + ["\n".join(lines)]
    EXPECTED.write_text(head.strip("\n") + "".join("\n[" + part for part in sorted(parts)) + "\n")


def of_torch():
    import torch
    from torch import nn

    torch.manual_seed(0)

    class Policy(nn.Module):
        """Two layers of cells, one step at a time."""

        def __init__(self):
            super().__init__()
            self.rnn, self.actor = nn.LSTM(3, 4, 2), nn.Linear(4, 2)

        def forward(self, obs, h_in, c_in):
            y, (h, c) = self.rnn(obs.unsqueeze(0), (h_in, c_in))
            return self.actor(y.squeeze(0)), h, c

    class Gesture(nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn, self.out = nn.GRU(3, 4, bidirectional=True, batch_first=True), nn.Linear(8, 2)

        def forward(self, x):
            return self.out(self.rnn(x)[0])

    class Causal(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.second, self.out = nn.Conv1d(2, 4, 3, padding=2), nn.Conv1d(4, 4, 3, padding=4, dilation=2), nn.Linear(4, 2)

        def forward(self, x):
            x = torch.relu(self.first(x)[:, :, :-2])
            return self.out(torch.relu(self.second(x)[:, :, :-4])[:, :, -1])

    class Dueling(nn.Module):
        def __init__(self):
            super().__init__()
            self.trunk, self.value, self.advantage = nn.Linear(4, 6), nn.Linear(6, 1), nn.Linear(6, 3)

        def forward(self, x):
            x = torch.relu(self.trunk(x))
            advantage = self.advantage(x)
            return self.value(x) + advantage - advantage.mean(1, keepdim=True)

    def export(name, model, example, inputs, outputs, dynamo):
        extra = {"external_data": False, "verbose": False} if dynamo else {"opset_version": 17}
        path = str(FOLDER / f"exported_{name}.onnx")
        torch.onnx.export(model.eval(), example, path, dynamo=dynamo, input_names=inputs, output_names=outputs, **extra)
        without_traces(path)

    states = [torch.zeros(2, 1, 4), torch.zeros(2, 1, 4)]
    policy, steps = Policy(), torch.randn(4, 1, 3)
    export("lstm_of_two_layers", policy, (steps[0], *states), ["obs", "h_in", "c_in"], ["actions", "h_out", "c_out"], False)
    actions = []
    for obs in steps:
        action, *states = policy(obs, *states)
        actions.append(action.detach().numpy())
    note("exported_lstm_of_two_layers", {"obs": steps}, {"actions": actions})
    for name, model, x, dynamo in [
        ("both_directions", Gesture(), torch.randn(1, 5, 3), True),
        ("causal_windows", Causal(), torch.randn(1, 2, 8), True),
        ("dueling_heads", Dueling(), torch.randn(1, 4), False),
    ]:
        export(name, model, (x,), ["x"], ["y"], dynamo)
        note(f"exported_{name}", {"x": x}, {"y": model(x).detach()})


def of_sklearn():
    from export_sklearn import export
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rng = np.random.default_rng(0)
    x = rng.normal(3, 2, (200, 4)).astype(np.float32)
    target = (x[:, 0] > 3).astype(int) + (x[:, 1] > 3)
    model = make_pipeline(StandardScaler(), MLPClassifier((6,), max_iter=500, random_state=0)).fit(x, target)
    export(model, FOLDER / "exported_mlp_classifier.onnx")
    note("exported_mlp_classifier", {"X": x[:1]}, {"probabilities": model.predict_proba(x[:1])})
    regressor = MLPRegressor(hidden_layer_sizes=(6,), activation="tanh", max_iter=500, random_state=0)
    model = make_pipeline(StandardScaler(), regressor).fit(x, x[:, :2] @ [[1, -1], [2, 0.5]])
    export(model, FOLDER / "exported_mlp_regressor.onnx")
    note("exported_mlp_regressor", {"X": x[:1]}, {"variable": model.predict(x[:1])})


def of_script():
    import torch
    from export_torchscript import export
    from torch import nn

    torch.manual_seed(0)

    class Eyes(nn.Module):
        def __init__(self):
            super().__init__()
            self.see, self.say = nn.Conv2d(2, 3, 3), nn.Linear(18, 2)

        def forward(self, x):
            return self.say(torch.relu(self.see(x)).flatten(1))

    path, x = str(FOLDER / "exported_script.onnx"), torch.randn(1, 2, 4, 5)
    module = torch.jit.script(Eyes())
    export(module, [2, 4, 5], path)
    without_traces(path)
    note("exported_script", {"x": x}, {"y": module(x).detach()})


def of_sb3():
    import gymnasium
    import stable_baselines3
    import torch
    from export_sb3 import export
    from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize

    class Game(gymnasium.Env):
        """Observations are drawn; the first of them is the action that is rewarded."""

        observation_space, action_space = gymnasium.spaces.Box(-100, 100, (4,)), gymnasium.spaces.Box(-1, 1, (2,))
        random = np.random.default_rng(0)

        def reset(self, seed=None, options=None):
            self.seen = self.random.normal(3, 2, 4).astype(np.float32)
            return self.seen, {}

        def step(self, action):
            reward = -float(abs(action - self.seen[:2] / 5).sum())
            return self.reset()[0], reward, False, False, {}

    game = VecNormalize(DummyVecEnv([Game]))
    shape = {"net_arch": [6, 6]}
    model = stable_baselines3.PPO("MlpPolicy", game, n_steps=64, batch_size=64, seed=0, device="cpu", policy_kwargs=shape)
    model.learn(256)
    path, x = str(FOLDER / "exported_sb3_policy.onnx"), np.float32([[1, 3, 6, 2]])
    export(model, path, game)
    without_traces(path)
    actions, _ = model.predict(game.normalize_obs(x), deterministic=True)
    assert abs(actions).max() < 1, "clipped to the bounds"
    note("exported_sb3_policy", {"observation": x}, {"actions": actions})


def of_keras():
    os.environ["KERAS_BACKEND"] = "torch"
    import keras

    keras.utils.set_random_seed(0)
    layers = keras.layers
    model = keras.Sequential([
        keras.Input((6, 6, 2)), layers.Rescaling(0.25), layers.Conv2D(3, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(), layers.DepthwiseConv2D(2), layers.BatchNormalization(), layers.Flatten(), layers.Dense(2)])
    x = np.random.default_rng(0).standard_normal((1, 6, 6, 2)).astype(np.float32)
    y = model.predict(x, verbose=0)
    model.export(str(FOLDER / "exported_keras_image.onnx"), format="onnx", verbose=False)
    without_traces(str(FOLDER / "exported_keras_image.onnx"))
    note("exported_keras_image", {"x": x}, {"y": y})


MAKERS = {"torch": of_torch, "sklearn": of_sklearn, "keras": of_keras, "script": of_script, "sb3": of_sb3}
MAKERS[sys.argv[1]]()
