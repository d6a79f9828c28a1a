"""Writes reference values of complex tensors to packages/tensor/test/fixtures and packages/testing/test/fixtures.

mpmath computes the elementary functions to the nearest double, NumPy 1.24 the special values, the reductions, the
text and the promotion of dtypes, PyTorch the gradients.
Run: python3 tooling/reference/tensor_complex.py
"""

import itertools
import json
import math
import random
import warnings
from pathlib import Path

import mpmath
import numpy as np
import torch
from mpmath import mp, mpc, mpf

warnings.simplefilter("ignore")
root = Path(__file__).parents[2] / "packages"
random.seed(20261123)
rng = np.random.default_rng(20261123)
mp.dps = 700


def plain(value):
    """What JSON can hold: a complex number is the pair of its parts."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, complex):
        return [plain(value.real), plain(value.imag)]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def write(package, name, value):
    target = root / package / "test/fixtures"
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plain(value), separators=(",", ":"), allow_nan=False)
    (target / f"{name}.json").write_text(text + "\n")


def spread(low, high):
    return random.choice([-1, 1]) * 10.0 ** random.uniform(math.log10(low), math.log10(high))


def nearest(value):
    value = mpc(value)
    return complex(float(value.real), float(value.imag))


# ---- Elementary functions

moderate = [complex(spread(1e-3, 10), spread(1e-3, 10)) for _ in range(40)]
wide = [complex(spread(1e-8, 100), spread(1e-8, 100)) for _ in range(24)]
circle = [complex(math.cos(t), math.sin(t)) for t in rng.uniform(-3.1, 3.1, 20)] + [0.6 + 0.8j, -0.8 + 0.6j]
extreme = [complex(spread(1e-300, 1e300), spread(1e-300, 1e300)) for _ in range(24)]
edges = [1.7e308 + 1.7e308j, -1.7e308 + 1e308j, 5e-324 + 5e-324j, -5e-324 + 1e-320j, 1e-310 - 1e-312j, 3 + 4j, -3 - 4j]
overflowing = [710 + 1.5j, -710 - 1.5j, 800 + 1.570796326794896j, 709.5 - 0.1j, 1e-3 + 709j]
functions = {
    "exp": (mpmath.exp, moderate + wide + overflowing),
    "log": (mpmath.log, moderate + wide + circle + extreme + edges),
    "sqrt": (mpmath.sqrt, moderate + wide + circle + extreme + edges),
    "sin": (mpmath.sin, moderate + [z * 1j for z in overflowing]),
    "cos": (mpmath.cos, moderate + [z * 1j for z in overflowing]),
    "tan": (mpmath.tan, moderate + circle),
    "sinh": (mpmath.sinh, moderate + overflowing),
    "cosh": (mpmath.cosh, moderate + overflowing),
    "tanh": (mpmath.tanh, moderate + wide + circle),
    "expm1": (mpmath.expm1, moderate + wide + [z * 1e-9 for z in moderate]),
    "log1p": (lambda z: mpmath.log(1 + z), moderate + wide + extreme + [z * 1e-9 for z in moderate] + [z - 1 for z in circle]),
    "log2": (lambda z: mpmath.log(z) / mpmath.log(2), moderate + wide),
    "log10": (lambda z: mpmath.log(z) / mpmath.log(10), moderate + wide),
    "asin": (mpmath.asin, moderate + wide + circle + extreme),
    "acos": (mpmath.acos, moderate + wide + circle + extreme),
    "atan": (mpmath.atan, moderate + wide + circle + extreme),
    "asinh": (mpmath.asinh, moderate + wide + circle + extreme),
    "acosh": (mpmath.acosh, moderate + wide + circle + extreme),
    "atanh": (mpmath.atanh, moderate + wide + circle + extreme),
    "reciprocal": (lambda z: 1 / z, moderate + wide + [z for z in extreme if 1e-290 < abs(z) < 1e290]),
    "square": (lambda z: z * z, moderate + wide),
    "abs": (abs, moderate + wide + extreme + edges),
    "angle": (mpmath.arg, moderate + wide + extreme),
}
values = {}
for name, (f, points) in functions.items():
    rows = [[z, nearest(f(mpc(z)))] for z in points]
    values[name] = [[z, w] for z, w in rows if math.isfinite(w.real) and math.isfinite(w.imag)]

# The divisions that Baudin and Smith found difficult, arXiv:1210.4539, table 1.
difficult = [
    (1 + 1j, complex(1, 2.0**1023)), (1 + 1j, complex(2.0**-1023, 2.0**-1023)),
    (complex(2.0**1023, 2.0**-1023), complex(2.0**677, 2.0**-677)), (complex(2.0**1023, 2.0**1023), 1 + 1j),
    (complex(2.0**1020, 2.0**-844), complex(2.0**656, 2.0**-780)),
    (complex(2.0**-71, 2.0**1021), complex(2.0**1001, 2.0**-323)),
    (complex(2.0**-347, 2.0**-54), complex(2.0**-1037, 2.0**-1058)),
    (complex(2.0**-1074, 2.0**-1074), complex(2.0**-1073, 2.0**-1074)),
    (complex(2.0**1015, 2.0**-989), complex(2.0**1023, 2.0**1023)),
    (complex(2.0**-622, 2.0**-1071), complex(2.0**-343, 2.0**-798)),
]
quotients = difficult + list(zip(moderate[:20] + wide[:12] + extreme[:12], moderate[20:] + wide[12:] + extreme[12:]))
products = list(zip(moderate[:20] + wide[:12], moderate[20:] + wide[12:]))
powers = list(zip(moderate[:20], [z / 3 for z in moderate[20:]]))
powers += [(z, n) for z in moderate[:10] for n in [2, 3, -1, -2, 0.5, 7]]
binary = {
    "mul": [[a, b, nearest(mpc(a) * mpc(b))] for a, b in products],
    "div": [[a, b, nearest(mpc(a) / mpc(b))] for a, b in quotients],
    "pow": [[a, complex(b), nearest(mpmath.exp(mpc(b) * mpmath.log(mpc(a))))] for a, b in powers],
}
binary = {
    name: [row for row in rows if math.isfinite(row[2].real) and math.isfinite(row[2].imag)]
    for name, rows in binary.items()
}

# ---- Special values

parts = [0.0, -0.0, 1.0, -1.0, 2.0, math.inf, -math.inf, math.nan]
grid = [complex(a, b) for a, b in itertools.product(parts, parts)]
special = {
    name: [[z, f(np.complex128(z))] for z in grid]
    for name, f in {
        "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "sinh": np.sinh, "cosh": np.cosh,
        "tan": np.tan, "tanh": np.tanh, "abs": np.abs, "angle": np.angle, "conj": np.conj, "neg": np.negative,
        "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "asinh": np.arcsinh, "acosh": np.arccosh,
        "atanh": np.arctanh, "log1p": np.log1p, "isNaN": np.isnan, "isFinite": np.isfinite, "logicalNot": np.logical_not, "real": np.real, "imag": np.imag,
    }.items()
}
few = [complex(a, b) for a, b in itertools.product([0.0, -2.0, math.inf, math.nan], repeat=2)]
special_pairs = {
    name: [[a, b, f(np.complex128(a), np.complex128(b))] for a in few for b in few]
    for name, f in {"add": np.add, "sub": np.subtract, "mul": np.multiply, "equal": np.equal, "notEqual": np.not_equal}.items()
}

# ---- Reductions, products of matrices, structure


def random_complex(*shape):
    return rng.standard_normal(shape) + 1j * rng.standard_normal(shape)


x = random_complex(2, 3, 2)
reductions = []
for name, f in {"sum": np.sum, "prod": np.prod, "mean": np.mean, "variance": np.var, "std": np.std,
                "any": np.any, "all": np.all}.items():
    for axis in [None, 0, 1, -1, [0, 2], []]:
        for keep in [False, True]:
            where = tuple(axis) if isinstance(axis, list) else axis
            reductions.append([name, "all" if axis is None else axis, keep, f(x, axis=where, keepdims=keep)])
a, b = random_complex(2, 3, 4), random_complex(4, 2)
v = random_complex(4)
matrices = {
    "a": a, "b": b, "v": v,
    "matmul": np.matmul(a, b), "matvec": np.matmul(a, v), "dot": np.dot(v, v), "outer": np.outer(v, v),
    "convolve": np.convolve(v, b[:, 0]), "einsum": np.einsum("bij,jk->kbi", a, b),
}

# ---- Text

texts = []
for data in [
    1 + 2j, 1j, -1j, 0j, complex(-0.0, 2), complex(0.0, -0.0), complex(1, -0.0), 1.5 - 0.25j, 1e20 + 1e-10j,
    complex(math.nan, math.inf), complex(math.inf, -math.inf), complex(0, math.nan), 1e16 + 1e15j, 123456789.123 + 1j,
    [1 + 2j, 3 - 1j], [1 + 1j, 1 + 10j], [0j, -1j], [1.5 + 0.25j, -100 + 3j], [1e-5 + 1j, 1 + 1e10j], [1e3 + 1j, 1 + 1e4j],
    [complex(math.nan, 1), complex(1, math.inf)], [complex(-math.inf, -math.nan), 0.5 + 22j], [[1 + 2j, 3], [4j, -5]],
    [], [[], []], [1 / 3 + 2j / 3], [complex(-0.0, -0.0), 1], [123456789.0 + 1j, 1], [1e-9j, 1], [0.1 + 0.2j] * 12,
    [[1.25 - 1j] * 7] * 2, [1 + 1e-8j, 1e8 + 1j], list(np.arange(1001) + 1j * np.arange(1001)), [0.5, 1e100 + 1j],
]:
    array = np.array(data, dtype=np.complex128)
    texts.append([list(array.shape), array.ravel() if array.size < 1000 else "range", str(array)])

# ---- Promotion: the dtype of every binary operation for every pair of dtypes, or null where NumPy refuses

dtypes = ["complex128", "float64", "float32", "int32", "bool"]
operations = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power, "maximum": np.maximum,
    "minimum": np.minimum, "equal": np.equal, "notEqual": np.not_equal, "less": np.less, "greaterEqual": np.greater_equal,
    "logicalAnd": np.logical_and, "logicalOr": np.logical_or, "atan2": np.arctan2, "hypot": np.hypot, "mod": np.mod,
    "where": lambda a, b: np.where([True], a, b), "concat": lambda a, b: np.concatenate([a, b]),
    "stack": lambda a, b: np.stack([a, b]), "matmul": np.matmul, "dot": np.dot, "outer": np.outer,
}


def dtype_of(f, *operands):
    try:
        return f(*operands).dtype.name
    except TypeError:
        return None


pairs = [
    [name, one, other, dtype_of(f, np.ones(1, one), np.ones(1, other))]
    for name, f in operations.items() for one in dtypes for other in dtypes
]
single = {
    "neg": np.negative, "abs": np.abs, "sign": np.sign, "square": np.square, "reciprocal": np.reciprocal, "exp": np.exp,
    "sqrt": np.sqrt, "sin": np.sin, "floor": np.floor, "round": np.round, "sum": np.sum, "prod": np.prod, "mean": np.mean,
    "variance": np.var, "std": np.std, "max": np.max, "argmax": np.argmax, "any": np.any, "isNaN": np.isnan,
    "real": np.real, "imag": np.imag, "conj": np.conj, "angle": np.angle,
}
singles = [[name, dtype, dtype_of(f, np.ones(1, dtype))] for name, f in single.items() for dtype in dtypes]

write("tensor", "complex", {
    "values": values, "binary": binary, "special": special, "specialPairs": special_pairs,
    "x": x, "reductions": reductions, "matrices": matrices, "texts": texts,
})
write("tensor", "result-dtypes", {"binary": pairs, "unary": singles})

# ---- Gradients of real functions of complex variables, by PyTorch's convention

z0 = [complex(*pair) for pair in rng.standard_normal((3, 2))]
w0 = [complex(*pair) for pair in rng.standard_normal((3, 2))]
t0 = rng.standard_normal(3).tolist()
m0 = random_complex(3, 3)
losses = {
    "squared magnitude": lambda z, w, t, m: (z * z.conj()).real.sum(),
    "abs": lambda z, w, t, m: z.abs().sum(),
    "abs of a product": lambda z, w, t, m: (z * w).abs().sum(),
    "quotient": lambda z, w, t, m: (z / w).real.sum(),
    "exp": lambda z, w, t, m: torch.exp(z).imag.sum(),
    "log": lambda z, w, t, m: torch.log(z).real.sum() + torch.log(w).imag.sum(),
    "sqrt": lambda z, w, t, m: torch.sqrt(z).imag.sum(),
    "tanh": lambda z, w, t, m: torch.tanh(z).real.sum(),
    "sin and cos": lambda z, w, t, m: (torch.sin(z) * torch.cos(w)).imag.sum(),
    "angle": lambda z, w, t, m: (torch.angle(z) * t).sum(),
    "power": lambda z, w, t, m: torch.pow(z, w).real.sum(),
    "sum": lambda z, w, t, m: z.sum().abs() ** 2,
    "product": lambda z, w, t, m: torch.prod(z).real + torch.prod(w).imag,
    "quadratic form": lambda z, w, t, m: (z.conj() * torch.matmul(m, z)).sum().real,
    "matrix product": lambda z, w, t, m: torch.matmul(m, m).imag.sum() + torch.matmul(m, w).abs().sum(),
    "a real variable": lambda z, w, t, m: (torch.exp(torch.complex(torch.zeros_like(t), t)) * w).real.sum(),
    "inverse functions": lambda z, w, t, m: (torch.asin(z) + torch.acosh(w)).real.sum() + torch.atan(z).imag.sum(),
    "inverse hyperbolic": lambda z, w, t, m: (torch.asinh(z) * torch.atanh(w)).real.sum() + torch.acos(z).imag.sum(),
    "parts": lambda z, w, t, m: (z.real * w.imag * t).sum(),
}
gradients = {}
for name, f in losses.items():
    leaves = [torch.tensor(value, dtype=torch.complex128 if i != 2 else torch.float64, requires_grad=True)
              for i, value in enumerate([z0, w0, t0, m0.tolist()])]
    value = f(*leaves)
    value.backward()
    gradients[name] = [value.item(), [None if leaf.grad is None else leaf.grad.resolve_conj().tolist() for leaf in leaves]]
write("testing", "complex-gradients", {"z": z0, "w": w0, "t": t0, "m": m0, "gradients": gradients})
