#!/usr/bin/env python3
"""The polynomials of src/math: minimax coefficients by the Remez exchange algorithm; and the rational
function of fast_tanh, by Lawson's.

Needs mpmath. Prints every table as it stands in the source, with the maximum weighted error of
the rounded coefficients as log2.

Coefficients are rounded one at a time, lowest power first, and the rest fitted again: the
rounding of the large ones is then absorbed by the small ones.
"""
import struct
from mpmath import mp, mpf, exp, expm1, log, tanh, erf, erfc, sqrt, pi, cos, matrix, lu_solve

mp.dps = 60


def to_float(v, bits):
    """Round to binary32 or binary64 (round to nearest), as an mpf."""
    v = mpf(v)
    if bits == 64:
        return mpf(float(v))
    # Through double: coefficients that sit on a double-rounding tie do not occur in practice.
    return mpf(struct.unpack("f", struct.pack("f", float(v)))[0])


def remez(target, weight, a, b, powers):
    """Polynomial sum c_j x^p_j with the smallest max |weight·(polynomial − target)| on [a, b]."""
    n = len(powers)
    grid = [a + (b - a) * (1 - cos(pi * i / (24 * n))) / 2 for i in range(24 * n + 1)]
    # Where the weight vanishes, no polynomial errs.
    grid = [x for x in grid if weight(x) > mpf("1e-9")]
    t = [target(x) for x in grid]
    w = [weight(x) for x in grid]
    pick = [min(len(grid) - 1, round(i * (len(grid) - 1) / n)) for i in range(n + 1)]
    best = None
    for _ in range(40):
        m = matrix(n + 1, n + 1)
        rhs = matrix(n + 1, 1)
        for row, i in enumerate(pick):
            for col, p in enumerate(powers):
                m[row, col] = grid[i] ** p
            m[row, n] = (-1) ** row / w[i]
            rhs[row] = t[i]
        c = lu_solve(m, rhs)
        c, level = [c[j] for j in range(n)], abs(c[n])
        e = [w[i] * (sum(cj * grid[i] ** p for cj, p in zip(c, powers)) - t[i])
             for i in range(len(grid))]
        worst = max(abs(v) for v in e)
        if best is None or worst < best[0]:
            best = (worst, c)
        if worst <= level * mpf("1.001"):
            break
        # One extremum for each run of equal sign; drop the smaller end while there are too many.
        runs = []
        for i, v in enumerate(e):
            if runs and (v > 0) == (e[runs[-1]] > 0):
                if abs(v) > abs(e[runs[-1]]):
                    runs[-1] = i
            else:
                runs.append(i)
        while len(runs) > n + 1:
            runs.pop(0 if abs(e[runs[0]]) < abs(e[runs[-1]]) else -1)
        if len(runs) < n + 1:
            break
        pick = runs
    return best[1]


def fit(name, bits, target, weight, a, b, degree):
    a, b = mpf(a), mpf(b)
    fixed = []
    for k in range(degree + 1):
        rest = lambda x: target(x) - sum(c * x ** j for j, c in enumerate(fixed))
        c = remez(rest, weight, a, b, list(range(k, degree + 1)))
        fixed.append(to_float(c[0], bits))
        if bits == 64 and k >= 3:  # below the rounding of the result: no need to refit
            fixed += [to_float(v, 64) for v in c[1:]]
            break
    xs = [a + (b - a) * i / 997 for i in range(998)]
    worst = max(abs(weight(x) * (sum(c * x ** j for j, c in enumerate(fixed)) - target(x)))
                for x in xs)
    show(name, bits, a, b, worst, fixed)


def show(name, bits, a, b, worst, coefficients):
    print(f"// {name}, f{bits}, [{mp.nstr(a, 6)}, {mp.nstr(b, 6)}]: 2^{mp.nstr(log(worst, 2), 5)}")
    for c in coefficients:
        print(f"    {shortest(c, bits)},")
    print(flush=True)


def shortest(c, bits):
    if bits == 64:
        return repr(float(c))
    for digits in range(1, 12):
        s = f"{float(c):.{digits}e}"
        if struct.pack("f", float(s)) == struct.pack("f", float(c)):
            return repr(float(s))


# Each target continues analytically to 0; its own formula cancels there, so a series or more
# digits stand in.
def guarded(f, at_zero):
    def g(x):
        if x == 0:
            return at_zero
        with mp.workdps(120):
            return f(x)
    return g


LN2H = log(2) / 2 * mpf("1.002")
exp_q = guarded(lambda r: (expm1(r) - r) / r ** 2, mpf(1) / 2)
# The error relative to e^r − 1, which serves exp and exp_m1 alike.
exp_w = lambda r: abs(r ** 2 / expm1(r)) if r != 0 else mpf(0)

tanh_q = guarded(lambda u: (tanh(sqrt(u)) / sqrt(u) - 1) / u, mpf(-1) / 3)
tanh_w = lambda u: u * sqrt(u) / tanh(sqrt(u)) if u != 0 else mpf(0)

ln_q = guarded(lambda f: (log(1 + f) - f + f ** 2 / 2) / f ** 3, mpf(1) / 3)
ln_w = lambda f: abs(f ** 3 / log(1 + f)) if f != 0 else mpf(0)


# ln(1+f) = 2s + s·R(s²), s = f/(2+f)
def atanh_r(z):
    s = sqrt(z)
    return (log((1 + s) / (1 - s)) - 2 * s) / s / z


atanh_q = guarded(atanh_r, mpf(2) / 3)
atanh_w = lambda z: z

# In v = x^2 - 1/2: about the middle of the interval the terms are smaller, and with them what
# rounding takes from the order of neighbours.
half = mpf(1) / 2
erf_q = lambda v: erf(sqrt(v + half)) / sqrt(v + half) - 1 if v > -half else 2 / sqrt(pi) - 1
erf_w = lambda v: sqrt(v + half) / erf(sqrt(v + half)) if v > -half else sqrt(pi) / 2

# erfc(a)·e^(a²) about a = 2, with the weight of its effect on erf.
erfcx_q = lambda v: erfc(v + 2) * exp((v + 2) ** 2)
erfcx_w = lambda v: exp(-(v + 2) ** 2) / erf(v + 2)


# e^(a²/2)·Φ(−a)·(a + 1/√2) = erfc(z)·e^(z²)·(z + 1/2)/√2 with z = a/√2, in q = (a − k)/(a + k), which has
# all a from 0 on between −1 and 1. k is near where the extrema of the error are alike.
def normal_tail(k):
    def g(q):
        z = mpf(k) * (1 + q) / (1 - q) / sqrt(mpf(2))
        return erfc(z) * exp(z * z) * (z + half) / sqrt(mpf(2))
    return g


def fit_normal_tail(bits, k, last, degree):
    """Rounded all at once: only the first coefficient counts, and k is chosen so that it is hardly rounded."""
    g = normal_tail(k)
    a, b = mpf(-1), (mpf(last) - mpf(k)) / (mpf(last) + mpf(k))
    c = [to_float(v, bits) for v in remez(g, lambda q: 1 / g(q), a, b, list(range(degree + 1)))]
    xs = [a + (b - a) * i / 997 for i in range(998)]
    worst = max(abs(sum(v * x ** j for j, v in enumerate(c)) / g(x) - 1) for x in xs)
    show(f"erfc: e^(a^2/2)*Phi(-a)*(a + 1/sqrt 2), q = (a - {k})/(a + {k})", bits, a, b, worst, c)


def fast_tanh():
    """x·P(u)/Q(u), u = x^2, with P(0) = Q(0) = 2^20 and u^4 as Q's last term.

    Least squares of the relative error, linear after division by the last Q (Loeb), each point with
    a weight that grows with its error (Lawson), until all extrema are alike. The target bends to
    1 - 4e-8, so that rounding first reaches 1 near x = 8. The source has these coefficients within
    two units of their last place: the best of some neighbours by the error over all of binary32.
    """
    last, n = mpf(8), 90

    def bend(x):
        s = min(max((x - 4) / 3, mpf(0)), mpf(1))
        return tanh(x) * (1 - mpf("4e-8") * s * s * (3 - 2 * s))

    xs = [last * (1 - cos(pi * (i + half) / n)) / 2 for i in range(n)] + [last]
    points = [(x, x * x, bend(x)) for x in xs]
    scale, weights, best = [mpf(1)] * len(points), [mpf(1)] * len(points), None
    for iteration in range(20):
        rows = []
        for (x, u, t), q in zip(points, scale):
            of_p = [x * u ** k / (t * q) for k in range(1, 5)]
            of_q = [-u ** k / q for k in range(1, 4)]
            rows.append((of_p + of_q, (1 + u ** 4 / 2 ** 20 - x / t) / q))
        normal, rhs = matrix(7, 7), matrix(7, 1)
        for (row, value), w in zip(rows, weights):
            for i in range(7):
                rhs[i] += w * row[i] * value
                for j in range(7):
                    normal[i, j] += w * row[i] * row[j]
        c = list(lu_solve(normal, rhs))
        p = lambda u: 1 + sum(v * u ** (k + 1) for k, v in enumerate(c[:4]))
        q = lambda u: 1 + sum(v * u ** (k + 1) for k, v in enumerate(c[4:])) + u ** 4 / 2 ** 20
        errors = [abs(x * p(u) / q(u) / t - 1) for x, u, t in points]
        if best is None or max(errors) < best[0]:
            best = (max(errors), c)
        scale = [q(u) for _, u, _ in points]
        if iteration >= 4:
            weights = [w * (e / max(errors) + mpf("1e-3")) for w, e in zip(weights, errors)]
            total = sum(weights)
            weights = [w / total for w in weights]
    worst, c = best
    c = [to_float(v * 2 ** 20, 32) for v in c]
    show("fast_tanh: P from u to u^4, Q from u to u^3, u = x^2", 32, 0, last, worst, c)


if __name__ == "__main__":
    import sys
    tables = {
        "exp32": lambda: fit("exp: (e^r - 1 - r)/r^2", 32, exp_q, exp_w, -LN2H, LN2H, 5),
        "exp64": lambda: fit("exp: (e^r - 1 - r)/r^2", 64, exp_q, exp_w, -LN2H, LN2H, 10),
        "tanh32": lambda: fit("tanh: (tanh(x)/x - 1)/u, u = x^2", 32, tanh_q, tanh_w, 0, 0.6 ** 2, 4),
        "tanh64": lambda: fit("tanh: (tanh(x)/x - 1)/u, u = x^2", 64, tanh_q, tanh_w, 0, 0.6 ** 2, 12),
        "fast_tanh32": fast_tanh,
        "ln32": lambda: fit("ln: (ln(1+f) - f + f^2/2)/f^3", 32, ln_q, ln_w, sqrt(mpf(0.5)) - 1.0001, sqrt(mpf(2)) - 0.9999, 8),
        "ln64": lambda: fit("ln: (ln(1+f) - 2s)/s^3, z = s^2", 64, atanh_q, atanh_w, 0, mpf("0.1716") ** 2, 6),
        "erf32": lambda: fit("erf: erf(x)/x - 1, v = x^2 - 1/2", 32, erf_q, erf_w, -half, mpf("0.36"), 6),
        "erf64": lambda: fit("erf: erf(x)/x - 1, v = x^2 - 1/2", 64, erf_q, erf_w, -half, mpf("0.36"), 12),
        "erfcx32": lambda: fit("erf: erfc(a)*e^(a^2), v = a - 2", 32, erfcx_q, erfcx_w, -1.08, 2, 8),
        "erfcx64": lambda: fit("erf: erfc(a)*e^(a^2), v = a - 2", 64, erfcx_q, erfcx_w, -1.08, 4, 23),
        "erfc32": lambda: fit_normal_tail(32, "4.625", 15, 10),
        "erfc64": lambda: fit_normal_tail(64, "6.5", "39.5", 22),
    }
    for name in sys.argv[1:] or tables:
        tables[name]()
