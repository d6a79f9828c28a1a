"""Writes reference values for the discrete part of @adjoint/information.

Measures of tables, divergences of Rényi and Tsallis, f-divergences, capacities and rate-distortion functions come from
mpmath with 340 digits, rounded once to double. Inputs are doubles: probabilities are taken as they are written.
Run: /usr/bin/python3 tooling/reference/information_discrete.py
"""

import itertools
import json
import math
import random
from pathlib import Path

from mpmath import inf, log, mp, mpf, power, sqrt

# Digits enough for 1 − 1e-300.
mp.dps = 340
target = Path(__file__).parents[2] / "packages/information/test/fixtures/discrete.json"
random.seed(20261123)


def number(value):
    """A double, or its name where JSON has no number."""
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def rounded(values):
    return {key: rounded(value) if isinstance(value, dict) else number(value) for key, value in values.items()}


def xlogx(x):
    return x * log(x) if x > 0 else mpf(0)


def vector(n, spread=3.0):
    """Doubles whose exact sum is 1: multiples of 2^-40."""
    weights = [math.exp(random.uniform(-spread, spread)) for _ in range(n)]
    parts = [int(w / sum(weights) * 2**40) for w in weights]
    parts[0] += 2**40 - sum(parts)
    return [part / 2**40 for part in parts]


def nested(values, shape):
    if len(shape) == 1:
        return list(values)
    step = len(values) // shape[0]
    return [nested(values[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


class Table:
    """Entropies of all sets of axes of a joint table, which is taken as a measure with the total it has."""

    def __init__(self, values, shape):
        self.shape = shape
        self.cells = list(zip(itertools.product(*map(range, shape)), map(mpf, values)))

    def entropy(self, *axes):
        marginal = {}
        for place, p in self.cells:
            key = tuple(place[axis] for axis in axes)
            marginal[key] = marginal.get(key, mpf(0)) + p
        return -sum(map(xlogx, marginal.values()))


def pair(values, shape):
    table = Table(values, shape)
    x, y, both = table.entropy(0), table.entropy(1), table.entropy(0, 1)
    information = x + y - both
    scales = {
        "arithmetic": (x + y) / 2,
        "geometric": sqrt(abs(x * y)),
        "minimum": min(x, y),
        "maximum": max(x, y),
        "joint": both,
    }
    return {
        "joint": nested(values, shape),
        **rounded(
            {
                "jointEntropy": both,
                "conditionalEntropy": both - x,
                "reverseConditionalEntropy": both - y,
                "mutualInformation": information,
                "variationOfInformation": 2 * both - x - y,
                "normalized": {name: information / scale if scale else 1 for name, scale in scales.items()},
            }
        ),
    }


def triple(values):
    table = Table(values, [2, 2, 3])
    h = table.entropy
    singles = h(0) + h(1) + h(2)
    pairs = h(0, 1) + h(0, 2) + h(1, 2)
    whole = h(0, 1, 2)
    return {
        "joint": nested(values, [2, 2, 3]),
        **rounded(
            {
                "conditionalMutualInformation": h(0, 2) + h(1, 2) - whole - h(2),
                "totalCorrelation": singles - whole,
                "dualTotalCorrelation": pairs - 2 * whole,
                "interactionInformation": pairs - singles - whole,
            }
        ),
    }


def tables():
    e = 2.0**-24
    weak = [0.25 + e, 0.25 - e, 0.25 - e, 0.25 + e]
    pairs = [
        (vector(4), [2, 2]),
        (vector(12), [3, 4]),
        (vector(12, 12.0), [3, 4]),
        ([0.5, 0, 0, 0.5], [2, 2]),
        ([0.25, 0.25, 0, 0.5], [2, 2]),
        ([0.25, 0.25, 0.25, 0.25, 0, 0], [3, 2]),
        (weak, [2, 2]),
        ([1 - 2.0**-40, 0, 0, 2.0**-40], [2, 2]),
        ([1 - 2.0**-40, 2.0**-41, 2.0**-41, 0], [2, 2]),
        ([1, 0, 0, 0], [2, 2]),
    ]
    triples = [vector(12), vector(12, 8.0), [0.25, 0, 0, 0, 0.25, 0, 0, 0.25, 0, 0.25, 0, 0]]
    return {"pairs": [pair(*each) for each in pairs], "triples": [triple(each) for each in triples]}


orders = [0, 0.1, 0.5, 1 - 2.0**-30, 1, 1 + 2.0**-30, 1.5, 2, 7, 200, inf]


def renyi_entropy(p, a):
    if a == 0:
        return log(sum(1 for x in p if x > 0))
    if a == 1:
        return -sum(map(xlogx, p))
    if a == inf:
        return -log(max(p))
    return log(sum(power(x, a) for x in p if x > 0)) / (1 - a)


def tsallis_entropy(p, a):
    if a == 1:
        return renyi_entropy(p, 1)
    return (1 - sum(power(x, a) for x in p if x > 0)) / (a - 1)


def power_sum(p, q, a):
    terms = [(x, y) for x, y in zip(p, q) if x > 0]
    if a > 1 and any(y == 0 for _, y in terms):
        return inf
    return sum((power(x, a) * power(y, 1 - a) for x, y in terms if y > 0), mpf(0))


def kl(p, q):
    terms = [(x, y) for x, y in zip(p, q) if x > 0]
    return inf if any(y == 0 for _, y in terms) else sum(x * log(x / y) for x, y in terms)


def renyi_divergence(p, q, a):
    if a == 1:
        return kl(p, q)
    if a == inf:
        return max(log(x / y) if y > 0 else inf for x, y in zip(p, q) if x > 0)
    total = power_sum(p, q, a)
    if total == 0:
        return inf
    return inf if total == inf else log(total) / (a - 1)


def tsallis_divergence(p, q, a):
    if a == 1:
        return kl(p, q)
    total = power_sum(p, q, a)
    return inf if total == inf else (total - 1) / (a - 1)


def js(p, q, w=mpf(0.5)):
    m = [w * x + (1 - w) * y for x, y in zip(p, q)]
    return w * kl(p, m) + (1 - w) * kl(q, m)


def hellinger(p, q):
    return sqrt(sum((sqrt(x) - sqrt(y)) ** 2 for x, y in zip(p, q)) / 2)


def chi_squared(p, q):
    if any(x > 0 and y == 0 for x, y in zip(p, q)):
        return inf
    return sum((x - y) ** 2 / y for x, y in zip(p, q) if y > 0)


def normalized(values):
    total = sum(map(mpf, values))
    return [mpf(value) / total for value in values]


def divergences():
    close = vector(4)
    nearly = [close[0] + 2.0**-30, close[1] - 2.0**-30, *close[2:]]
    pairs = [
        (vector(3), vector(3)),
        (vector(6, 9.0), vector(6, 9.0)),
        (close, nearly),
        ([0, 0.25, 0.75], [0.5, 0.25, 0.25]),
        ([0.5, 0.25, 0.25], [0, 0.25, 0.75]),
        ([0.5, 0.5, 0, 0], [0, 0, 0.25, 0.75]),
        ([0, 1, 0], [0.25, 0.5, 0.25]),
        ([1 - 2.0**-50, 2.0**-50], [2.0**-50, 1 - 2.0**-50]),
        ([1e-300, 1], [1, 1e-300]),
    ]
    cases = []
    for given, other in pairs:
        p, q = normalized(given), normalized(other)
        exact = [mpf(a) for a in orders]
        cases.append(
            {
                "p": given,
                "q": other,
                "renyiEntropy": [number(renyi_entropy(p, a)) for a in exact],
                "tsallisEntropy": [number(tsallis_entropy(p, a)) for a in exact[:-1]],
                "renyiDivergence": [number(renyi_divergence(p, q, a)) for a in exact],
                "tsallisDivergence": [number(tsallis_divergence(p, q, a)) for a in exact[:-1]],
                "jsDivergence": number(js(p, q)),
                "weightedJsDivergence": number(js(p, q, mpf(0.875))),
                "hellingerDistance": number(hellinger(p, q)),
                "totalVariation": number(sum(abs(x - y) for x, y in zip(p, q)) / 2),
                "chiSquaredDivergence": number(chi_squared(p, q)),
            }
        )
    return {"orders": list(map(number, orders)), "cases": cases}


def main():
    content = {"tables": tables(), "divergences": divergences()}
    target.write_text(json.dumps(content, indent=1) + "\n")


main()
