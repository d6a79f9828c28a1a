"""Writes reference values of factorizations to packages/linalg/test/fixtures/factorizations.json.

Determinants, cofactors and least-squares solutions by mpmath with 80 digits; inertias, condition numbers and powers by
NumPy and SciPy; gradients and Hessian-vector products by PyTorch in float64.

Run: /usr/bin/python3 tooling/reference/linalg_factorizations.py
"""

import json
from pathlib import Path

import mpmath
import numpy as np
import scipy.linalg
import torch

mpmath.mp.dps = 80
torch.set_default_dtype(torch.float64)
target = Path(__file__).parents[2] / "packages/linalg/test/fixtures"
rng = np.random.default_rng(20260401)


def rounded(*shape):
    """Random numbers with few digits, so that the file stays readable."""
    return np.round(rng.uniform(-2, 2, shape), 3)


def exact(a):
    return mpmath.matrix([[mpmath.mpf(float(x)) for x in row] for row in np.atleast_2d(a)])


def floats(m):
    return [[float(m[i, j]) for j in range(m.cols)] for i in range(m.rows)]


def hilbert(n):
    return np.array([[1 / (i + j + 1) for j in range(n)] for i in range(n)])


def determinant(a):
    """By elimination, which mpmath's own refuses for singular matrices."""
    m = exact(a)
    n, value = m.rows, mpmath.mpf(1)
    for k in range(n):
        p = max(range(k, n), key=lambda i: abs(m[i, k]))
        if m[p, k] == 0:
            return mpmath.mpf(0)
        if p != k:
            value = -value
            for j in range(n):
                m[k, j], m[p, j] = m[p, j], m[k, j]
        value *= m[k, k]
        for i in range(k + 1, n):
            f = m[i, k] / m[k, k]
            for j in range(k, n):
                m[i, j] -= f * m[k, j]
    return value


def cofactors(a):
    n = len(a)
    minor = lambda i, j: np.delete(np.delete(a, i, 0), j, 1)
    sign = lambda i, j: -1 if (i + j) % 2 else 1
    return [[float(sign(i, j) * (determinant(minor(i, j)) if n > 1 else 1)) for j in range(n)] for i in range(n)]


def second_minors(a):
    """The largest of the sums of |∂ cofactor/∂ element| that belong to one cofactor."""
    n = len(a)
    pairs = [(i, k) for i in range(n) for k in range(i)]
    sums = np.zeros((n, n))
    for rows in pairs:
        for columns in pairs:
            rest = np.delete(np.delete(a, rows, 0), columns, 1)
            size = abs(float(determinant(rest))) if n > 2 else 1.0
            for i in rows:
                for j in columns:
                    sums[i, j] += size
    return float(sums.max())


def det_case(name, a):
    value = determinant(a)
    entries = np.array(cofactors(a))
    # The change of the determinant when every element changes by a few units in the last place of the largest.
    tolerance = float(np.abs(entries).sum() * np.abs(a).max() * 2.0**-50)
    return {
        "name": name,
        "a": a.tolist(),
        "det": float(value),
        "logAbsDet": float(mpmath.log(abs(value))) if value else "-Infinity",
        "tolerance": tolerance,
        "cofactors": entries.tolist(),
        "cofactorTolerance": second_minors(a) * float(np.abs(a).max()) * 2.0**-50,
    }


def ldl_case(n):
    """By SciPy, which wraps LAPACK's dsytrf; of an indefinite matrix with a small diagonal, so that blocks occur."""
    generator = np.random.default_rng(n)
    m = np.round(generator.uniform(-2, 2, (n, n)), 3)
    a = m + m.T
    a[np.diag_indices(n)] *= 0.05
    lower, d, order = scipy.linalg.ldl(a, lower=True)
    return {"a": a.tolist(), "l": lower[order].tolist(), "d": d.tolist(), "order": order.tolist()}


def values():
    ninths = np.arange(1, 10).reshape(3, 3) / 10
    low = np.round(rounded(5, 2), 1) @ np.round(rounded(2, 5), 1)
    return {
        "det": [
            det_case("1×1", np.array([[-3.5]])),
            det_case("random, 3", rounded(3, 3)),
            det_case("random, 8", rounded(8, 8)),
            det_case("Hilbert, 6", hilbert(6)),
            det_case("rank 2 of 3 but for rounding", ninths),
            det_case("rank 2 of 3", np.arange(1.0, 10).reshape(3, 3)),
            det_case("rank 2 of 5", low),
            det_case("rank 1 of 4", np.outer([1, 2, -1, 0.5], [3, 1, 0, 2])),
            det_case("graded", rounded(4, 4) * 10.0 ** -np.array([0, 3, 6, 9])),
            det_case("permuted", np.eye(5)[[1, 2, 0, 4, 3]]),
            det_case("scaled up", rounded(3, 3) * 2.0**300),
            det_case("scaled down", rounded(3, 3) * 2.0**-300),
        ],
        "ldl": [ldl_case(n) for n in [1, 2, 3, 5, 8, 12]],
    }


# Each function is written down a second time, under the same name, in test/factorization-derivatives.test.ts.
def lu(a, w, v):
    _, lower, upper = torch.linalg.lu(a)
    return (w * lower).sum() + (v * upper).sum()


def qr(a, w, v):
    q, r = torch.linalg.qr(a)
    signs = torch.sign(torch.diagonal(r, dim1=-2, dim2=-1)).detach()
    return (w * q * signs.unsqueeze(-2)).sum() + (v * r * signs.unsqueeze(-1)).sum()


def condition(a, order):
    """Written out: torch.linalg.cond overwrites what its gradient needs."""
    return torch.linalg.matrix_norm(a, order) * torch.linalg.matrix_norm(torch.linalg.inv(a), order)


FUNCTIONS = {
    "det": lambda a: torch.linalg.det(a).sum(),
    "slogdet": lambda a: (torch.linalg.slogdet(a)[1] ** 2).sum(),
    "lu": lu,
    "qr": qr,
    "lstsq": lambda a, b, w: (w * (torch.linalg.pinv(a) @ b)).sum(),
    "cond 2": lambda a: torch.linalg.cond(a, 2).sum(),
    "cond 1": lambda a: condition(a, 1),
    "cond fro": lambda a: condition(a, "fro"),
    "matrixPower 5": lambda a, w: (w * torch.linalg.matrix_power(a, 5)).sum(),
    "matrixPower -3": lambda a, w: (w * torch.linalg.matrix_power(a, -3)).sum(),
    "kron": lambda a, b, w: (w * torch.kron(a, b)).sum(),
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
    cases = []
    for shape in [(1, 1), (3, 3), (5, 5), (2, 3, 3)]:
        cases.append(derivative_case("det", rounded(*shape)))
        cases.append(derivative_case("slogdet", rounded(*shape)))
    for m, n in [(1, 1), (4, 4), (5, 3), (3, 5)]:
        k = min(m, n)
        cases.append(derivative_case("lu", rounded(m, n), rounded(m, k), rounded(k, n)))
        if m >= n:
            cases.append(derivative_case("qr", rounded(m, n), rounded(m, k), rounded(k, n)))
        cases.append(derivative_case("lstsq", rounded(m, n), rounded(m, 2), rounded(n, 2)))
    for order in ["2", "1", "fro"]:
        cases.append(derivative_case(f"cond {order}", rounded(3, 3)))
    cases.append(derivative_case("cond 2", rounded(4, 2)))
    for power in ["5", "-3"]:
        cases.append(derivative_case(f"matrixPower {power}", rounded(3, 3), rounded(3, 3)))
    cases.append(derivative_case("kron", rounded(2, 3), rounded(3, 2), rounded(6, 6)))
    return cases


text = json.dumps({**values(), "derivatives": derivatives()}, indent=None, separators=(",", ":"))
(target / "factorizations.json").write_text(text + "\n")
