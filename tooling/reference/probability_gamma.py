"""Writes reference values for the distributions whose distribution functions are incomplete gamma, beta and Bessel integrals.

Densities, both tails, moments and scores come from mpmath with 60 digits, by series of positive terms, continued fractions
and quadrature, rounded once to double; PyTorch's scores must agree in the middle of the distribution.
Run: /usr/bin/python3 tooling/reference/probability_gamma.py, and format what it wrote with oxfmt.
"""

import functools
import json
import math
from pathlib import Path

import mpmath
import torch
from mpmath import beta, cos, digamma, exp, inf, log, mp, mpf, nan, pi, quad, sin, sqrt

mp.dps = 60
# Constants of one case, which quadratures ask for at every node.
loggamma = functools.lru_cache(256)(mpmath.loggamma)
besseli = functools.lru_cache(256)(mpmath.besseli)
target = Path(__file__).parents[2] / "packages/probability/test/fixtures/gamma.json"
torch.set_default_dtype(torch.float64)
smallest = mpf(10) ** -50


def number(value):
    """A double, or its name where JSON has no number."""
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def both(log_lower, log_upper):
    """Logarithms of both tails from one of them."""
    one = log_lower if log_upper is None else log_upper
    rest = exp(one)
    other = -rest if rest < smallest else log(1 - rest)
    return (one, other) if log_upper is None else (other, one)


def gamma_tails(a, x):
    front = a * log(x) - x - loggamma(a)
    if x <= a + 1:
        term = total = 1 / a
        n = 0
        while term > total * smallest:
            n += 1
            term *= x / (a + n)
            total += term
        return both(front + log(total), None)
    # Legendre's continued fraction, by Lentz' algorithm.
    b, c = x + 1 - a, 1 / mpf(10) ** -100
    d = 1 / b
    h = d
    n = 0
    while True:
        n += 1
        b += 2
        d = 1 / (n * (a - n) * d + b)
        c = b + n * (a - n) / c
        h *= c * d
        if abs(c * d - 1) < smallest:
            return both(None, front + log(h))


def beta_tails(a, b, x):
    if x * (a + b) > a and (a > 1 or x > 0.5):
        return beta_tails(b, a, 1 - x)[::-1]
    term = total = 1 / a
    n = 0
    while term > total * smallest * (1 - x):
        n += 1
        term *= x * (a + b + n - 1) / (a + n)
        total += term
    log_beta = loggamma(a) + loggamma(b) - loggamma(a + b)
    return both(a * log(x) + b * log(1 - x) - log_beta + log(total), None)


def log_tail(logpdf, x, width, end):
    """log of the integral from x up, which falls by e within about the width."""
    points = [x] + [x + width * mpf(2) ** k for k in range(-2, 9) if x + width * mpf(2) ** k < end] + [end]
    top = logpdf(x)
    return top + log(quad(lambda t: exp(logpdf(t) - top), points))


def t_logpdf(x, df, mean, scale):
    z = (x - mean) / scale
    return loggamma((df + 1) / 2) - loggamma(df / 2) - log(df * pi) / 2 - log(scale) - (df + 1) / 2 * log(1 + z * z / df)


def t_tails(x, df, mean, scale):
    z = (x - mean) / scale
    if df < 1e4:
        upper = beta_tails(df / 2, mpf(1) / 2, df / (df + z * z))[0] - log(2)
    else:
        upper = log_tail(lambda t: t_logpdf(t, df, 0, 1), abs(z), 1 / max(abs(z), mpf(1)), abs(z) + 60)
    return both(None, upper) if z > 0 else both(upper, None)


def vm_logpdf(x, mean, kappa):
    return kappa * cos(x - mean) - log(2 * pi * besseli(0, kappa))


def vm_tails(x, mean, kappa):
    d = abs(x - mean)
    width = 1 / max(kappa * sin(d), sqrt(kappa), mpf(1))
    upper = log_tail(lambda t: vm_logpdf(t, 0, kappa), d, width, pi)
    return both(None, upper) if x > mean else both(upper, None)


def vm_moments(mean, kappa):
    width = 1 / max(sqrt(kappa), mpf(1))
    points = [mpf(0)] + [width * 2**k for k in range(5) if width * 2**k < pi] + [pi]
    variance = 2 * quad(lambda t: t * t * exp(vm_logpdf(t, 0, kappa)), points)
    ratio = besseli(1, kappa) / besseli(0, kappa)
    return mean, variance, mean, log(2 * pi * besseli(0, kappa)) - kappa * ratio


def gamma_moments(a, r):
    return a / r, a / r**2, max(a - 1, mpf(0)) / r, a - log(r) + loggamma(a) + (1 - a) * digamma(a)


def inverse_gamma_moments(a, s):
    mean = s / (a - 1) if a > 1 else inf
    variance = s**2 / ((a - 1) ** 2 * (a - 2)) if a > 2 else inf
    return mean, variance, s / (a + 1), a + log(s) + loggamma(a) - (1 + a) * digamma(a)


def beta_moments(a, b):
    total = a + b
    log_beta = loggamma(a) + loggamma(b) - loggamma(total)
    entropy = log_beta - (a - 1) * digamma(a) - (b - 1) * digamma(b) + (total - 2) * digamma(total)
    return a / total, a * b / (total**2 * (total + 1)), None, entropy


def t_moments(df, mean, scale):
    variance = scale**2 * df / (df - 2) if df > 2 else inf if df > 1 else nan
    half = (df + 1) / 2
    entropy = half * (digamma(half) - digamma(df / 2)) + log(df) / 2 + log(beta(df / 2, mpf(1) / 2)) + log(scale)
    return mean if df > 1 else nan, variance, mean, entropy


t = torch.distributions
families = {
    "gamma": (
        ("concentration", "rate"),
        lambda x, a, r: a * log(r) + (a - 1) * log(x) - r * x - loggamma(a),
        lambda x, a, r: gamma_tails(a, r * x),
        gamma_moments,
        t.Gamma,
    ),
    "inverseGamma": (
        ("concentration", "scale"),
        lambda x, a, s: a * log(s) - (a + 1) * log(x) - s / x - loggamma(a),
        lambda x, a, s: gamma_tails(a, s / x)[::-1],
        inverse_gamma_moments,
        t.InverseGamma if hasattr(t, "InverseGamma") else None,
    ),
    "chiSquared": (
        ("df",),
        lambda x, v: (v / 2 - 1) * log(x) - x / 2 - v / 2 * log(2) - loggamma(v / 2),
        lambda x, v: gamma_tails(v / 2, x / 2),
        lambda v: gamma_moments(v / 2, mpf(1) / 2),
        t.Chi2,
    ),
    "beta": (
        ("alpha", "beta"),
        lambda x, a, b: (a - 1) * log(x) + (b - 1) * log(1 - x) - loggamma(a) - loggamma(b) + loggamma(a + b),
        lambda x, a, b: beta_tails(a, b, x),
        beta_moments,
        t.Beta,
    ),
    "studentT": (("df", "mean", "scale"), t_logpdf, t_tails, t_moments, t.StudentT),
    "vonMises": (("mean", "concentration"), vm_logpdf, vm_tails, vm_moments, t.VonMises),
}


def slope(f, place, k):
    """∂f/∂(argument k), by a central difference."""
    h = (abs(place[k]) or mpf(1)) * mpf(10) ** -20
    ahead = [v + h if i == k else v for i, v in enumerate(place)]
    behind = [v - h if i == k else v for i, v in enumerate(place)]
    return (f(*ahead) - f(*behind)) / (2 * h)


def compare(peer, parameters, x, value, scores):
    """PyTorch must agree, whose series are good to some digits."""
    given = [torch.tensor(float(parameter), requires_grad=True) for parameter in parameters]
    theirs = peer(*given).log_prob(torch.tensor(float(x)))
    theirs.backward()
    for mine, other in [(value, theirs), *zip(scores, (g.grad for g in given))]:
        assert abs(float(mine) - float(other)) <= 1e-5 * (1 + abs(float(other))), (parameters, x, mine, other)


def case(name, parameters, xs):
    names, logpdf, tails, moments, peer = families[name]
    exact = [mpf(value) for value in parameters]
    rows = []
    for x in xs:
        place = (mpf(x), *exact)
        value, (lower, upper) = logpdf(*place), tails(*place)
        scores = [slope(logpdf, place, k) for k in range(len(place))]
        if peer and lower > -14 and upper > -14 and all(1e-3 < abs(v) < 1e3 for v in parameters):
            compare(peer, parameters, x, value, scores[1:])
        rows.append((value, lower, upper, scores))
    mean, variance, mode, entropy = moments(*exact)
    columns = {"logProb": 0, "logCdf": 1, "logSurvival": 2}
    return {
        "parameters": dict(zip(names, parameters)),
        "x": xs,
        **{column: [number(row[i]) for row in rows] for column, i in columns.items()},
        "cdf": [number(exp(row[1])) for row in rows],
        "survival": [number(exp(row[2])) for row in rows],
        "gradient": {key: [number(row[3][i + 1]) for row in rows] for i, key in enumerate(names)},
        "slope": [number(row[3][0]) for row in rows],
        "mean": number(mean),
        "variance": number(variance),
        **({} if mode is None else {"mode": number(mode)}),
        "entropy": number(entropy),
    }


positive = [1e-300, 1e-10, 0.25, 3.0, 50.0, 4000.0]
cases = {
    "gamma": [
        ([2.5, 1.0], positive),
        ([0.3, 7.0], positive),
        ([1e-5, 2.0], [1e-300, 1e-10, 0.25, 3.0, 50.0]),
        ([400.0, 20.0], [0.5, 10.0, 19.5, 25.0, 200.0]),
        ([1e8, 1e-3], [9e10, 9.999e10, 1.0001e11, 1.2e11]),
    ],
    "inverseGamma": [
        ([3.5, 1.0], [1e-4, 0.02, 0.25, 3.0, 1e10, 1e100]),
        ([0.4, 300.0], [0.1, 50.0, 3000.0, 1e20, 1e300]),
        ([1e-5, 2.0], [1e-2, 1.0, 1e10, 1e300]),
        ([1e6, 5.0], [4e-6, 4.99e-6, 5.01e-6, 7e-6]),
    ],
    "chiSquared": [([v], positive) for v in (1.0, 0.01, 7.0, 300.0)],
    "beta": [
        ([2.0, 3.0], [1e-200, 1e-5, 0.25, 0.625, 0.999]),
        ([0.5, 0.25], [1e-300, 1e-5, 0.25, 0.625, 0.999]),
        ([1e-5, 40.0], [1e-300, 1e-5, 0.25, 0.75]),
        ([500.0, 20.0], [1e-5, 0.5, 0.95, 0.98, 0.9999]),
        ([3e7, 7e7], [0.25, 0.2999, 0.3001, 0.375]),
    ],
    "studentT": [
        ([3.0, 0.0, 1.0], [0.25, -2.0, 30.0, -1e10, 1e100]),
        ([0.1, 1.0, 2.0], [1.5, -3.0, 1e6, -1e200]),
        ([1.0, 0.0, 1.0], [0.5, -1e20, 1e150]),
        ([200.0, -2.0, 0.25], [-1.9, -3.0, 20.0, -1e5]),
        ([1e10, 0.0, 1.0], [0.25, -2.0, 20.0, -36.0, 60.0]),
    ],
    "vonMises": [
        ([0.5, 2.0], [0.625, -2.0, 3.5]),
        ([-1.0, 0.01], [-0.75, -4.0, 2.0]),
        ([0.0, 23.0], [0.125, -1.0, 3.0]),
        ([0.0, 1000.0], [0.015625, -0.25, 1.0, -3.0]),
        ([0.0, 1e6], [0.0009765625, -0.03125, 0.5, 3.0]),
    ],
}

lines = []
for name, given in cases.items():
    rows = [json.dumps(case(name, parameters, xs), separators=(",", ":")) for parameters, xs in given]
    lines.append(f' "{name}": [\n  ' + ",\n  ".join(rows) + "\n ]")
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
