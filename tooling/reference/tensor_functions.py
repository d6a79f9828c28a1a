"""Writes reference values of inverse, rounding and other functions to packages/tensor/test/fixtures/functions.json.

mpmath computes the functions to the nearest double, NumPy 1.24 the special values and the rounding.
Run: python3 tooling/reference/tensor_functions.py
"""

import json
import math
import random
from pathlib import Path

import mpmath
import numpy as np
from mpmath import mp, mpf

target = Path(__file__).parents[2] / "packages/tensor/test/fixtures"
random.seed(20261122)
# Between the smallest doubles and 1 lie 324 digits.
mp.dps = 700


def plain(value):
    if isinstance(value, (np.bool_, np.integer, np.floating)):
        return plain(value.item())
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def spread(low, high, count):
    return [10.0 ** random.uniform(math.log10(low), math.log10(high)) for _ in range(count)]


def both(values):
    return [sign * value for value in values for sign in (1.0, -1.0)]


tiny = [5e-324, 2.2250738585072014e-308, 1e-300, 1e-20, 1e-8]
inside = both(tiny + spread(1e-10, 1, 40) + [1 - x for x in spread(1e-12, 0.5, 20)] + [0.5, 1 - 2.0**-53])
everywhere = both(tiny + spread(1e-10, 1, 40) + spread(1, 1e3, 30) + spread(1e3, 1e300, 20))
positive = tiny + spread(1e-300, 1e-3, 30) + spread(1e-3, 1e3, 60) + spread(1e3, 1e300, 30)
near_one = [1 - 2.0**-53, 1 + 2.0**-52] + [1 + x for x in both(spread(1e-10, 0.3, 20))]

unary = {
    "asin": (mpmath.asin, inside + [1.0, -1.0]),
    "acos": (mpmath.acos, inside + [-1.0]),
    "atan": (mpmath.atan, everywhere),
    "asinh": (mpmath.asinh, everywhere),
    "acosh": (mpmath.acosh, [1 + x for x in spread(1e-10, 1, 40)] + spread(1.5, 1e3, 30) + spread(1e3, 1e300, 20)),
    "atanh": (mpmath.atanh, inside),
    "log2": (lambda x: mpmath.log(x, 2), positive + near_one + [2.0**k for k in range(-20, 21)]),
    "log10": (mpmath.log10, positive + near_one + [10.0**k for k in range(0, 23)]),
}
values = {name: [[x, float(f(mpf(x)))] for x in points] for name, (f, points) in unary.items()}
pairs = [[a, b] for a, b in zip(both(spread(1e-3, 1e3, 60)), both(spread(1e-3, 1e3, 60)))]
pairs += [[a, b] for a, b in zip(both(spread(1e-200, 1e300, 40)), spread(1e-200, 1e300, 80))]
pairs += [[a, b * a] for a, b in zip(both(spread(1e100, 1e200, 10)), both(spread(0.1, 10, 10)))]
values["atan2"] = [[a, b, float(mpmath.atan2(mpf(a), mpf(b)))] for a, b in pairs]
values["hypot"] = [[a, b, float(mpmath.hypot(mpf(a), mpf(b)))] for a, b in pairs]

special = [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, math.inf, -math.inf, math.nan]
halves = [k / 4 for k in range(-14, 15)] + [0.49999999999999994, -0.49999999999999994, 2.0**52 - 0.5, 2.0**52 + 1,
          4503599627370497.5, -4503599627370495.5, 1e300, math.inf, -math.inf, math.nan, 0.0, -0.0]
rounding = {"floor": np.floor, "ceil": np.ceil, "round": np.round, "trunc": np.trunc}
operands = special + [3.5, -3.5, 0.1, 0.3, 1e300, 5e-324, 7.0, -7.0]
integers = [0, 1, -1, 2, 3, 7, -7, 46341, 2147483647, -2147483648]
with np.errstate(all="ignore"):
    result = {
        "values": values,
        "special": {
            "unary": {
                name: [[x, getattr(np, numpy_name)(np.float64(x))] for x in special]
                for name, numpy_name in {
                    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh",
                    "atanh": "arctanh", "log2": "log2", "log10": "log10",
                }.items()
            },
            "binary": {
                name: [[a, b, f(np.float64(a), np.float64(b))] for a in special for b in special]
                for name, f in {"atan2": np.arctan2, "hypot": np.hypot}.items()
            },
        },
        "rounding": {name: [[x, f(np.float64(x))] for x in halves] for name, f in rounding.items()},
        "decimals": [
            [decimals, x, np.round(np.float64(x), decimals)]
            for decimals in [-3, -2, -1, 1, 2, 3, 5]
            for x in [0.285, 1.005, 2.675, -2.675, 0.125, 0.375, 1e-7, 123456.789, -150.0, 250.0, 1e20, 0.0, -0.0,
                      -0.04, math.pi, math.inf, -math.inf, math.nan]
        ],
        "mod": [[a, b, np.mod(np.float64(a), np.float64(b))] for a in operands for b in operands],
        "integerMod": [[a, b, np.mod(np.int32(a), np.int32(b))] for a in integers for b in integers if b != 0],
    }
(target / "functions.json").write_text(json.dumps(plain(result), separators=(",", ":"), allow_nan=False) + "\n")
