#!/usr/bin/env python3
"""Reference values of activations from their formulas, to 50 digits: of settings that `layers.py` has not,
and of layers that came after it.

Run:   python3 tests/reference/activations.py > tests/reference/activations.txt
Needs mpmath. The format, and the points and slopes, are those of `layers.txt`. The formulas are those of
PyTorch's documentation; at ±infinity their limits.
"""
import pathlib
import struct

from mpmath import exp, expm1, inf, isinf, isnan, log1p, mp, mpf, nan, pi, sqrt, tanh

mp.dps = 50
text = (pathlib.Path(__file__).parent / "layers.txt").read_text()
case = text.split("[relu]\n")[1].split("\n[")[0]
lines = dict(line.split(" ", 1) for line in case.strip().splitlines())
# As the test reads them, in float32.
f32 = lambda word: mpf(struct.unpack("f", struct.pack("f", float(word)))[0])
X, DY = ([f32(word) for word in lines[key].split()] for key in ("x", "dy"))

LAMBDA, ALPHA = mpf("1.0507009873554804934193349852946"), mpf("1.6732632423543772848170429916717")


def sigmoid(x):
    return 1 / (1 + exp(-x)) if x > 0 else exp(x) / (1 + exp(x))


def softplus(x):
    return max(x, mpf(0)) + log1p(exp(-abs(x)))


def elu(scale, alpha):
    return (
        lambda x: scale * (x if x > 0 else alpha * expm1(x)),
        lambda x: scale * (mpf(1) if x > 0 else alpha * exp(x)),
    )


def between(low, high, slope, offset):
    """slope·x + offset clamped to [low, high]."""
    line = lambda x: slope * x + offset
    return (
        lambda x: min(max(line(x), low), high),
        lambda x: slope if low < line(x) < high else mpf(0),
    )


def mish(x):
    return mpf(0) if x == -inf else x * tanh(softplus(x))


def mish_slope(x):
    if isinf(x):
        return mpf(x > 0)
    # 1 − tanh² from the exponential: 50 digits are not enough at x = 10³⁰ else.
    e = exp(-abs(x))
    bend = 4 * e**2 * (1 + e) / (1 + 2 * e + 2 * e**2) ** 2 if x > 0 else 4 * e * (1 + e) / (e**2 + 2 * e + 2) ** 2
    return tanh(softplus(x)) + x * bend


def softsign(x):
    return mpf(1 if x > 0 else -1) if isinf(x) else x / (1 + abs(x))


ROOT, CUBIC = sqrt(2 / pi), mpf("0.044715")


def gelu_tanh(x):
    return mpf(0) if x == -inf else x * sigmoid(2 * ROOT * (x + CUBIC * x**3))


def gelu_tanh_slope(x):
    if isinf(x):
        return mpf(x > 0)
    u, bend = 2 * ROOT * (x + CUBIC * x**3), 2 * ROOT * (1 + 3 * CUBIC * x**2)
    return sigmoid(u) + x * bend * sigmoid(u) * sigmoid(-u)


for name, (y, slope) in {
    "elu 3/2": elu(mpf(1), mpf(3) / 2),
    "selu": elu(LAMBDA, ALPHA),
    "hard sigmoid 1/5": between(mpf(0), mpf(1), mpf(1) / 5, mpf(1) / 2),
    "relu6": between(mpf(0), mpf(6), mpf(1), mpf(0)),
    "clamp -1/2 5/2": between(mpf(-1) / 2, mpf(5) / 2, mpf(1), mpf(0)),
    "softsign": (softsign, lambda x: 1 / (1 + abs(x)) ** 2),
    "mish": (mish, mish_slope),
    "gelu tanh": (gelu_tanh, gelu_tanh_slope),
}.items():
    print(f"[{name}]")
    print("x", lines["x"])
    print("dy", lines["dy"])
    print("y", *[f"{float(nan if isnan(x) else y(x)):.17g}" for x in X])
    print("dx", *[f"{float(nan if isnan(x) else slope(x) * dy):.17g}" for x, dy in zip(X, DY)])
