"""Writes logarithms of incomplete beta functions and their slopes to packages/special/test/fixtures/log-betainc.json.

The file holds {"function", "cases": [[isUpper, a, b, x, value, slope in a, in b, in x], ...]}, by mpmath with 60 digits
and central differences. Run: /usr/bin/python3 tooling/reference/special_log_beta.py && pnpm exec oxfmt packages/special
"""

import json
from pathlib import Path

from mpmath import beta, hyp2f1, log, mp, mpf

mp.dps = 80
target = Path(__file__).parents[2] / "packages/special/test/fixtures/log-betainc.json"


def log_lower(a, b, x):
    """The series of positive terms DLMF 8.17.8."""
    return a * log(x) + b * log(1 - x) - log(a) - log(beta(a, b)) + log(hyp2f1(a + b, 1, a + 1, x))


def value(upper, a, b, x):
    return log_lower(b, a, 1 - x) if upper else log_lower(a, b, x)


def case(upper, a, b, x):
    place = [mpf(a), mpf(b), mpf(x)]
    row = [value(upper, *place)]
    for k in range(3):
        h = min(place[k], 1 - x if k == 2 else 1) * mpf(10) ** -25
        ahead, behind = ([v + s * h if i == k else v for i, v in enumerate(place)] for s in (1, -1))
        row.append((value(upper, *ahead) - value(upper, *behind)) / (2 * h))
    return [int(upper), a, b, x, *map(float, row)]


places = [
    (2.0, 3.0, 0.3), (0.5, 0.25, 0.7), (500.0, 2.0, 0.125), (300.0, 400.0, 0.015625), (40.0, 0.5, 1e-9),
    (1e4, 0.5, 0.75), (900.0, 30.0, 0.25), (3.0, 5.0, 1e-120), (0.01, 1e3, 1e-5), (5000.0, 5000.0, 0.375),
]
cases = [case(False, *p) for p in places]
cases += [case(True, a, b, x) for a, b, x in [
    (2.0, 3.0, 0.3), (0.5, 0.25, 0.7), (2.0, 500.0, 0.875), (0.5, 1e4, 0.25), (30.0, 900.0, 0.75), (0.5, 500.0, 0.9375),
    (5000.0, 5000.0, 0.625), (1e-3, 0.5, 0.5),
]]
target.write_text(json.dumps({"function": "logBetainc", "cases": cases}))
