#!/usr/bin/env python3
"""Values and slopes of activations and losses to 50 digits, in both tails, for tests/tails.rs.

Run:   python3 tests/reference/tails.py > tests/reference/tails.txt
Needs mpmath. With a number behind it, as many random numbers more for each function, in a file for
       TAILS=file cargo test --release --test tails

Format: a line `[name]`, then lines of a key and its numbers. What goes in (x, dy, t) is written as numbers
that f32 holds, as far as f32 is to be tested with them. What comes out (y, dx) has three words for each
number: two f64 whose sum it is, and its scale. A scale is the larger of the two terms whose difference the
number is, where they may cancel although both are rounded; else 0. An error is counted in units in the
last place of the larger of number and scale.
"""
import random
import struct
import sys

from mpmath import erfc, exp, expm1, fsum, log, log1p, mp, mpf, pi, sqrt, tanh

mp.dps = 120
random.seed(1)
MORE = int(sys.argv[1]) if len(sys.argv) > 1 else 0


def f32(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def put(key, numbers):
    print(key, *[repr(float(v)) for v in numbers])


def put_exact(key, numbers):
    words = []
    for value, scale in numbers:
        high = float(value)
        words += [repr(high), f"{float(value - mpf(high)):.3g}", f"{float(scale):.4g}"]
    print(key, *words)


# Activations. Every power of ten near 0, an even grid, and the tails to where f32 and f64 end.
NEAR = [10.0**-k for k in (30, 20, 12, 8, 6, 4, 3, 2)]
GRID = [0.1, 0.25, 0.46875, 0.5, 0.625, 0.75, 0.9, 1.0, 1.2, 1.28, 1.5, 1.9, 2.5, 3.1, 3.7, 4.3, 5.5, 6.6]
FAR = [7.3, 8.5, 8.9, 9.7, 10.5, 11.7, 12.9, 13.05, 14.5, 16.9, 17.5, 19.9, 20.5, 27.3, 36.1, 50.3, 73.9]
ENDS = [86.9, 88.5, 90.9, 91.5, 103.5]
SIZES = [f32(x) for x in NEAR + GRID + FAR + ENDS]
# Numbers that only f64 can be tested with.
WIDE = [0.123456789, 1.23456789, 7.777777, 17.123456, 24.3456789, 33.333333, 37.5432, 302.12345, 640.98765, 707.54321]


def sigmoid(x):
    return exp(x) / (1 + exp(x)) if x < 0 else 1 / (1 + exp(-x))


def normal(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def density(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def inner(x):
    """2u of the Gelu by tanh, and in `inner_slope` its slope."""
    return 2 * sqrt(2 / pi) * (x + mpf("0.044715") * x**3)


def inner_slope(x):
    return 2 * sqrt(2 / pi) * (1 + 3 * mpf("0.044715") * x**2)


def hard_sigmoid(x):
    return min(max((x + 3) / 6, mpf(0)), mpf(1))


LAMBDA, ALPHA = mpf("1.0507009873554804934193349852946"), mpf("1.6732632423543772848170429916717")


def mish_gate(x):
    """tanh(ln(1 + eˣ)), and in `mish_bend` its slope."""
    e = exp(x)
    return e * (e + 2) / (e * e + 2 * e + 2)


def mish_bend(x):
    e = exp(x)
    return 4 * e * (1 + e) / (e * e + 2 * e + 2) ** 2


one, zero = lambda x: mpf(1), lambda x: mpf(0)
inside = lambda x, end: mpf(1 if -end < x < end else 0)
# Each is y, dx for dy = 1, and the terms of dx that may cancel.
ACTIVATIONS = {
    "Identity": (lambda x: x, one, zero),
    "Relu": (lambda x: max(x, mpf(0)), lambda x: mpf(x > 0), zero),
    "LeakyRelu": (lambda x: x if x > 0 else x / 100, lambda x: mpf(1) if x > 0 else mpf(1) / 100, zero),
    "Elu": (lambda x: x if x > 0 else expm1(x), lambda x: mpf(1) if x > 0 else exp(x), zero),
    "Gelu": (
        lambda x: x * normal(x),
        lambda x: normal(x) + x * density(x),
        lambda x: max(normal(x), abs(x) * density(x)),
    ),
    "GeluTanh": (
        lambda x: x * sigmoid(inner(x)),
        lambda x: sigmoid(inner(x)) * (1 + x * sigmoid(-inner(x)) * inner_slope(x)),
        lambda x: max(sigmoid(inner(x)), abs(x) * sigmoid(inner(x)) * sigmoid(-inner(x)) * inner_slope(x)),
    ),
    "Silu": (
        lambda x: x * sigmoid(x),
        lambda x: sigmoid(x) * (1 + x * sigmoid(-x)),
        lambda x: max(sigmoid(x), abs(x) * sigmoid(x) * sigmoid(-x)),
    ),
    "Selu": (
        lambda x: LAMBDA * (x if x > 0 else ALPHA * expm1(x)),
        lambda x: LAMBDA * (1 if x > 0 else ALPHA * exp(x)),
        zero,
    ),
    "Mish": (
        lambda x: x * mish_gate(x),
        lambda x: mish_gate(x) + x * mish_bend(x),
        lambda x: max(mish_gate(x), abs(x) * mish_bend(x)),
    ),
    "Softsign": (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2, zero),
    "Relu6": (lambda x: min(max(x, mpf(0)), mpf(6)), lambda x: mpf(1 if 0 < x < 6 else 0), zero),
    "Softplus": (
        lambda x: x if x > 20 else log1p(exp(x)),
        lambda x: mpf(1) if x > 20 else sigmoid(x),
        zero,
    ),
    "Sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x), zero),
    "FastSigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x), one),
    "HardSigmoid": (hard_sigmoid, lambda x: inside(x, 3) / 6, zero),
    "Tanh": (tanh, lambda x: 4 * sigmoid(2 * x) * sigmoid(-2 * x), one),
    "FastTanh": (tanh, lambda x: 4 * sigmoid(2 * x) * sigmoid(-2 * x), one),
    "HardTanh": (lambda x: min(max(x, mpf(-1)), mpf(1)), lambda x: inside(x, 1), zero),
    "HardSwish": (
        lambda x: x * hard_sigmoid(x),
        lambda x: mpf(0) if x <= -3 else mpf(1) if x >= 3 else (2 * x + 3) / 6,
        zero,
    ),
}
for name, (y, slope, scale) in ACTIVATIONS.items():
    xs = [-x for x in SIZES] + SIZES + [sign * x for x in WIDE for sign in (-1, 1)]
    xs += [random.gauss(0, random.choice([0.5, 3, 10, 200])) for _ in range(MORE)]
    tiny = mpf(2) ** -1022
    xs = [x for x in xs if all(v == 0 or abs(v) > tiny for v in (y(mpf(x)), slope(mpf(x))))]
    of_y = one if name == "FastSigmoid" else zero
    print(f"[{name}]")
    put("x", xs)
    put_exact("y", [(y(mpf(x)), of_y(x)) for x in xs])
    put_exact("dx", [(slope(mpf(x)), scale(mpf(x))) for x in xs])

# Columns: confident ones, ties, tails; of three classes and of ten.
COLUMNS = [
    [18, 0, -1], [37.4299, 0, 0], [0, -18, -18.5], [1, 1, 1], [5, 5, -2], [30, 0, -30], [80.3, -5.1, 3.7],
    [0.5, -1.25, 2], [100.25, 101.5, 0], [-3, -3.001, -40.7], [0, 17.1, 17.3], [-60.1, 0, -61.7],
    [0.1, 0.2, 85.3],
]
COLUMNS = [[f32(x) for x in column] for column in COLUMNS]
COLUMNS += [[f32(random.gauss(0, scale)) for _ in range(10)] for scale in (0.1, 1, 4, 10, 20)]
for _ in range(MORE // 10):
    COLUMNS.append([f32(random.gauss(0, random.choice([0.1, 1, 4, 10, 20]))) for _ in range(random.choice([3, 10]))])
SLOPES = [[f32(random.gauss(0, 1)) for _ in column] for column in COLUMNS]
SLOPES[:3] = [[1, 0, 0], [1, 0, 0], [0, 1, 0]]


def softmax(x):
    e = [exp(mpf(v) - max(x)) for v in x]
    return [v / fsum(e) for v in e]


def others(values, i):
    return fsum(v for j, v in enumerate(values) if j != i)


for column, dy in zip(COLUMNS, SLOPES):
    n, p = len(column), softmax(column)
    dy = [mpf(v) for v in dy]
    likely = next((i for i in range(n) if p[i] >= 0.5), None)
    shifted = [v - (0 if likely is None else dy[likely]) for v in dy]
    mean = fsum(a * b for a, b in zip(p, shifted))
    size = fsum(a * abs(b) for a, b in zip(p, shifted))
    print("[Softmax]")
    put("x", column)
    put("dy", dy)
    put_exact("y", [(v, 0) for v in p])
    put_exact("dx", [(a * (b - mean), a * max(abs(b), size)) for a, b in zip(p, shifted)])
    print("[LogSoftmax]")
    put("x", column)
    put("dy", dy)
    top = column.index(max(column))
    rest = fsum(exp(mpf(v) - max(column)) for i, v in enumerate(column) if i != top)
    put_exact("y", [(mpf(v) - max(column) - log1p(rest), 0) for v in column])
    dx = []
    for i in range(n):
        if i == likely:
            terms = dy[i] * others(p, i), p[i] * others(dy, i)
            scale = max(fsum(abs(v) for j, v in enumerate(dy) if j != i) * p[i], abs(terms[0]))
        else:
            terms = dy[i], p[i] * fsum(dy)
            scale = max(abs(dy[i]), p[i] * fsum(abs(v) for v in dy))
        dx.append((terms[0] - terms[1], scale))
    put_exact("dx", dx)


# Losses of one sample.
def cross_entropy(name, column, t):
    """With a class, a distribution, or either smoothed by a tenth."""
    n, p = len(column), softmax(column)
    top = column.index(max(column))
    rest = fsum(exp(mpf(v) - max(column)) for i, v in enumerate(column) if i != top)
    print(f"[{name}]")
    put("x", column)
    if isinstance(t, int):
        print("class", t)
        t = [mpf(i == t) for i in range(n)]
    else:
        put("t", t)
        t = [mpf(v) for v in t]
    if name == "SmoothedCrossEntropy":
        t = [mpf(0.9) * v + mpf(0.1) / n for v in t]
    whole = fsum(t)
    loss = whole * log1p(rest) + fsum(v * (max(column) - mpf(x)) for v, x in zip(t, column))
    dx = []
    for i in range(n):
        scale = max(p[i] * whole, t[i])
        if i == top:
            # Σ t − t·(1 + rest), over 1 + rest.
            scale = max(abs(whole - t[i]), t[i] * rest) * p[i]
        certain = t[i] in (0, 1)
        dx.append((p[i] * others(t, i) - t[i] * others(p, i), 0 if certain else scale))
    put_exact("y", [(loss, 0)])
    put_exact("dx", dx)


for k, column in enumerate(COLUMNS):
    n = len(column)
    for c in {0, k % n, column.index(max(column))}:
        cross_entropy("SoftmaxCrossEntropy", column, c)
        cross_entropy("SmoothedCrossEntropy", column, c)
    weights = [random.random() for _ in column]
    soft = [f32(w / sum(weights)) for w in weights]
    cross_entropy("SoftmaxCrossEntropy", column, soft)
    # A sum that is not quite 1, and one class that is nearly certain.
    soft[0] = f32(soft[0] + 4e-6)
    cross_entropy("SoftmaxCrossEntropy", column, soft)
    likely = [f32(2.0**-20) if i else f32(1 - (n - 1) * 2.0**-20) for i in range(n)]
    cross_entropy("SoftmaxCrossEntropy", column, likely)

LOGITS = [-x for x in SIZES if x > 1e-5] + [x for x in SIZES if x > 1e-5]
LOGITS += [f32(random.gauss(0, 5)) for _ in range(MORE)]
PAIRS = [(z, t) for z in LOGITS for t in (0.0, 1.0)]
PAIRS += [(z, f32(t)) for z in LOGITS[::3] for t in (1e-6, 0.3, 0.5, 0.9999, 1 - 2.0**-24)]


def pairs(name, pairs, f):
    print(f"[{name}]")
    put("x", [x for x, _ in pairs])
    put("t", [t for _, t in pairs])
    values = [f(mpf(x), mpf(t)) for x, t in pairs]
    put_exact("y", [(y, 0) for y, _, _ in values])
    put_exact("dx", [(dx, scale) for _, dx, scale in values])


def sigmoid_cross_entropy(z, t):
    loss = -t * log(sigmoid(z)) - (1 - t) * log(sigmoid(-z))
    against, target = (sigmoid(z), t) if z < 0 else (sigmoid(-z), 1 - t)
    slope = against - target if z < 0 else target - against
    return loss, slope, 0 if t in (0, 1) else max(against, target)


def binary_cross_entropy(p, t):
    yes = 0 if t == 0 else -t * log(p)
    no = 0 if t == 1 else -(1 - t) * log1p(-p)
    return yes + no, (p - t) / (p * (1 - p)), 0


pairs("SigmoidCrossEntropy", PAIRS, sigmoid_cross_entropy)
PROBABILITIES = [1e-30, 1e-10, 1e-5, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-5, 1 - 2.0**-24]
PROBABILITIES += [random.random() ** random.choice([1, 8]) for _ in range(MORE // 10)]
PROBABILITIES = [f32(p) for p in PROBABILITIES]
TARGETS = [0.0, 1.0, f32(1e-6), f32(0.3), 0.5, f32(0.9999)]
pairs("BinaryCrossEntropy", [(p, t) for p in PROBABILITIES for t in TARGETS if p != t], binary_cross_entropy)
ERRORS = [1e-20, 1e-6, 0.1, 0.75, 0.99, 1.01, 3.7, 1e4, 1e15]
NUMBERS = [(f32(s * e + t), f32(t)) for e in ERRORS for t in (0, 1.1, -300.7) for s in (-1, 1)]
NUMBERS += [(f32(random.gauss(0, 3)), f32(random.gauss(0, 3))) for _ in range(MORE)]
NUMBERS = [(y, t) for y, t in NUMBERS if y != t]
sign = lambda d: mpf(1 if d > 0 else -1)
pairs("MeanSquaredError", NUMBERS, lambda y, t: ((y - t) ** 2, 2 * (y - t), 0))
pairs("SquaredErrorSum", NUMBERS, lambda y, t: ((y - t) ** 2, 2 * (y - t), 0))
pairs("MeanAbsoluteError", NUMBERS, lambda y, t: (abs(y - t), sign(y - t), 0))


def huber(y, t):
    d = y - t
    return (d * d / 2, d, 0) if abs(d) <= 1 else (abs(d) - mpf(1) / 2, sign(d), 0)


pairs("Huber", NUMBERS, huber)

for t in ([1, 0, 0], [f32(0.2), f32(0.5), f32(0.3)], [f32(1e-7), 0, 1]):
    for p in ([0.25, 0.25, 0.5], [1 - 2.0**-24, 2.0**-25, 2.0**-25], [1e-30, 1.0, 1e-7], [0.999, 1e-10, 1e-3]):
        p = [f32(v) for v in p]
        print("[CrossEntropy]")
        put("x", p)
        put("t", t)
        put_exact("y", [(fsum(-mpf(v) * log(mpf(q)) for v, q in zip(t, p)), 0)])
        put_exact("dx", [(-mpf(v) / mpf(q), 0) for v, q in zip(t, p)])
