"""Writes von Mises probabilities to packages/special/test/fixtures/von-mises-cdf.json.

The file holds {"function", "cases": [[kappa, x, P(T <= x), its logarithm], ...]}, by quadrature with 40 digits. Run:
/usr/bin/python3 tooling/reference/special_von_mises.py && pnpm exec oxfmt packages/special
"""

import json
from pathlib import Path

from mpmath import besseli, exp, linspace, log, log1p, mp, mpf, pi, quad, sin, sqrt

mp.dps = 40
target = Path(__file__).parents[2] / "packages/special/test/fixtures/von-mises-cdf.json"


def log_tail(kappa, x):
    """log P(T > x) for x >= 0, from the density at x."""
    scale = 1 / (1 + kappa * sin(x) + sqrt(kappa))
    cuts = [x] + [x + k * scale for k in (1, 2, 4, 8, 16, 32, 64) if x + k * scale < pi] + [pi]
    ratio = quad(lambda t: exp(-2 * kappa * (sin(t / 2) ** 2 - sin(x / 2) ** 2)), cuts)
    return log(ratio) - 2 * kappa * sin(x / 2) ** 2 - log(2 * pi * besseli(0, kappa) * exp(-kappa))


def case(kappa, x):
    k, t = mpf(kappa), mpf(x)
    tail = log_tail(k, abs(t))
    value = tail if t <= 0 else log1p(-exp(tail))
    return [kappa, x, float(exp(value)), float(value)]


cases = [case(kappa, x) for kappa in (0.0, 1e-6, 0.5, 4.0, 30.0) for x in (-3.140625, -2.0, -0.25, 1.0, 3.0)]
cases += [case(kappa, z / kappa**0.5) for kappa in (500.0, 1e6, 1e10) for z in (-20.0, -3.0, -0.5, 2.0)]
cases += [case(900.0, -3.0), case(1e4, -1.0)]
target.write_text(json.dumps({"function": "vonMisesCdf", "cases": cases}))
