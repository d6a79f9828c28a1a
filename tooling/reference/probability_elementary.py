"""Writes reference values for the distributions of @adjoint/probability that have elementary formulas.

Densities, distribution functions, quantiles, moments and derivatives come from mpmath with 400 digits, rounded once to
double; where PyTorch has the family, its derivatives must agree in the middle of the distribution.
Run: /usr/bin/python3 tooling/reference/probability_elementary.py, and format what it wrote with oxfmt.
"""

import json
import math
from pathlib import Path

import torch
from mpmath import atan, euler, exp, erf, erfc, expm1, gamma, inf, log, log1p, mp, mpf, nan, pi, sinh, sqrt, tan, beta, digamma

# Digits enough for 1 − 1e-300.
mp.dps = 400
target = Path(__file__).parents[2] / "packages/probability/test/fixtures/elementary.json"
torch.set_default_dtype(torch.float64)
levels = [1e-300, 1e-20, 1e-3, 0.3, 0.5, 0.875, 0.999]


def number(value):
    """A double, or its name where JSON has no number."""
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


class Family:
    """A family by its log-density, probabilities below and above x, and quantiles of p from below and of q from above."""

    def __init__(self, names, logpdf, lower, upper, quantile, upper_quantile, moments, peer=None):
        self.names, self.logpdf, self.lower, self.upper = names, logpdf, lower, upper
        self.quantile, self.upper_quantile, self.moments, self.peer = quantile, upper_quantile, moments, peer

    def case(self, parameters, xs):
        exact = [mpf(value) for value in parameters]
        rows = [self.row(exact, mpf(x)) for x in xs]
        self.compare(parameters, xs, rows)
        columns = ["logProb", "cdf", "logCdf", "survival", "logSurvival"]
        mean, variance, mode, entropy = self.moments(*exact)
        return {
            "parameters": dict(zip(self.names, parameters)),
            "x": [number(x) for x in xs],
            **{name: [number(row[i]) for row in rows] for i, name in enumerate(columns)},
            "gradient": {name: [number(row[5][i]) for row in rows] for i, name in enumerate(self.names)},
            "slope": [number(row[6]) for row in rows],
            "quantile": [number(self.quantile(mpf(p), *exact)) for p in levels],
            "upperQuantile": [number(self.upper_quantile(mpf(q), *exact)) for q in levels],
            "mean": number(mean),
            "variance": number(variance),
            "mode": number(mode),
            "entropy": number(entropy),
        }

    def row(self, exact, x):
        lower, upper = self.lower(x, *exact), self.upper(x, *exact)
        log_lower = log(lower) if lower < 0.5 else log(1 - upper)
        log_upper = log(upper) if upper < 0.5 else log(1 - lower)
        place = (x, *exact)
        orders = [tuple(int(i == k) for i in range(len(place))) for k in range(len(place))]
        slopes = [partial(self.logpdf, place, k) for k in range(len(orders))]
        return [self.logpdf(x, *exact), lower, log_lower, upper, log_upper, slopes[1:], slopes[0]]

    def compare(self, parameters, xs, rows):
        for x, row in zip(xs, rows):
            if not 1e-6 < row[1] < 1 - 1e-6:
                continue
            given = [torch.tensor(float(value), requires_grad=True) for value in parameters]
            peer = self.peer and self.peer(*given)
            if peer is None:
                continue
            value = peer.log_prob(torch.tensor(float(x)))
            value.backward()
            for mine, theirs in [(row[0], value), *zip(row[5], (g.grad for g in given))]:
                theirs = 0 if theirs is None else float(theirs)
                assert abs(float(mine) - theirs) <= 1e-6 * (1 + abs(theirs)), (self.names, parameters, x, mine, theirs)


def partial(f, place, k):
    """∂f/∂(argument k), by a central difference at 400 digits."""
    h = abs(place[k]) * mpf(10) ** -60 if place[k] != 0 else mpf(10) ** -60
    ahead = [v + h if i == k else v for i, v in enumerate(place)]
    behind = [v - h if i == k else v for i, v in enumerate(place)]
    return (f(*ahead) - f(*behind)) / (2 * h)


def location_scale(logpdf, lower, upper, quantile, upper_quantile, moments, peer=None, names=("mean", "scale")):
    """The family of m + s z from the functions of z."""
    z = lambda x, m, s: (x - m) / s
    return Family(
        names,
        lambda x, m, s: logpdf(z(x, m, s)) - log(s),
        lambda x, m, s: lower(z(x, m, s)),
        lambda x, m, s: upper(z(x, m, s)),
        lambda p, m, s: m + s * quantile(p),
        lambda q, m, s: m + s * upper_quantile(q),
        lambda m, s: tuple(f(m, s) for f in moments),
        peer,
    )


def tilted(x, eta):
    """∫₀ˣ exp(ηt) dt"""
    return x if eta == 0 else expm1(eta * x) / eta


def tilted_quantile(p, eta):
    return p if eta == 0 else log(1 + p * expm1(eta)) / eta


def tilted_moments(eta):
    if eta == 0:
        return mpf(1) / 2, mpf(1) / 12, mpf(0), mpf(0)
    mean = 1 / (1 - exp(-eta)) - 1 / eta
    variance = 1 / eta**2 - 1 / (2 * sinh(eta / 2)) ** 2
    return mean, variance, mpf(1 if eta > 0 else 0), log(expm1(eta) / eta) - eta * mean


def kumaraswamy_moments(a, b):
    moment = lambda n: b * beta(1 + n / a, b)
    entropy = 1 - 1 / b + (1 - 1 / a) * (digamma(b + 1) + euler) - log(a * b)
    mode = ((a - 1) / (a * b - 1)) ** (1 / a) if a > 1 and b > 1 else mpf(0) if a < 1 or (a == 1 and b >= 1) else mpf(1)
    return moment(1), moment(2) - moment(1) ** 2, mode, entropy


def weibull_moments(k, s):
    first, second = gamma(1 + 1 / k), gamma(1 + 2 / k)
    mode = s * ((k - 1) / k) ** (1 / k) if k > 1 else mpf(0)
    return s * first, s**2 * (second - first**2), mode, euler * (1 - 1 / k) + log(s / k) + 1


def pareto_moments(a, m):
    mean = a * m / (a - 1) if a > 1 else inf
    variance = a * m**2 / ((a - 1) ** 2 * (a - 2)) if a > 2 else inf
    return mean, variance, m, log(m / a) + 1 + 1 / a


def laplace_lower(z):
    return exp(z) / 2 if z < 0 else 1 - exp(-z) / 2


def laplace_quantile(p):
    return log(2 * p) if p < 0.5 else -log(2 * (1 - p))


def upper_angle(z):
    """(π/2 − arctan z)/π without loss."""
    return 0.5 - atan(z) / pi


t = torch.distributions
normal_upper = lambda z: erfc(z / sqrt(mpf(2))) / 2


def normal_quantile(p):
    """By Newton's method in the logarithm, from the asymptotic start."""
    if p > mpf(1) / 2:
        return -normal_quantile(1 - p)
    z = -sqrt(-2 * log(2 * p)) - mpf(1) / 10 if p < mpf(1) / 2 else mpf(0)
    for _ in range(60):
        density = exp(-z * z / 2) / sqrt(2 * pi)
        step = (log(normal_upper(-z)) - log(p)) * normal_upper(-z) / density
        z -= step
        if abs(step) < mpf(10) ** -350:
            break
    return z


families = {
    "exponential": Family(
        ("rate",),
        lambda x, r: log(r) - r * x,
        lambda x, r: 1 - exp(-r * x),
        lambda x, r: exp(-r * x),
        lambda p, r: -log(1 - p) / r,
        lambda q, r: -log(q) / r,
        lambda r: (1 / r, 1 / r**2, mpf(0), 1 - log(r)),
        t.Exponential,
    ),
    "laplace": location_scale(
        lambda z: -abs(z) - log(2),
        laplace_lower,
        lambda z: laplace_lower(-z),
        laplace_quantile,
        lambda q: -laplace_quantile(q),
        (lambda m, s: m, lambda m, s: 2 * s**2, lambda m, s: m, lambda m, s: 1 + log(2 * s)),
        t.Laplace,
    ),
    "uniform": Family(
        ("low", "high"),
        lambda x, a, b: -log(b - a),
        lambda x, a, b: (x - a) / (b - a),
        lambda x, a, b: (b - x) / (b - a),
        lambda p, a, b: a + p * (b - a),
        lambda q, a, b: b - q * (b - a),
        lambda a, b: ((a + b) / 2, (b - a) ** 2 / 12, a, log(b - a)),
        t.Uniform,
    ),
    "logNormal": Family(
        ("mean", "scale"),
        lambda x, m, s: -(((log(x) - m) / s) ** 2) / 2 - log(x) - log(s) - log(2 * pi) / 2,
        lambda x, m, s: normal_upper(-(log(x) - m) / s),
        lambda x, m, s: normal_upper((log(x) - m) / s),
        lambda p, m, s: exp(m + s * normal_quantile(p)),
        lambda q, m, s: exp(m - s * normal_quantile(q)),
        lambda m, s: (exp(m + s**2 / 2), expm1(s**2) * exp(2 * m + s**2), exp(m - s**2), m + log(2 * pi * s**2) / 2 + 0.5),
        t.LogNormal,
    ),
    "logistic": location_scale(
        lambda z: -z - 2 * log(1 + exp(-z)),
        lambda z: 1 / (1 + exp(-z)),
        lambda z: 1 / (1 + exp(z)),
        lambda p: log(p / (1 - p)),
        lambda q: log((1 - q) / q),
        (lambda m, s: m, lambda m, s: pi**2 * s**2 / 3, lambda m, s: m, lambda m, s: log(s) + 2),
    ),
    "cauchy": location_scale(
        lambda z: -log(pi * (1 + z**2)),
        lambda z: upper_angle(-z),
        upper_angle,
        lambda p: tan(pi * (p - 0.5)),
        lambda q: tan(pi * (0.5 - q)),
        (lambda m, s: nan, lambda m, s: nan, lambda m, s: m, lambda m, s: log(4 * pi * s)),
        t.Cauchy,
        ("location", "scale"),
    ),
    "gumbel": location_scale(
        lambda z: -z - exp(-z),
        lambda z: exp(-exp(-z)),
        lambda z: -expm1(-exp(-z)),
        lambda p: -log(-log(p)),
        lambda q: -log(-log(1 - q)),
        (lambda m, s: m + euler * s, lambda m, s: (pi * s) ** 2 / 6, lambda m, s: m, lambda m, s: log(s) + euler + 1),
        t.Gumbel,
        ("location", "scale"),
    ),
    "weibull": Family(
        ("concentration", "scale"),
        lambda x, k, s: log(k / s) + (k - 1) * log(x / s) - (x / s) ** k,
        lambda x, k, s: -expm1(-((x / s) ** k)),
        lambda x, k, s: exp(-((x / s) ** k)),
        lambda p, k, s: s * (-log(1 - p)) ** (1 / k),
        lambda q, k, s: s * (-log(q)) ** (1 / k),
        weibull_moments,
        lambda k, s: t.Weibull(s, k),
    ),
    "pareto": Family(
        ("concentration", "scale"),
        lambda x, a, m: log(a) + a * log(m) - (a + 1) * log(x),
        lambda x, a, m: 1 - (m / x) ** a,
        lambda x, a, m: (m / x) ** a,
        lambda p, a, m: m * (1 - p) ** (-1 / a),
        lambda q, a, m: m * q ** (-1 / a),
        pareto_moments,
        lambda a, m: t.Pareto(m, a),
    ),
    "halfNormal": Family(
        ("scale",),
        lambda x, s: log(2 / pi) / 2 - log(s) - (x / s) ** 2 / 2,
        lambda x, s: erf(x / s / sqrt(mpf(2))),
        lambda x, s: erfc(x / s / sqrt(mpf(2))),
        lambda p, s: -s * normal_quantile((1 - p) / 2),
        lambda q, s: -s * normal_quantile(q / 2),
        lambda s: (s * sqrt(2 / pi), s**2 * (1 - 2 / pi), mpf(0), log(pi * s**2 / 2) / 2 + 0.5),
        t.HalfNormal,
    ),
    "halfCauchy": Family(
        ("scale",),
        lambda x, s: log(2 / (pi * s)) - log(1 + (x / s) ** 2),
        lambda x, s: 2 * atan(x / s) / pi,
        lambda x, s: 1 - 2 * atan(x / s) / pi,
        lambda p, s: s * tan(pi * p / 2),
        lambda q, s: s / tan(pi * q / 2),
        lambda s: (inf, inf, mpf(0), log(2 * pi * s)),
        t.HalfCauchy,
    ),
    "kumaraswamy": Family(
        ("alpha", "beta"),
        lambda x, a, b: log(a * b) + (a - 1) * log(x) + (b - 1) * log(1 - x**a),
        lambda x, a, b: -expm1(b * log1p(-(x**a))),
        lambda x, a, b: (1 - x**a) ** b,
        lambda p, a, b: (-expm1(log1p(-p) / b)) ** (1 / a),
        lambda q, a, b: (1 - q ** (1 / b)) ** (1 / a),
        kumaraswamy_moments,
        t.Kumaraswamy,
    ),
    "continuousBernoulli": Family(
        ("logits",),
        lambda x, e: e * x - log(tilted(mpf(1), e)),
        lambda x, e: tilted(x, e) / tilted(mpf(1), e),
        lambda x, e: tilted(1 - x, -e) / tilted(mpf(1), -e),
        tilted_quantile,
        lambda q, e: 1 - tilted_quantile(q, -e),
        tilted_moments,
        # PyTorch rounds extreme probabilities, and has a series of few terms around ½.
        lambda e: t.ContinuousBernoulli(logits=e) if 0.5 < abs(float(e.detach())) < 10 else None,
    ),
}

line = [0.25, -1.5, 3.0, -30.0, 40.0, 700.0]
at = lambda m, s: [m + s * z for z in line]
fractions = [1e-300, 1e-20, 0.01, 0.25, 0.625, 0.99, 1 - 2.0**-40]
cases = {
    "exponential": [([r], [1e-300 / r, 1e-10 / r, 0.5 / r, 5 / r, 650 / r, 3000 / r]) for r in (1.0, 1e-200, 3e50)],
    "laplace": [([m, s], at(m, s)) for m, s in ((0.0, 1.0), (2.5, 0.25), (-3.0, 1e100))],
    "uniform": [([a, b], [a + z * (b - a) for z in (1e-9, 0.25, 0.75, 1 - 1e-9)]) for a, b in ((0.0, 1.0), (-2.0, 6.0), (1e-100, 1e100))],
    "logNormal": [([m, s], [math.exp(m + z * s) for z in (0.5, -2.0, 5.0, -20.0, 37.0)]) for m, s in ((0.0, 1.0), (-3.0, 0.25), (5.0, 15.0))],
    "logistic": [([m, s], at(m, s)) for m, s in ((0.0, 1.0), (2.5, 0.25), (-3.0, 1e100))],
    "cauchy": [([m, s], [*at(m, s), m + 1e200 * s, m - 1e20 * s]) for m, s in ((0.0, 1.0), (2.5, 0.25), (-3.0, 1e100))],
    "gumbel": [([m, s], [m + s * z for z in (0.25, -2.0, -6.0, -8.0, 5.0, 40.0, 700.0, 3000.0)]) for m, s in ((0.0, 1.0), (2.5, 0.25), (-3.0, 1e100))],
    "weibull": [([k, s], [s * z for z in z]) for k, s, z in (
        (1.7, 1.0, [1e-100, 1e-6, 0.5, 2.0, 40.0]),
        (0.25, 3.0, [1e-300, 1e-6, 0.5, 2.0, 1e10]),
        (1e3, 1e-50, [0.5, 0.97, 0.999, 1.0, 1.0065]),
        (20.0, 700.0, [1e-20, 0.5, 0.9, 1.0, 1.35]))],
    "pareto": [([a, m], [m * z for z in (1 + 2.0**-40, 1.01, 2.0, 1e6, 1e50)]) for a, m in ((3.0, 1.0), (0.5, 1e-100), (1.5, 4.0))],
    "halfNormal": [([s], [s * z for z in (1e-300, 1e-9, 0.5, 1.5, 8.0, 36.0)]) for s in (1.0, 0.02, 1e4)],
    "halfCauchy": [([s], [s * z for z in (1e-300, 1e-9, 0.5, 1.5, 8.0, 1e30, 1e200)]) for s in (1.0, 0.02, 1e4)],
    "kumaraswamy": [([a, b], fractions) for a, b in ((2.0, 3.0), (0.5, 0.25), (40.0, 1.5), (0.75, 200.0), (3.0, 1e8), (1e7, 2.5))],
    "continuousBernoulli": [([e], fractions) for e in (0.0, 1e-9, 0.01, -0.9375, 1.0625, -40.0, 1000.0, -1000.0)],
}

lines = []
for name, given in cases.items():
    rows = [json.dumps(families[name].case(parameters, xs), separators=(",", ":")) for parameters, xs in given]
    lines.append(f' "{name}": [\n  ' + ",\n  ".join(rows) + "\n ]")
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
