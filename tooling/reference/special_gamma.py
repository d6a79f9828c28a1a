"""Writes reference values of the gamma family to packages/special/test/fixtures, one JSON per function.

Each file holds {"function", "cases": [[...arguments, value], ...]}; numbers are doubles, and the value is the
double nearest to the exact value at those doubles. Run: python3 tooling/reference/special_gamma.py [name ...] &&
pnpm exec oxfmt packages/special
"""

import json
import random
import sys
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 60
target = Path(__file__).parents[2] / "packages/special/test/fixtures"


def spread(low, high, count):
    """Magnitudes from low to high, evenly spread on a log scale."""
    return [low * (high / low) ** random.random() for _ in range(count)]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def stirling_error(n, x):
    x = mpf(x)
    with mp.workdps(mp.dps + 20 + 2 * max(0, int(mpmath.log10(x)))):
        if n == 0:
            return mpmath.loggamma(x + 1) - (x + 0.5) * mpmath.log(x) + x - mpmath.log(2 * mpmath.pi) / 2
        if n == 1:
            return mpmath.psi(0, x + 1) - mpmath.log(x) - 1 / (2 * x)
        sign = (-1) ** int(n)
        power = mpmath.factorial(n - 2) * x ** -(int(n) - 1) - mpmath.factorial(n - 1) * x ** -int(n) / 2
        return mpmath.psi(int(n) - 1, x + 1) - sign * power


def poisson_deviance(x, mu):
    x, mu = mpf(x), mpf(mu)
    return x * mpmath.log(x / mu) + mu - x


def deviance_arguments():
    pairs = [(x, x * (1 + s * d)) for x in spread(1e-5, 1e12, 12) for d in spread(1e-14, 0.9, 8) for s in (1, -1)]
    pairs += list(zip(spread(1e-300, 1e300, 40), spread(1e-300, 1e300, 40)))
    return [(x, mu) for x, mu in pairs if x != mu]


tables = {
    "stirling-error": (
        stirling_error,
        lambda: [(0, x) for x in spread(1e-300, 0.25, 20) + uniform(0.25, 9, 80) + spread(8, 1e300, 30)]
        + [(n, x) for n in (1, 2, 3, 6) for x in spread(1e-5, 0.5, 8) + uniform(0.5, 15, 20) + spread(15, 1e6, 8)],
    ),
    "poisson-deviance": (poisson_deviance, deviance_arguments),
}


def write(name):
    random.seed(f"gamma {name}")
    f, arguments = tables[name]
    cases = []
    for argument in arguments():
        inputs = argument if isinstance(argument, tuple) else (argument,)
        cases.append([*inputs, float(f(*inputs))])
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    text = f'{{\n  "function": "{name}",\n  "cases": [\n    {lines}\n  ]\n}}\n'
    (target / f"{name}.json").write_text(text)


if __name__ == "__main__":
    for name in sys.argv[1:] or tables:
        write(name)
