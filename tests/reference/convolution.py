"""Reference values for tests/reference.rs: convolutions of images and of sequences, and 25 steps of a small network.

Run:   python tests/reference/convolution.py > tests/reference/convolution.txt
Made with PyTorch 2.15.0, CPU. The first line of the output states the version that made it.

The format is that of `layers.txt`, but values are in the order in which constnet has them: an image row by row,
column by column, sample by sample, channel by channel; a sequence step by step.
"""

import torch
from torch import nn

torch.set_num_threads(1)
print("PyTorch", torch.__version__)
random = torch.Generator().manual_seed(6)


def write(key, tensor):
    """As many digits as tell the numbers of the type apart."""
    digits = 9 if tensor.dtype == torch.float32 else 17
    print(key, *[f"{value:.{digits}g}" for value in tensor.detach().flatten().tolist()])


def ours(x):
    """[B, C, H, W] as [H][W][B][C], [B, C, L] as [L][B][C]; [B, N] as it is."""
    return x.permute(*range(2, x.dim()), 0, 1) if x.dim() > 2 else x


def draw(*shape, scale=1.0):
    """Random numbers that float32 holds, as float64."""
    return (torch.randn(shape, generator=random) * scale).float().double()


def start(module):
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(draw(*p.shape, scale=0.5))
    return module


def flat(tensors):
    return torch.cat([tensor.flatten() for tensor in tensors])


def layer(name, module, *shape):
    module = start(module)
    x = draw(*shape).requires_grad_()
    y = module(x)
    dy = draw(*y.shape)
    y.backward(dy)
    print(f"[{name}]")
    write("x", ours(x).float())
    write("parameters", flat(module.parameters()).float())
    write("dy", ours(dy).float())
    write("y", ours(y))
    write("dx", ours(x.grad))
    write("gradient", flat(p.grad for p in module.parameters()))


class Same(nn.Module):
    """TensorFlow's padding: as many zeros that there are ⌈size / stride⌉ places, the odd one behind."""

    def __init__(self, kernel, stride):
        super().__init__()
        self.kernel, self.stride = kernel, stride

    def forward(self, x):
        pads = []
        for size, kernel, stride in zip(x.shape[:1:-1], self.kernel[::-1], self.stride[::-1]):
            total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
            pads += [total // 2, total - total // 2]
        return nn.functional.pad(x, pads)


layer("conv 2d", nn.Conv2d(1, 6, 5), 2, 1, 8, 9)
layer("conv 2d of channels", nn.Conv2d(3, 16, (2, 3)), 2, 3, 6, 5)
layer("conv 2d of one place", nn.Conv2d(5, 8, 1), 2, 5, 4, 3)
layer("conv 2d stride 2 1 padding 1 0", nn.Conv2d(3, 8, 3, (2, 1), (1, 0)), 2, 3, 6, 5)
layer("conv 2d dilation 2 padding 2", nn.Conv2d(4, 5, 3, 1, 2, 2), 2, 4, 6, 5)
layer("conv 2d same stride 2", nn.Sequential(Same((10, 4), (2, 2)), nn.Conv2d(1, 8, (10, 4), 2)), 1, 1, 13, 6)
layer("conv 2d groups", nn.Conv2d(4, 6, 3, padding=1, groups=2), 2, 4, 4, 5)
layer("conv 2d depthwise", nn.Conv2d(8, 8, 3, padding=1, groups=8), 2, 8, 4, 5)
layer("conv 2d depthwise of two", nn.Conv2d(3, 6, 3, 2, groups=3), 2, 3, 5, 7)
layer("conv 1d window", nn.Conv1d(3, 4, 3, 2, 1, 2), 2, 3, 9)
layer("conv 1d window groups", nn.Conv1d(4, 8, 4, groups=2), 2, 4, 9)
layer("conv 1d causal", nn.Sequential(nn.ConstantPad1d((4, 0), 0.0), nn.Conv1d(2, 4, 3, dilation=2)), 2, 2, 9)
layer("conv 1d causal depthwise", nn.Sequential(nn.ConstantPad1d((3, 0), 0.0), nn.Conv1d(4, 4, 4, groups=4)), 2, 4, 9)

# 25 steps on eight images of three kinds. Flattened in our order: rows, columns, channels.
module = start(
    nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 8, 3), nn.Tanh())
)
head = start(nn.Linear(16, 3))
x, classes = draw(8, 1, 8, 6), torch.arange(8) % 3
parameters = [*module.parameters(), *head.parameters()]
print("[train a convolutional network]")
write("x", ours(x).float())
write("targets", classes.float())
write("before", flat(parameters).float())
optimizer, losses = torch.optim.Adam(parameters, lr=0.01), []
for _ in range(25):
    optimizer.zero_grad()
    y = module(x)
    loss = nn.functional.cross_entropy(head(y.permute(0, 2, 3, 1).flatten(1)), classes)
    loss.backward()
    optimizer.step()
    losses.append(loss.detach())
write("losses", torch.stack(losses))
write("after", flat(parameters))
