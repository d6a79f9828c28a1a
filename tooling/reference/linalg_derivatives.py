"""Writes reference derivatives where the rank is not full.

rank-deficient.json in packages/linalg/test/fixtures: gradients and Hessian-vector products of functions of the
pseudo-inverse, by PyTorch in float64, whose rules hold along matrices of constant rank.

Run: /usr/bin/python3 tooling/reference/linalg_derivatives.py
"""

import json
from pathlib import Path

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
target = Path(__file__).parents[2] / "packages/linalg/test/fixtures/rank-deficient.json"
rng = np.random.default_rng(20261122)


def whole(*shape):
    """Whole numbers, so that products of them have exactly the rank they should."""
    return rng.integers(-3, 4, shape).astype(float)


def low_rank(m, n, rank):
    while True:
        a = whole(m, rank) @ whole(rank, n)
        if np.linalg.matrix_rank(a) == rank:
            return a


FUNCTIONS = {
    "pinv": lambda a, b: (b * torch.linalg.pinv(a, rtol=1e-12)).sum(),
    "lstsq": lambda a, b: torch.sin(torch.linalg.pinv(a, rtol=1e-12) @ b).sum(),
    "range": lambda a, b: (b * (a @ torch.linalg.pinv(a, rtol=1e-12))).sum(),
    "rows": lambda a, b: (b * (torch.linalg.pinv(a, rtol=1e-12) @ a)).sum(),
}


def case(name, m, n, rank):
    a = low_rank(m, n, rank)
    b = whole(*{"pinv": (n, m), "lstsq": (m, 2), "range": (m, m), "rows": (n, n)}[name])
    left, right = whole(m, m) / 4, whole(n, n) / 4
    direction = left @ a + a @ right

    def gradient_at(x):
        return torch.autograd.grad(FUNCTIONS[name](x, torch.tensor(b)), x, create_graph=True)[0]

    # Forward over reverse: only along the manifold of matrices of one rank is the gradient differentiable.
    at = torch.tensor(a, requires_grad=True)
    value = FUNCTIONS[name](at, torch.tensor(b))
    gradient, hvp = torch.autograd.functional.jvp(gradient_at, at, torch.tensor(direction))
    return {
        "function": name,
        "rank": rank,
        "a": a.tolist(),
        "b": b.tolist(),
        "left": left.tolist(),
        "right": right.tolist(),
        "value": value.item(),
        "gradient": gradient.tolist(),
        "hvp": hvp.tolist(),
    }


shapes = [(3, 3, 2), (4, 3, 2), (3, 5, 2), (4, 4, 1), (4, 4, 2), (3, 3, 0), (5, 3, 3), (2, 4, 2)]
cases = [case(name, *shape) for name in FUNCTIONS for shape in shapes]
target.write_text("[\n" + ",\n".join(json.dumps(each) for each in cases) + "\n]\n")
