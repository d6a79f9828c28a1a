"""Writes reference values for the distributions of vectors and matrices in @adjoint/probability.

Log-densities and entropies come from mpmath with 700 digits, rounded once to double; derivatives of log-densities from
PyTorch in float64.
Run: /usr/bin/python3 tooling/reference/probability_multivariate.py, and format what it wrote with oxfmt.
"""

import json
import math
from pathlib import Path

import mpmath
import torch
from mpmath import mp, mpf

# Digits enough for matrices of the condition 1e600.
mp.dps = 700
torch.set_default_dtype(torch.float64)
fixtures = Path(__file__).parents[2] / "packages/probability/test/fixtures"


def number(value):
    """A double, or its name where JSON has no number."""
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def nested(values):
    if isinstance(values, torch.Tensor):
        values = values.tolist()
    return [nested(value) for value in values] if isinstance(values, list) else number(values)


def matrix(rows):
    return mpmath.matrix([[mpf(value) for value in row] for row in rows])


def log_det(a):
    return mpmath.log(mpmath.det(a))


def quadratic(a, v):
    """v' a^-1 v"""
    v = mpmath.matrix([mpf(value) for value in v])
    return (v.T * mpmath.lu_solve(a, v))[0]


def normal_cases():
    cases = []
    hilbert = [[1 / (i + j + 1) for j in range(6)] for i in range(6)]
    for mean, kind, rows, x in [
        ([0, 0], "covariance", [[1, 0.5], [0.5, 2]], [0.3, -1.2]),
        ([1, -2, 3], "covariance", [[4, 1, 0.5], [1, 3, -1], [0.5, -1, 2]], [50, 70, -90]),
        ([1, -2, 3], "precision", [[4, 1, 0.5], [1, 3, -1], [0.5, -1, 2]], [1.5, 0, 3]),
        ([1e8, 0], "choleskyFactor", [[1e-6, 0], [3, 1e6]], [1e8, 12]),
        ([0, 0, 0], "choleskyFactor", [[1e150, 0, 0], [1, 1e-150, 0], [0, 1, 1]], [1e150, 1, -3]),
        # Condition 1e12.
        ([0, 0], "choleskyFactor", [[1, 0], [1, 1e-6]], [0.5, 0.500001]),
        ([0.5], "covariance", [[1e-300]], [0.5]),
        # Condition 1.5e7.
        ([0] * 6, "covariance", hilbert, [0.1, 0.2, 0.1, 0, -0.1, 0.3]),
    ]:
        a = matrix(rows)
        covariance = a * a.T if kind == "choleskyFactor" else a
        n = len(mean)
        sign = -1 if kind == "precision" else 1
        deviation = [mpf(b) - mpf(a) for a, b in zip(mean, x)]
        if kind == "precision":
            v = mpmath.matrix(deviation)
            distance = (v.T * a * v)[0]
        else:
            distance = quadratic(covariance, deviation)
        half = sign * log_det(covariance) / 2
        torch_kind = {"covariance": "covariance_matrix", "precision": "precision_matrix", "choleskyFactor": "scale_tril"}[kind]
        parameters = [torch.tensor(mean, requires_grad=True, dtype=torch.float64), torch.tensor(rows, requires_grad=True, dtype=torch.float64)]
        case = {
            "mean": mean, kind: rows, "x": x,
            "logProb": number(-distance / 2 - half - n * mpmath.log(2 * mpmath.pi) / 2),
            "entropy": number(half + n * (1 + mpmath.log(2 * mpmath.pi)) / 2),
        }
        if len(cases) < 4:
            # PyTorch too is inexact where the condition is bad.
            d = torch.distributions.MultivariateNormal(parameters[0], **{torch_kind: parameters[1]}, validate_args=False)
            slopes = torch.autograd.grad(d.log_prob(torch.tensor(x, dtype=torch.float64)), parameters)
            slope = slopes[1]
            slope = torch.tril(slope) if kind == "choleskyFactor" else (slope + slope.T) / 2
            case["gradient"] = {"mean": nested(slopes[0]), kind: nested(slope)}
        cases.append(case)
    return cases


def dirichlet_cases():
    cases = []
    for alpha, x in [
        ([1, 2, 3], [0.2, 0.3, 0.5]),
        ([0.001, 0.002], [1e-300, 1]),
        ([0.001, 0.003, 0.5], [0.25, 0.5, 0.25]),
        ([1e6, 1e6], [0.5, 0.5]),
        ([1e6, 3e6, 2e5], [0.25, 0.6875, 0.0625]),
        ([1e6, 0.001], [1, 1e-200]),
        ([30, 1, 200, 1000], [0.03125, 0.0078125, 0.1484375, 0.8125]),
        ([50, 0.5], [0.9999847412109375, 1.52587890625e-05]),
        ([1, 2, 1], [0, 1, 0]),
        ([0.5, 2], [0, 1]),
        ([1.5, 2], [0, 1]),
        ([1] * 8, [0.125] * 8),
    ]:
        a = [mpf(value) for value in alpha]
        whole = sum(a)
        log_beta = sum(mpmath.loggamma(value) for value in a) - mpmath.loggamma(whole)
        exponents = [(value - 1, mpf(place)) for value, place in zip(a, x)]
        if any(place == 0 and e != 0 for e, place in exponents):
            log_prob = mpf("inf") * (-1 if any(place == 0 and e > 0 for e, place in exponents) else 1)
        else:
            log_prob = sum(e * mpmath.log(place) for e, place in exponents if e != 0) - log_beta
        entropy = log_beta + (whole - len(a)) * mpmath.digamma(whole) - sum((value - 1) * mpmath.digamma(value) for value in a)
        case = {"concentration": alpha, "x": x, "logProb": number(log_prob), "entropy": number(entropy)}
        if min(x) > 1e-100:
            slopes = [mpmath.log(place) - mpmath.digamma(value) + mpmath.digamma(whole) for value, place in zip(a, map(mpf, x))]
            case["gradient"] = [number(value) for value in slopes]
        cases.append(case)
    return cases


def student_cases():
    cases = []
    for df, mean, rows, x in [
        (3, [0, 0], [[1, 0.5], [0.5, 2]], [0.3, -1.2]),
        (0.01, [1, 2], [[1, 0], [0, 1]], [1e200, -1e150]),
        (1e10, [0, 0, 1], [[4, 1, 0.5], [1, 3, -1], [0.5, -1, 2]], [3, 1, -2]),
        (1e10, [0], [[1]], [1e6]),
        (2.5, [0, 0], [[1e-100, 0], [0, 1e100]], [1e-50, 1e60]),
        (1e-3, [0], [[1]], [0]),
        (7, [0] * 4, [[1 if i == j else 0.9 for j in range(4)] for i in range(4)], [1, 2, 3, 4]),
    ]:
        a, v, n = matrix(rows), mpf(df), len(mean)
        distance = quadratic(a, [mpf(p) - mpf(m) for m, p in zip(mean, x)])
        constant = mpmath.loggamma((v + n) / 2) - mpmath.loggamma(v / 2) - n * mpmath.log(v * mpmath.pi) / 2 - log_det(a) / 2
        digammas = mpmath.digamma((v + n) / 2) - mpmath.digamma(v / 2)
        # The slope in the degrees of freedom.
        slope = digammas / 2 - n / (2 * v) - mpmath.log(1 + distance / v) / 2 + (v + n) / 2 * distance / v**2 / (1 + distance / v)
        cases.append({
            "df": df, "mean": mean, "scale": rows, "x": x,
            "logProb": number(constant - (v + n) / 2 * mpmath.log(1 + distance / v)),
            "entropy": number((v + n) / 2 * digammas - constant),
            "slope": number(slope * v),
        })
    return cases


def low_rank_cases():
    cases = []
    for mean, factor, diagonal, x in [
        ([0, 0, 0], [[1], [2], [-1]], [1, 0.5, 2], [0.3, -1, 2]),
        # The distance along the factor is 1e-16 of that across it.
        ([0, 0, 0], [[1e8], [2e8], [-1e8]], [1, 0.5, 2], [1e8, 2e8, -1e8]),
        ([1, 2, 3, 4], [[1, 0], [1e-6, 2], [3, 1], [0, 1]], [1e-12, 1, 1e12, 3], [1, 2.5, 1e6, 3]),
        ([5], [[3, 4]], [1], [7]),
    ]:
        f, n = matrix(factor), len(mean)
        a = f * f.T + mpmath.diag([mpf(value) for value in diagonal])
        distance = quadratic(a, [mpf(p) - mpf(m) for m, p in zip(mean, x)])
        half = log_det(a) / 2
        cases.append({
            "mean": mean, "factor": factor, "diagonal": diagonal, "x": x,
            "logProb": number(-distance / 2 - half - n * mpmath.log(2 * mpmath.pi) / 2),
            "entropy": number(half + n * (1 + mpmath.log(2 * mpmath.pi)) / 2),
        })
    return cases


def wishart_cases():
    cases = []
    for df, rows, x in [
        (4, [[1, 0.5], [0.5, 2]], [[4, 2], [2, 8]]),
        (1.25, [[1, 0.5], [0.5, 2]], [[1e-5, 0], [0, 3]]),
        (2.0625, [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[3, 1, 1], [1, 2, 0.5], [1, 0.5, 1]]),
        (1e6, [[1, 0.5], [0.5, 2]], [[1000500, 499000], [499000, 2001000]]),
        (1e6, [[0.5]], [[500100]]),
        (20, [[1e-8, 0], [0, 1e8]], [[2e-7, 0.5], [0.5, 1e9]]),
        (3, [[1]], [[2000]]),
    ]:
        v, b, n, nu = matrix(rows), matrix(x), len(rows), mpf(df)
        log_gamma = n * (n - 1) * mpmath.log(mpmath.pi) / 4 + sum(mpmath.loggamma((nu - i) / 2) for i in range(n))
        digammas = sum(mpmath.digamma((nu - i) / 2) for i in range(n))
        solved = mpmath.inverse(v) * b
        trace = sum(solved[i, i] for i in range(n))
        log_prob = (nu - n - 1) / 2 * log_det(b) - trace / 2 - nu * n * mpmath.log(2) / 2 - nu * log_det(v) / 2 - log_gamma
        entropy = (mpf(n + 1) / 2 * log_det(v) + mpf(n * (n + 1)) / 2 * mpmath.log(2) + log_gamma
                   - (nu - n - 1) / 2 * digammas + nu * n / 2)
        slope = (log_det(b) - n * mpmath.log(2) - log_det(v) - digammas) / 2
        cases.append({"df": df, "scale": rows, "x": x, "logProb": number(log_prob), "entropy": number(entropy), "slope": number(slope)})
    return cases


def lkj_cases():
    cases = []
    for eta, x in [
        (1, [[1, 0.5], [0.5, 1]]),
        (2.5, [[1, 0.5, 0.25], [0.5, 1, -0.125], [0.25, -0.125, 1]]),
        (0.001, [[1, 0.999755859375], [0.999755859375, 1]]),
        (1e6, [[1, 0.001953125, 0], [0.001953125, 1, 0.0009765625], [0, 0.0009765625, 1]]),
        (0.5, [[1 if i == j else 0.5 for j in range(6)] for i in range(6)]),
    ]:
        r, n, e = matrix(x), len(x), mpf(eta)
        ks = range(1, n)
        log_z = sum(k * mpmath.log(mpmath.pi) / 2 + mpmath.loggamma(e + mpf(n - 1 - k) / 2) - mpmath.loggamma(e + mpf(n - 1) / 2) for k in ks)
        slope_z = sum(mpmath.digamma(e + mpf(n - 1 - k) / 2) - mpmath.digamma(e + mpf(n - 1) / 2) for k in ks)
        cases.append({
            "concentration": eta, "x": x,
            "logProb": number((e - 1) * log_det(r) - log_z),
            "entropy": number(log_z - (e - 1) * slope_z),
            "slope": number(log_det(r) - slope_z),
        })
    return cases


def mixture_cases():
    cases = []
    probs, means, scales = [0.25, 0.75], [-2, 3], [1, 0.5]
    components = list(zip(map(mpf, probs), map(mpf, means), map(mpf, scales)))
    for x in [-1000, -40, -2, 0.5, 1, 3, 20, 500]:
        density = sum(w * mpmath.npdf(mpf(x), m, s) for w, m, s in components)
        cdf = sum(w * mpmath.erfc((m - x) / s / mpmath.sqrt(2)) / 2 for w, m, s in components)
        survival = sum(w * mpmath.erfc((x - m) / s / mpmath.sqrt(2)) / 2 for w, m, s in components)
        logits = torch.log(torch.tensor(probs)).requires_grad_()
        mean = torch.tensor(means, requires_grad=True, dtype=torch.float64)
        scale = torch.tensor(scales, requires_grad=True)
        d = torch.distributions.MixtureSameFamily(
            torch.distributions.Categorical(logits=logits), torch.distributions.Normal(mean, scale)
        )
        slopes = torch.autograd.grad(d.log_prob(torch.tensor(float(x))), [logits, mean, scale])
        cases.append({
            "x": x,
            "logProb": number(mpmath.log(density)),
            "logCdf": number(mpmath.log(cdf)),
            "logSurvival": number(mpmath.log(survival)),
            "gradient": {"logits": nested(slopes[0]), "components": {"mean": nested(slopes[1]), "scale": nested(slopes[2])}},
        })
    return {"probs": probs, "mean": means, "scale": scales, "cases": cases}


def write(name, cases):
    lines = ",\n".join("  " + json.dumps(case) for case in cases)
    (fixtures / name).write_text("[\n" + lines + "\n]\n")


if __name__ == "__main__":
    write("multivariate-normal.json", normal_cases())
    write("dirichlet.json", dirichlet_cases())
    write("multivariate-student-t.json", student_cases())
    write("low-rank-multivariate-normal.json", low_rank_cases())
    write("wishart.json", wishart_cases())
    write("lkj.json", lkj_cases())
    (fixtures / "mixture.json").write_text(json.dumps(mixture_cases()) + "\n")
