"""Writes reference values for @adjoint/probability and @adjoint/information.

Densities, distribution functions and entropies come from mpmath with 340 digits, rounded once to double; sums over
probability vectors from SciPy; derivatives, divergences between distributions and losses from PyTorch in float64.
Run: /usr/bin/python3 tooling/reference/probability.py
"""

import json
import math
import random
from pathlib import Path

import mpmath
import numpy
import scipy.special
import scipy.stats
import torch
from mpmath import mp, mpf

# Digits enough for 1 − 1e-300.
mp.dps = 340
packages = Path(__file__).parents[2] / "packages"
random.seed(20260102)
numpy.random.seed(20260102)
torch.set_default_dtype(torch.float64)


def number(value):
    """A double, or its name where JSON has no number."""
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def numbers(values):
    return [numbers(value) if isinstance(value, (list, numpy.ndarray)) else number(value) for value in values]


def write(package, name, content):
    target = packages / package / "test/fixtures" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(content, indent=1) + "\n")


def upper(z):
    return mpmath.erfc(z / mpmath.sqrt(2)) / 2


def log_lower(z):
    return mpmath.log1p(-upper(z)) if z > 0 else mpmath.log(upper(-z))


def normal_case(mean, scale, x):
    z = (mpf(x) - mpf(mean)) / mpf(scale)
    m, s = torch.tensor(mean, requires_grad=True), torch.tensor(scale, requires_grad=True)
    torch.distributions.Normal(m, s).log_prob(torch.tensor(x)).backward()
    return {
        "mean": mean,
        "scale": scale,
        "x": x,
        "logProb": number(-z * z / 2 - mpmath.log(mpf(scale)) - mpmath.log(2 * mpmath.pi) / 2),
        "prob": number(mpmath.npdf(mpf(x), mpf(mean), mpf(scale))),
        "cdf": number(upper(-z)),
        "logCdf": number(log_lower(z)),
        "survival": number(upper(z)),
        "entropy": number(mpmath.log(2 * mpmath.pi * mpmath.e * mpf(scale) ** 2) / 2),
        "gradient": {"mean": number(m.grad), "scale": number(s.grad)},
    }


def normal():
    parameters = [(0.0, 1.0), (2.5, 0.25), (-3.0, 40.0), (1e3, 1e-3), (0.0, 1e100)]
    offsets = [0.0, 0.5, -1.0, 3.0, -8.0, 12.0, -37.0, 30.0]
    write("probability", "normal", [normal_case(m, s, m + z * s) for m, s in parameters for z in offsets])


def bernoulli_case(parameter, value, x):
    if parameter == "probs":
        one, zero = mpf(value), 1 - mpf(value)
    else:
        one, zero = 1 / (1 + mpmath.exp(-mpf(value))), 1 / (1 + mpmath.exp(mpf(value)))
    log = lambda p: mpmath.log(p) if p > 0 else mpf("-inf")
    prob = one if x == 1 else zero if x == 0 else mpf(0)
    cdf = mpf(0) if x < 0 else zero if x < 1 else mpf(1)
    return {
        "parameters": {parameter: value},
        "x": x,
        "logProb": number(log(prob)),
        "cdf": number(cdf),
        "logCdf": number(log(cdf)),
        "survival": number(1 - cdf),
        "mean": number(one),
        "variance": number(one * zero),
        "entropy": number(-sum(p * mpmath.log(p) for p in (one, zero) if p > 0)),
    }


def bernoulli():
    probs = [0.0, 1e-300, 1e-20, 0.1, 0.5, 0.75, 1 - 2.0**-53, 1.0]
    logits = [-100.0, -40.0, -1.5, 0.0, 2.0, 36.0, 100.0]
    places = [-1.0, 0.0, 0.5, 1.0, 2.0]
    write(
        "probability",
        "bernoulli",
        [bernoulli_case(name, value, x) for name, values in (("probs", probs), ("logits", logits)) for value in values for x in places],
    )


def vectors():
    cases = []
    for n in (2, 3, 7):
        for _ in range(3):
            p, q = numpy.random.dirichlet(numpy.ones(n), 2)
            cases.append((p, q))
    p = numpy.array([0.5, 0.5, 0.0, 0.0])
    cases += [
        (p, numpy.array([0.25, 0.25, 0.25, 0.25])),
        (p, numpy.array([0.5, 0.5, 0.0, 0.0])),
        (p, numpy.array([1.0, 0.0, 0.0, 0.0])),
        (numpy.array([1.0, 0.0]), numpy.array([1e-300, 1.0])),
    ]
    write(
        "information",
        "vectors",
        [
            {
                "p": numbers(p),
                "q": numbers(q),
                "entropy": number(scipy.special.entr(p).sum()),
                "entropyInBits": number(scipy.stats.entropy(p, base=2)),
                "klDivergence": number(scipy.special.rel_entr(p, q).sum()),
                "crossEntropy": number((scipy.special.rel_entr(p, q) + scipy.special.entr(p)).sum()),
            }
            for p, q in cases
        ],
    )


def divergences():
    normals = []
    for _ in range(6):
        m, s, n, t = numpy.random.normal(), numpy.random.exponential(), numpy.random.normal(), numpy.random.exponential()
        given = [torch.tensor(v, requires_grad=True) for v in (m, s, n, t)]
        p, q = torch.distributions.Normal(*given[:2]), torch.distributions.Normal(*given[2:])
        value = torch.distributions.kl_divergence(p, q)
        value.backward()
        normals.append(
            {
                "p": {"mean": m, "scale": s},
                "q": {"mean": n, "scale": t},
                "klDivergence": number(value),
                "gradient": [{"mean": number(given[0].grad), "scale": number(given[1].grad)},
                             {"mean": number(given[2].grad), "scale": number(given[3].grad)}],
            }
        )
    bernoullis = []
    for p, q in [(0.2, 0.7), (0.5, 0.5), (0.0, 0.3), (1.0, 0.3), (0.0, 0.0), (1.0, 1.0), (0.5, 0.0), (0.5, 1.0), (1.0, 0.0)]:
        terms = scipy.special.rel_entr([p, 1 - p], [q, 1 - q])
        bernoullis.append({"p": p, "q": q, "klDivergence": number(terms.sum())})
    write("information", "divergences", {"normal": normals, "bernoulli": bernoullis})


def losses():
    logits = torch.tensor(numpy.vstack([numpy.random.normal(size=(3, 4)), [[1000.0, -1000.0, 0.0, 999.0], [-1000.0, -1000.0, -1001.0, -1002.0]]]), requires_grad=True)
    labels = torch.tensor([0, 2, 3, 3, 1])
    value = torch.nn.functional.cross_entropy(logits, labels, reduction="none")
    value.sum().backward()
    soft = torch.tensor(numpy.random.dirichlet(numpy.ones(4), 5))
    again = logits.detach().clone().requires_grad_()
    soft_value = torch.nn.functional.cross_entropy(again, soft, reduction="none")
    soft_value.sum().backward()
    z = torch.tensor([0.3, -2.0, 40.0, -1000.0, 1000.0, 1000.0, -1000.0], requires_grad=True)
    t = torch.tensor([1.0, 0.25, 0.0, 0.0, 1.0, 0.0, 1.0])
    binary = torch.nn.functional.binary_cross_entropy_with_logits(z, t, reduction="none")
    binary.sum().backward()
    write(
        "information",
        "losses",
        {
            "softmax": {
                "logits": numbers(logits.detach().numpy()),
                "labels": labels.tolist(),
                "value": numbers(value.detach().numpy()),
                "gradient": numbers(logits.grad.numpy()),
                "soft": numbers(soft.numpy()),
                "softValue": numbers(soft_value.detach().numpy()),
                "softGradient": numbers(again.grad.numpy()),
            },
            "binary": {
                "logits": numbers(z.detach().numpy()),
                "targets": numbers(t.numpy()),
                "value": numbers(binary.detach().numpy()),
                "gradient": numbers(z.grad.numpy()),
            },
        },
    )


normal()
bernoulli()
vectors()
divergences()
losses()
