"""Writes reference values for truncated distributions of @adjoint/probability.

Everything comes from mpmath with 400 digits, rounded once to double: probabilities by differences, moments by closed
forms, which cancel and have digits enough for it.
Run: /usr/bin/python3 tooling/reference/probability_truncated.py, and format what it wrote with oxfmt.
"""

import json
import math
from pathlib import Path

from mpmath import erfc, exp, inf, log, mp, mpf, pi, sqrt

mp.dps = 400
target = Path(__file__).parents[2] / "packages/probability/test/fixtures/truncated.json"
levels = [1e-9, 0.125, 0.5, 0.9, 1 - 2.0**-30]


def number(value):
    """A double, or its name where JSON has no number."""
    value = float(value)
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def upper(z):
    return mpf(0) if z == inf else mpf(1) if z == -inf else erfc(z / sqrt(mpf(2))) / 2


def between(a, b):
    """P(a < Z < b), from the side of the nearer tail."""
    return upper(a) - upper(b) if b == inf or (a != -inf and a + b > 0) else upper(-b) - upper(-a)


def density(z):
    return mpf(0) if abs(z) == inf else exp(-z * z / 2) / sqrt(2 * pi)


def normal_place(a, b, p):
    """The z between a and b with the share p below, by Newton's method in the logarithm of a tail."""
    side = 1 if (b == inf or (a != -inf and a + b > 0)) else -1
    low, high, share = (a, b, 1 - p) if side == 1 else (-b, -a, p)
    target_log = log(upper(high) + share * (upper(low) - upper(high)))
    z = low if low > 0 else mpf(0)
    for _ in range(200):
        tail = upper(z)
        step = (log(tail) - target_log) * tail / density(z)
        z += step
        if abs(step) < mpf(10) ** -300:
            break
    return side * z


def normal_case(mean, scale, low, high, shares):
    m, s = mpf(mean), mpf(scale)
    a, b = ((mpf(low) - m) / s if low > -inf else -inf), ((mpf(high) - m) / s if high < inf else inf)
    mass = between(a, b)
    first = (density(a) - density(b)) / mass
    second = ((a * density(a) if a > -inf else 0) - (b * density(b) if b < inf else 0)) / mass
    xs = [float(m + s * normal_place(a, b, mpf(p))) for p in shares]
    zs = [(mpf(x) - m) / s for x in xs]
    below, above = [between(a, z) / mass for z in zs], [between(z, b) / mass for z in zs]
    return {
        "base": {"mean": mean, "scale": scale},
        "low": number(low),
        "high": number(high),
        "logMass": number(log(mass)),
        "x": xs,
        "logProb": [number(log(density(z) / s / mass)) for z in zs],
        **tails(below, above),
        "quantile": [number(m + s * normal_place(a, b, mpf(p))) for p in levels],
        "mean": number(m + s * first),
        "variance": number(s * s * (1 + second - first**2)),
        "entropy": number(log(sqrt(2 * pi) * s * mass) + (1 + second) / 2),
    }


def exponential_case(rate, low, high, shares):
    r, a = mpf(rate), mpf(low)
    tail = mpf(0) if high == inf else exp(-r * (mpf(high) - a))
    place = lambda p: a - log(1 - mpf(p) * (1 - tail)) / r
    xs = [float(place(p)) for p in shares]
    ratio = [exp(-r * (mpf(x) - a)) for x in xs]
    edge = mpf(0) if high == inf else (mpf(high) - a) * tail / (1 - tail)
    square = mpf(0) if high == inf else (mpf(high) - a) ** 2 * tail / (1 - tail)
    mean = 1 / r - edge
    return {
        "base": {"rate": rate},
        "low": number(low),
        "high": number(high),
        "logMass": number(log(1 - tail) - r * a),
        "x": xs,
        "logProb": [number(log(r * e / (1 - tail))) for e in ratio],
        **tails([(1 - e) / (1 - tail) for e in ratio], [(e - tail) / (1 - tail) for e in ratio]),
        "quantile": [number(place(p)) for p in levels],
        "mean": number(a + mean),
        "variance": number(2 / r**2 - square - 2 * edge / r - mean**2),
        "entropy": number(-log(r / (1 - tail)) + r * mean),
    }


def tails(below, above):
    return {
        "cdf": [number(p) for p in below],
        "logCdf": [number(log(p) if p < 0.5 else log(1 - q)) for p, q in zip(below, above)],
        "survival": [number(q) for q in above],
        "logSurvival": [number(log(q) if q < 0.5 else log(1 - p)) for p, q in zip(below, above)],
    }


shares = [1e-6, 0.25, 0.75, 0.999]
cases = {
    "normal": [
        normal_case(mean, scale, low, high, shares)
        for mean, scale, low, high in (
            (0.0, 1.0, -1.0, 2.0),
            (0.0, 1.0, 40.0, inf),
            (0.0, 1.0, -inf, -40.0),
            (2.0, 0.5, 7.0, 7.25),
            (0.0, 1.0, -50.0, 50.0),
            (0.0, 1.0, 1e4, inf),
            (0.0, 3.0, -inf, 1.0),
            (1e3, 10.0, 0.0, 400.0),
        )
    ],
    "exponential": [
        exponential_case(rate, low, high, shares)
        for rate, low, high in ((1.0, 0.5, 2.0), (2.0, 1.0, inf), (1e3, 1.0, 1.001), (1.0, 900.0, 1000.0), (1e-3, 0.0, 0.5))
    ],
}
rows = [f' "{name}": [\n  ' + ",\n  ".join(json.dumps(case, separators=(",", ":")) for case in given) + "\n ]" for name, given in cases.items()]
target.write_text("{\n" + ",\n".join(rows) + "\n}\n")
