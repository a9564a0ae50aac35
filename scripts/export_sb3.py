"""Exports a policy of Stable-Baselines3 to ONNX: what it does when nothing is drawn.

    python3 scripts/export_sb3.py PPO model.zip policy.onnx [vec_normalize.pkl]

PPO and A2C give the means of their actions, or the logits of each action, of which the largest counts; DQN the value of
each. The game clips means to its bounds. SAC, TD3 and DDPG give actions of -1 to 1, which `predict` stretches to the
bounds of the game. Observations are normalized in the network, if they were in training: `VecNormalize.save` made that
file. Only load files of your own: they hold Python's pickles. Needs: stable-baselines3, torch, onnx.
"""

import pickle
import sys

import stable_baselines3
import torch
from torch import nn


class Policy(nn.Module):
    def __init__(self, policy, normalizer=None):
        super().__init__()
        self.policy, self.normalizer = policy, normalizer

    def forward(self, x):
        if self.normalizer is not None and self.normalizer.norm_obs:
            mean, variance = (torch.tensor(numbers, dtype=x.dtype)
                              for numbers in (self.normalizer.obs_rms.mean, self.normalizer.obs_rms.var))
            x = (x - mean) / torch.sqrt(variance + self.normalizer.epsilon)
            x = x.clamp(-self.normalizer.clip_obs, self.normalizer.clip_obs)
        if hasattr(self.policy, "q_net"):
            return self.policy.q_net(x)
        if hasattr(self.policy, "actor"):
            return self.policy(x, deterministic=True)
        features = self.policy.extract_features(x, self.policy.pi_features_extractor)
        return self.policy.action_net(self.policy.mlp_extractor.forward_actor(features))


def export(model, path, normalizer=None):
    """Writes the policy of an algorithm's model; returns it as a module."""
    policy = Policy(model.policy.to("cpu"), normalizer).eval()
    sample = torch.zeros(1, *model.observation_space.shape)
    torch.onnx.export(policy, (sample,), path, dynamo=False, input_names=["observation"], output_names=["actions"])
    return policy


if __name__ == "__main__":
    algorithm, source, path, *statistics = sys.argv[1:]
    normalizer = pickle.load(open(statistics[0], "rb")) if statistics else None
    export(getattr(stable_baselines3, algorithm).load(source, device="cpu"), path, normalizer)
    print(f"constnet-onnx {path} src")
