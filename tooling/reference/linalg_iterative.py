"""Writes reference values of the methods that iterate to iterative.json in packages/linalg/test/fixtures.

Solutions, with the number of products they took, by SciPy's cg, minres and gmres; eigenvalues by eigsh and lobpcg; singular
values by svds; e^{tA} b by mpmath with 60 digits, with the error that SciPy's expm_multiply has; gradients of
torch.lobpcg by PyTorch in float64. The matrices have small whole numbers, so that both sides make them alike.

Run: /usr/bin/python3 tooling/reference/linalg_iterative.py
"""

import json
import warnings
from pathlib import Path

import mpmath
import numpy as np
import scipy.sparse.linalg as sparse
import torch

mpmath.mp.dps = 60
torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
warnings.simplefilter("ignore")
target = Path(__file__).parents[2] / "packages/linalg/test/fixtures/iterative.json"


def line(n, below, on, above):
    return on * np.eye(n) + below * np.eye(n, k=-1) + above * np.eye(n, k=1)


def grid(n, below, on, above):
    """A stencil in two dimensions."""
    one = line(n, below, on, above)
    return np.kron(one, np.eye(n)) + np.kron(np.eye(n), one)


def vector(n):
    return (7.0 * np.arange(n)) % 11 - 5


SYSTEMS = {
    "poisson": grid(7, -1, 2, -1),
    "helmholtz": grid(7, -1, 1, -1),
    "convection": grid(7, -3, 4, -1),
    "far from normal": line(20, 0, 4, 3) + np.diag(np.ones(17), 3),
}


def solutions():
    cases = []
    for method, names in [
        ("cg", ["poisson"]),
        ("minres", ["poisson", "helmholtz"]),
        ("gmres", ["poisson", "helmholtz", "convection", "far from normal"]),
    ]:
        for name in names:
            a = SYSTEMS[name]
            b = vector(len(a))
            products = 0

            def product(x):
                nonlocal products
                products += 1
                return a @ x

            operator = sparse.LinearOperator(a.shape, matvec=product)
            options = {"restart": len(a)} if method == "gmres" else {}
            x, info = getattr(sparse, method)(operator, b, tol=1e-10, **options)
            assert info == 0
            cases.append({"method": method, "matrix": name, "x": x.tolist(), "products": products})
    return cases


def eigenvalues():
    a, b = SYSTEMS["poisson"], line(49, 1, 4, 1)
    start = np.linalg.qr(np.random.default_rng(1).normal(size=(49, 4)))[0]
    cases = []
    for which, end in [("largest", "LA"), ("smallest", "SA")]:
        order = slice(None, None, -1) if which == "largest" else slice(None)
        for name, metric in [("one", None), ("pair", b)]:
            by_lanczos = np.sort(sparse.eigsh(a, 4, metric, which=end, return_eigenvectors=False))[order]
            by_blocks = np.sort(sparse.lobpcg(a, start, metric, tol=1e-10, maxiter=500, largest=which == "largest")[0])[order]
            assert np.allclose(by_lanczos, by_blocks, rtol=1e-9)
            cases.append({"which": which, "pair": name == "pair", "values": by_lanczos.tolist()})
    return cases


def singular_values():
    a = np.array([[1.0 / (1 + i + 2 * j) for j in range(12)] for i in range(18)])
    return np.sort(sparse.svds(a, 4, return_singular_vectors=False))[::-1].tolist()


def actions():
    skew = np.array([[float(np.sign(i - j) * ((i * j + i + j) % 7 + 1)) for j in range(10)] for i in range(10)])
    matrices = {
        "heat": (-SYSTEMS["poisson"], 2.0),
        "rotation": (skew, 5.0),
        "convection": (-SYSTEMS["convection"], 1.0),
        "far from normal": (-SYSTEMS["far from normal"], 3.0),
        "growth": (SYSTEMS["helmholtz"], 1.5),
    }
    cases = []
    for name, (a, t) in matrices.items():
        b = vector(len(a))
        exact = mpmath.expm(mpmath.matrix((a * t).tolist())) * mpmath.matrix(b.tolist())
        y = np.array([float(element) for element in exact])
        error = float(np.abs(sparse.expm_multiply(a * t, b) - y).max() / np.abs(y).max())
        cases.append({"name": name, "t": t, "y": y.tolist(), "scipy": error})
    return cases


def gradients():
    """Of a function of the eigenvalues and of the squares of the vectors, whose signs do not matter."""
    n = 12
    a = np.array([[((3 * i + 5 * j + i * j) % 13) / 4 for j in range(n)] for i in range(n)])
    weights = np.array([[((2 * i + 3 * j) % 5) - 2.0 for j in range(2)] for i in range(n)])
    cases = []
    for largest in (True, False):
        at = torch.tensor(a, requires_grad=True)
        symmetric = (at + at.T) / 2
        values, vectors = torch.lobpcg(symmetric, k=2, largest=largest, niter=1000, tol=1e-13)
        value = torch.sin(values).sum() + (torch.tensor(weights) * vectors**2).sum()
        (gradient,) = torch.autograd.grad(value, at)
        cases.append({"which": "largest" if largest else "smallest", "value": value.item(), "gradient": gradient.tolist()})
    return cases


fixture = {
    "solutions": solutions(),
    "eigenvalues": eigenvalues(),
    "singularValues": singular_values(),
    "actions": actions(),
    "gradients": gradients(),
}
target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
