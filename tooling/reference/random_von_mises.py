"""Writes how von Mises quantiles move with their concentration to packages/random/test/fixtures/von-mises-slope.json.

The file holds {"function", "cases": [[kappa, angle, slope, slope of the slope in kappa, slope of the slope in the
angle], ...]}: the slope is dtheta/dkappa at a fixed level, by quadrature with 40 digits. Run:
/usr/bin/python3 tooling/reference/random_von_mises.py && pnpm exec oxfmt packages/random
"""

import json
from pathlib import Path

from mpmath import besseli, cos, exp, mp, mpf, pi, quad, sin, sqrt

mp.dps = 40
target = Path(__file__).parents[2] / "packages/random/test/fixtures/von-mises-slope.json"


def integrals(kappa, angle):
    """dF/dkappa and its next derivative, both divided by the density, and what they are made of."""
    scale = 1 / sqrt(1 + kappa)
    cuts = [mpf(0)] + [k * scale for k in (1, 2, 4, 8) if k * scale < angle] + [angle]
    cuts = [cut for k, cut in enumerate(cuts) if k == 0 or cut > cuts[k - 1]]
    first = besseli(1, kappa) / besseli(0, kappa)
    spread = 1 - (first / kappa if kappa else mpf(1) / 2) - first**2
    weight = lambda t: exp(kappa * (cos(t) - cos(angle)))
    one = quad(lambda t: (cos(t) - first) * weight(t), cuts)
    two = quad(lambda t: ((cos(t) - first) ** 2 - spread) * weight(t), cuts)
    return one, two, cos(angle) - first


def case(kappa, angle):
    kappa, angle = mpf(kappa), mpf(angle)
    with mp.workdps(40 + int(2 * kappa * sin(angle / 2) ** 2 / 2)):
        one, two, score = integrals(kappa, angle)
        row = [-one, -(two - one * score), -(score + one * kappa * sin(angle))]
    return [float(kappa), float(angle), *map(float, row)]


cases = [case(kappa, angle) for kappa in (0, 1e-9, 0.01, 0.5) for angle in (1e-5, 0.3, 1.5, 1.6, 3.1, 3.1415926)]
cases += [case(kappa, angle) for kappa in (1, 3, 20) for angle in (1e-5, 0.1, 0.4, 1, 2, 3.1)]
cases += [case(kappa, z / kappa**0.5) for kappa in (300.0, 1e4, 1e6) for z in (1e-3, 0.5, 0.99, 1.01, 3, 6)]
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps({"function": "vonMisesSlope", "cases": cases}))
