"""Writes reference losses and gradients for @adjoint/information, from PyTorch in float64.

Run: /usr/bin/python3 tooling/reference/information_losses.py
"""

import json
import math
from pathlib import Path

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)
target = Path(__file__).parents[2] / "packages/information/test/fixtures/loss-variants.json"

logits = [[0.5, -1.0, 2.0], [1000.0, 0.0, -1000.0], [3.0, 3.0, 2.9]]
labels = [2, 1, 0]
soft = [[0.2, 0.3, 0.5], [0.0, 0.75, 0.25], [1.0, 0.0, 0.0]]
weights = [0.5, 2.0, 1.25]


def number(value):
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return "nan" if math.isnan(value) else value


def nested(tensor):
    values = tensor.tolist()
    unpack = lambda part: list(map(unpack, part)) if isinstance(part, list) else number(part)
    return unpack(values)


def case(loss, *inputs):
    """The losses, and the gradients of their sum."""
    leaves = [torch.tensor(each, requires_grad=True) for each in inputs]
    value = loss(*leaves)
    value.sum().backward()
    return {"value": nested(value.detach()), "gradients": [nested(leaf.grad) for leaf in leaves]}


def softmax(smoothing, weight, truth):
    return case(
        lambda z: functional.cross_entropy(
            z,
            torch.tensor(truth),
            weight=torch.tensor(weights) if weight else None,
            label_smoothing=smoothing,
            reduction="none",
        ),
        logits,
    )


def binary():
    z = [0.5, -3.0, 1000.0, -1000.0, 1000.0, 0.0]
    t = [1.0, 0.0, 0.0, 1.0, 1.0, 0.25]
    weighted = case(
        lambda x: functional.binary_cross_entropy_with_logits(
            x, torch.tensor(t), pos_weight=torch.tensor(3.0), reduction="none"
        ),
        z,
    )
    smooth = torch.tensor(t) * 0.8 + 0.1
    smoothed = case(lambda x: functional.binary_cross_entropy_with_logits(x, smooth, reduction="none"), z)
    return {"logits": z, "targets": t, "weighted": weighted, "smoothed": smoothed}


def distillation():
    teacher = [[1.0, 2.0, -1.0], [-1000.0, 1000.0, 0.0], [0.0, 0.0, 0.0]]

    def loss(student, taught, temperature=4.0, alpha=0.7):
        soft = functional.kl_div(
            functional.log_softmax(student / temperature, -1),
            functional.log_softmax(taught / temperature, -1),
            log_target=True,
            reduction="none",
        ).sum(-1)
        hard = functional.cross_entropy(student, torch.tensor(labels), reduction="none")
        return alpha * temperature**2 * soft + (1 - alpha) * hard

    return {"teacher": teacher, "temperature": 4.0, "alpha": 0.7, **case(loss, logits, teacher)}


def gaussian():
    mean, variance, observed = [0.0, 1.0, -2.0], [1.0, 0.25, 9.0], [0.5, 1.0, 40.0]
    loss = lambda m, v: functional.gaussian_nll_loss(
        m, torch.tensor(observed), v, full=True, eps=1e-12, reduction="none"
    )
    return {"mean": mean, "variance": variance, "target": observed, **case(loss, mean, variance)}


def divergence():
    mean, log_variance = [[0.0, 1.0], [-3.0, 0.5]], [[0.0, -2.0], [1.5, -700.0]]
    normal = torch.distributions.Normal
    loss = lambda m, v: 0.5 * (m**2 + torch.expm1(v) - v).sum(-1)
    value = case(loss, mean, log_variance)
    check = torch.distributions.kl_divergence(
        normal(torch.tensor(mean), torch.exp(torch.tensor(log_variance) / 2)), normal(0.0, 1.0)
    ).sum(-1)
    assert torch.allclose(torch.tensor(value["value"]), check, rtol=1e-12)
    return {"mean": mean, "logVariance": log_variance, **value}


def focal():
    z, t = [0.5, -3.0, 1000.0, -1000.0, 7.0, 0.0], [1.0, 0.0, 0.0, 1.0, 1.0, 1.0]

    def loss(x, gamma=1.5, alpha=0.25):
        truth = torch.tensor(t)
        cross = functional.binary_cross_entropy_with_logits(x, truth, reduction="none")
        wrong = torch.sigmoid(torch.where(truth == 1, -x, x))
        return (alpha * truth + (1 - alpha) * (1 - truth)) * wrong**gamma * cross

    # At -1000 and 1000 PyTorch's power has the derivative 0 times infinity; its values are right.
    return {"logits": z, "targets": t, "gamma": 1.5, "alpha": 0.25, **case(loss, z)}


def main():
    content = {
        "logits": logits,
        "labels": labels,
        "soft": soft,
        "classWeights": weights,
        "smoothed": softmax(0.1, False, labels),
        "weighted": softmax(0.0, True, labels),
        "both": softmax(0.1, True, labels),
        "softBoth": softmax(0.1, True, soft),
        "binary": binary(),
        "distillation": distillation(),
        "gaussian": gaussian(),
        "divergence": divergence(),
        "focal": focal(),
    }
    target.write_text(json.dumps(content, indent=1) + "\n")


main()
