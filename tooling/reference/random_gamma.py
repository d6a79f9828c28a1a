"""Writes how gamma quantiles move with their shape to packages/random/test/fixtures/gamma-slope.json.

The file holds {"function", "cases": [[a, log x, d log x/da, its slope in a, its slope in log x], ...]} at a fixed level
P(a, x), with 50 digits, where x lies in both tails and may underflow. Run:
/usr/bin/python3 tooling/reference/random_gamma.py && pnpm exec oxfmt packages/random
"""

import json
from pathlib import Path

from mpmath import exp, log, mp, mpf, quad, sqrt

mp.dps = 50
target = Path(__file__).parents[2] / "packages/random/test/fixtures/gamma-slope.json"


def tail(a, y, derivative):
    """The derivative of P by a, divided by x p: integrals of (log t - psi) over the nearer tail, scaled."""
    mean = mp.psi(0, a)
    second = mp.psi(1, a)
    score = lambda s: (s - mean) if derivative == 1 else (s - mean) ** 2 - second
    weight = lambda s: exp(a * (s - y) - exp(s) + exp(y))
    width = 1 / sqrt(a) if a > 1 else 1 / a
    if y < log(a):
        steps = {k * width for k in (150, 100, 40, 20, 10, 5, 2, 1, 0.5)} | {mpf(k) for k in (0.5, 1, 2, 4, 8, 16, 32, 64)}
        cuts = [y - step for step in sorted(steps, reverse=True)] + [y]
        return quad(lambda s: score(s) * weight(s), cuts)
    step = min(width, 1 / exp(y) if exp(y) > 1 else mpf(1))
    cuts = [y] + [y + k * step for k in (0.5, 1, 2, 5, 10, 20, 40, 100, 300)]
    # beyond, nothing is left of exp(-exp(s))
    end = max(y, mpf(0)) + 8
    return -quad(lambda s: score(s) * weight(s), [cut for cut in cuts if cut < end] + [end])


def case(a, y):
    a, y = mpf(a), mpf(y)
    one, two = tail(a, y, 1), tail(a, y, 2)
    score = y - mp.psi(0, a)
    return [float(v) for v in (a, y, -one, -(two - one * score), -(score - one * (a - exp(y))))]


cases = []
for a in (1e-3, 0.1, 1.0, 10.0, 1e3, 1e6):
    spread = 1 / a**0.5
    places = [log(a) + z * spread for z in (-8, -3, -0.5, 0.4, 2, 7)] if a >= 10 else [-3 / a, -0.4 / a, -2, 0.3, 2, 4]
    cases += [case(a, float(y)) for y in places]
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps({"function": "gammaQuantileSlope", "cases": cases}))
