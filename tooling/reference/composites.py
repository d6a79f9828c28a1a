"""Writes values, gradients and Hessian-vector products of composite functions, by PyTorch in float64, to
packages/adjoint/test/fixtures/composites.json. The functions of the same names stand in packages/adjoint/test/composites.ts.

Inputs are drawn here and stored; so is the direction of each Hessian-vector product.
Run: python3 tooling/reference/composites.py
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261122)
target = Path(__file__).parents[2] / "packages/adjoint/test/fixtures/composites.json"


def normal(*shape):
    return torch.randn(*shape)


def positive(*shape):
    return 0.5 + torch.rand(*shape)


def spd(n):
    a = normal(n, n)
    return a @ a.T + n * torch.eye(n)


def ring(x, y):
    r = x**2 + y**2
    return r * torch.exp(-r)


def rosenbrock(x):
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


def attention(q, k, v):
    weights = torch.softmax(q @ k.T / math.sqrt(q.shape[-1]), -1)
    return ((weights @ v) ** 2).sum()


def mlp(w1, b1, w2, b2, x):
    return F.softplus(torch.tanh(x @ w1 + b1) @ w2 + b2).mean()


def layer_norm(x, scale, shift):
    centred = x - x.mean(-1, keepdim=True)
    normed = centred / torch.sqrt((centred**2).mean(-1, keepdim=True) + 1e-5)
    return (torch.sin(normed * scale + shift)).sum()


def recurrent(w, u, x):
    h = torch.zeros(w.shape[0])
    for t in range(x.shape[0]):
        h = torch.tanh(w @ h + u @ x[t])
    return (h**2).sum()


def newton_root(a):
    x = a
    for _ in range(8):
        x = x - (x**3 - a) / (3 * x**2)
    return (x * a).sum()


def cross_entropy(z):
    return F.cross_entropy(z, torch.tensor([2, 0, 1]))


def gaussian_loss(mean, log_scale, x):
    return (0.5 * ((x - mean) / torch.exp(log_scale)) ** 2 + log_scale + 0.5 * math.log(2 * math.pi)).sum()


def mvn_log_density(m, x):
    cov = m @ m.T + 3 * torch.eye(3)
    chol = torch.linalg.cholesky(cov)
    z = torch.linalg.solve_triangular(chol, x[:, None], upper=False)[:, 0]
    return -0.5 * (z @ z) - torch.log(torch.diagonal(chol)).sum()


def batch_norm(x):
    return (((x - x.mean(0)) / (x.std(0, unbiased=False) + 0.1)) ** 3).sum()


def causal_mean(x):
    return (torch.cumsum(x, 0) / torch.arange(1, x.shape[0] + 1)[:, None]).pow(2).sum()


def kl_categorical(a, b):
    p, q = torch.log_softmax(a, -1), torch.log_softmax(b, -1)
    return (torch.exp(p) * (p - q)).sum()


# name: (function, inputs)
cases = {
    "ring": (ring, [normal(()), normal(())]),
    "ring at the origin": (ring, [torch.zeros(()), torch.zeros(())]),
    "rosenbrock": (rosenbrock, [normal(5)]),
    "quadratic form": (lambda x, a: 0.5 * x @ a @ x, [normal(4), normal(4, 4)]),
    "rayleigh quotient": (lambda x, a: (x @ a @ x) / (x @ x), [normal(4), spd(4)]),
    "squared distance": (lambda x, y: ((x[:, None] - y[None, :]) ** 2).sum(-1).exp().neg().sum(), [0.3 * normal(3, 2), 0.3 * normal(4, 2)]),
    "gaussian kernel": (lambda x: torch.exp(-((x[:, None] - x[None, :]) ** 2).sum(-1) / 2).sum(), [normal(4, 2)]),
    "linear regression": (lambda w, x, y: ((x @ w - y) ** 2).mean(), [normal(3), normal(6, 3), normal(6)]),
    "ridge regression": (lambda w, x: ((x @ w - 1) ** 2).sum() + 0.1 * (w**2).sum(), [normal(3), normal(6, 3)]),
    "logistic regression": (lambda w, x: F.softplus(-(x @ w)).sum(), [normal(3), normal(6, 3)]),
    "softmax cross-entropy": (cross_entropy, [normal(3, 4)]),
    "two layers": (mlp, [normal(3, 5), normal(5), normal(5, 2), normal(2), normal(4, 3)]),
    "relu network": (lambda w, v, x: (torch.relu(x @ w) @ v).sum(), [normal(3, 6), normal(6), normal(4, 3)]),
    "attention": (attention, [normal(3, 4), normal(5, 4), normal(5, 2)]),
    "layer norm": (layer_norm, [normal(3, 4), normal(4), normal(4)]),
    "batch norm": (batch_norm, [normal(5, 3)]),
    "recurrent network": (recurrent, [0.5 * normal(3, 3), normal(3, 2), normal(4, 2)]),
    "newton iteration unrolled": (newton_root, [positive(3)]),
    "gaussian loss": (gaussian_loss, [normal(4), 0.3 * normal(4), normal(4)]),
    "kl of gaussians": (
        lambda m, s, n, t: (torch.log(t / s) + (s**2 + (m - n) ** 2) / (2 * t**2) - 0.5).sum(),
        [normal(3), positive(3), normal(3), positive(3)],
    ),
    "kl of categoricals": (kl_categorical, [normal(5), normal(5)]),
    "entropy of a softmax": (lambda z: -(torch.softmax(z, -1) * torch.log_softmax(z, -1)).sum(), [normal(2, 5)]),
    "jensen-shannon": (
        lambda a, b: (lambda p, q: (0.5 * (p * torch.log(2 * p / (p + q)) + q * torch.log(2 * q / (p + q)))).sum())(torch.softmax(a, -1), torch.softmax(b, -1)),
        [normal(4), normal(4)],
    ),
    "log-sum-exp over an axis": (lambda x: torch.logsumexp(x, 0).pow(2).sum(), [normal(3, 4)]),
    "mixture log-likelihood": (
        lambda w, m, x: torch.logsumexp(torch.log_softmax(w, -1) - 0.5 * (x[:, None] - m) ** 2, -1).sum(),
        [normal(3), normal(3), normal(5)],
    ),
    "normal cdf": (lambda x: torch.log(torch.special.ndtr(x)).sum(), [normal(5)]),
    "error function": (lambda x: (torch.erf(x) * torch.erfc(x**2)).sum(), [normal(5)]),
    "log-gamma ratio": (lambda a, b: (torch.lgamma(a) + torch.lgamma(b) - torch.lgamma(a + b)).sum(), [positive(3), positive(3)]),
    "digamma": (lambda x: (torch.digamma(x) * x).sum(), [positive(4)]),
    "multivariate normal": (mvn_log_density, [normal(3, 3), normal(3)]),
    "solve": (lambda a, b: (torch.linalg.solve(a, b) ** 2).sum(), [spd(3), normal(3, 2)]),
    "inverse": (lambda a: torch.sin(torch.linalg.inv(a)).sum(), [spd(3)]),
    "log-determinant by cholesky": (lambda a: torch.log(torch.diagonal(torch.linalg.cholesky((a + a.T) / 2))).sum(), [spd(4)]),
    "eigenvalues": (lambda a: torch.sin(torch.linalg.eigvalsh((a + a.T) / 2)).sum(), [normal(4, 4)]),
    "spectral function": (lambda a: torch.exp(torch.linalg.eigvalsh((a + a.T) / 10)).sum(), [normal(4, 4)]),
    "nuclear norm": (lambda a: torch.linalg.svdvals(a).sum(), [normal(3, 4)]),
    "log singular values": (lambda a: torch.log(torch.linalg.svdvals(a)).pow(2).sum(), [normal(4, 3)]),
    "frobenius norm": (lambda a: torch.linalg.norm(a), [normal(3, 4)]),
    "trace of a product": (lambda a, b: torch.trace(a @ b @ a), [normal(3, 3), normal(3, 3)]),
    "tanh exp": (lambda x: (torch.tanh(x**2 + 1) * torch.exp(-x)).sum(), [normal(6)]),
    "trigonometric": (lambda x, y: (torch.sin(x) * torch.cos(y) + torch.tan(x * y / 4)).sum(), [normal(4), normal(4)]),
    "inverse trigonometric": (
        lambda x, y: (torch.asin(torch.tanh(x)) + torch.acos(torch.tanh(y)) * torch.atan(x * y)).sum(),
        [normal(4), normal(4)],
    ),
    "angle": (lambda x, y: (torch.atan2(x, y) * torch.hypot(x, y)).sum(), [normal(5), normal(5)]),
    "hyperbolic": (lambda x: (torch.sinh(x) / torch.cosh(x + 1)).sum(), [normal(5)]),
    "inverse hyperbolic": (
        lambda x: (torch.asinh(x) + torch.acosh(1.5 + x**2) + torch.atanh(0.5 * torch.tanh(x))).sum(),
        [normal(5)],
    ),
    "powers": (lambda x, p: (x**p).sum(), [positive(4), normal(4)]),
    "cube of a negative base": (lambda x: (x**3 - 2 * x**2).sum(), [normal(5)]),
    "logarithms": (lambda x: (torch.log(x) * torch.log1p(x) - torch.log2(x) / torch.log10(x + 2)).sum(), [positive(5)]),
    "expm1 and square root": (lambda x: (torch.expm1(x) / torch.sqrt(1 + x**2)).sum(), [normal(5)]),
    "sigmoid product": (lambda x, y: (torch.sigmoid(x) * torch.sigmoid(-y) * F.softplus(x - y)).sum(), [normal(4), normal(4)]),
    "swish": (lambda x: (x * torch.sigmoid(1.5 * x)).pow(2).sum(), [normal(5)]),
    "gelu": (lambda x: F.gelu(x).sum(), [normal(5)]),
    "huber": (lambda x: torch.where(x.abs() < 1, 0.5 * x**2, x.abs() - 0.5).sum(), [2 * normal(6)]),
    "hinge": (lambda w, x: torch.clamp(1 - x @ w, min=0).pow(2).sum(), [normal(3), normal(6, 3)]),
    "maximum of two": (lambda x, y: (torch.maximum(x, y) * torch.minimum(x, y**2)).sum(), [normal(5), normal(5)]),
    "largest of a row": (lambda x: (x.max(-1).values * x.min(-1).values).sum(), [normal(3, 4)]),
    "product of a row": (lambda x: torch.prod(x, -1).pow(2).sum(), [normal(3, 4)]),
    "variance": (lambda x: x.var(unbiased=True) * x.std(unbiased=False), [normal(6)]),
    "coefficient of variation": (lambda x: (x.std(0, unbiased=False) / x.mean(0)).sum(), [2 + positive(5, 3)]),
    "cumulative sums": (causal_mean, [normal(4, 2)]),
    "cumulative products": (lambda x: torch.cumprod(x, 0).sum(), [normal(5)]),
    "sorted": (lambda x: (torch.sort(x).values * torch.arange(1.0, 7.0)).pow(2).sum(), [normal(6)]),
    "gathered rows": (lambda x: (x[torch.tensor([2, 0, 2, 1])] ** 3).sum(), [normal(3, 2)]),
    "concatenated": (lambda x, y: torch.cat([x, y * 2, x**2]).pow(2).sum(), [normal(2, 3), normal(1, 3)]),
    "sliced and padded": (lambda x: (F.pad(x[1:-1, ::2], (1, 1)) * x[2:4, :5]).sum(), [normal(4, 6)]),
    "flipped and rolled": (lambda x: (torch.flip(x, [0]) * torch.roll(x, 1, 0) * x).sum(), [normal(5)]),
    "outer product": (lambda x, y: torch.sin(torch.outer(x, y)).sum(), [normal(3), normal(4)]),
    "batched products": (lambda a, b: torch.tanh(a @ b).sum(), [normal(2, 3, 4), normal(2, 4, 2)]),
    "broadcast products": (lambda a, b: torch.tanh(a @ b).sum(), [normal(2, 1, 3, 4), normal(5, 4, 2)]),
    "einsum of three": (lambda a, b, c: torch.einsum("ij,jk,kl->il", a, b, c).pow(2).sum(), [normal(2, 3), normal(3, 4), normal(4, 2)]),
    "bilinear form": (lambda x, a, y: torch.einsum("bi,ij,bj->b", x, a, y).pow(2).sum(), [normal(3, 2), normal(2, 4), normal(3, 4)]),
    "convolution": (
        lambda x, k: F.conv1d(x[None, None], k.flip(0)[None, None], padding=k.shape[0] - 1).pow(2).sum(),
        [normal(6), normal(3)],
    ),
    "unrolled optimiser": (
        lambda rate, x: (lambda y: (y**2).sum())(
            (lambda step: step(step(step(x))))(lambda z: z - rate * (4 * z**3 - 2 * z))
        ),
        [torch.tensor(0.05), normal(3)],
    ),
    "polynomial": (lambda c, x: sum(c[k] * x**k for k in range(4)).pow(2).sum(), [normal(4), normal(3)]),
    "continued fraction": (lambda x: (1 / (1 + x / (2 + x / (3 + x)))).sum(), [positive(4)]),
    "cosine similarity": (lambda x, y: (x @ y) / (torch.linalg.norm(x) * torch.linalg.norm(y)), [normal(4), normal(4)]),
    "triplet loss": (
        lambda a, p, n: F.softplus(((a - p) ** 2).sum(-1) - ((a - n) ** 2).sum(-1)).sum(),
        [normal(3, 2), normal(3, 2), normal(3, 2)],
    ),
    "elbo": (
        lambda m, s, e: (0.5 * (m**2 + torch.exp(2 * s) - 2 * s - 1)).sum() + torch.sin(m + torch.exp(s) * e).sum(),
        [normal(3), 0.3 * normal(3), normal(3)],
    ),
}


def reference(function, inputs):
    xs = [x.clone().requires_grad_(True) for x in inputs]
    directions = [torch.randn_like(x) for x in inputs]
    value = function(*xs)
    gradients = torch.autograd.grad(value, xs, create_graph=True)
    slope = sum((g * v).sum() for g, v in zip(gradients, directions))
    products = torch.autograd.grad(slope, xs, allow_unused=True) if slope.requires_grad else [None] * len(xs)
    return {
        "inputs": [x.tolist() for x in inputs],
        "directions": [v.tolist() for v in directions],
        "value": value.item(),
        "gradients": [g.tolist() for g in gradients],
        "products": [(torch.zeros_like(x) if p is None else p).tolist() for p, x in zip(products, xs)],
    }


target.parent.mkdir(parents=True, exist_ok=True)
fixture = {name: reference(*case) for name, case in cases.items()}
target.write_text(json.dumps(fixture, separators=(",", ":"), allow_nan=False) + "\n")
print(len(fixture), "functions")
