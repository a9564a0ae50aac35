"""Reference values for tests/reference.rs: forward and backward of layers, activations, losses and
networks, two training runs, and the spread of initial values.

Run:   python tests/reference/layers.py > tests/reference/layers.txt
Made with PyTorch 2.15.0, CPU. The first line of the output states the version that made it.

Format: a line `[name]`, then lines of a key and its numbers. A batch is written sample after
sample, a weight matrix [out, in] row after row, and parameters in the order of
`module.parameters()`. What goes in is written as float32, for both types to start from the same
numbers; what comes out is of float64.
"""

import math

import torch
from torch import nn

torch.set_num_threads(1)
print("PyTorch", torch.__version__)
random = torch.Generator().manual_seed(2)
inf, nan = math.inf, math.nan


def write(key, tensor):
    """As many digits as tell the numbers of the type apart."""
    digits = 9 if tensor.dtype == torch.float32 else 17
    if tensor.numel():
        print(key, *[f"{value:.{digits}g}" for value in tensor.detach().flatten().tolist()])


def write_exact(key, tensor):
    assert torch.equal(tensor.float().double().nan_to_num(0.5), tensor.double().nan_to_num(0.5))
    write(key, tensor.float())


def draw(*shape, scale=1.0):
    """Random numbers that float32 holds, as float64."""
    return (torch.randn(shape, generator=random) * scale).double()


def exact(values):
    """Numbers rounded to float32, as float64."""
    return torch.tensor(values, dtype=torch.float32).double()


def layer(name, module, x, dy=None):
    """Forward and backward of a module whose parameters are drawn here."""
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(draw(*p.shape, scale=0.5 if p.dim() > 1 else 1.0))
    x = x.clone().requires_grad_()
    y = module(x)
    dy = draw(*y.shape) if dy is None else dy
    y.backward(dy)
    empty = torch.empty(0).double()
    print(f"[{name}]")
    write_exact("x", x)
    write_exact("parameters", torch.cat([empty, *[p.flatten() for p in everything(module)]]))
    write_exact("dy", dy)
    write("y", y)
    write("dx", x.grad)
    trained = [p.grad.flatten() for p in module.parameters() if p.requires_grad]
    write("gradient", torch.cat([empty, *trained]))


def everything(module):
    """Parameters and buffers of the modules in their order."""
    for part in module.modules():
        yield from part.parameters(recurse=False)
        yield from part.buffers(recurse=False)


class Residual(nn.Module):
    def __init__(self, *inside):
        super().__init__()
        self.inside = nn.Sequential(*inside)

    def forward(self, x):
        return x + self.inside(x)


class Standardize(nn.Module):
    def __init__(self, mean, deviation):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("deviation", torch.tensor(deviation))

    def forward(self, x):
        return (x - self.mean) / self.deviation


class Unstandardize(Standardize):
    def forward(self, x):
        return x * self.deviation + self.mean


def frozen(module):
    return module.requires_grad_(False)


# Elementwise: ordinary points, kinks and thresholds from both sides, saturation, infinity, NaN.
near = 2.0**-20
POINTS = [0.0, 2.0**-40, 0.125, 0.5, 0.75, 1 - near, 1.0, 1 + near, 1.5, 2.25, 3 - near, 3.0, 3 + near]
POINTS += [4.0, 5.5, 6.0, 8.0, 10.0, 15.0, 20.0, 20 + near * 2, 40.0, 90.0, 800.0, 1e4, 1e30, inf]
POINTS = exact([*POINTS, *[-x for x in POINTS], nan])
SLOPES = exact([0.5, -2.0, 1.25, 3.0, -0.75] * 11)
for name, module in {
    "identity": nn.Identity(),
    "relu": nn.ReLU(),
    "leaky relu": nn.LeakyReLU(),
    "leaky relu 3/2": nn.LeakyReLU(3 / 2),
    "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(),
    "gelu": nn.GELU(),
    "silu": nn.SiLU(),
    "elu": nn.ELU(),
    "softplus": nn.Softplus(),
    "hard sigmoid": nn.Hardsigmoid(),
    "hard tanh": nn.Hardtanh(),
    "hard swish": nn.Hardswish(),
}.items():
    layer(name, module, POINTS.reshape(1, -1), SLOPES.reshape(1, -1))

# Whole columns: ordinary, ties, saturated, huge, infinite, NaN; and one feature alone.
COLUMNS = [[0.5, -1.25, 2.0], [1.0, 1.0, 1.0], [5.0, 5.0, -2.0], [30.0, 0.0, -30.0], [100.0, 101.0, 0.0]]
COLUMNS += [[800.0, 0.0, -800.0], [1e30, 0.0, -1e30], [-1e30, -1e30, -1e30], [0.0, -inf, 1.0]]
COLUMNS += [[inf, 0.0, 1.0], [-inf, -inf, -inf], [nan, 0.0, 1.0], [0.0, 1.0, nan]]
for name, module in {"softmax": nn.Softmax(dim=1), "log softmax": nn.LogSoftmax(dim=1)}.items():
    layer(name, module, exact(COLUMNS))
    layer(f"{name} 1", module, draw(4, 1))
    layer(f"{name} 10", module, draw(3, 10, scale=4.0))

# Layers with parameters.
for n_in, n_out, batch in [(1, 1, 1), (3, 2, 1), (2, 5, 4), (7, 3, 5), (16, 12, 9), (33, 9, 3), (64, 5, 2)]:
    layer(f"dense {n_in} {n_out} {batch}", nn.Linear(n_in, n_out), draw(batch, n_in))
layer("dense zeros and infinities", nn.Linear(2, 2), exact([[0.0, 0.0], [inf, 1.0], [1e30, -1e30], [nan, 1.0]]))
layer("layer norm 5", nn.LayerNorm(5), draw(4, 5, scale=3.0))
layer("layer norm 1", nn.LayerNorm(1), draw(3, 1))
layer("layer norm 32", nn.LayerNorm(32), exact((draw(3, 32) + 8).tolist()))
# Constant, almost constant, far from 0, tiny.
layer("layer norm 4", nn.LayerNorm(4), exact([[2.5] * 4, [1, 1, 1, 1.0625], [1000, 1001, 1002, 999], [1e-20, 0, 0, -1e-20]]))
layer("layer norm 2", nn.LayerNorm(2), exact([[1e8, -1e8], [inf, 0.0], [nan, 0.0]]))
layer("standardize", Standardize([1.0, -0.5, 20.0], [0.5, 3.0, 8.0]), draw(4, 3))
layer("unstandardize", Unstandardize([1.0, -0.5, 20.0], [0.5, 3.0, 8.0]), draw(4, 3))

# Networks.
dense = nn.Linear
layer("mlp", nn.Sequential(dense(4, 8), nn.Tanh(), dense(8, 3)), draw(5, 4))
layer(
    "nested",
    nn.Sequential(
        nn.Sequential(dense(3, 6), nn.GELU()),
        nn.Sequential(dense(6, 5), nn.Sequential(nn.SiLU(), dense(5, 4)), nn.ELU()),
        dense(4, 2),
        nn.Softmax(dim=1),
    ),
    draw(3, 3),
)
layer(
    "residual",
    nn.Sequential(
        dense(3, 6),
        Residual(nn.LayerNorm(6), dense(6, 12), nn.ReLU(), dense(12, 6)),
        Residual(nn.Tanh()),
        nn.LayerNorm(6),
        dense(6, 3),
        nn.LogSoftmax(dim=1),
    ),
    draw(4, 3),
)
layer(
    "deep",
    nn.Sequential(
        *[dense(5, 6), nn.Sigmoid(), dense(6, 6), nn.Softplus(), dense(6, 6), nn.LeakyReLU(1 / 4)],
        *[dense(6, 6), nn.Hardswish(), dense(6, 6), nn.Hardtanh(), dense(6, 4), nn.Sigmoid()],
    ),
    draw(6, 5),
)
layer(
    "frozen",
    nn.Sequential(
        Standardize([1.0, -0.5], [0.5, 3.0]),
        frozen(nn.Sequential(dense(2, 4), nn.Tanh())),
        dense(4, 3),
        frozen(dense(3, 2)),
        Unstandardize([4.0, 0.25], [2.0, 10.0]),
    ),
    draw(3, 2),
)
# The numbers that were dropped are known from the output, and handed to ours.
torch.manual_seed(3)
layer("dropout", nn.Dropout(1 / 5), draw(4, 6))


def loss(name, module, y, target):
    """Value and gradient with respect to y; targets that are classes are int64."""
    y = y.clone().requires_grad_()
    value = module(y, target)
    value.backward()
    print(f"[{name}]")
    write_exact("y", y)
    write_exact("targets", target.double())
    write("loss", value)
    write("dy", y.grad)


# Regression: seven samples, two of them with errors of exactly 0 and δ.
y = torch.cat([draw(5, 3, scale=2.0), exact([[1.0, 2.0, 0.0], [-1.0, 3.5, 1e4]])])
t = torch.cat([draw(5, 3), exact([[1.0, 1.0, 1.0], [1.5, 1.0, 0.0]])])
for name, module in {
    "squared error sum": nn.MSELoss(reduction="sum"),
    "mean squared error": nn.MSELoss(),
    "mean absolute error": nn.L1Loss(),
    "huber": nn.HuberLoss(),
    "huber 2.5": nn.HuberLoss(delta=2.5),
}.items():
    loss(name, module, y, t)
    loss(f"{name}, first 4", module, y[:4], t[:4])

# Yes or no: moderate, saturated and huge logits, right and wrong; binary and soft targets.
z = torch.cat([draw(4, 2, scale=2.0), exact([[30.0, -30.0], [-100.0, 100.0], [800.0, -800.0], [1e30, -1e30]])])
yes = exact([[0, 1], [1, 1], [0, 0], [1, 0], [1, 0], [1, 0], [0, 0], [0, 1]])
soft = exact([[0.25, 1], [0.875, 0.5], [0, 0.125], [1, 0.75], [0.5, 0.25], [1, 0.5], [0.5, 0], [0.125, 0.25]])
loss("sigmoid cross-entropy", nn.BCEWithLogitsLoss(), z, yes)
loss("sigmoid cross-entropy, first 3", nn.BCEWithLogitsLoss(), z[:3], yes[:3])
loss("sigmoid cross-entropy, soft", nn.BCEWithLogitsLoss(), z, soft)
p = exact([[0.25, 0.75], [0.5, 0.0625], [0.96875, 0.25], [2.0**-20, 1 - 2.0**-20], [0.875, 0.375]])
loss("binary cross-entropy", nn.BCELoss(), p, exact([[1, 1], [0, 1], [1, 0], [1, 0], [0, 0]]))
loss("binary cross-entropy, soft", nn.BCELoss(), p[3:], exact([[0.25, 0.75], [0.5, 0.125]]))
loss("binary cross-entropy, certain and right", nn.BCELoss(), exact([[1.0, 0.0]]), exact([[1, 0]]))
loss("binary cross-entropy, certain and wrong", nn.BCELoss(), exact([[1.0, 0.0]]), exact([[0, 1]]))

# Classes: moderate logits, ties, saturated and huge ones, right and wrong.
z = torch.cat([draw(4, 4, scale=2.0), exact([[1, 1, 1, 1], [7, 7, -2, 0], [50, 0, -50, 10], [0, 800, -800, 1]])])
classes = torch.tensor([0, 3, 1, 2, 2, 1, 2, 1])
t = exact([[0.25] * 4, [0, 0, 1, 0], [0.5, 0.5, 0, 0], [0.125, 0.25, 0.5, 0.125]] * 2)
for name, module in {
    "softmax cross-entropy": nn.CrossEntropyLoss(),
    "softmax cross-entropy, smoothing": nn.CrossEntropyLoss(label_smoothing=0.1),
    "softmax cross-entropy, all smoothing": nn.CrossEntropyLoss(label_smoothing=1.0),
}.items():
    loss(f"{name}, class", module, z, classes)
    loss(f"{name}, distribution", module, z, t)
    loss(f"{name}, class, first 5", module, z[:5], classes[:5])
    loss(f"{name}, distribution, first 3", module, z[:3], t[:3])
huge = exact([[1e30, -1e30, 0, 5], [-1e30, -1e30, 1e30, 1e30]])
loss("softmax cross-entropy, huge", nn.CrossEntropyLoss(), huge, torch.tensor([1, 2]))
p = exact([[0.25, 0.5, 0.125, 0.125], [2.0**-20, 0.5, 0.25, 0.25], [0.0625, 0.875, 0.03125, 0.03125], [0.375, 0.125, 0.25, 0.25]])
loss("cross-entropy, class", lambda p, t: nn.NLLLoss()(p.log(), t), p, torch.tensor([2, 0, 1, 0]))
loss("cross-entropy, class, first 2", lambda p, t: nn.NLLLoss()(p.log(), t), p[:2], torch.tensor([2, 0]))
certain = exact([[0, 1, 0]])
loss("cross-entropy, certain and right", lambda p, t: nn.NLLLoss()(p.log(), t), certain, torch.tensor([1]))
t = exact([[0.5, 0.25, 0.125, 0.125], [0.25] * 4])
loss("cross-entropy, distribution", lambda p, t: -(t * p.log()).sum(1).mean(), p[:2], t)


def training(name, module, optimizer, loss, x, t, batch, steps, clip=None):
    """Batches in the order of the data, the last one of an epoch with what is left."""
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(draw(*p.shape, scale=0.5))
    print(f"[{name}]")
    write_exact("x", x)
    write_exact("targets", t.double())
    write_exact("before", torch.cat([p.flatten() for p in module.parameters()]))
    optimizer, losses = optimizer(module.parameters()), []
    loader = torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(x, t), batch_size=batch, shuffle=False, drop_last=False
    )
    while len(losses) < steps:
        for xs, ts in loader:
            if len(losses) == steps:
                break
            optimizer.zero_grad()
            value = loss(module(xs), ts)
            value.backward()
            if clip:
                nn.utils.clip_grad_norm_(module.parameters(), clip)
            optimizer.step()
            losses.append(value.detach())
    write("losses", torch.stack(losses))
    write("after", torch.cat([p.flatten() for p in module.parameters()]))


# 22 samples in batches of 8: 8, 8 and 6.
x = draw(22, 4)
training(
    "train a classifier",
    nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3)),
    lambda p: torch.optim.Adam(p, lr=0.03),
    nn.CrossEntropyLoss(),
    x,
    (x @ draw(4, 3)).argmax(1),
    batch=8,
    steps=50,
)
training(
    "train a regression",
    nn.Sequential(nn.Linear(4, 6), Residual(nn.LayerNorm(6), nn.Linear(6, 6), nn.SiLU()), nn.Linear(6, 2)),
    lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.01),
    nn.MSELoss(),
    x,
    draw(22, 2),
    batch=8,
    steps=50,
    clip=1.0,
)

class Branches(nn.Module):
    """A gate beside features that pass, and the sum of both."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = nn.Linear(6, 9), nn.Linear(6, 9), nn.Linear(6, 4), nn.Linear(9, 3)

    def forward(self, x):
        gated = self.a(x) * torch.sigmoid(self.b(x))
        return self.d(gated + torch.cat((self.c(x), x[:, 1:6]), dim=1))


layer("branches", Branches(), draw(4, 6))
# Variances not far from ε, so that another one would show.
layer("layer norm of another epsilon", nn.LayerNorm(5, eps=1e-3), draw(4, 5, scale=0.0625))

# What PyTorch's own rules draw for a layer of 300 inputs and 200 outputs: largest number, variance.
torch.manual_seed(4)
torch.set_default_dtype(torch.float64)


def spread(name, rule):
    module = nn.Linear(300, 200)
    rule(module.weight)
    print(f"[init {name}]")
    write("largest", module.weight.abs().max())
    write("variance", module.weight.var(correction=0))


rules = {"fan in": None, "xavier uniform": nn.init.xavier_uniform_, "xavier normal": nn.init.xavier_normal_}
rules["he uniform"] = lambda w: nn.init.kaiming_uniform_(w, nonlinearity="relu")
rules["he normal"] = lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu")
rules["lecun uniform"] = lambda w: nn.init.kaiming_uniform_(w, nonlinearity="linear")
rules["lecun normal"] = lambda w: nn.init.kaiming_normal_(w, nonlinearity="linear")
for name, rule in rules.items():
    spread(name, rule or (lambda w: None))
