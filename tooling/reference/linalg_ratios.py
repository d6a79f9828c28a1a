"""The test ratios of packages/linalg/test/support/accuracy-*.ts, of NumPy's and SciPy's functions.

A matrix is scaled by a power of two before residuals are formed, in float64, as there. A function that raises an error or
gives NaN or ∞ has the ratio NaN.
"""

import numpy as np
import scipy.linalg


def subject(a):
    """The matrix in float64 scaled to about 1, and the scale."""
    wide = a.astype(np.float64)
    largest = np.abs(wide).max(initial=0)
    scale = 1.0 if largest == 0 else 2.0 ** max(-1000, min(1000, -int(np.floor(np.log2(largest)))))
    return wide * scale, scale


def spacing(a):
    return float(np.finfo(a.dtype).eps)


def one_norm(a):
    return float(np.abs(a).sum(axis=0).max(initial=0))


def quotient(size, allowed):
    return 0.0 if size == 0 else size / allowed if allowed else np.inf


def residual(a, b, n, unit):
    return quotient(one_norm(a - b), n * one_norm(a) * unit)


def orthogonality(q, n, unit):
    q = q.astype(np.promote_types(q.dtype, np.float64))
    return quotient(one_norm(np.eye(q.shape[1]) - q.conj().T @ q), max(1, n) * unit)


def attempt(names, run):
    """The ratios that `run` finds, or NaN for every name."""
    try:
        found = run()
    except (np.linalg.LinAlgError, ValueError):
        found = {}
    return {name: found.get(name, np.nan) for name in names}


def system_ratio(a, x, b, unit):
    ratios = [quotient(np.abs(b[:, j] - a @ x[:, j]).sum(), one_norm(a) * np.abs(x[:, j]).sum() * unit) for j in (0, 1)]
    return float(np.max(ratios))


def right_side(scaled, scale, dtype):
    i, j = np.indices((scaled.shape[1], 2))
    return (scaled @ np.cos(1 + i + 2 * j) * (1 / scale)).astype(dtype)


def general(a, d, condition):
    """Matrices of any shape; `d` are the singular values or None."""
    scaled, scale = subject(a)
    m, n = a.shape
    larger, unit, half = max(m, n), spacing(a), spacing(a) / 2
    wide = lambda x, factor=1.0: x.astype(np.float64) * factor

    def lu():
        p, l, u = scipy.linalg.lu(a)
        return {"lu": residual(scaled, wide(p) @ wide(l) @ wide(u, scale), n, half)}

    def qr():
        q, r = np.linalg.qr(a)
        return {"qr": residual(scaled, wide(q) @ wide(r, scale), m, half), "qr Q": orthogonality(q, m, half)}

    def pivoted():
        q, r, p = scipy.linalg.qr(a, mode="economic", pivoting=True)
        return {
            "qr pivot": residual(scaled[:, p], wide(q) @ wide(r, scale), larger, half),
            "qr pivot Q": orthogonality(q, m, half),
        }

    def svd():
        u, s, vt = np.linalg.svd(a, full_matrices=False)
        out = {
            "svd": residual(scaled, wide(u) * wide(s, scale) @ wide(vt), larger, unit),
            "svd U": orthogonality(u, m, unit),
            "svd V": orthogonality(vt.T, n, unit),
        }
        if d is not None:
            expected = np.sort(np.abs(d) * scale)[::-1]
            out["svd values"] = quotient(np.abs(expected - wide(s, scale)).sum(), np.linalg.norm(expected) * larger * half)
        return out

    def polar():
        u, p = scipy.linalg.polar(a)
        return {
            "polar": residual(scaled, wide(u) @ wide(p, scale), larger, unit),
            "polar U": orthogonality(u.T if m < n else u, larger, unit),
        }

    def pinv():
        x = wide(np.linalg.pinv(a), 1 / scale)
        error = one_norm(scaled - scaled @ x @ scaled)
        return {"pinv": quotient(error, larger * one_norm(scaled) ** 2 * one_norm(x) * unit)}

    def null_space():
        kernel = wide(scipy.linalg.null_space(a))
        size = one_norm(scaled @ kernel)
        return {
            "nullSpace": quotient(size, larger * one_norm(scaled) * unit),
            "nullSpace N": orthogonality(kernel, n, unit),
        }

    def orth():
        q = wide(scipy.linalg.orth(a))
        return {"orth": residual(scaled, q @ (q.T @ scaled), larger, unit), "orth Q": orthogonality(q, m, unit)}

    def lstsq():
        i, j = np.indices((m, 2))
        c = (np.sin(1 + i + 3 * j) / scale).astype(a.dtype)
        x = wide(np.linalg.lstsq(a, c, rcond=None)[0])
        rest = wide(c, scale) - scaled @ x
        sizes = one_norm(scaled) * one_norm(x) + one_norm(wide(c, scale))
        return {"lstsq": quotient(one_norm(rest.T @ scaled), larger * one_norm(scaled) * sizes * half)}

    def consistent():
        b = right_side(scaled, scale, a.dtype)
        x = wide(np.linalg.lstsq(a, b, rcond=None)[0])
        return {"lstsq consistent": system_ratio(scaled, x, wide(b, scale), half) / max(1, larger)}

    values = ["svd values"] if d is not None else []
    out = attempt(["lu"], lu) | attempt(["qr", "qr Q"], qr) | attempt(["qr pivot", "qr pivot Q"], pivoted)
    out |= attempt(["svd", "svd U", "svd V", *values], svd) | attempt(["polar", "polar U"], polar)
    out |= attempt(["pinv"], pinv) | attempt(["lstsq"], lstsq)
    if larger < 60:
        out |= attempt(["nullSpace", "nullSpace N"], null_space) | attempt(["orth", "orth Q"], orth)
    if condition * larger * half <= 0.01:
        out |= attempt(["lstsq consistent"], consistent)
    return out


def systems(a):
    """Square matrices, of systems of equations."""
    scaled, scale = subject(a)
    half = spacing(a) / 2
    n = a.shape[0]

    def solve():
        b = right_side(scaled, scale, a.dtype)
        x = np.linalg.solve(a, b).astype(np.float64)
        return {"solve": system_ratio(scaled, x, b.astype(np.float64) * scale, half)}

    def inv():
        x = np.linalg.inv(a).astype(np.float64) * (1 / scale)
        return {"inv": quotient(one_norm(np.eye(n) - x @ scaled), n * one_norm(scaled) * one_norm(x) * half)}

    def rcond():
        if n == 0:
            return {"rcond": 0.0}
        factor, estimator = scipy.linalg.get_lapack_funcs(("getrf", "gecon"), (a,))
        estimate = float(estimator(factor(a)[0], np.abs(a).sum(axis=0).max())[0])
        x = np.linalg.inv(a).astype(np.float64) * (1 / scale)
        reciprocal = 1 / (one_norm(scaled) * one_norm(x))
        return {"rcond": quotient(max(estimate, reciprocal), min(estimate, reciprocal)) - 1}

    def triangular():
        t = np.triu(scaled)
        b = right_side(t, scale, a.dtype)
        y = scipy.linalg.solve_triangular(a, b).astype(np.float64)
        return {"solveTriangular": system_ratio(t, y, b.astype(np.float64) * scale, half)}

    has_inverse = (np.diag(a) != 0).all()
    out = attempt(["solve"], solve) | attempt(["inv"], inv) | attempt(["rcond"], rcond)
    return out | (attempt(["solveTriangular"], triangular) if has_inverse else {})


def symmetric(a, d, b):
    """Symmetric matrices; `d` are the eigenvalues or None, and b a definite matrix of the same order or None."""
    scaled, scale = subject(a)
    n, unit, half = a.shape[0], spacing(a), spacing(a) / 2
    wide = lambda x, factor=1.0: x.astype(np.float64) * factor

    def eigh():
        w, v = np.linalg.eigh(a)
        alone = np.linalg.eigvalsh(a)
        w, v, alone = wide(w, scale), wide(v), wide(alone, scale)
        largest = max(np.abs(w).max(initial=0), np.abs(alone).max(initial=0))
        out = {
            "eigh": residual(scaled, v * w @ v.T, n, unit),
            "eigh V": orthogonality(v, n, unit),
            "eigvalsh": quotient(np.abs(w - alone).max(initial=0), n * largest * unit),
        }
        if d is not None:
            out["eigh values"] = quotient(np.abs(np.sort(d * scale) - w).max(initial=0), n * largest * unit)
        return out

    def ldl():
        l, middle, _ = scipy.linalg.ldl(a)
        return {"ldl": residual(scaled, wide(l) @ wide(middle, scale) @ wide(l).T, n, half)}

    def expm():
        plus, inverse = wide(scipy.linalg.expm(a)), wide(scipy.linalg.expm(-a))
        return {"expm": quotient(one_norm(np.eye(n) - plus @ inverse), n * one_norm(plus) * one_norm(inverse) * unit)}

    def pair():
        w, v = scipy.linalg.eigh(a, b)
        error = one_norm(scaled @ wide(v) - wide(b) @ wide(v) * wide(w, scale))
        return {"eigh pair": quotient(error, n * one_norm(scaled) * one_norm(wide(v)) * half)}

    values = ["eigh values"] if d is not None else []
    out = attempt(["eigh", "eigh V", "eigvalsh", *values], eigh) | attempt(["ldl"], ldl)
    if one_norm(a) < 100:
        out |= attempt(["expm"], expm)
    return out | (attempt(["eigh pair"], pair) if b is not None else {})


def definite(a):
    scaled, scale = subject(a)
    n, unit, half = a.shape[0], spacing(a), spacing(a) / 2
    even = scale if np.log2(scale) % 2 == 0 else scale / 2
    halved = scaled * (even / scale)
    wide = lambda x, factor=1.0: x.astype(np.float64) * factor

    def cholesky():
        l = wide(np.linalg.cholesky(a), np.sqrt(even))
        return {"cholesky": residual(halved, l @ l.T, n, half)}

    def sqrtm():
        x = scipy.linalg.sqrtm(a).astype(np.complex128) * np.sqrt(even)
        return {"sqrtm": residual(halved, x @ x, n, unit)}

    def logm():
        logarithm = scipy.linalg.logm(a)
        size = max(1.0, one_norm(logarithm))
        return {"logm": residual(scaled, scipy.linalg.expm(logarithm).astype(np.complex128) * scale, n, unit) / size}

    return attempt(["cholesky"], cholesky) | attempt(["sqrtm"], sqrtm) | attempt(["logm"], logm)


def square(a, d, condition_of_vectors):
    """Square matrices; `d` are the eigenvalues where they are known and the condition of the vectors finite."""
    scaled, scale = subject(a)
    n, unit = a.shape[0], spacing(a)
    wide = lambda x, factor=1.0: x.astype(np.promote_types(x.dtype, np.float64)) * factor

    def eig():
        w, v = np.linalg.eig(a)
        v, w = wide(v), wide(w, scale)
        out = {
            "eig": quotient(one_norm(scaled @ v - v * w), n * one_norm(scaled) * unit),
            "eig V": quotient(np.abs(np.linalg.norm(v, axis=0) - 1).max(initial=0), n * unit),
        }
        if d is not None:
            left, worst = list(w / scale), 0.0
            for expected in d:
                nearest = min(left, key=lambda z: abs(z - expected))
                left.remove(nearest)
                worst = max(worst, abs(nearest - expected))
            out["eig values"] = quotient(worst, n * condition_of_vectors * one_norm(wide(a)) * unit)
        return out

    def similarity(name, q, t):
        q, t = wide(q), wide(t, scale)
        return {name: residual(scaled, q @ t @ q.conj().T, n, unit), f"{name} Q": orthogonality(q, n, unit)}

    def real_schur():
        t, q = scipy.linalg.schur(a)
        return similarity("schur", q, t)

    def complex_schur():
        t, q = scipy.linalg.schur(a, output="complex")
        return similarity("schur complex", q, t)

    def hessenberg():
        h, q = scipy.linalg.hessenberg(a, calc_q=True)
        return similarity("hessenberg", q, h)

    def sylvester():
        wide_a = a.astype(np.float64)
        b = (wide_a.T + 3 * one_norm(wide_a) * np.eye(n)).astype(a.dtype)
        i, j = np.indices((n, n))
        c = np.cos(1 + i + 2 * j).astype(a.dtype)
        x = scipy.linalg.solve_sylvester(a, b, c).astype(np.float64) * (1 / scale)
        other = b.astype(np.float64) * scale
        rest = c.astype(np.float64) - scaled @ x - x @ other
        return {"sylvester": quotient(one_norm(rest), n * one_norm(other) * one_norm(x) * unit)}

    values = ["eig values"] if d is not None else []
    out = attempt(["eig", "eig V", *values], eig)
    out |= attempt(["schur", "schur Q"], real_schur) | attempt(["schur complex", "schur complex Q"], complex_schur)
    out |= attempt(["hessenberg", "hessenberg Q"], hessenberg)
    return out | (attempt(["sylvester"], sylvester) if one_norm(a) > 0 else {})
