"""PyTorch with one thread, as a contestant of eager operations."""

import torch

from line_protocol import serve
from problems import numbers

torch.set_num_threads(1)


def ring(a, b):
    r = a * a + b * b
    return r * torch.exp(-r)


def wave(a):
    return (torch.sin(a) * a).sum()


def gradient(f, *args):
    leaves = [arg.detach().requires_grad_() for arg in args]
    return torch.autograd.grad(f(*leaves), leaves)


def perceptron(dtype):
    batch, inputs, hidden, outputs = 64, 784, 128, 10
    x = torch.tensor(numbers(batch * inputs, 1), dtype=dtype).reshape(batch, inputs)
    w1 = torch.tensor([v / 14 for v in numbers(inputs * hidden, 2)], dtype=dtype).reshape(inputs, hidden)
    b1 = torch.tensor(numbers(hidden, 3), dtype=dtype)
    w2 = torch.tensor([v / 6 for v in numbers(hidden * outputs, 4)], dtype=dtype).reshape(hidden, outputs)
    b2 = torch.tensor(numbers(outputs, 5), dtype=dtype)
    labels = torch.eye(outputs, dtype=dtype)[torch.arange(batch) % outputs]

    def run():
        weights = [w.detach().requires_grad_() for w in (w1, b1, w2, b2)]
        logits = torch.tanh(x @ weights[0] + weights[1]) @ weights[2] + weights[3]
        loss = -(torch.log_softmax(logits, 1) * labels).sum() / batch
        return [loss.detach(), *torch.autograd.grad(loss, weights)]

    return run


def double(values):
    return torch.tensor(values, dtype=torch.float64)


v = double([i / 10 for i in range(1, 11)])
x = double(0.3)
y = double(-0.7)

cases = {
    "add of scalars": lambda: [torch.add(x, y)],
    "add": lambda: [torch.add(v, v)],
    "mul by a number": lambda: [v * 2],
    "exp": lambda: [torch.exp(v)],
    "sum": lambda: [v.sum()],
    "reshape": lambda: [v.reshape(2, 5)],
    "slice": lambda: [v[2:8]],
    "grad of Σ x sin x": lambda: gradient(wave, v),
    "grad of the ring": lambda: gradient(ring, x, y),
    "grad of the ring, numbers": lambda: gradient(ring, double(0.3), double(-0.7)),
    "hvp of Σ x sin x": lambda: [torch.autograd.functional.hvp(wave, v, v)[1]],
    "hessian of Σ x sin x": lambda: [torch.autograd.functional.hessian(wave, v)],
    "perceptron, float32": perceptron(torch.float32),
    "perceptron, float64": perceptron(torch.float64),
}


serve(torch.__version__, cases, lambda tensor: tensor.flatten().tolist())
