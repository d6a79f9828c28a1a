"""Writes reference values of linear algebra to packages/linalg/test/fixtures.

values.json: factorizations computed by mpmath with 60 digits, and norms by NumPy.
derivatives.json: gradients and Hessian-vector products by PyTorch in float64.

Run: /usr/bin/python3 tooling/reference/linalg.py
"""

import json
from pathlib import Path

import mpmath
import numpy as np
import torch

mpmath.mp.dps = 60
torch.set_default_dtype(torch.float64)
target = Path(__file__).parents[2] / "packages/linalg/test/fixtures"
rng = np.random.default_rng(20260101)


def rounded(*shape):
    """Random numbers with few digits, so that the files stay readable."""
    return np.round(rng.uniform(-2, 2, shape), 3)


def definite(n):
    m = rounded(n, n)
    return np.round(m @ m.T + 0.5 * np.eye(n), 3)


def symmetric(n):
    m = rounded(n, n)
    return np.round(m + m.T, 3)


def doubles(m):
    return [[float(m[i, j]) for j in range(m.cols)] for i in range(m.rows)] if m.cols > 1 else [float(x) for x in m]


def hilbert(n):
    return np.array([[1.0 / (i + j + 1) for j in range(n)] for i in range(n)])


def wilkinson(n):
    return np.diag(np.abs(np.arange(n) - n // 2).astype(float)) + np.eye(n, k=1) + np.eye(n, k=-1)


def kahan(n):
    return np.array([[0.96**i * (1.0 if i == j else -0.28 if j > i else 0.0) for j in range(n)] for i in range(n)])


def exact(a):
    return mpmath.matrix(a.tolist())


def values():
    cases = {"eigvalsh": [], "svdvals": [], "solve": [], "cholesky": [], "norm": []}
    for a in [symmetric(2), symmetric(6), hilbert(8), wilkinson(21), np.ones((4, 4))]:
        spectrum = sorted(float(x) for x in mpmath.eigsy(exact(a), eigvals_only=True))
        cases["eigvalsh"].append({"a": a.tolist(), "values": spectrum})
    for a in [rounded(3, 3), rounded(7, 4), rounded(4, 7), hilbert(8), kahan(12), rounded(5, 1) @ rounded(1, 4)]:
        singular = mpmath.svd_r(exact(a) if a.shape[0] >= a.shape[1] else exact(a.T), compute_uv=False)
        cases["svdvals"].append({"a": a.tolist(), "values": sorted((float(x) for x in singular), reverse=True)})
    for a in [rounded(2, 2), rounded(6, 6), hilbert(6), np.array([[1e-20, 1.0], [1.0, 1.0]])]:
        b = rounded(a.shape[0])
        x = mpmath.lu_solve(exact(a), exact(b))
        condition = float(mpmath.cond(exact(a), lambda m: mpmath.mnorm(m, 1)))
        cases["solve"].append({"a": a.tolist(), "b": b.tolist(), "x": doubles(x), "condition": condition})
    for a in [definite(1), definite(4), definite(7), hilbert(5)]:
        cases["cholesky"].append({"a": a.tolist(), "l": np.array([[float(x) for x in row] for row in mpmath.cholesky(exact(a)).tolist()]).tolist()})
    x, a, t = rounded(5), rounded(4, 3), rounded(2, 3, 4)
    for order in [None, 1, 2, 3, 1.5, 0.5, np.inf]:
        cases["norm"].append(norm_case(x, order, None))
    for order in [None, 1, 2, np.inf, "fro", "nuc"]:
        cases["norm"].append(norm_case(a, order, None))
    for order, axis in [(2, 0), (1, -1), (3, 1), (np.inf, 2), (1, (1, 2)), (1, (2, 0)), (np.inf, (2, 0)), (2, (0, 2)), ("nuc", (-1, 0)), ("fro", (0, 1))]:
        cases["norm"].append(norm_case(t, order, axis))
    cases["norm"].append(norm_case(t, None, None))
    for x in [np.array([3e200, 4e200]), np.array([3e-200, 4e-200, 0.0]), np.array([5e-324, 5e-324])]:
        exactly = mpmath.sqrt(sum(mpmath.mpf(float(e)) ** 2 for e in x))
        cases["norm"].append({"x": x.tolist(), "ord": 2, "axis": None, "value": float(exactly)})
    return cases


def norm_case(x, order, axis):
    value = np.linalg.norm(x.ravel()) if order is None else np.linalg.norm(x, order, axis)
    return {
        "x": x.tolist(),
        "ord": "Infinity" if order == np.inf else order,
        "axis": list(axis) if isinstance(axis, tuple) else axis,
        "value": value.tolist(),
    }


# Each function is written down a second time, under the same name, in test/derivatives.test.ts.
def sym(m):
    return (m + m.mT) / 2


def eigen(m, w, c):
    spectrum, vectors = torch.linalg.eigh(sym(m))
    return (w * spectrum.sin()).sum() + (c * vectors**2).sum()


def singular(m, w, c, d):
    u, s, vt = torch.linalg.svd(m, full_matrices=False)
    return (w * s.sin()).sum() + (c * u**2).sum() + (d * vt**2).sum()


FUNCTIONS = {
    "solve": lambda a, b, c: (c * torch.linalg.solve(a, b)).sum(),
    "inv": lambda a, c: (c * torch.linalg.inv(a)).sum(),
    "solveTriangular": lambda a, b, c: (c * torch.linalg.solve_triangular(a, b, upper=True)).sum(),
    "cholesky": lambda m, c: (c * torch.linalg.cholesky(sym(m))).sum(),
    "eigh": eigen,
    "eigvalsh": lambda m, w: (w * torch.linalg.eigvalsh(sym(m)) ** 3).sum(),
    "svd": singular,
    "svdvals": lambda m, w: (w * torch.linalg.svdvals(m) ** 3).sum(),
    "trace": lambda m: torch.diagonal(m, dim1=-2, dim2=-1).sum() ** 3,
    "norm 2": lambda x: torch.linalg.vector_norm(x, 2),
    "norm 1": lambda x: torch.linalg.vector_norm(x, 1),
    "norm 3": lambda x: torch.linalg.vector_norm(x, 3),
    "norm 1.5": lambda x: torch.linalg.vector_norm(x, 1.5),
    "norm Infinity": lambda x: torch.linalg.vector_norm(x, float("inf")),
    "matrix norm 1": lambda x: torch.linalg.matrix_norm(x, 1).sum(),
    "matrix norm 2": lambda x: torch.linalg.matrix_norm(x, 2).sum(),
    "matrix norm Infinity": lambda x: torch.linalg.matrix_norm(x, float("inf")).sum(),
    "matrix norm nuc": lambda x: torch.linalg.matrix_norm(x, "nuc").sum(),
    "matrix norm fro": lambda x: torch.linalg.matrix_norm(x, "fro").sum(),
}


def derivative_case(name, x, *weights):
    f = FUNCTIONS[name]
    constants = [torch.tensor(w) for w in weights]
    at = torch.tensor(x, requires_grad=True)
    direction = rounded(*x.shape)
    value = f(at, *constants)
    (gradient,) = torch.autograd.grad(value, at, create_graph=True)
    slope = (gradient * torch.tensor(direction)).sum()
    (hvp,) = torch.autograd.grad(slope, at, allow_unused=True) if slope.requires_grad else (None,)
    return {
        "function": name,
        "x": x.tolist(),
        "weights": [w.tolist() for w in weights],
        "direction": direction.tolist(),
        "value": value.item(),
        "gradient": (gradient.detach() + 0).tolist(),
        "hvp": (torch.zeros_like(at) if hvp is None else hvp + 0).tolist(),
    }


def derivatives():
    a, b, c = rounded(4, 4), rounded(4, 2), rounded(4, 2)
    cases = [
        derivative_case("solve", a, b, c),
        derivative_case("solve", rounded(3, 3, 3), rounded(3, 3, 1), rounded(3, 3, 1)),
        derivative_case("inv", rounded(3, 3), rounded(3, 3)),
        derivative_case("solveTriangular", rounded(3, 3) + 3 * np.eye(3), rounded(3, 2), rounded(3, 2)),
        derivative_case("cholesky", definite(4), rounded(4, 4)),
        derivative_case("cholesky", np.stack([definite(3), definite(3)]), rounded(2, 3, 3)),
        derivative_case("trace", rounded(3, 4)),
    ]
    for n in [1, 2, 5]:
        cases.append(derivative_case("eigh", symmetric(n), rounded(n), rounded(n, n)))
        cases.append(derivative_case("eigvalsh", symmetric(n), rounded(n)))
    cases.append(derivative_case("eigh", np.stack([symmetric(3), symmetric(3)]), rounded(2, 3), rounded(2, 3, 3)))
    for m, n in [(1, 1), (3, 3), (5, 3), (3, 5), (4, 1), (1, 4)]:
        k = min(m, n)
        cases.append(derivative_case("svd", rounded(m, n), rounded(k), rounded(m, k), rounded(k, n)))
        cases.append(derivative_case("svdvals", rounded(m, n), rounded(k)))
    for order in ["2", "1", "3", "1.5", "Infinity"]:
        cases.append(derivative_case(f"norm {order}", rounded(5)))
    for order in ["1", "2", "Infinity", "nuc", "fro"]:
        for shape in [(3, 3), (4, 3), (2, 3, 4)]:
            cases.append(derivative_case(f"matrix norm {order}", rounded(*shape)))
    return cases


target.mkdir(parents=True, exist_ok=True)
(target / "values.json").write_text(json.dumps(values(), indent=None, separators=(",", ":")) + "\n")
(target / "derivatives.json").write_text(json.dumps(derivatives(), indent=None, separators=(",", ":")) + "\n")
