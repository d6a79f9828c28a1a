"""Writes texts of arrays under NumPy's print options to packages/tensor/test/fixtures/print-options.json.

Run: python3 tooling/reference/tensor_printing.py
"""

import json
import math
import random
from pathlib import Path

import numpy as np

target = Path(__file__).parents[2] / "packages/tensor/test/fixtures"
random.seed(20261103)
rng = np.random.default_rng(20261103)
names = {"edgeitems": "edgeItems", "max_line_width": "lineWidth", "suppress_small": "suppressSmall"}
cases = []


def plain(value):
    if isinstance(value, complex):
        return {"re": plain(value.real), "im": plain(value.imag)}
    return value if not isinstance(value, float) or math.isfinite(value) else str(value)


def case(data, dtype="float64", **options):
    array = np.array(data, dtype=dtype)
    text = np.array2string(array, **options)
    if dtype == "bool":
        text = text.replace("True", "true").replace("False", "false")
    values = [plain(value) for value in array.ravel().tolist()]
    options = {names.get(name, name): value for name, value in options.items()}
    cases.append({"dtype": dtype, "shape": list(array.shape), "data": values, "options": options, "text": text})


awkward = [
    [math.pi, math.e, 1.5], [0.125, 0.375, 0.625], [2.675, 1.005, 0.145], [0.5, 1.5, 2.5, 3.5], [1e-10, 1.0], [1e-5, 2e-5],
    [1e9, 1.25], [123456.789, 0.001], [math.nan, 1 / 3], [math.inf, -1e-7, 5.0], [-0.0, -1e-9], [0.0, 0.0], [1e300, 1e-300],
    [99.995, 0.005, -0.0049], [9.9996, 10.0], [1 / 3, 1e6 / 3, -2 / 3], [0.1, 0.12, 0.123],
]
for values in awkward:
    for precision in [0, 2, 4, 12]:
        case(values, precision=precision)
        case(values, precision=precision, suppress_small=True)
    case(values, suppress_small=True)
for values in awkward[:12]:
    if max(abs(value) for value in values if math.isfinite(value)) < 1e38:
        case(values, "float32", precision=3)
        case(values, "float32", precision=3, suppress_small=True)
        case(values, "float32", precision=10)
for value in [math.pi, 1e-9, 2.5, 1e20, math.nan, -math.inf, -0.0]:
    case(value, precision=2)
    case(value, precision=0)
    case(value, precision=3, suppress_small=True)
for dtype in ["float64", "float32", "int32", "bool"]:
    for shape in [(7,), (12,), (4, 9), (9, 4), (3, 2, 8)]:
        values = np.arange(math.prod(shape)).reshape(shape)
        values = values % 3 == 0 if dtype == "bool" else values * (0.37 if dtype.startswith("float") else 13)
        case(values, dtype, threshold=5, edgeitems=1)
        case(values, dtype, threshold=10, edgeitems=2)
        case(values, dtype, threshold=0)
        case(values, dtype, max_line_width=20)
        case(values, dtype, max_line_width=33, threshold=8, edgeitems=3)
        case(values, dtype, max_line_width=1)
case(np.arange(60) * 1.5, max_line_width=200)
case(np.arange(1200), "int32", threshold=2000)
for _ in range(60):
    shape = random.choice([(3,), (2, 3), (5,), (2, 2, 2)])
    values = rng.standard_normal(shape) * 10.0 ** rng.integers(-6, 7, shape)
    options = {"precision": random.randrange(0, 12)}
    if random.random() < 0.5:
        options["suppress_small"] = True
    if random.random() < 0.3:
        options["max_line_width"] = random.randrange(15, 60)
    case(values, random.choice(["float64", "float32"]), **options)

# Ties of float32, and digits before the point that no float32 needs.
for values in [[1206126.25, 0.5], [3900906.25, 3.0], [81814808.0, 0.5], [99999992.0, 1.25], [2097152.375]]:
    case(values, "float32", suppress_small=True)
    case(values, "float32", precision=2)
for values in [[1 + 2j, 0.5 - 1e-3j], [complex(math.nan, 1), complex(-0.0, math.inf)], [1e-9 + 1j], [1e10 + 3j, 2.0], [1 / 3 + 2j / 3] * 9]:
    case(values, "complex128", precision=3)
    case(values, "complex128", suppress_small=True)
    case(values, "complex128", max_line_width=30, threshold=4, edgeitems=1)

target.mkdir(parents=True, exist_ok=True)
(target / "print-options.json").write_text(json.dumps(cases, separators=(",", ":"), allow_nan=False) + "\n")
