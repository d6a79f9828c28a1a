"""Writes reference values of the tensor package to packages/tensor/test/fixtures, one JSON per file of tests.

NumPy 1.24 prints, slices, promotes and reduces; mpmath computes the elementwise functions to the nearest double.
JSON has no NaN and no infinity: they stand as the strings "nan", "inf" and "-inf".
Run: python3 tooling/reference/tensor.py
"""

import itertools
import json
import math
import random
from pathlib import Path

import mpmath
import numpy as np
from mpmath import mp, mpf

mp.dps = 60
target = Path(__file__).parents[2] / "packages/tensor/test/fixtures"
random.seed(20261101)
rng = np.random.default_rng(20261101)


def write(name, value):
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{name}.json").write_text(json.dumps(plain(value), separators=(",", ":"), allow_nan=False) + "\n")


def plain(value):
    """What JSON can hold."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (np.bool_, np.integer, np.floating)):
        return plain(value.item())
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


# ---- Printing

dtype_names = {"float64": "float64", "float32": "float32", "int32": "int32", "bool": "bool"}


def printing():
    cases = []

    def case(data, dtype="float64"):
        array = np.array(data, dtype=dtype)
        text = str(array)
        if dtype == "bool":
            # Booleans are JavaScript's: the same layout with other letters.
            text = text.replace("True", "true").replace("False", "false")
        cases.append({"dtype": dtype, "shape": list(array.shape), "data": array.ravel().tolist(), "text": text})

    scalars = [0.0, -0.0, 1.0, -1.0, 0.1, 1 / 3, 1e15, 1e16, 123456789012345680.0, 1e-4, 9.99e-5, 1e-5, 5e-324, 1e22,
               1.5e300, 1.7976931348623157e308, 100000.0, 2.5, math.pi, math.nan, math.inf, -math.inf, 1e100, 1e-100]
    for value in scalars:
        case(value)
        case(value if not 1e38 < abs(value) < math.inf else 1e38, "float32")
    for value in [0, 1, -1, 2147483647, -2147483648]:
        case(value, "int32")
    for value in [True, False]:
        case(value, "bool")

    vectors = [
        [], [[]], [[], []], [0.0], [-0.0], [1.0], [1, 2, 3], [1, 2.5, -3], [0.1, 0.2, 0.30000000000000004], [1 / 3, 2 / 3],
        [math.pi, math.e], [1e-4, 1], [1e-5, 1], [9.9e-5, 0.01], [1e8, 1], [99999999, 99999], [1e7, 1e4], [1e7, 9.9e3],
        [1e3, 1], [1001, 1], [999.9, 1], [1e16, 1], [1e-10, 1e10], [5e-324, 1], [1e300, 1e-300], [1e100, 1], [0, 1e-9],
        [math.nan], [math.nan, 1], [math.inf, -math.inf], [math.nan, math.inf, 1.5], [math.nan, -1.25], [-math.inf, 1e-8],
        [math.inf, 0.5, 100], [math.nan, math.nan], [-1, 1], [-1.5, 22.25, 333.125], [0.00012345678, 0.5],
        [123456.789, 0.125], [0.123456789123], [12345678.9], [123456789.0], [1.23456789e8], [0.999999999], [0.9999999951, 2],
        [1e-9, 1], [1.000000001, 2], [0.1 + 0.2], [100, 200, 300], [1e2, 1e-1], [1.1, 10.01, 100.001],
        [-0.0, 0.0, 1], [-0.0, 1e-7], [0, 0, 0], [2 ** 53, 1], [2.0 ** 53], [1.5e-7, 2.5e-7], [1e-7] * 3, [3e10, 4e10],
        [1e10, 1.5e10, -2.25e10], [1.23456789123e-5, 1e-5], [4.35, 2.675, 1.005], [0.5, 1.5, 2.5], [-1e-5, -2e5],
        [1.0000000149011612], [0.1, 1.0000001], [123.456, -0.001], [1e-4, 9.99e-2], [0.000123, 0.123], [0.12, 120],
        [0.123456785, 0.123456775], [0.5, 0.000000005], [1.000000005, 0.25],
        # Ties: these end in a 5 at the ninth decimal, exactly.
        [1 / 512, 3 / 512], [-1 / 512, 0.5], [1 / 512 + 1e-17, 1.0], [2.0 ** -30, 5 * 2.0 ** -30], [1 + 2.0 ** -9, 5 + 2.0 ** -9],
        [1000000005.0, 1000000015.0, 1.0], [12345678.5, 100000000.0], [1e-320, 1e-5], [1e5, 1e-300],
    ]
    for data in vectors:
        case(data)
        single = np.array(data)
        if single.size == 0 or np.all(~np.isfinite(single) | (np.abs(single) < 1e38)):
            case(data, "float32")
    for count in [1, 8, 9, 10, 17, 18, 19, 20, 24, 25, 26, 37, 38, 75, 100]:
        case(list(range(count)))
        case(list(range(count)), "int32")
        case([i * 0.5 - 3 for i in range(count)])
        case([i % 3 == 0 for i in range(count)], "bool")
        case([1 / (i + 1) for i in range(count)])
        case([1 / (i + 1) for i in range(count)], "float32")
        case([10.0 ** (i % 20 - 8) for i in range(count)])
    case([-5, 10, 200], "int32")
    case([2147483647, -2147483648], "int32")
    case([True, True], "bool")
    case([False, False], "bool")
    case([[True, False], [False, False]], "bool")
    case([[1, 2], [3, 4]])
    case([[1, 2], [3, 4]], "int32")
    case([[1.5, -22.25], [1e3, 0]])
    case([[1e-9, 1], [1e9, math.nan]])
    case(np.arange(24).reshape(2, 3, 4))
    case(np.arange(24).reshape(2, 3, 4), "int32")
    case(np.arange(24).reshape(2, 3, 4) / 7, "float32")
    case(np.arange(16).reshape(2, 2, 2, 2))
    case(np.arange(60).reshape(2, 30))
    case(np.arange(60).reshape(2, 30) / 7)
    case(np.arange(60).reshape(1, 2, 30) / 7)
    case(np.zeros((3, 0)))
    case(np.zeros((0, 3)))
    case(np.zeros((2, 0, 3)), "int32")
    case([[5]])
    case([[[5]]])
    def case_range(shape, factor=1.0, offset=0.0, dtype="float64"):
        """Elements i · factor + offset, named by these numbers instead of written out."""
        case((np.arange(math.prod(shape)) * factor + offset).reshape(shape), dtype)
        del cases[-1]["data"]
        cases[-1]["range"] = [factor, offset]

    for size in [999, 1000, 1001, 1500]:
        case_range((size,))
        case_range((size,), dtype="bool")
    case_range((1002,), offset=-500, dtype="int32")
    case_range((35, 30))
    case_range((5, 210), dtype="int32")
    case_range((210, 5), factor=1 / 3, dtype="float32")
    case_range((7, 2, 100), dtype="int32")
    case_range((6, 7, 25), factor=0.25)
    case_range((2,) * 10, dtype="int32")
    case_range((6,) * 4, dtype="int32")
    for _ in range(60):
        shape = random.choice([(3,), (7,), (2, 3), (4, 2), (2, 2, 3), (12,)])
        kind = random.randrange(4)
        values = rng.standard_normal(shape)
        if kind == 1:
            values = values * 10.0 ** rng.integers(-12, 12, shape)
        if kind == 2:
            values = np.round(values * 10.0 ** rng.integers(0, 4), rng.integers(0, 5))
        if kind == 3:
            values = values * 10.0 ** float(rng.integers(-6, 10))
        case(values)
        case(values, "float32")
    write("print", cases)


# ---- Slices


def slices():
    ends = [None, *range(-6, 7)]
    steps = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]
    rows = []
    for length in range(6):
        values = list(range(length))
        grid = [values[slice(start, stop, step)] for start, stop, step in itertools.product(ends, ends, steps)]
        # One string a length: the elements are single digits.
        rows.append({"length": length, "results": ",".join("".join(map(str, part)) for part in grid)})
    write("slice", {"ends": ends, "steps": steps, "rows": rows})


# ---- Promotion


def promotion():
    names = ["float64", "float32", "int32", "bool"]
    write("promotion", [[a, b, np.promote_types(a, b).name] for a in names for b in names])


# ---- Reductions


def reductions():
    x = np.array([[[3.0, -1.0, 3.0], [0.5, 2.0, -4.0]], [[-0.25, 7.0, 1.0], [7.0, 1.5, -2.0]]])
    axes = [None, 0, 1, 2, -1, [0, 1], [0, 2], [1, 2], [0, 1, 2], []]
    functions = {
        "sum": np.sum,
        "prod": np.prod,
        "mean": np.mean,
        "max": np.max,
        "min": np.min,
        "variance": np.var,
        "std": np.std,
        "any": lambda a, axis, keepdims: np.any(a > 2, axis=axis, keepdims=keepdims),
        "all": lambda a, axis, keepdims: np.all(a > -3, axis=axis, keepdims=keepdims),
    }
    cases = []
    for name, f in functions.items():
        for axis in axes:
            for keep in [False, True]:
                where = tuple(axis) if isinstance(axis, list) else axis
                result = f(x, axis=where, keepdims=keep)
                cases.append([name, "all" if axis is None else axis, keep, result])
    write("reductions", {"x": x, "cases": cases})


# ---- Sorting out places: take, and the broadcasting of shapes


def shapes():
    lengths = [(), (0,), (1,), (3,), (1, 1), (1, 3), (2, 1), (2, 3), (0, 3), (2, 1, 1), (2, 0, 3), (4, 1, 3), (5,)]
    cases = []
    for a, b in itertools.product(lengths, lengths):
        try:
            result = list(np.broadcast_shapes(a, b))
        except ValueError:
            result = None
        cases.append([list(a), list(b), result])
    products = []
    operands = [(2,), (3,), (2, 3), (3, 2), (3, 3), (0, 3), (3, 0), (2, 0), (0,), (4, 2, 3), (4, 3, 2), (1, 3, 2), (5, 1, 2, 3)]
    for a, b in itertools.product(operands, operands):
        try:
            result = np.matmul(np.arange(math.prod(a)).reshape(a), np.arange(math.prod(b)).reshape(b) - 3)
            products.append([list(a), list(b), list(result.shape), result.ravel().tolist()])
        except ValueError:
            products.append([list(a), list(b), None, []])
    write("shapes", {"broadcast": cases, "matmul": products})


# ---- Elementwise functions


def nearest(value):
    return float(value)


def spread(low, high, count):
    return [low * (high / low) ** random.random() for _ in range(count)]


def both(values):
    return [sign * value for value in values for sign in (1.0, -1.0)]


def elementwise():
    tiny = [5e-324, 2.2250738585072014e-308, 1e-300, 1e-20, 1e-8]
    everywhere = both(tiny + spread(1e-10, 1, 40) + spread(1, 30, 40) + spread(30, 700, 20))
    positive = tiny + spread(1e-300, 1e-3, 30) + spread(1e-3, 1e3, 60) + spread(1e3, 1e300, 30) + [1 - 2.0 ** -53, 1 + 2.0 ** -52]
    angles = both(tiny + spread(1e-10, 1, 40) + spread(1, 100, 60) + spread(100, 1e15, 40) + [k * math.pi / 4 for k in range(1, 30)])
    above = tiny + [-value for value in spread(1e-10, 1 - 1e-9, 40)] + [-(1 - 2.0 ** -53)] + spread(1e-10, 1e10, 60)
    functions = {
        "exp": (mpmath.exp, everywhere),
        "expm1": (mpmath.expm1, everywhere),
        "log": (mpmath.log, positive),
        "log1p": (mpmath.log1p, above),
        "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), everywhere),
        "softplus": (lambda x: mpmath.log1p(mpmath.exp(x)), both(tiny + spread(1e-10, 30, 60) + spread(30, 700, 20))),
        "sin": (mpmath.sin, angles),
        "cos": (mpmath.cos, angles),
        "tan": (mpmath.tan, angles),
        "sinh": (mpmath.sinh, everywhere),
        "cosh": (mpmath.cosh, everywhere),
        "tanh": (mpmath.tanh, everywhere),
        "sqrt": (mpmath.sqrt, positive),
        "reciprocal": (lambda x: 1 / x, both(spread(1e-300, 1e300, 60))),
        "square": (lambda x: x * x, both(spread(1e-150, 1e150, 60))),
    }
    result = {}
    for name, (f, points) in functions.items():
        mp.dps = 60
        rows = []
        for x in points:
            # log1p and expm1 of the smallest doubles need as many digits as lie between them and 1.
            mp.dps = 700 if name in ("softplus", "sigmoid", "log1p", "expm1", "tanh", "sinh") else 60
            value = nearest(f(mpf(x)))
            if math.isfinite(value):
                rows.append([x, value])
        result[name] = rows
    mp.dps = 60
    bases = spread(1e-5, 1e5, 60) + [2.0, 10.0, 1.0000001, 0.9999999]
    powers = []
    for a in bases:
        for b in both(spread(1e-3, 50, 4)) + [2.0, 3.0, 0.5, -1.0, 10.0]:
            powers.append([a, b, nearest(mpf(a) ** mpf(b))])
    for a in both([1.5, 3.0, 7.25]):
        for b in [-3.0, -2.0, 2.0, 3.0, 11.0]:
            powers.append([a, b, nearest(mpf(a) ** int(b))])
    result["pow"] = [row for row in powers if math.isfinite(row[2]) and row[2] != 0]
    write("elementwise", result)


# ---- The special values that IEEE 754 and C99 Annex F ask for, as NumPy gives them


def special_values():
    values = [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, math.inf, -math.inf, math.nan]
    with np.errstate(all="ignore"):
        unary = {
            name: [[x, f(np.float64(x))] for x in values]
            for name, f in {
                "exp": np.exp, "expm1": np.expm1, "log": np.log, "log1p": np.log1p, "sin": np.sin, "cos": np.cos,
                "tan": np.tan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "sqrt": np.sqrt, "abs": np.abs,
                "neg": np.negative, "square": np.square, "reciprocal": np.reciprocal, "isNaN": np.isnan,
                "isFinite": np.isfinite,
            }.items()
        }
        binary = {
            name: [[a, b, f(np.float64(a), np.float64(b))] for a in values for b in values]
            for name, f in {
                "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power,
                "equal": np.equal, "notEqual": np.not_equal, "less": np.less, "lessEqual": np.less_equal,
                "greater": np.greater, "greaterEqual": np.greater_equal, "logicalAnd": np.logical_and,
                "logicalOr": np.logical_or,
            }.items()
        }
    # In -0 the order of zeros matters to maximum and minimum, where NumPy leaves it open: they are tested by hand.
    # JSON as JavaScript reads it keeps -0.0.
    write("special-values", {"unary": unary, "binary": binary})


def integers():
    edges = [0, 1, -1, 2, 3, 46341, 65536, 100003, 2147483647, -2147483648, -46341]
    a, b = np.meshgrid(np.array(edges, dtype=np.int32), np.array(edges, dtype=np.int32))
    a, b = a.ravel(), b.ravel()
    with np.errstate(all="ignore"):
        write("integers", {
            "a": a, "b": b,
            "add": a + b, "sub": a - b, "mul": a * b, "square": a * a, "neg": -a, "abs": np.abs(a),
            "prod": np.multiply.reduce(np.array(edges[1:-1], dtype=np.int32), dtype=np.int32),
            "factors": edges[1:-1],
            "matmul": np.matmul(a.reshape(11, 11), b.reshape(11, 11)),
        })


printing()
slices()
promotion()
reductions()
shapes()
elementwise()
special_values()
integers()
