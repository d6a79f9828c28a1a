"""PyTorch with one thread, as a contestant of compiled programs."""

from itertools import cycle

import torch
from torch.autograd.functional import hessian

from line_protocol import serve
from problems import coordinates, line, numbers, perceptron, regression

torch.set_num_threads(1)


def double(values):
    return torch.tensor(values, dtype=torch.float64)


def ring(a, b):
    r = a * a + b * b
    return r * torch.exp(-r)


def gradient_of_ring():
    x, y = double(0.3).requires_grad_(), double(-0.7).requires_grad_()
    return torch.autograd.grad(ring(x, y), (x, y))


axis = double(coordinates())
grid = torch.meshgrid(axis, axis, indexing="ij")


def ring_to_second_order():
    x, y = (each.detach().requires_grad_() for each in grid)
    value = ring(x, y)
    slopes = torch.autograd.grad(value.sum(), (x, y), create_graph=True)
    rows = [torch.autograd.grad(slope.sum(), (x, y), retain_graph=True) for slope in slopes]
    return [value.detach(), *(slope.detach() for slope in slopes), *rows[0], *rows[1]]


def wave(dtype, count):
    inputs = cycle([torch.tensor(line(count), dtype=dtype) for _ in range(2)])

    def run():
        x = next(inputs)
        return [torch.tanh(x * x + 1) * torch.exp(-x)]

    return run


class Training:
    """Steps that follow each other and change the weights in place."""

    def __init__(self, dtype):
        data = {name: torch.tensor(values, dtype=dtype) for name, values in perceptron().items()}
        labels = torch.eye(10, dtype=dtype)[torch.arange(64) % 10]
        self.batches = cycle([(data["x"].reshape(64, 784).clone(), labels.clone()) for _ in range(2)])
        self.start = [data["w1"].reshape(784, 128), data["b1"], data["w2"].reshape(128, 10), data["b2"]]
        self.weights = [w.clone().requires_grad_() for w in self.start]

    def __call__(self):
        x, labels = next(self.batches)
        w1, b1, w2, b2 = self.weights
        logits = torch.tanh(x @ w1 + b1) @ w2 + b2
        loss = -(torch.log_softmax(logits, 1) * labels).sum() / 64
        slopes = torch.autograd.grad(loss, self.weights)
        with torch.no_grad():
            for weight, slope in zip(self.weights, slopes):
                weight.sub_(slope, alpha=0.1)
        return loss.detach()

    def check(self):
        with torch.no_grad():
            for weight, start in zip(self.weights, self.start):
                weight.copy_(start)
        return [self(), *self.weights]


def rosenbrock(x):
    left = x[:-1]
    return (100 * (x[1:] - left**2) ** 2 + (1 - left) ** 2).sum()


data = regression()
features = double(data["features"]).reshape(1000, 100)
labels = double(data["labels"])


def logistic(weights):
    z = features @ weights
    return (torch.nn.functional.softplus(z) - labels * z).mean()


def product(f, at, along):
    """Double backward, which is faster here than torch.autograd.functional.hvp."""

    points = cycle([at.clone().requires_grad_() for _ in range(2)])

    def run():
        x = next(points)
        (slope,) = torch.autograd.grad(f(x), x, create_graph=True)
        return torch.autograd.grad(slope, x, along)

    return run


cases = {
    "gradient of two numbers": gradient_of_ring,
    "gradient of two numbers, last": gradient_of_ring,
    "value, gradient and Hessian on a grid": ring_to_second_order,
    "perceptron step, float32": Training(torch.float32),
    "perceptron step, float64": Training(torch.float64),
}
for name in ("float64", "float32"):
    for count in (1000, 100_000, 1_000_000):
        cases[f"tanh(x² + 1)·exp(−x), {name}, {count}"] = wave(getattr(torch, name), count)
for name, f, at, along in (
    ("Rosenbrock", rosenbrock, double(numbers(100, 7)), double(numbers(100, 8))),
    ("logistic regression", logistic, double(data["weights"]), double(data["direction"])),
):
    cases[f"Hessian of {name}"] = lambda f=f, at=at: [hessian(f, at, vectorize=True)]
    cases[f"Hessian-vector product of {name}"] = product(f, at, along)

serve(torch.__version__, cases, lambda tensor: tensor.flatten().tolist())
