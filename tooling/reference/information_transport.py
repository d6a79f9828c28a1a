"""Writes reference distances between samples for @adjoint/information.

Wasserstein distances of order 1 come from SciPy, of other orders and unregularized plans from its linear programs;
entropic plans and discrepancies from NumPy as their definitions say.
Run: /usr/bin/python3 tooling/reference/information_transport.py
"""

import json
from pathlib import Path

import numpy
from scipy.optimize import linprog
from scipy.special import logsumexp
from scipy.stats import wasserstein_distance

target = Path(__file__).parents[2] / "packages/information/test/fixtures/transport.json"
random = numpy.random.default_rng(20261123)


def transport(a, b, cost):
    """The least cost of moving a to b."""
    n, m = cost.shape
    rows = numpy.kron(numpy.eye(n), numpy.ones(m))
    columns = numpy.kron(numpy.ones(n), numpy.eye(m))
    found = linprog(cost.ravel(), A_eq=numpy.vstack([rows, columns]), b_eq=numpy.concatenate([a, b]), method="highs")
    assert found.success
    return found.fun


def wasserstein(n, m, weighted, ties=False):
    x, y = random.normal(size=n).round(3), random.normal(1, 2, size=m).round(3)
    if ties:
        x, y = x.round(0), y.round(0)
    u = random.integers(0, 5, size=n) + 0.0 if weighted else numpy.ones(n)
    v = random.integers(1, 5, size=m) + 0.0 if weighted else numpy.ones(m)
    cost = abs(x[:, None] - y[None, :])
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "xWeights": u.tolist(),
        "yWeights": v.tolist(),
        "distances": [
            wasserstein_distance(x, y, u, v),
            transport(u / u.sum(), v / v.sum(), cost**2) ** (1 / 2),
            transport(u / u.sum(), v / v.sum(), cost**3.5) ** (1 / 3.5),
        ],
    }


def entropic(n, m, epsilon):
    a, b = random.dirichlet(numpy.ones(n)), random.dirichlet(numpy.ones(m))
    a, b = a.round(6), b.round(6)
    a[0] += 1 - a.sum()
    b[0] += 1 - b.sum()
    cost = random.uniform(size=(n, m)).round(4)
    f, g = numpy.zeros(n), numpy.zeros(m)
    for _ in range(200_000):
        g = -epsilon * logsumexp((f[:, None] - cost) / epsilon + numpy.log(a)[:, None], axis=0)
        new = -epsilon * logsumexp((g[None, :] - cost) / epsilon + numpy.log(b)[None, :], axis=1)
        if abs(new - f).max() < 1e-15:
            break
        f = new
    plan = a[:, None] * b * numpy.exp((f[:, None] + g - cost) / epsilon)
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "costs": cost.tolist(),
        "epsilon": epsilon,
        "plan": plan.tolist(),
        "cost": (plan * cost).sum(),
        "value": (plan * cost).sum() + epsilon * (plan * numpy.log(plan / (a[:, None] * b))).sum(),
        "unregularized": transport(a, b, cost),
    }


def discrepancy(n, m, d, bandwidth):
    x, y = random.normal(size=(n, d)).round(3), random.normal(0.5, 1.5, size=(m, d)).round(3)
    square = lambda u, v: ((u[:, None] - v[None, :]) ** 2).sum(-1)
    all_points = numpy.vstack([x, y])
    apart = numpy.sqrt(square(all_points, all_points))[numpy.triu_indices(n + m, 1)]
    result = {"x": x.tolist(), "y": y.tolist(), "bandwidth": bandwidth}
    for name, h in [("given", bandwidth), ("median", numpy.median(apart))]:
        for kernel, k in [
            ("gaussian", lambda r: numpy.exp(-r / (2 * h * h))),
            ("laplace", lambda r: numpy.exp(-numpy.sqrt(r) / h)),
        ]:
            xx, yy, xy = k(square(x, x)), k(square(y, y)), k(square(x, y))
            biased = xx.mean() + yy.mean() - 2 * xy.mean()
            unbiased = (xx.sum() - n) / (n * (n - 1)) + (yy.sum() - m) / (m * (m - 1)) - 2 * xy.mean()
            result[f"{name} {kernel}"] = {"biased": biased, "unbiased": unbiased}
    return result


def main():
    content = {
        "wasserstein": [
            wasserstein(4, 4, False),
            wasserstein(5, 3, False),
            wasserstein(6, 7, True),
            wasserstein(6, 8, True, ties=True),
            wasserstein(1, 3, False),
        ],
        "sinkhorn": [entropic(3, 3, 0.5), entropic(4, 6, 0.1), entropic(5, 4, 0.02)],
        "discrepancy": [discrepancy(4, 5, 1, 0.7), discrepancy(6, 3, 3, 2.0)],
    }
    target.write_text(json.dumps(content, indent=1) + "\n")


main()
