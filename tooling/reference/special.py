"""Writes reference values of the special functions to packages/special/test/fixtures, one JSON per function.

Each file holds {"function", "cases": [[...arguments, value], ...]}; numbers are doubles, and the value is the
double nearest to the exact value at those doubles. Run: python3 tooling/reference/special.py && pnpm exec oxfmt packages/special
"""

import json
import random
from pathlib import Path

from mpmath import mp, mpf
import mpmath

# Digits enough for 1 − 1e-308.
mp.dps = 360
target = Path(__file__).parents[2] / "packages/special/test/fixtures"
random.seed(20260101)


def spread(low, high, count):
    """Magnitudes from low to high, evenly spread on a log scale."""
    return [low * (high / low) ** random.random() for _ in range(count)]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def both(values):
    return [s * v for v in values for s in (1.0, -1.0)]


def cdf(x):
    return mpmath.erfc(-mpf(x) / mpmath.sqrt(2)) / 2


def log_cdf(x):
    return mpmath.log1p(-cdf(-x)) if x > 0 else mpmath.log(cdf(x))


def erfcx(x):
    x = mpf(x)
    if x > 1000:
        # 1/(x √π) Σ (−1)ᵏ (2k−1)!!/(2x²)ᵏ
        total, term = mpf(0), mpf(1)
        for k in range(1, 12):
            total += term
            term *= -(2 * k - 1) / (2 * x * x)
        return total / (x * mpmath.sqrt(mpmath.pi))
    return mpmath.exp(x * x) * mpmath.erfc(x)


def quantile(p):
    p = mpf(p)
    return -lower_quantile(1 - p) if p > 0.5 else lower_quantile(p)


def lower_quantile(p):
    """By Newton on log Φ, whose slope is well scaled in the tail."""
    start = -mpmath.sqrt(-2 * mpmath.log(p)) if p < 0.1 else mpf(0)
    y = start
    for _ in range(80):
        value = cdf(y)
        step = (mpmath.log(value) - mpmath.log(p)) * value * mpmath.sqrt(2 * mpmath.pi) * mpmath.exp(y * y / 2)
        y -= step
        if abs(step) <= abs(y) * mpf(10) ** -45:
            return y
    raise ArithmeticError(f"no convergence at {p}")


def erfinv(y):
    y = mpf(y)
    magnitude = abs(y)
    root = -lower_quantile((1 - magnitude) / 2) / mpmath.sqrt(2)
    return root if y > 0 else -root


def polygamma(n, x):
    return mpmath.psi(int(n), mpf(x))


normal = uniform(-6, 6, 120)
tables = {
    "erf": (mpmath.erf, both(spread(1e-300, 1e-3, 20)) + normal + both([0.46875, 4.0, 5.9, 6.1, 30.0])),
    "erfc": (mpmath.erfc, both(spread(1e-20, 1e-3, 10)) + normal + uniform(0, 26.5, 120) + [0.46875, 4.0, 26.9, 27.2]),
    "erfcx": (erfcx, both(spread(1e-20, 1e-3, 10)) + uniform(-26, 30, 150) + spread(30, 1e300, 40)),
    "erfinv": (
        erfinv,
        both(spread(1e-300, 0.1, 30)) + uniform(-1, 1, 120) + [1 - e for e in spread(1.2e-16, 0.1, 40)] + both([0.85]),
    ),
    "normal-cdf": (cdf, uniform(-38, 9, 150) + uniform(-3, 3, 100) + [-38.4, -37.6]),
    "log-normal-cdf": (log_cdf, uniform(-38, 38, 150) + uniform(-3, 3, 80) + [-x for x in spread(38, 1e150, 30)]),
    "normal-quantile": (
        quantile,
        uniform(0, 1, 120) + spread(1e-307, 0.1, 60) + [1 - e for e in spread(1.2e-16, 0.1, 40)]
        + [0.5 + e for e in both(spread(1e-15, 1e-2, 20))] + [0.075, 0.925],
    ),
    "log1mexp": (
        lambda x: mpmath.log(-mpmath.expm1(mpf(x))),
        [-x for x in spread(1e-300, 40, 100)] + [-x for x in spread(0.1, 740, 60)] + [-0.6931471805599453],
    ),
    "lgamma": (
        lambda x: mpmath.loggamma(mpf(x)).real,
        spread(1e-300, 0.5, 40) + uniform(0.5, 9, 150) + spread(8, 1e305, 60)
        + [1 + d for d in both(spread(1e-15, 1e-2, 15))] + [2 + d for d in both(spread(1e-15, 1e-2, 15))],
    ),
    "lgamma-negative": (lambda x: mpmath.loggamma(mpf(x)).real, [-x for x in spread(1e-10, 1, 30)] + uniform(-30, 0, 100)),
    "digamma": (
        lambda x: mpmath.digamma(mpf(x)),
        spread(1e-300, 0.5, 40) + uniform(0.5, 9, 150) + spread(8, 1e300, 40)
        + [1.4616321449683622 + d for d in both(spread(1e-15, 1e-2, 15))] + [1.4616321449683622],
    ),
    "digamma-negative": (lambda x: mpmath.digamma(mpf(x)), [-x for x in spread(1e-10, 1, 30)] + uniform(-30, 0, 100)),
    "polygamma": (
        polygamma,
        [(float(n), x) for n in (1, 2, 3, 5, 9) for x in spread(1e-3, 1e6, 25) + uniform(-8, 0, 10)],
    ),
}

for name, (f, arguments) in tables.items():
    cases = []
    for argument in arguments:
        inputs = argument if isinstance(argument, tuple) else (argument,)
        cases.append([*inputs, float(f(*inputs))])
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    text = f'{{\n  "function": "{name}",\n  "cases": [\n    {lines}\n  ]\n}}\n'
    (target / f"{name}.json").write_text(text)
