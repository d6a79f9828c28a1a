"""Writes reference values of complex linear algebra to packages/linalg/test/fixtures/complex.json.

Values by mpmath with 50 digits, first and second derivatives of real functions that do not depend on the phases of
vectors by PyTorch in complex128.

Run: /usr/bin/python3 tooling/reference/linalg_complex.py
"""

import json
from pathlib import Path

import mpmath
import numpy as np
import torch

mpmath.mp.dps = 50
torch.set_default_dtype(torch.float64)
target = Path(__file__).parents[2] / "packages/linalg/test/fixtures/complex.json"
rng = np.random.default_rng(20260416)


def rounded(*shape):
    return np.round(rng.uniform(-2, 2, shape), 2) + 1j * np.round(rng.uniform(-2, 2, shape), 2)


def numbers(x):
    """Nested lists; complex numbers as {re, im}."""
    x = np.asarray(x)
    if x.ndim:
        return [numbers(row) for row in x]
    return {"re": float(x.real), "im": float(x.imag)} if np.iscomplexobj(x) else float(x)


def exact(a):
    return mpmath.matrix(np.asarray(a).tolist())


def array(m):
    return np.array([[complex(m[i, j]) for j in range(m.cols)] for i in range(m.rows)])


def hilbert(n):
    """Hermitian, positive definite and badly conditioned."""
    return np.array([[(1 + 1j * np.sign(i - j)) / (i + j + 1) if i != j else 1 / (i + j + 1) + 0j for j in range(n)] for i in range(n)])


def samples():
    m = rounded(5, 5)
    clustered = np.linalg.qr(rounded(6, 6))[0]
    clustered = clustered @ np.diag([1, 1 + 1e-9, 1 + 2e-9, 2, 2, -3]) @ clustered.conj().T
    yield "random", rounded(4, 4)
    yield "Hermitian", (m + m.conj().T) / 2
    yield "clustered", (clustered + clustered.conj().T) / 2
    yield "graded", rounded(5, 5) * 10.0 ** -np.arange(5)
    yield "imaginary unit", np.array([[1j]])
    yield "Hilbert", hilbert(6)


def values():
    for name, a in samples():
        n = len(a)
        b = exact(a)
        hermitian = np.array_equal(a, a.conj().T)
        sigma = mpmath.svd(b, compute_uv=False)
        yield {
            "name": name,
            "a": numbers(a),
            "det": numbers(complex(mpmath.det(b))),
            "inv": numbers(array(b**-1)),
            "singular": sorted((float(sigma[i]) for i in range(n)), reverse=True),
            "eigenvalues": sorted(float(x) for x in mpmath.eighe(b, eigvals_only=True)) if hermitian else None,
        }


def weighted(y, c):
    return (c.conj() * y).sum().real


def sizes(x):
    return x.abs() ** 2


def derivatives():
    def case(name, f, a, *shapes, real=()):
        weights = [np.real(rounded(*s)) if i in real else rounded(*s) for i, s in enumerate(shapes)]
        x = torch.tensor(a, requires_grad=True)
        d = rounded(*a.shape)
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

    la = torch.linalg

    def definite(x):
        return x @ x.mH + torch.eye(x.shape[-1])

    def slogdet(x, c):
        sign, logabsdet = la.slogdet(x)
        return weighted(sign, c[0]) + logabsdet**2

    def eigh(x, w, c):
        values, vectors = la.eigh(x + x.mH)
        return (w * torch.sin(values)).sum() + (c * sizes(vectors)).sum()

    def svd(x, w, c, d):
        u, s, vh = la.svd(x, full_matrices=False)
        return (w * torch.sin(s)).sum() + (c * sizes(u)).sum() + (d * sizes(vh)).sum()

    def turned(x, c):
        """U V^H, in which the phases cancel."""
        u, _, vh = la.svd(x, full_matrices=False)
        return weighted(u @ vh, c)

    for m in [rounded(3, 3), rounded(2, 3, 3)]:
        batch, n = m.shape[:-2], m.shape[-1]
        yield case("solve", lambda a, b, c: weighted(la.solve(a, b), c), m, (*batch, n, 2), (*batch, n, 2))
        yield case("inv", lambda a, c: weighted(la.inv(a), c), m, m.shape)
        yield case("eigvalsh", lambda a, w: (w * la.eigvalsh(a + a.mH) ** 3).sum(), m, m.shape[:-1], real=[0])
        yield case("eigh", eigh, m, m.shape[:-1], m.shape, real=[0, 1])
        yield case("svdvals", lambda a, w: (w * la.svdvals(a) ** 3).sum(), m, m.shape[:-1], real=[0])
        yield case("svd", svd, m, m.shape[:-1], m.shape, m.shape, real=[0, 1, 2])
        yield case("cholesky", lambda a, c: weighted(la.cholesky(definite(a)), c), m, m.shape)
        yield case("solveTriangular", lambda a, b, c: weighted(la.solve_triangular(a, b, upper=True), c), m, (*batch, n, 2), (*batch, n, 2))
    for m in [rounded(3, 3)]:
        yield case("det", lambda a, c: weighted(la.det(a), c[0]), m, (1,))
        yield case("slogdet", slogdet, m, (1,))
    for m in [rounded(4, 2), rounded(2, 4)]:
        k = min(m.shape)
        yield case("svd", svd, m, (k,), (m.shape[0], k), (k, m.shape[1]), real=[0, 1, 2])
        yield case("polar", turned, m, m.shape)
        yield case("pinv", lambda a, c: weighted(la.pinv(a), c), m, m.shape[::-1])
        for order, name in [(2, "2"), ("nuc", "nuc"), ("fro", "fro"), (1, "1"), (np.inf, "Infinity")]:
            yield case(f"norm {name}", lambda a: la.matrix_norm(a, order), m)
        yield case("vector norm 3", lambda a: la.vector_norm(a, 3), m)
        yield case("lstsq", lambda a, b, c: weighted(la.pinv(a) @ b, c), m, (m.shape[0], 2), (m.shape[1], 2))
        yield case("cond", lambda a: la.cond(a), m)
    for m in [rounded(3, 3), rounded(4, 2)]:
        yield case("qr", lambda a, c, d: weighted(la.qr(a)[0] * phases(a), c) + weighted(phases(a).unsqueeze(-1).conj() * la.qr(a)[1], d), m, m.shape, (m.shape[1], m.shape[1]))


def phases(a):
    """The signs that make the diagonal of R positive; it is real already."""
    return torch.sgn(torch.diagonal(torch.linalg.qr(a)[1]).detach())


def write(name, content):
    rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in content)
    return f'"{name}": [\n{rows}\n]'


target.write_text("{" + ",\n".join([write("values", values()), write("derivatives", derivatives())]) + "}\n")
