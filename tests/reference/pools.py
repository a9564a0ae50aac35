"""Reference values for tests/reference.rs: pools, flat images, padding and what is done to channels.

Run:   python tests/reference/pools.py > tests/reference/pools.txt
Made with PyTorch 2.15.0, CPU. The first line of the output states the version that made it.

The format is that of `layers.txt`, but values are in the order in which constnet has them: an image row by row,
column by column, sample by sample, channel by channel; a sequence step by step; vectors sample by sample.
"""

import torch
from torch import nn

torch.set_num_threads(1)
print("PyTorch", torch.__version__)
random = torch.Generator().manual_seed(5)
nan, inf = float("nan"), float("inf")


def write(key, tensor):
    """As many digits as tell the numbers of the type apart."""
    digits = 9 if tensor.dtype == torch.float32 else 17
    if tensor.numel():
        print(key, *[f"{value:.{digits}g}" for value in tensor.detach().flatten().tolist()])


def ours(x):
    """[B, C, H, W] as [H][W][B][C], [B, C, L] as [L][B][C]; [B, N] as it is."""
    return x.permute(*range(2, x.dim()), 0, 1) if x.dim() > 2 else x


def draw(*shape):
    """Random numbers that float32 holds, as float64."""
    return torch.randn(shape, generator=random).double()


def layer(name, module, x, dy=None):
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(draw(*p.shape))
    x = x.clone().requires_grad_()
    y = module(x)
    dy = draw(*y.shape) if dy is None else dy
    y.backward(dy)
    print(f"[{name}]")
    write("x", ours(x).float())
    write("parameters", torch.cat([torch.empty(0), *[p.flatten() for p in module.parameters()]]).float())
    write("dy", ours(dy).float())
    write("y", ours(y))
    write("dx", ours(x.grad))
    write("gradient", torch.cat([torch.empty(0).double(), *[p.grad.flatten() for p in module.parameters()]]))


class Of(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class Affine(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.zeros(channels)), nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return x * self.weight[:, None, None] + self.bias[:, None, None]


image = lambda: draw(2, 3, 6, 5)
# Numbers that occur several times, so that windows have ties; −∞, ∞ and NaN.
ties = torch.tensor([[0.0, 1, 1, -1, 2], [1, 1, 0, -1, 2], [-inf, -inf, 2, nan, 0], [-inf, -inf, inf, 1, nan]])
ties = ties.double()[None, None]
layer("max pool 2", nn.MaxPool2d(2), image())
layer("max pool 3 2 stride 2 1 padding 1 0", nn.MaxPool2d((3, 2), (2, 1), (1, 0)), image())
layer("max pool 2 dilation 2 stride 1", nn.MaxPool2d(2, 1, 0, 2), image())
layer("max pool ties", nn.MaxPool2d(2, 1), ties)
layer("max pool sequence", nn.MaxPool1d(3, 2, 1), draw(2, 4, 9))
layer("average pool 2", nn.AvgPool2d(2), image())
layer("average pool 3 padding 1", nn.AvgPool2d(3, 2, 1, count_include_pad=False), image())
layer("average pool 3 padding 1 counted", nn.AvgPool2d(3, 2, 1), image())
layer("average pool sequence", nn.AvgPool1d(3, 1, 1), draw(2, 4, 9))
layer("global average", nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), image())
layer("global max", nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten()), image())
layer("flatten", nn.Flatten(), image())
layer("unflatten", nn.Unflatten(1, (3, 4, 2)), draw(2, 24))
layer("zero pad", nn.ZeroPad2d((1, 2, 3, 0)), image())
layer("normalize", Of(nn.functional.normalize), image())
layer("normalize 1/2", Of(lambda x: nn.functional.normalize(x, eps=0.5)), image() / 4)
layer("prelu", nn.PReLU(3), image())
layer("affine", Affine(3), image())
torch.manual_seed(3)
layer("channel dropout", nn.Dropout2d(1 / 4), draw(2, 6, 3, 2))
