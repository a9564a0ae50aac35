#!/usr/bin/env python3
"""Values of the elementary functions to 106 bits, from mpmath: tests/data/elementary.txt.

Each line is a function, the bits of x, and the bits of two f64 whose sum is the value.
"""
import random
import struct
from mpmath import mp, mpf, exp, expm1, log, log1p, tanh, erf

mp.dps = 50
functions = {
    "exp": (exp, -600, 700),
    "exp_m1": (expm1, -40, 700),
    "ln": (log, 1e-9, 8.0),
    "ln_1p": (log1p, -0.999, 8.0),
    "tanh": (tanh, -15, 15),
    "sigmoid": (lambda x: 1 / (1 + exp(-x)), -600, 36),
    "softplus": (lambda x: log1p(exp(x)), -600, 600),
    "erf": (erf, -5.5, 5.5),
}


def bits(v):
    return struct.pack(">d", v).hex()


random.seed(1)
print("# Written by elementary.py: function, x, value (high, low)")
for name, (f, low, high) in functions.items():
    xs = [random.uniform(low, high) for _ in range(8)]
    xs += [random.uniform(max(low, -1), 1) for _ in range(4)]
    xs += [random.uniform(0, 1) * 10.0 ** -k for k in (1, 3, 6, 12)]
    if name == "ln":
        xs += [1 + random.uniform(-1, 1) * 10.0 ** -k for k in (1, 3, 6, 12)]
        xs = [x for x in xs if x > 0]
    for x in xs:
        with mp.workdps(120):
            y = f(mpf(x))
        top = float(y)
        print(name, bits(x), bits(top), bits(float(y - mpf(top))))
