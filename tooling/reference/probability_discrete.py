"""Writes reference values for the discrete and relaxed distributions of @adjoint/probability.

Probabilities come from mpmath's log-gamma function, distribution functions and entropies from their sums, derivatives from
central differences with many digits, all rounded once to double; where PyTorch has the family, it must agree.
Run: /usr/bin/python3 tooling/reference/probability_discrete.py
"""

import json
import math
from pathlib import Path

import torch
from mpmath import ceil, exp, floor, inf, log, log1p, loggamma, mp, mpf

mp.dps = 60
target = Path(__file__).parents[2] / "packages/probability/test/fixtures/discrete.json"
torch.set_default_dtype(torch.float64)
t = torch.distributions
levels = [1e-300, 1e-20, 1e-3, 0.3, 0.5, 0.875, 0.999]


def number(value):
    """A double, or its name where JSON has no number."""
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def xlog(x, y):
    return mpf(0) if x == 0 else -inf if y == 0 else x * log(y)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def log_choose(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


class Family:
    """A family by its log-probabilities, P(k + 1)/P(k), the last integer, and its moments."""

    def __init__(self, logmass, ratio, high, moments, peer=None, constant=()):
        self.logmass, self.ratio, self.high, self.moments, self.peer = logmass, ratio, high, moments, peer
        self.constant = constant

    def case(self, parameters, xs, sums=True, quantiles=True):
        exact = {name: mpf(value) for name, value in parameters.items()}
        mean, variance, mode = self.moments(**exact)
        rows = [self.row(exact, mpf(x), mode, sums) for x in xs]
        self.compare(parameters, xs, rows)
        names = [name for name in parameters if name not in self.constant]
        case = {
            "parameters": parameters,
            "x": [number(x) for x in xs],
            "logProb": [number(row["logProb"]) for row in rows],
            "gradient": {name: [number(row["gradient"][name]) for row in rows] for name in names},
            "mean": number(mean),
            "variance": number(variance),
            "mode": number(mode),
        }
        if sums:
            for name in ("cdf", "logCdf", "survival", "logSurvival"):
                case[name] = [number(row[name]) for row in rows]
            case["entropy"] = number(self.entropy(exact, mode))
        if quantiles:
            case["quantile"], case["upperQuantile"] = self.quantiles(exact)
        return case

    def row(self, exact, x, mode, sums):
        row = {"logProb": self.logmass(x, **exact), "gradient": {}}
        for name in exact:
            h = max(abs(exact[name]), mpf(10) ** -300) * mpf(10) ** -20
            with mp.workdps(100):
                ahead = self.logmass(x, **{**exact, name: exact[name] + h})
                behind = self.logmass(x, **{**exact, name: exact[name] - h})
            row["gradient"][name] = (ahead - behind) / (2 * h)
        if sums:
            if x >= self.high(**exact):
                lower, upper = mpf(1), mpf(0)
            elif x >= mode:
                upper = self.tail(exact, x + 1, 1)
                lower = 1 - upper
            else:
                lower = self.tail(exact, x, -1)
                upper = 1 - lower
            # The logarithms of numbers beyond double are finite.
            row |= {"cdf": lower, "survival": upper}
            row["logCdf"] = log(lower) if lower < 0.5 else log1p(-upper)
            row["logSurvival"] = log(upper) if 0 < upper < 0.5 else log1p(-lower) if upper > 0 else -inf
        return row

    def terms(self, exact, k, step):
        """Probabilities from k on, upwards or downwards."""
        high = self.high(**exact)
        if not 0 <= k <= high:
            return
        term = exp(self.logmass(k, **exact))
        while 0 <= k <= high:
            yield k, term
            if (step > 0 and k >= high) or (step < 0 and k <= 0):
                return
            term = term * self.ratio(k, **exact) if step > 0 else term / self.ratio(k - 1, **exact)
            k += step

    def tail(self, exact, start, step):
        total, last = mpf(0), mpf(0)
        for _, term in self.terms(exact, start, step):
            total += term
            if term < last and term < total * mpf(10) ** -45:
                break
            last = term
        return total

    def entropy(self, exact, mode):
        with mp.workdps(30):
            total = mpf(0)
            for start, step in ((mode, 1), (mode - 1, -1)):
                last = mpf(1)
                for _, term in self.terms(exact, start, step):
                    if term > 0:
                        total -= term * log(term)
                    if term < last and term < mpf(10) ** -28:
                        break
                    last = term
            return total

    def quantiles(self, exact):
        found, upper = [None] * len(levels), [None] * len(levels)
        with mp.workdps(340):
            total = mpf(0)
            for k, term in self.terms({name: mpf(v) for name, v in exact.items()}, mpf(0), 1):
                total += term
                for i, p in enumerate(levels):
                    if found[i] is None and total >= mpf(p):
                        found[i] = k
                    if upper[i] is None and 1 - total <= mpf(p):
                        upper[i] = k
                if None not in upper and None not in found:
                    break
        return [number(k) for k in found], [number(k) for k in upper]

    def compare(self, parameters, xs, rows):
        if self.peer is None:
            return
        for x, row in zip(xs, rows):
            given = {name: torch.tensor(float(value), requires_grad=name not in self.constant) for name, value in parameters.items()}
            if not -1e4 < float(row["logProb"]):
                continue
            value = self.peer(**given).log_prob(torch.tensor(float(x)))
            value.backward()
            pairs = [(row["logProb"], float(value))]
            pairs += [(row["gradient"][name], 0.0 if g.grad is None else float(g.grad)) for name, g in given.items() if g.requires_grad]
            for mine, theirs in pairs:
                # PyTorch subtracts log-gamma functions and clips probabilities.
                size = max(float(abs(loggamma(mpf(x) + 2))), float(abs(mine)), 1.0)
                assert abs(float(mine) - theirs) <= 1e-7 * size, (parameters, x, float(mine), theirs)


def poisson_mode(rate):
    return max(ceil(rate) - 1, mpf(0))


def chance(probs, logits):
    return probs if probs is not None else sigmoid(logits)


def binomial_mass(k, total, probs=None, logits=None):
    if probs is not None:
        return log_choose(total, k) + xlog(k, probs) + xlog(total - k, 1 - probs)
    return log_choose(total, k) - k * log1p(exp(-logits)) - (total - k) * (logits + log1p(exp(-logits)))


def binomial_moments(total, probs=None, logits=None):
    p = chance(probs, logits)
    return total * p, total * p * (1 - p), min(max(ceil((total + 1) * p) - 1, mpf(0)), total)


def binomial_ratio(k, total, probs=None, logits=None):
    odds = probs / (1 - probs) if probs is not None else exp(logits)
    return (total - k) / (k + 1) * odds


def negative_mass(k, total, probs=None, logits=None):
    if probs is not None:
        chances = xlog(total, probs) + xlog(k, 1 - probs)
    else:
        chances = -total * log1p(exp(-logits)) - k * (logits + log1p(exp(-logits)))
    return loggamma(k + total) - loggamma(k + 1) - loggamma(total) + chances


def negative_moments(total, probs=None, logits=None):
    p = chance(probs, logits)
    odds = (1 - p) / p
    return total * odds, total * odds / p, max(ceil((total - 1) * odds) - 1, mpf(0))


def geometric_mass(k, probs=None, logits=None):
    p = chance(probs, logits)
    return log(p) + k * log(1 - p)


def geometric_moments(probs=None, logits=None):
    p = chance(probs, logits)
    return (1 - p) / p, (1 - p) / p**2, mpf(0)


def beta_binomial_mass(k, total, alpha, beta):
    return log_choose(total, k) + log_beta(k + alpha, total - k + beta) - log_beta(alpha, beta)


def beta_binomial_moments(total, alpha, beta):
    s = alpha + beta
    mode = min(max(ceil((total + 1) * (alpha - 1) / (s - 2)) - 1, mpf(0)), total) if s > 2 else total if alpha > beta else mpf(0)
    return total * alpha / s, total * alpha * beta * (s + total) / (s**2 * (s + 1)), mode


class Geometric(Family):
    """Closed forms, for probabilities of 1e-8 too."""

    def row(self, exact, x, mode, sums):
        row = super().row(exact, x, mode, False)
        upper = exp((x + 1) * log(1 - chance(exact.get("probs"), exact.get("logits"))))
        return row | {"survival": upper, "cdf": 1 - upper, "logSurvival": log(upper), "logCdf": log1p(-upper)}

    def entropy(self, exact, mode):
        p = chance(exact.get("probs"), exact.get("logits"))
        return -log(p) - (1 - p) / p * log(1 - p)

    def quantiles(self, exact):
        with mp.workdps(340):
            q = 1 - chance(exact.get("probs"), exact.get("logits"))
            first = lambda level: max(ceil(log(level) / log(q)) - 1, mpf(0))
            return [number(first(1 - mpf(p))) for p in levels], [number(first(mpf(p))) for p in levels]


families = {
    "poisson": Family(
        lambda k, rate: xlog(k, rate) - rate - loggamma(k + 1),
        lambda k, rate: rate / (k + 1),
        lambda rate: inf,
        lambda rate: (rate, rate, poisson_mode(rate)),
        t.Poisson,
    ),
    "binomial": Family(
        binomial_mass,
        binomial_ratio,
        lambda total, **_: total,
        binomial_moments,
        lambda total, **chances: t.Binomial(total, **chances),
        ("total",),
    ),
    "negativeBinomial": Family(
        negative_mass,
        lambda k, total, probs=None, logits=None: (k + total) / (k + 1) * (1 - chance(probs, logits)),
        lambda **_: inf,
        negative_moments,
        lambda total, probs=None, logits=None: t.NegativeBinomial(total, 1 - probs) if probs is not None else t.NegativeBinomial(total, logits=-logits),
    ),
    "geometric": Geometric(geometric_mass, None, lambda **_: inf, geometric_moments, t.Geometric),
    "betaBinomial": Family(
        beta_binomial_mass,
        lambda k, total, alpha, beta: (total - k) / (k + 1) * (k + alpha) / (total - k - 1 + beta),
        lambda total, **_: total,
        beta_binomial_moments,
        constant=("total",),
    ),
}

large = {"quantiles": False}
alone = {"quantiles": False, "sums": False}
cases = {
    "poisson": [
        ({"rate": 1e-10}, [0, 1, 2, 10]),
        ({"rate": 0.7}, [0, 1, 5, 40, 170]),
        ({"rate": 42.5}, [0, 1, 20, 42, 43, 90, 300, 2000]),
        ({"rate": 1e4}, [0, 5000, 9000, 9999, 10000, 10500, 13000, 50000]),
        ({"rate": 1e8}, [99300000, 99999999, 100000000, 100000001, 100020000, 100500000, 200000000], large),
        ({"rate": 1e25}, [1e25, 1e25 + 2**43], alone),
    ],
    "binomial": [
        ({"total": 10, "probs": 0.3}, [0, 1, 3, 9, 10]),
        ({"total": 1, "probs": 0.625}, [0, 1]),
        ({"total": 1000, "probs": 1e-5}, [0, 1, 2, 50, 999, 1000]),
        ({"total": 5000, "probs": 0.999}, [0, 100, 4900, 4994, 4996, 4999, 5000]),
        ({"total": 20000, "probs": 0.5}, [0, 1, 5000, 9900, 10000, 10001, 10300, 17000, 20000]),
        ({"total": 5, "logits": -1000}, [0, 1, 3, 5]),
        ({"total": 60, "logits": 30}, [0, 30, 58, 59, 60]),
        ({"total": 1e8, "probs": 0.5}, [49900000, 49999999, 50000000, 50020000, 99999999], large),
        ({"total": 1e8, "probs": 1e-7}, [0, 1, 10, 30, 200], large),
    ],
    "negativeBinomial": [
        ({"total": 3, "probs": 0.3}, [0, 1, 7, 40, 1000]),
        ({"total": 0.1, "probs": 0.2}, [0, 1, 7, 40, 2000]),
        ({"total": 1e-6, "probs": 0.5}, [0, 1, 7, 100]),
        ({"total": 500, "probs": 0.9375}, [0, 1, 30, 34, 100, 3000]),
        ({"total": 7.5, "logits": -3}, [0, 1, 100, 150, 400, 10000]),
        ({"total": 0.5, "probs": 1e-3}, [0, 1, 500, 20000], large),
        ({"total": 1e6, "probs": 0.5}, [900000, 999999, 1000000, 1005000], large),
        ({"total": 1e12, "probs": 0.5}, [1e12, 1e12 + 3e6], alone),
    ],
    "geometric": [
        ({"probs": 0.3}, [0, 1, 7, 100, 5000]),
        ({"probs": 1e-8}, [0, 1, 1e8, 1e10]),
        ({"probs": 0.9990234375}, [0, 1, 50, 200]),
        ({"logits": -40}, [0, 1e10, 1e18, 1e19]),
    ],
    "betaBinomial": [
        ({"total": 10, "alpha": 2, "beta": 3.5}, [0, 1, 4, 9, 10]),
        ({"total": 30, "alpha": 0.25, "beta": 0.375}, [0, 1, 15, 29, 30]),
        ({"total": 1000, "alpha": 40, "beta": 12}, [0, 100, 600, 769, 780, 999, 1000]),
        ({"total": 5000, "alpha": 0.01, "beta": 0.02}, [0, 1, 70, 2500, 4999, 5000]),
        ({"total": 100, "alpha": 1e6, "beta": 2e6}, [0, 20, 33, 40, 99, 100]),
        ({"total": 20000, "alpha": 3, "beta": 0.5}, [0, 10, 10000, 19990, 19999, 20000]),
        ({"total": 1e8, "alpha": 5, "beta": 7}, [0, 1000, 40000000, 99999999], alone),
        ({"total": 1e8, "alpha": 1e10, "beta": 1e10}, [49990000, 50000000, 50010000], alone),
    ],
}


def vector_case(parameters, constant, x, logprob, peer):
    """log p and its derivatives by vectors and numbers, compared with PyTorch."""
    exact = {name: [mpf(v) for v in value] if isinstance(value, list) else mpf(value) for name, value in parameters.items()}
    value = logprob([mpf(v) for v in x] if isinstance(x, list) else mpf(x), **exact)
    gradient = {}
    for name in parameters:
        if name in constant:
            continue
        places = range(len(parameters[name])) if isinstance(parameters[name], list) else [None]
        slopes = [slope(lambda v: logprob([mpf(u) for u in x] if isinstance(x, list) else mpf(x), **{**exact, name: v}), exact[name], i) for i in places]
        gradient[name] = slopes if places != [None] else slopes[0]
    given = {name: torch.tensor(v, dtype=torch.float64, requires_grad=name not in constant) for name, v in parameters.items()}
    theirs = peer(**given).log_prob(torch.tensor(x, dtype=torch.float64))
    if math.isfinite(float(theirs)):
        theirs.backward()
        assert abs(float(value) - float(theirs)) <= 1e-6 * (1 + abs(float(theirs))), (parameters, x, value, theirs)
        for name, slopes in gradient.items():
            got = given[name].grad.tolist()
            for a, b in zip(slopes if isinstance(slopes, list) else [slopes], got if isinstance(got, list) else [got]):
                assert abs(float(a) - b) <= 1e-6 * (1 + abs(b)), (parameters, x, name, float(a), b)
    write = lambda v: [number(u) for u in v] if isinstance(v, list) else number(v)
    return {"parameters": parameters, "x": x, "logProb": number(value), "gradient": {k: write(v) for k, v in gradient.items()}}


def slope(f, value, i):
    with mp.workdps(1000):
        h = mpf(10) ** -300
        if i is None:
            return (f(value + h) - f(value - h)) / (2 * h)
        moved = lambda s: [v + s if j == i else v for j, v in enumerate(value)]
        return (f(moved(h)) - f(moved(-h))) / (2 * h)


def logs_of(probs=None, logits=None):
    if probs is not None:
        whole = log(sum(probs))
        return [log(p) - whole if p != 0 else -inf for p in probs]
    top = max(logits)
    whole = top + log(sum(exp(z - top) for z in logits))
    return [z - whole for z in logits]


def categorical_logprob(x, **outcomes):
    return logs_of(**outcomes)[int(x)]


def multinomial_logprob(x, total, **outcomes):
    return loggamma(total + 1) + sum((k * l if k != 0 else mpf(0)) - loggamma(k + 1) for k, l in zip(x, logs_of(**outcomes)))


def relaxed_bernoulli_logprob(x, temperature, probs=None, logits=None):
    z = logits if logits is not None else log(probs / (1 - probs))
    u = temperature * log(x / (1 - x)) - z
    return log(temperature) - u - 2 * log1p(exp(-u)) - log(x) - log1p(-x)


def relaxed_categorical_logprob(x, temperature, **outcomes):
    scores = [l - temperature * log(v) for l, v in zip(logs_of(**outcomes), x)]
    top = max(scores)
    whole = top + log(sum(exp(s - top) for s in scores))
    n = len(x)
    return loggamma(n) + (n - 1) * log(temperature) + sum(s - whole - log(v) for s, v in zip(scores, x))


# Digits enough for logits of ±500.
mp.dps = 500
vectors = {
    "categorical": [
        vector_case(parameters, (), x, categorical_logprob, t.Categorical)
        for parameters, xs in (
            ({"probs": [0.125, 0.25, 0.625]}, [0, 1, 2]),
            ({"probs": [1e-12, 1 - 1e-12]}, [0, 1]),
            ({"logits": [0.5, -2.0, 3.0]}, [0, 1, 2]),
            ({"logits": [1000.0, 0.0, -1000.0]}, [0, 1, 2]),
            ({"logits": [-1e-3]}, [0]),
        )
        for x in xs
    ],
    "multinomial": [
        vector_case(parameters, ("total",), x, multinomial_logprob, lambda total, **outcomes: t.Multinomial(int(total), **outcomes))
        for parameters, xs in (
            ({"total": 4, "probs": [0.5, 0.25, 0.25]}, [[2, 1, 1], [4, 0, 0], [0, 0, 4]]),
            ({"total": 0, "probs": [0.5, 0.5]}, [[0, 0]]),
            ({"total": 30, "logits": [0.5, -2.0, 3.0, 0.0]}, [[1, 0, 29, 0], [10, 10, 5, 5]]),
            ({"total": 1000000, "probs": [0.125, 0.375, 0.5]}, [[125000, 375000, 500000], [125100, 374000, 500900]]),
            ({"total": 5, "logits": [500.0, 0.0, -500.0]}, [[5, 0, 0], [3, 1, 1], [0, 0, 5]]),
        )
        for x in xs
    ],
    "relaxedBernoulli": [
        vector_case(parameters, (), x, relaxed_bernoulli_logprob, t.RelaxedBernoulli)
        for parameters, xs in (
            ({"temperature": 0.5, "logits": 2.0}, [0.1, 0.5, 0.9, 0.999]),
            ({"temperature": 2.5, "probs": 0.2}, [0.001, 0.3, 0.75]),
            ({"temperature": 0.01, "probs": 0.5}, [0.25, 0.5]),
        )
        for x in xs
    ],
    "relaxedCategorical": [
        vector_case(parameters, (), x, relaxed_categorical_logprob, t.RelaxedOneHotCategorical)
        for parameters, xs in (
            ({"temperature": 0.5, "logits": [2.0, 0.0, -1.0]}, [[0.5, 0.25, 0.25], [0.0625, 0.0625, 0.875]]),
            ({"temperature": 2.0, "probs": [0.25, 0.75]}, [[0.5, 0.5], [0.001953125, 0.998046875]]),
        )
        for x in xs
    ],
}

mp.dps = 60
lines = []
for name, given in cases.items():
    rows = [json.dumps(families[name].case(parameters, xs, **(rest[0] if rest else {})), separators=(",", ":")) for parameters, xs, *rest in given]
    lines.append(f' "{name}": [\n  ' + ",\n  ".join(rows) + "\n ]")
body = ",\n".join(lines)
rows = ",\n".join(f' "{name}": [\n  ' + ",\n  ".join(json.dumps(row, separators=(",", ":")) for row in given) + "\n ]" for name, given in vectors.items())
target.write_text(f'{{\n"counts": {{\n{body}\n}},\n"others": {{\n{rows}\n}}\n}}\n')
