"""Writes packages/linalg/test/fixtures/gallery.json: the matrices of the literature on which linear algebra stumbles.

Each with its eigenvalues, if it is symmetric, and its singular values by mpmath with 50 digits, of the matrix as float64
numbers, or more; eigenvalues of the others with their condition numbers 1/|yᴴx|, with 100 digits.

Run: /usr/bin/python3 tooling/reference/linalg_gallery.py, then oxfmt on the file  (mpmath, NumPy)
"""

import json
from pathlib import Path

import mpmath
import numpy as np

target = Path(__file__).parents[2] / "packages/linalg/test/fixtures/gallery.json"
rng = np.random.default_rng(20261122)


def from_function(n, element, m=None):
    return np.array([[float(element(i, j)) for j in range(n)] for i in range(m or n)]).reshape(m or n, n)


def tridiagonal(diagonal, off):
    return np.diag(diagonal) + np.diag(off, 1) + np.diag(off, -1)


def companion(roots):
    coefficients = [1]
    for root in roots:
        coefficients = [a - root * b for a, b in zip([*coefficients, 0], [0, *coefficients], strict=True)]
    n = len(roots)
    return from_function(n, lambda i, j: -float(coefficients[j + 1]) if i == 0 else i == j + 1)


def golub(n):
    """Products of triangles of integers: determinant 1 and a large condition (Golub; MATLAB's gallery of old)."""
    s = 10
    lower = np.tril(np.round(s * rng.standard_normal((n, n))), -1) + np.eye(n)
    upper = np.triu(np.round(s * rng.standard_normal((n, n))), 1) + np.eye(n)
    return lower @ upper


def rotated(values, seed):
    """Q diag(values) Qᵀ with a random Q, rounded and exactly symmetric."""
    q, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((len(values),) * 2))
    a = q * np.array(values) @ q.T
    return (a + a.T) / 2


ROSSER = [
    [611, 196, -192, 407, -8, -52, -49, 29],
    [196, 899, 113, -192, -71, -43, -8, -44],
    [-192, 113, 899, 196, 61, 49, 8, 52],
    [407, -192, 196, 611, 8, 44, 59, -23],
    [-8, -71, 61, 8, 411, -599, 208, 208],
    [-52, -43, 49, 44, -599, 411, 208, 208],
    [-49, -8, 8, 59, 208, 208, 99, -911],
    [29, -44, 52, -23, 208, 208, -911, 99],
]

MATRICES = {
    "Hilbert, 12": from_function(12, lambda i, j: 1 / (i + j + 1)),
    "Kahan, 20": from_function(20, lambda i, j: 0.6**i * (1 if i == j else -0.8 if i < j else 0)),
    "Frank, 12": from_function(12, lambda i, j: 0 if j < i - 1 else 12 - max(i, j)),
    "Wilkinson's W21+": tridiagonal([abs(10 - i) for i in range(21)], [1] * 20),
    "Wilkinson's W21-": tridiagonal([10 - i for i in range(21)], [1] * 20),
    "companion of 1 to 20": companion(range(1, 21)),
    "companion of 1 to 8": companion(range(1, 9)),
    "graded by rows and columns": from_function(8, lambda i, j: 10.0 ** (-3 * (i + j)) * (2 if i == j else 1)),
    "graded from 1e-20 to 1e20": from_function(9, lambda i, j: 10.0 ** (5 * min(i, j) - 20) * (3 if i == j else 1)),
    "graded columns": from_function(6, lambda i, j: 10.0 ** (-20 * j) * round(np.cos(i * (j + 1)), 3), 9),
    "graded rows": from_function(6, lambda i, j: 10.0 ** (-20 * i) * round(np.cos(i * (j + 1) + j), 3), 9),
    "clustered to 1e-14": rotated([1, 1 + 1e-14, 1 + 2e-14, 1 + 1e-13, 2, 2 - 1e-14, 2 + 1e-14, -1, -1 - 1e-14, 3], 1),
    "ten equal of twelve": rotated([1] * 10 + [-1, 2], 2),
    "Jordan block of 0.5, 8": from_function(8, lambda i, j: 0.5 if i == j else j == i + 1),
    "Jordan block of 0, 6": from_function(6, lambda i, j: j == i + 1),
    "rank 2 of 7": np.outer(range(1, 8), [1, 2, -1, 3, 1, -2, 1]) + np.outer([1, -1] * 3 + [1], [1] * 7).astype(float),
    "skew, 7": from_function(7, lambda i, j: 0 if i == j else (1 if i < j else -1) * (abs(i - j) + 1)),
    "Toeplitz of Grcar, 20": from_function(20, lambda i, j: -1 if j == i - 1 else i <= j <= i + 3),
    "second difference, 20": tridiagonal([2] * 20, [-1] * 19),
    "Lehmer, 10": from_function(10, lambda i, j: (min(i, j) + 1) / (max(i, j) + 1)),
    "Pascal, 10": from_function(10, lambda i, j: float(mpmath.binomial(i + j, i))),
    "Vandermonde, 8": from_function(8, lambda i, j: float(i + 1) ** j),
    "magic, 4": np.array([[16.0, 2, 3, 13], [5, 11, 10, 8], [9, 7, 6, 12], [4, 14, 15, 1]]),
    "Rosser": np.array(ROSSER, dtype=float),
    "Golub, 8": golub(8),
    "Läuchli, 5 × 4": np.vstack([np.ones(4), np.eye(4) * 2.0**-27]),
    "zeros, 4": np.zeros((4, 4)),
    "identity, 5": np.eye(5),
    "ones, 6": np.ones((6, 6)),
    "cyclic shift, 6": np.eye(6)[[1, 2, 3, 4, 5, 0]],
    "exchange, 5": np.eye(5)[::-1],
    "random, 5 × 12": np.round(rng.standard_normal((5, 12)), 3),
    "random, 12 × 5": np.round(rng.standard_normal((12, 5)), 3),
    "1e300 times random, 5": np.round(rng.standard_normal((5, 5)), 3) * 1e300,
    "1e-300 times random, 5": np.round(rng.standard_normal((5, 5)), 3) * 1e-300,
}


def exact(a):
    return mpmath.matrix([[mpmath.mpf(float(x)) for x in row] for row in a])


def rounded(x, largest, noise):
    """As float64, and 0 where nothing but the rounding of so many digits is left."""
    return float(x) if abs(x) > largest * mpmath.mpf(noise) else 0.0


def singular_values(a):
    """With 50 digits beyond the ratio of 1e120 that there is between values of graded matrices."""
    tall = a if a.shape[0] >= a.shape[1] else a.T
    with mpmath.workdps(220):
        values = mpmath.svd_r(exact(tall), compute_uv=False)
        return sorted((rounded(x, max(values), "1e-150") for x in values), reverse=True)


def symmetric_values(a):
    with mpmath.workdps(120):
        values = mpmath.eigsy(exact(a), eigvals_only=True)
        return sorted(rounded(x, max(abs(x) for x in values), "1e-105") for x in values)


def eigenvalues(a):
    """Eigenvalues and their condition numbers; None for the condition of one that is defective."""
    with mpmath.workdps(100):
        values, left, right = mpmath.eig(exact(a), left=True, right=True)
        out = []
        for k, value in enumerate(values):
            y, x = left[k, :], right[:, k]
            product = abs(sum(y[i] * x[i] for i in range(len(a))))
            sizes = mpmath.norm(x) * mpmath.norm(y)
            condition = None if product < sizes * mpmath.mpf("1e-45") else float(sizes / product)
            out.append([float(value.real), float(value.imag), condition])
        return out


def entry(name, a):
    out = {"name": name, "a": a.tolist(), "singular": singular_values(a)}
    if a.shape[0] == a.shape[1]:
        if (a == a.T).all():
            out["symmetric"] = symmetric_values(a)
        else:
            out["eigenvalues"] = eigenvalues(a)
    return out


if __name__ == "__main__":
    entries = [entry(name, a) for name, a in MATRICES.items()]
    target.write_text(json.dumps(entries, separators=(",", ":")) + "\n")
