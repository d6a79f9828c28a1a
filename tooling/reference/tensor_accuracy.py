"""Writes packages/tensor/test/fixtures/accuracy.json: hard arguments of the elementary functions and their values.

Arguments reach over the whole range of each function: subnormal and largest numbers, both sides of every place where
an implementation changes its method, neighbours of roots and poles, multiples of pi/2, the worst angle of all.
mpmath computes the values to 60 digits and more; they stand in the fixture as the nearest doubles (or floats).
JSON has no NaN and no infinity: they stand as the strings "nan", "inf" and "-inf".
Run: python3 tooling/reference/tensor_accuracy.py [count of random arguments] [file] && pnpm exec oxfmt packages/tensor/test
"""

import json
import math
import random
import sys
from pathlib import Path

import mpmath
import numpy as np
from mpmath import mp, mpf

mp.prec = 1300
count = int(sys.argv[1]) if len(sys.argv) > 1 else 24
target = Path(sys.argv[2]) if len(sys.argv) > 2 else (
    Path(__file__).parents[2] / "packages/tensor/test/fixtures/accuracy.json"
)
random.seed(20261122)


def beside(*values):
    """Each value with its neighbours, of both signs."""
    for value in values:
        for x in (value, math.nextafter(value, math.inf), math.nextafter(value, -math.inf)):
            yield x
            yield -x


def spread(low, high):
    """Random numbers whose exponents are spread evenly, of both signs."""
    for _ in range(count):
        yield random.choice((1, -1)) * 2 ** random.uniform(low, high)


def uniform(low, high):
    for _ in range(count):
        yield random.uniform(low, high)


def angles():
    yield from beside(*(n * math.pi / 2 for n in (1, 2, 3, 4, 5, 10, 355, 1000, 123456, 10**6, 10**7)))
    # The double of all that lies closest to a multiple of pi/2, and others that lie close.
    yield from beside(6381956970095103.0 * 2.0**797, 5.319372648326541e255, 1e22, 1e15, 1e300, 2.0**1023, 1e6)
    yield from beside(math.pi / 4, 0.78, 1e-8, 2.0**-27, 2.0**-1074, 2.0**-1022)
    yield from uniform(-10, 10)
    yield from spread(-1073, 1023)
    yield from spread(-8, 30)


def everywhere(*places):
    yield from beside(*places)
    yield from beside(2.0**-1074, 2.0**-1060, 2.0**-1022, 1e-300, 2.0**-54, 2.0**-53, 2.0**-28, 1e-8, 1.0)
    yield from spread(-1073, 1023)
    yield from spread(-12, 4)


def around_exp():
    yield from everywhere(709.782712893384, 745.1332191019411, 708.3964185322641, 0.34657, 1.0397, 0.0054, 36.7, 37.5, 22.0)
    yield from uniform(-746, 710)
    yield from uniform(-2, 2)
    yield from uniform(-40, 40)


def around_one():
    yield from everywhere(0.5, math.sqrt(0.5), math.sqrt(2), 2.0, 10.0, 1e308, math.sqrt(2) - 1, math.sqrt(0.5) - 1)
    yield from uniform(0.5, 2)
    yield from uniform(-0.9, 0.9)
    for exponent in range(1, 53, 3):
        yield from (1 + 2.0**-exponent, 1 - 2.0**-exponent, 2.0**-exponent - 1)


def pairs():
    values = [0.5, 1.5, 2.0, 3.0, 0.1, 10.0, 1 + 2.0**-52, 1 - 2.0**-53, 1e-5, 1e300, 5e-324, 2.0**-1022, math.pi]
    for a in values:
        for b in (0.5, 1 / 3, 2.0, 3.0, -1.0, -2.0, 1.1, 100.0, -100.5, 0.0, 1e15, 1e-15):
            yield a, b
    for _ in range(4 * count):
        yield 2 ** random.uniform(-40, 40), random.uniform(-25, 25)
    for _ in range(2 * count):
        yield random.uniform(0.9, 1.1), random.uniform(-7000, 7000)
    for _ in range(count):
        yield -(2 ** random.uniform(-10, 10)), float(random.randint(-60, 60))


def quadrants():
    for a in (0.5, 1.0, 1e-300, 5e-324, 1e300, 3.0):
        for b in (0.5, 1.0, 1e-300, 5e-324, 1e300, 7.0):
            for s in (1, -1):
                for t in (1, -1):
                    yield s * a, t * b
    for _ in range(4 * count):
        yield random.choice((1, -1)) * 2 ** random.uniform(-40, 40), random.choice((1, -1)) * 2 ** random.uniform(-40, 40)


def softplus(x):
    return mpmath.log1p(mpmath.exp(x)) if x < 0 else x + mpmath.log1p(mpmath.exp(-x))


def inside(low, high):
    return lambda x: low <= x <= high


# Name: function, arguments, domain.
unary = {
    "exp": (mpmath.exp, around_exp, None),
    "expm1": (mpmath.expm1, around_exp, None),
    "log": (mpmath.log, around_one, lambda x: x > 0),
    "log1p": (mpmath.log1p, around_one, lambda x: x > -1),
    "log2": (lambda x: mpmath.log(x) / mp.ln2, around_one, lambda x: x > 0),
    "log10": (lambda x: mpmath.log(x) / mp.ln10, around_one, lambda x: x > 0),
    "sqrt": (mpmath.sqrt, around_one, lambda x: x > 0),
    "sin": (mpmath.sin, angles, None),
    "cos": (mpmath.cos, angles, None),
    "tan": (mpmath.tan, angles, None),
    "asin": (mpmath.asin, around_one, inside(-1, 1)),
    "acos": (mpmath.acos, around_one, inside(-1, 1)),
    "atan": (mpmath.atan, around_one, None),
    "sinh": (mpmath.sinh, around_exp, None),
    "cosh": (mpmath.cosh, around_exp, None),
    "tanh": (mpmath.tanh, around_exp, None),
    "asinh": (mpmath.asinh, around_one, None),
    "acosh": (mpmath.acosh, around_one, lambda x: x >= 1),
    "atanh": (mpmath.atanh, around_one, lambda x: -1 < x < 1),
    "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), around_exp, None),
    "softplus": (softplus, around_exp, None),
}
binary = {"pow": (mpmath.power, pairs), "atan2": (mpmath.atan2, quadrants)}


def nearest(value, bits, least):
    """The nearest number of so many bits above the least exponent, as Python's float."""
    if value == 0 or not mpmath.isfinite(value):
        return float(value)
    exponent = max(int(mpmath.floor(mpmath.log(abs(value), 2))) - bits + 1, least)
    scaled = int(mpmath.nint(mpmath.ldexp(value, -exponent)))
    try:
        return math.ldexp(scaled, exponent)
    except OverflowError:
        return math.copysign(math.inf, scaled)


def double(value):
    return nearest(value, 53, -1074)


def single(value):
    rounded = nearest(value, 24, -149)
    return rounded if abs(rounded) < 2.0**128 else math.copysign(math.inf, rounded)


def plain(x):
    return x if math.isfinite(x) else str(x)


def bounded(f, x):
    """Huge exponentials are ∞ and 0 without being computed."""
    if f is mpmath.exp or f is mpmath.expm1 or f in (mpmath.sinh, mpmath.cosh):
        x = max(min(x, mpf(1000)), mpf(-1000))
    if f in (unary["sigmoid"][0], softplus) and abs(x) > 1000:
        return (mpf(1) if x > 0 else mpf(0)) if f is not softplus else max(x, mpf(0))
    if f is mpmath.tanh and abs(x) > 100:
        return mpmath.sign(x)
    return f(x)


def table(make):
    result = {}
    for name, (f, arguments, domain) in unary.items():
        rows = {x: make(f, x) for x in arguments() if (domain is None or domain(x)) and math.isfinite(x)}
        result[name] = [[x, y] for x, y in rows.items()]
    return result


def float64(f, x):
    return plain(double(bounded(f, mpf(x))))


def float32_table():
    result = {}
    for name, (f, arguments, domain) in unary.items():
        rows = {}
        with np.errstate(over="ignore", under="ignore"):
            for x in arguments():
                x = float(np.float32(x))
                if math.isfinite(x) and (domain is None or domain(x)):
                    rows[x] = plain(single(bounded(f, mpf(x))))
        result[name] = [[x, y] for x, y in rows.items()]
    return result


target.write_text(
    json.dumps(
        {
            "float64": table(float64),
            "float32": float32_table(),
            "binary": {
                name: [[a, b, plain(double(f(mpf(a), mpf(b))))] for a, b in arguments()]
                for name, (f, arguments) in binary.items()
            },
        },
        separators=(",", ":"),
        allow_nan=False,
    )
    + "\n"
)
