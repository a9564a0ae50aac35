"""Exports the policy in a checkpoint of rsl_rl (legged_gym, Isaac Lab, mjlab) to ONNX, without rsl_rl.

    python3 scripts/export_rsl_rl.py model_1500.pt policy.onnx [--activation elu]
    constnet-onnx policy.onnx src

The observation's normalizer, a memory (LSTM or GRU, whose state becomes inputs and outputs) and the layers of the actor
are found by their names; what is random in training is left out, so that the actions are the means. A checkpoint does
not have the name of the activation: the configuration beside it does, and rsl_rl's own is `elu`. A policy that rsl_rl's
exporter has written (`exported/policy.onnx`) needs none of this.

Needs: torch.
"""

import argparse

import torch
from torch import nn

ACTIVATIONS = {
    "elu": nn.ELU, "relu": nn.ReLU, "selu": nn.SELU, "lrelu": nn.LeakyReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid,
    "softplus": nn.Softplus, "gelu": nn.GELU, "swish": nn.SiLU, "mish": nn.Mish,
}
# What releases call the parts of a policy.
LAYERS, MEMORIES, NORMALIZERS = ["actor.", "mlp."], ["memory_a.rnn.", "rnn.rnn."], ["actor_obs_normalizer.", "obs_normalizer."]
# Of rsl_rl's EmpiricalNormalization, which adds it to the deviation.
EPSILON = 1e-2


def part(state, prefixes):
    """The tensors below the first of the prefixes that has any."""
    for prefix in prefixes:
        found = {name.removeprefix(prefix): tensor for name, tensor in state.items() if name.startswith(prefix)}
        if found:
            return found
    return {}


def layers(tensors, activation):
    """Linear layers at the places that the names say, with activations between them."""
    places = sorted({int(name.split(".")[0]) for name in tensors})
    stack = []
    for place in places:
        weight, bias = tensors.get(f"{place}.weight"), tensors.get(f"{place}.bias")
        if weight is None or bias is None or weight.ndim != 2:
            raise ValueError(f"the actor's layer {place} is no linear layer with a bias")
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.load_state_dict({"weight": weight, "bias": bias})
        stack += [linear, ACTIVATIONS[activation]()]
    return nn.Sequential(*stack[:-1])


def memory(tensors):
    """The recurrent module, or nothing."""
    if not tensors:
        return None
    hidden = tensors["weight_hh_l0"].shape[1]
    gates = tensors["weight_hh_l0"].shape[0] // hidden
    count = sum(name.startswith("weight_ih_l") for name in tensors)
    module = {3: nn.GRU, 4: nn.LSTM}[gates](tensors["weight_ih_l0"].shape[1], hidden, num_layers=count)
    module.load_state_dict(tensors)
    return module


class Policy(nn.Module):
    def __init__(self, checkpoint, activation):
        super().__init__()
        state = checkpoint.get("actor_state_dict") or checkpoint.get("model_state_dict")
        if state is None:
            raise ValueError(f"no policy of rsl_rl: the file has {', '.join(map(str, checkpoint))}")
        self.actor = layers(part(state, LAYERS), activation)
        self.memory = memory(part(state, MEMORIES))
        norm = part(state, NORMALIZERS) or checkpoint.get("obs_norm_state_dict") or {}
        self.mean = norm["_mean"].flatten() if "_mean" in norm else None
        self.deviation = norm["_std"].flatten() + EPSILON if "_std" in norm else None

    def forward(self, obs, *states):
        x = obs if self.mean is None else (obs - self.mean) / self.deviation
        if self.memory is None:
            return self.actor(x)
        y, next_states = self.memory(x.unsqueeze(0), states if len(states) == 2 else states[0])
        next_states = next_states if isinstance(next_states, tuple) else (next_states,)
        return self.actor(y.squeeze(0)), *next_states


def export(checkpoint, path, activation="elu"):
    """Writes the policy of a loaded checkpoint; returns the module."""
    policy = Policy(checkpoint, activation).eval()
    first = policy.memory.input_size if policy.memory is not None else policy.actor[0].in_features
    inputs, taken, given = [torch.zeros(1, first)], ["obs"], ["actions"]
    if policy.memory is not None:
        names = ["h", "c"] if isinstance(policy.memory, nn.LSTM) else ["h"]
        inputs += [torch.zeros(policy.memory.num_layers, 1, policy.memory.hidden_size) for _ in names]
        taken, given = taken + [f"{name}_in" for name in names], given + [f"{name}_out" for name in names]
    torch.onnx.export(policy, tuple(inputs), path, input_names=taken, output_names=given, dynamo=False)
    return policy


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Exports a policy of rsl_rl to ONNX.")
    parser.add_argument("checkpoint")
    parser.add_argument("path")
    parser.add_argument("--activation", choices=ACTIVATIONS, default="elu")
    arguments = parser.parse_args()
    # Numbers alone: a checkpoint from elsewhere may hold code.
    loaded = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    print(export(loaded, arguments.path, arguments.activation))
