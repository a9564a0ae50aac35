"""Exports a TorchScript file, as `torch.jit.script(model).save("policy.pt")` or `torch.jit.trace` made it, to ONNX.

    python3 scripts/export_torchscript.py policy.pt 48 policy.onnx        # an observation of 48 numbers
    python3 scripts/export_torchscript.py eyes.pt 3,96,96 eyes.onnx       # an image of three colours

The file does not say what it takes, so the sizes of one sample are given. PyTorch's default exporter refuses such files,
the older one, `dynamo=False`, takes them. Needs: torch, onnx.
"""

import sys

import torch


def export(module, sizes, path):
    """Writes a module that takes one sample of these sizes at a time."""
    torch.onnx.export(module.eval(), (torch.zeros(1, *sizes),), path, dynamo=False, input_names=["x"], output_names=["y"])


if __name__ == "__main__":
    source, sizes, path = sys.argv[1:]
    export(torch.jit.load(source, map_location="cpu"), [int(size) for size in sizes.split(",")], path)
    print(f"constnet-onnx {path} src")
