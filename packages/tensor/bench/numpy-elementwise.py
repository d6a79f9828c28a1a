"""Times NumPy and PyTorch for elementwise.ts: reads the name of a case, answers with microseconds a call of both."""

import sys
import time

import numpy as np

try:
    import torch

    torch.set_num_threads(1)
except ImportError:
    torch = None

random = np.random.default_rng(1)


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


functions = {
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda x: torch.sigmoid(x)),
    "x + x": (lambda x: x + x, lambda x: x + x),
    "2 x": (lambda x: x * 2, lambda x: x * 2),
    "max(x, 1)": (lambda x: np.maximum(x, 1), lambda x: torch.clamp(x, min=1)),
    "tanh(x x + 1) exp(-x)": (
        lambda x: np.tanh(x * x + 1) * np.exp(-x),
        lambda x: torch.tanh(x * x + 1) * torch.exp(-x),
    ),
    "exp(-x x / 2)": (lambda x: np.exp(x * x * -0.5), lambda x: torch.exp(x * x * -0.5)),
    "sum axis 0": (lambda x: x.sum(axis=0), lambda x: x.sum(dim=0)),
    "sum axis 1": (lambda x: x.sum(axis=1), lambda x: x.sum(dim=1)),
    "transpose": (lambda x: np.ascontiguousarray(x.T), lambda x: x.t().contiguous()),
    "softmax": (softmax, lambda x: torch.softmax(x, -1)),
}


def pair(name):
    if name in functions:
        return functions[name]
    return getattr(np, name), (lambda x: getattr(torch, name)(x))


def microseconds(call):
    repeats, elapsed = 0, 0.0
    start = time.perf_counter()
    while elapsed < 0.015:
        call()
        repeats += 1
        elapsed = time.perf_counter() - start
    return elapsed * 1e6 / repeats


inputs = {}
for line in sys.stdin:
    name, dtype, size = line.strip().rsplit(", ", 2)
    shape = (int(size), int(size)) if name in ("sum axis 0", "sum axis 1", "transpose", "softmax") else (int(size),)
    if (shape, dtype) not in inputs:
        x = (3 * random.random(shape) + 0.01).astype(dtype)
        inputs[shape, dtype] = x, torch and torch.from_numpy(x)
    x, t = inputs[shape, dtype]
    f, g = pair(name)
    first = microseconds(lambda: f(x))
    second = microseconds(lambda: g(t)) if torch else float("nan")
    print(first, second, flush=True)
