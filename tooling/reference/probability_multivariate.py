"""Writes reference values for the distributions of vectors and matrices in @adjoint/probability.

Log-densities and entropies come from mpmath with 700 digits, rounded once to double; derivatives of log-densities from
PyTorch in float64.
Run: /usr/bin/python3 tooling/reference/probability_multivariate.py
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
    (fixtures / "mixture.json").write_text(json.dumps(mixture_cases()) + "\n")
