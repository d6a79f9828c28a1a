"""Writes values, gradients and Hessian-vector products of loops, branches, checkpoints and fixed points, by PyTorch in
float64, to packages/autodiff/test/fixtures/control-flow.json. The functions of the same names stand in
packages/autodiff/test/control-flow-reference.test.ts.

Run: python3 tooling/reference/autodiff_control_flow.py
"""

import json
from pathlib import Path

import torch
from torch.utils.checkpoint import checkpoint

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261122)
target = Path(__file__).parents[2] / "packages/autodiff/test/fixtures/control-flow.json"


def recurrent(h, w, u, b, xs):
    """A gated recurrent network; what each step returns counts more the later it comes."""
    total = 0
    for k, x in enumerate(xs):
        z = torch.sigmoid(w[0] @ h + u[0] @ x + b[0])
        candidate = torch.tanh(w[1] @ (z * h) + u[1] @ x + b[1])
        h = (1 - z) * h + z * candidate
        total = total + (k + 1) * (h**2).sum()
    return total + h.sum()


def escape(y, w):
    while y.abs() < 10:
        y = 0.2 * torch.sin(w * y) + 1.3 * y
    return y**2


def pieces(x, w):
    def piece(v):
        return torch.log(v * w.sum()) if v > 1 else (v * w[0]).sin() if v > 0 else (v * w[1]).exp()

    return sum((k + 1) * piece(v) for k, v in enumerate(x))


def deep(x, w):
    for k in range(3):
        x = checkpoint(lambda v, m: torch.tanh(m @ v) + 0.1 * v, x, w[k], use_reentrant=False)
    return (x**3).sum()


def equilibrium(w, b):
    """x = tanh(w·x + b) squared and summed. Newton steps from the detached root have the derivatives of the root."""
    x = torch.zeros_like(b)
    with torch.no_grad():
        for _ in range(400):
            x = torch.tanh(w @ x + b)
    for _ in range(3):
        residual = x - torch.tanh(w @ x + b)
        slope = torch.eye(len(b)) - (1 - torch.tanh(w @ x + b) ** 2)[:, None] * w
        x = x - torch.linalg.solve(slope, residual)
    return (x**2).sum()


def kepler(m, e):
    """The eccentric anomaly, x − e·sin x = m."""
    x = m.detach().clone()
    with torch.no_grad():
        for _ in range(100):
            x = x - (x - e * torch.sin(x) - m) / (1 - e * torch.cos(x))
    for _ in range(3):
        x = x - (x - e * torch.sin(x) - m) / (1 - e * torch.cos(x))
    return x


def row(function, *inputs):
    inputs = [x.clone().requires_grad_() for x in inputs]
    directions = [torch.randn_like(x) for x in inputs]
    value = function(*inputs)
    gradients = torch.autograd.grad(value, inputs, create_graph=True)
    slope = sum((g * v).sum() for g, v in zip(gradients, directions))
    products = torch.autograd.grad(slope, inputs, allow_unused=True)
    return {
        "function": function.__name__,
        "inputs": [x.tolist() for x in inputs],
        "directions": [v.tolist() for v in directions],
        "value": value.item(),
        "gradients": [g.tolist() for g in gradients],
        "products": [(torch.zeros_like(x) if p is None else p).tolist() for x, p in zip(inputs, products)],
    }


rows = [
    row(
        recurrent,
        torch.randn(3),
        0.7 * torch.randn(2, 3, 3),
        torch.randn(2, 3, 2),
        torch.randn(2, 3),
        torch.randn(5, 2),
    ),
    row(escape, torch.tensor(0.3), torch.tensor(1.7)),
    row(escape, torch.tensor(-2.1), torch.tensor(0.4)),
    row(pieces, torch.tensor([0.4, 2.5, -0.6, 1.5]), torch.tensor([1.2, 0.7])),
    row(deep, torch.randn(4), 0.6 * torch.randn(3, 4, 4)),
    row(equilibrium, 0.3 * torch.randn(4, 4), torch.randn(4)),
    row(kepler, torch.tensor(0.8), torch.tensor(0.6)),
]
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(rows, separators=(",", ":")) + "\n")
print(f"{len(rows)} rows in {target}")
