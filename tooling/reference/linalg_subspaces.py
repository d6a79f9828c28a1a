"""Writes reference values of pseudo-inverses, polar factors, ranks and principal components.

subspaces.json in packages/linalg/test/fixtures: values by SciPy and NumPy, pseudo-inverses by mpmath with 60 digits,
gradients and Hessian-vector products by PyTorch in float64.

Run: /usr/bin/python3 tooling/reference/linalg_subspaces.py
"""

import json
from pathlib import Path

import mpmath
import numpy as np
import scipy.linalg
import torch

mpmath.mp.dps = 60
torch.set_default_dtype(torch.float64)
target = Path(__file__).parents[2] / "packages/linalg/test/fixtures"
rng = np.random.default_rng(20260202)


def rounded(*shape):
    """Random numbers with few digits, so that the files stay readable."""
    return np.round(rng.uniform(-2, 2, shape), 3)


def exact(a):
    return mpmath.matrix(a.tolist())


def rounded_list(m):
    return [[float(m[i, j]) for j in range(m.cols)] for i in range(m.rows)]


def inverse(a):
    """A+ by the normal equations with 60 digits, for full rank."""
    x = exact(a)
    if a.shape[0] >= a.shape[1]:
        return rounded_list((x.T * x) ** -1 * x.T)
    return rounded_list(x.T * (x * x.T) ** -1)


def values():
    shapes = [(3, 3), (5, 2), (2, 5), (1, 1), (4, 1), (1, 3)]
    cases = {"pinv": [], "polar": [], "projectors": [], "effectiveRank": [], "pca": [], "generalized": []}
    for a in [rounded(*shape) for shape in shapes] + [np.array([[1 / (i + j + 1) for j in range(5)] for i in range(5)])]:
        cases["pinv"].append({"a": a.tolist(), "value": inverse(a), "condition": float(np.linalg.cond(a))})
    deficient = np.round(rounded(5, 2), 1) @ np.round(rounded(2, 4), 1)
    cases["pinv"].append({"a": deficient.tolist(), "value": scipy.linalg.pinv(deficient).tolist(), "condition": 100.0})
    for a in [rounded(3, 3), rounded(5, 3), rounded(3, 5), rounded(1, 4)]:
        right, left = scipy.linalg.polar(a, side="right"), scipy.linalg.polar(a, side="left")
        cases["polar"].append({"a": a.tolist(), "u": right[0].tolist(), "right": right[1].tolist(), "left": left[1].tolist()})
    for a in [deficient, rounded(2, 4), rounded(4, 2), np.zeros((2, 3))]:
        nothing, everything = scipy.linalg.null_space(a), scipy.linalg.orth(a)
        cases["projectors"].append({"a": a.tolist(), "rank": int(np.linalg.matrix_rank(a)), "null": (nothing @ nothing.T).tolist(), "range": (everything @ everything.T).tolist()})
    for a in [rounded(4, 3), rounded(2, 6), deficient]:
        s = np.linalg.svd(a, compute_uv=False)
        p = s / s.sum()
        p = p[p > 1e-14]
        cases["effectiveRank"].append({"a": a.tolist(), "value": float(np.exp(-(p * np.log(p)).sum()))})
    for x in [rounded(7, 3), rounded(3, 5) + 1e3]:
        spectrum, vectors = np.linalg.eigh(np.cov(x, rowvar=False))
        k = min(x.shape[0] - 1, x.shape[1])
        order = np.argsort(spectrum)[::-1][:k]
        axes = vectors[:, order].T
        axes *= np.sign(axes[np.arange(k), np.abs(axes).argmax(1)])[:, None]
        cases["pca"].append({"x": x.tolist(), "covariance": np.cov(x, rowvar=False).tolist(), "components": axes.tolist(), "explainedVariance": spectrum[order].tolist(), "explainedVarianceRatio": (spectrum[order] / spectrum.sum()).tolist(), "coordinates": ((x - x.mean(0)) @ axes.T).tolist()})
    for n in [1, 3, 6]:
        a, m = rounded(n, n), rounded(n, n)
        a, b = np.round(a + a.T, 3), np.round(m @ m.T + np.eye(n), 3)
        cases["generalized"].append({"a": a.tolist(), "b": b.tolist(), "values": scipy.linalg.eigh(a, b, eigvals_only=True).tolist()})
    return cases


def unitary(m):
    u, _, vt = torch.linalg.svd(m, full_matrices=False)
    return u @ vt


def low_rank(m, k):
    u, s, vt = torch.linalg.svd(m, full_matrices=False)
    return (u[:, :k] * s[:k]) @ vt[:k]


def effective_rank(m):
    s = torch.linalg.svdvals(m)
    p = s / s.sum()
    return torch.exp(-(p * p.log()).sum())


# Each function is written down a second time, under the same name, in test/subspaces.test.ts.
FUNCTIONS = {
    "pinv": lambda m, c: (c * torch.linalg.pinv(m)).sum(),
    "polar u": lambda m, c: (c * unitary(m)).sum(),
    "polar p": lambda m, c: (c * (unitary(m).mT @ m)).sum(),
    "lowRank": lambda m, c: (c * low_rank(m, 2)).sum(),
    "effectiveRank": lambda m, c: c * effective_rank(m),
    "spectralNorm": lambda m, c: c * torch.linalg.matrix_norm(m, 2),
    "covariance": lambda m, c: (c * torch.cov(m.mT)).sum(),
}


def derivative_case(name, shape, weights_shape):
    x, weights, direction = rounded(*shape), rounded(*weights_shape), rounded(*shape)
    at = torch.tensor(x, requires_grad=True)
    value = FUNCTIONS[name](at, torch.tensor(weights))
    (gradient,) = torch.autograd.grad(value, at, create_graph=True)
    (hvp,) = torch.autograd.grad((gradient * torch.tensor(direction)).sum(), at)
    return {
        "function": name,
        "x": x.tolist(),
        "weights": weights.tolist(),
        "direction": direction.tolist(),
        "value": value.item(),
        "gradient": gradient.tolist(),
        "hvp": hvp.tolist(),
    }


def derivatives():
    cases = []
    for m, n in [(3, 3), (4, 3), (3, 4)]:
        cases.append(derivative_case("pinv", (m, n), (n, m)))
        cases.append(derivative_case("polar u", (m, n), (m, n)))
        cases.append(derivative_case("polar p", (m, n), (n, n)))
        cases.append(derivative_case("lowRank", (m, n), (m, n)))
        cases.append(derivative_case("effectiveRank", (m, n), ()))
        cases.append(derivative_case("spectralNorm", (m, n), ()))
        cases.append(derivative_case("covariance", (m, n), (n, n)))
    return cases


(target / "subspaces.json").write_text(json.dumps({"values": values(), "derivatives": derivatives()}, separators=(",", ":")) + "\n")
