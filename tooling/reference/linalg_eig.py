"""Writes reference values of nonsymmetric eigenproblems and matrix functions to packages/linalg/test/fixtures/eig.json.

Eigenvalues and matrix functions by mpmath with 60 digits, derivatives by PyTorch in float64 and by mpmath.

Run: /usr/bin/python3 tooling/reference/linalg_eig.py
"""

import json
from pathlib import Path

import mpmath
import numpy as np
import torch

mpmath.mp.dps = 60
torch.set_default_dtype(torch.float64)
target = Path(__file__).parents[2] / "packages/linalg/test/fixtures"
rng = np.random.default_rng(20260104)


def rounded(*shape):
    return np.round(rng.uniform(-2, 2, shape), 3)


def numbers(x):
    """Nested lists; complex numbers as {re, im}."""
    x = np.asarray(x)
    if x.ndim:
        return [numbers(row) for row in x]
    return {"re": float(x.real), "im": float(x.imag)} if np.iscomplexobj(x) else float(x)


def exact(a):
    return mpmath.matrix(np.asarray(a).tolist())


def array(m):
    a = np.array([[complex(m[i, j]) for j in range(m.cols)] for i in range(m.rows)])
    return a.real.copy() if np.all(a.imag == 0) else a


def spectrum(a):
    """The eigenvalues with their condition numbers |x||y|/|yᴴx|, from vectors with 60 digits."""
    values, left, right = mpmath.eig(exact(a), left=True, right=True)
    n = len(values)
    conditions = []
    for k in range(n):
        y, x = left[k, :], right[:, k]
        product = abs((y * x)[0])
        conditions.append(float(mpmath.norm(y) * mpmath.norm(x) / product) if product else None)
    order = sorted(range(n), key=lambda k: (float(values[k].real), float(values[k].imag)))
    return [numbers(complex(values[k])) for k in order], [conditions[k] for k in order]


def frank(n):
    return np.array([[0.0 if j < i - 1 else n - max(i, j) for j in range(n)] for i in range(n)])


def grcar(n):
    return sum(np.eye(n, k=k) for k in range(4)) - np.eye(n, k=-1)


def companion(roots):
    c = mpmath.matrix([[1]])
    coefficients = [mpmath.mpf(1)]
    for r in roots:
        coefficients = [a - r * b for a, b in zip(coefficients + [0], [0] + coefficients)]
    n = len(roots)
    a = np.zeros((n, n))
    a[0, :] = [-float(x) for x in coefficients[1:]]
    a[range(1, n), range(n - 1)] = 1
    return a


def gallery():
    n = 8
    skew = rounded(6, 6)
    yield "random 1", rounded(1, 1)
    yield "random 2", rounded(2, 2)
    yield "random 7", rounded(7, 7)
    yield "complex 6", rounded(6, 6) + 1j * rounded(6, 6)
    yield "Frank 10", frank(10)
    yield "Grcar 12", grcar(12)
    yield "companion of 1 … 10", companion(range(1, 11))
    yield "companion of 1 … 20", companion(range(1, 21))
    yield "Toeplitz", np.array([[1.0 / (1 + abs(i - 2 * j)) for j in range(n)] for i in range(n)])
    yield "tridiagonal Toeplitz", 2 * np.eye(n) - np.eye(n, k=1) - 0.25 * np.eye(n, k=-1)
    yield "skew", skew - skew.T
    yield "Jordan 3 beside 2", np.diag([2.0, 2, 2, 5, 5]) + np.diag([1.0, 1, 0, 0], 1)
    yield "cyclic shift", np.roll(np.eye(7), 1, axis=0)
    yield "badly scaled", np.array([[1, 1e4, 1e8], [1e-4, 2, 1e4], [1e-8, 1e-4, 3]])
    yield "rank 1", np.outer(np.arange(1.0, 6), [2, -1, 1, 3, 1])
    yield "isolated", np.array([[1.0, 2, 3, 4], [0, 5, 0, 0], [0, 6, 7, 0.5], [0, 8, 9, 10]])


def eigenvalues():
    for name, a in gallery():
        if "Jordan" in name:
            values, conditions = [numbers(complex(x)) for x in np.diag(a)], [None] * len(a)
        else:
            values, conditions = spectrum(a)
        yield {"name": name, "a": numbers(a), "values": values, "conditions": conditions}


def functions():
    samples = [
        ("random", rounded(4, 4)),
        ("one", np.array([[0.75]])),
        ("nilpotent", np.diag([1.0, 2, 3], 1)),
        ("rotation", np.array([[0.0, -3], [3, 0]])),
        ("large", 30 * rounded(3, 3)),
        ("Moler & Van Loan", np.array([[-49.0, 24], [-64, 31]])),
        ("small", 1e-9 * rounded(3, 3)),
        ("stiff", np.array([[1.0, 1e6], [0, -1]])),
        ("complex", rounded(3, 3) + 1j * rounded(3, 3)),
    ]
    for name, a in samples:
        yield {"function": "expm", "name": name, "a": numbers(a), "value": numbers(array(mpmath.expm(exact(a))))}
    m = rounded(4, 4)
    positive = [
        ("positive", m @ m.T / 4 + np.eye(4) + np.triu(rounded(4, 4)) / 4),
        ("one", np.array([[2.25]])),
        ("Jordan", np.array([[4.0, 1, 0], [0, 4, 1], [0, 0, 4]])),
        ("rotation", np.array([[0.0, -2], [2, 0]])),
        ("near 1", np.eye(3) + 1e-8 * rounded(3, 3)),
        ("graded", np.array([[1e8, 1e3, 1], [0, 1, 1e-3], [0, 0, 1e-8]])),
        ("complex", rounded(3, 3) + 1j * rounded(3, 3)),
        ("negative", np.array([[-1 + 0j, 2], [0, -4]])),
    ]
    for name, a in positive:
        # mpmath's own logm and sqrtm lose digits: by eigenvectors of a neighbour that is diagonalizable, with 60 digits.
        with mpmath.workdps(200):
            b = exact(a)
            if name == "Jordan":
                for i in range(3):
                    b[i, i] += mpmath.mpf(10) ** -40 * (i + 1)
            values, v = mpmath.eig(b)
            inverse = v**-1
            for function, f in [("sqrtm", mpmath.sqrt), ("logm", mpmath.log)]:
                y = v * mpmath.diag([f(x if abs(mpmath.im(x)) > 1e-30 * abs(x) else mpmath.re(x)) for x in values]) * inverse
                y = array(y)
                value = y if np.iscomplexobj(a) else y.real
                yield {"function": function, "name": name, "a": numbers(a), "value": numbers(value)}


def weighted(y, c):
    return (c.conj() * y).sum().real


def derivatives():
    def case(name, f, a, shapes):
        weights = [rounded(*s) + 1j * rounded(*s) if c else rounded(*s) for s, c in shapes]
        x = torch.tensor(a, requires_grad=True)
        d = rounded(*a.shape) + (1j * rounded(*a.shape) if np.iscomplexobj(a) else 0)
        value = f(x, *map(torch.tensor, weights))
        (g,) = torch.autograd.grad(value, x, create_graph=True)
        (h,) = torch.autograd.grad((g.conj() * torch.tensor(d)).sum().real, x)
        return {
            "function": name,
            "x": numbers(a),
            "weights": [numbers(w) for w in weights],
            "direction": numbers(d),
            "value": float(value),
            "gradient": numbers(g.detach().resolve_conj().numpy()),
            "hvp": numbers(h.resolve_conj().numpy()),
        }

    # Functions that depend neither on the order of the eigenvalues nor on the phases of the vectors.
    def eigvals(x, c):
        return torch.exp(0.3 * torch.linalg.eigvals(x)).sum().real + c.sum() * torch.linalg.eigvals(x).abs().pow(3).sum()

    def eig(x, c):
        values, vectors = torch.linalg.eig(x)
        return ((vectors.abs() ** 4 * c[:, None]).sum(0) * torch.sin(values).real).sum()

    def expm(x, c):
        return weighted(torch.matrix_exp(x), c)

    for a in [rounded(3, 3), rounded(4, 4), rounded(3, 3) + 1j * rounded(3, 3)]:
        n = len(a)
        yield case("eigvals", eigvals, a, [((1,), False)])
        yield case("eig", eig, a, [((n,), False)])
        yield case("expm", expm, a, [((n, n), np.iscomplexobj(a))])


def write(name, content):
    rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in content)
    return f'"{name}": [\n{rows}\n]'


parts = [write("eigenvalues", eigenvalues()), write("functions", functions()), write("derivatives", derivatives())]
(target / "eig.json").write_text("{" + ",\n".join(parts) + "}\n")
