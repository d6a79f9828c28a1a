"""Writes reference values of indexing, sorting, cumulative operations, padding and statistics of the tensor package.

NumPy 1.24 computes them; see tensor.py for the form of the fixtures, packages/tensor/test/fixtures/*.json.
Run: python3 tooling/reference/tensor_indexing.py
"""

import json
import math
import random
import warnings
from pathlib import Path

import numpy as np

target = Path(__file__).parents[2] / "packages/tensor/test/fixtures"
random.seed(20261122)
rng = np.random.default_rng(20261122)


def write(name, value):
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


def flat(array):
    """Shape and elements: an empty array does not lose its shape."""
    return {"shape": list(array.shape), "data": np.ravel(array)}


def iota(shape):
    return np.arange(math.prod(shape)).reshape(shape)


# ---- Regions: what slice and at name, with the parts of every kind. x is arange(size) in the given shape.


def regions():
    basic, advanced = [], []
    while len(basic) < 120:
        shape, parts, described = region(False)
        basic.append([list(shape), described, flat(iota(shape)[parts])])
    while len(advanced) < 200:
        shape, parts, described = region(True)
        try:
            result = iota(shape)[parts]
        except IndexError:
            continue
        advanced.append([list(shape), described, flat(result)])
    write("regions", {"basic": basic, "advanced": advanced})


def region(with_arrays):
    rank = random.randint(1, 4)
    shape = tuple(random.choice([1, 2, 3, 4, 5]) if random.random() < 0.95 else 0 for _ in range(rank))
    parts, described, axis = [], [], 0
    ellipsis = False
    common = random.choice([(2,), (3,), (2, 3), (1,)])
    while axis < rank:
        length = shape[axis]
        kind = random.random()
        if kind < 0.12:
            parts.append(None)
            described.append(None)
            continue
        if kind < 0.22 and not ellipsis:
            ellipsis = True
            parts.append(Ellipsis)
            described.append("...")
            if random.random() < 0.6:
                axis += random.randint(0, rank - axis)
            continue
        if with_arrays and kind < 0.6 and length > 0:
            own = random.choice([common, common[-1:], (1,), ()])
            indices = rng.integers(-length, length, own)
            parts.append(indices)
            described.append({"indices": flat(indices)})
        elif with_arrays and kind < 0.66:
            mask = rng.random(shape[axis:axis + random.choice([1, 2])]) < 0.5
            parts.append(mask)
            described.append({"mask": flat(mask)})
            axis += mask.ndim - 1
        elif kind < 0.72 and length > 0:
            place = random.randrange(-length, length)
            parts.append(place)
            described.append(place)
        elif kind < 0.9:
            ends = [None, *range(-6, 7)]
            start, stop, step = random.choice(ends), random.choice(ends), random.choice([-3, -2, -1, 1, 2, 3])
            parts.append(slice(start, stop, step))
            described.append([start, stop, step])
        elif ellipsis:
            parts.append(slice(None))
            described.append([])
        else:
            break
        axis += 1
    return shape, tuple(parts), described


# ---- Lines with indices of their own, and what is done at places


def gathers():
    cases = []
    for shape, indices, axis in [
        ((4,), (3,), 0), ((4,), (0,), 0), ((2, 3), (2, 2), 1), ((2, 3), (5, 3), 0), ((2, 3), (1, 2), 1), ((1, 3), (4, 2), 1),
        ((2, 3), (5, 1), 0), ((2, 3, 4), (2, 2, 4), -2), ((2, 3, 4), (1, 3, 2), -1), ((2, 1, 4), (2, 3, 3), 2),
        ((0, 3), (0, 2), 1), ((2, 3, 4), (7, 1, 1), 0),
    ]:
        x = iota(shape)
        n = shape[axis]
        where = rng.integers(-n, n, indices) if n > 0 else np.zeros(indices, int)
        cases.append([list(shape), axis, flat(where), flat(np.take_along_axis(x, where, axis))])
    write("gather", cases)


def updates():
    """x with v at the places of axis 0 that the indices name, by every way of combining them."""
    functions = {"add": np.add, "multiply": np.multiply, "min": np.minimum, "max": np.maximum}
    cases = []
    for shape, indices in [((4,), [1, 3, 1]), ((4,), [-1, 3, 0, 3]), ((3, 2), [2, 0, 2]), ((3, 2), [[0, 1], [1, -3]]), ((2,), [])]:
        x = rng.integers(-9, 10, shape).astype(float)
        where = np.array(indices, dtype=int)
        v = rng.integers(-9, 10, where.shape + shape[1:]).astype(float)
        results = {}
        for name, f in functions.items():
            y = x.copy()
            f.at(y, where, v)
            results[name] = y
        y = x.copy()
        for place, value in zip(where.ravel(), v.reshape((where.size,) + shape[1:])):
            y[place] = value
        results["set"] = y
        cases.append({"x": x, "indices": flat(where), "values": flat(v), "results": results})
    write("updates", cases)


# ---- Order


def sorting():
    cases = []
    for shape, axis in [((0,), 0), ((1,), 0), ((9,), 0), ((3, 4), 0), ((3, 4), 1), ((2, 3, 4), 1), ((2, 0), 1), ((0, 2), -1), ((40,), -1)]:
        for dtype in ["float64", "float32", "int32", "bool"]:
            x = rng.integers(-5, 6, shape)
            x = (x > 0) if dtype == "bool" else x.astype(dtype)
            if dtype.startswith("float") and x.size > 4:
                x[rng.random(shape) < 0.2] = math.nan
                x[rng.random(shape) < 0.1] = math.inf
            indices = np.argsort(x, axis=axis, kind="stable")
            values = np.sort(x, axis=axis, kind="stable")
            if dtype == "bool":
                x, values = x.astype(int), values.astype(int)
            cases.append({"x": flat(x), "dtype": dtype, "axis": axis, "values": flat(values), "indices": flat(indices)})
    write("sort", cases)


# ---- Cumulative operations


def cumulative():
    cases = []
    for shape, axis in [((0,), 0), ((1,), 0), ((7,), 0), ((3, 4), 0), ((3, 4), 1), ((2, 3, 2), 1), ((0, 2), 1), ((), None), ((2, 3), None)]:
        for dtype in ["float64", "int32", "bool"]:
            x = rng.integers(-4, 5, shape)
            x = (x > -2) if dtype == "bool" else x.astype(dtype)
            # int32 as ours: NumPy itself would count in int64.
            kind = np.int32 if dtype != "float64" else None
            for name, f in [("cumsum", np.cumsum), ("cumprod", np.cumprod)]:
                result = f(x, axis=axis, dtype=kind)
                back = x.ravel() if axis is None else x
                turned = np.flip(f(np.flip(back, axis or 0), axis=axis or 0, dtype=kind), axis or 0)
                plain_x = x.astype(int) if dtype == "bool" else x
                cases.append({"name": name, "dtype": dtype, "axis": axis, "x": flat(plain_x), "forward": flat(result), "back": flat(turned)})
    write("cumulative", cases)


# ---- Rearrangements of arange(1, size + 1) in the given shape


def rearrangements():
    cases = []

    def case(name, shape, args, result):
        results = result if isinstance(result, (list, tuple)) else [result]
        cases.append([name, list(shape), args, [flat(np.asarray(part)) for part in results]])

    def x(shape):
        return iota(shape) + 1

    for shape, reps in [((3,), 2), ((3,), [2, 2]), ((2, 3), 2), ((2, 3), [3, 1]), ((2, 3), [2, 1, 2]), ((2, 3), [0, 2]), ((), 3), ((0, 2), [2, 2])]:
        case("tile", shape, [reps], np.tile(x(shape), reps))
    for shape, counts, axis in [((3,), 2, None), ((2, 3), 2, None), ((2, 3), 3, 1), ((2, 3), [2, 0], 0), ((2, 3), [1, 0, 2], -1), ((2, 2), [1, 2, 0, 3], None), ((0, 2), 2, 0), ((), 3, None)]:
        case("repeat", shape, [counts, {} if axis is None else {"axis": axis}], np.repeat(x(shape), counts, axis))
    for shape, shift, axis in [((5,), 2, None), ((5,), -7, 0), ((2, 3), 1, None), ((2, 3), 1, 1), ((2, 3), [1, 2], [0, 1]), ((2, 3), -1, [0, -1]), ((3, 0), 1, 0), ((), 1, None), ((4,), [1, 2], [0, 0])]:
        case("roll", shape, [shift, {} if axis is None else {"axis": axis}], np.roll(x(shape), shift, axis))
    for shape, parts, axis in [((6,), 3, 0), ((6,), [2, 4], 0), ((6,), [2, 2, 9], 0), ((6,), [-4, -1], 0), ((2, 4), 2, 1), ((2, 4), [1], -1), ((3,), 1, 0), ((3,), [], 0), ((0, 2), 2, 0)]:
        case("split", shape, [parts, {"axis": axis}], np.split(x(shape), parts, axis))
    for shape, axis, order in [((5,), -1, 1), ((5,), 0, 3), ((2, 3), 0, 1), ((2, 3), 1, 2), ((2, 1), 1, 1), ((4,), 0, 0), ((2, 0), 1, 1)]:
        case("diff", shape, [{"axis": axis, "order": order}], np.diff(x(shape) ** 2, order, axis))
    for shape in [(3, 3), (2, 4), (4, 2), (0, 3)]:
        for offset in [-3, -1, 0, 1, 2]:
            case("diagonal", shape, [{"offset": offset}], np.diagonal(x(shape), offset))
            case("diag", shape, [{"offset": offset}], np.diag(x(shape), offset))
            case("tril", shape, [{"offset": offset}], np.tril(x(shape), offset))
            case("triu", shape, [{"offset": offset}], np.triu(x(shape), offset))
    for offset in [-2, 0, 1]:
        case("diag", (2,), [{"offset": offset}], np.diag(x((2,)), offset))
        case("diag", (0,), [{"offset": offset}], np.diag(x((0,)), offset))
        case("diagonal", (2, 3, 4), [{"offset": offset, "axes": [2, 0]}], np.diagonal(x((2, 3, 4)), offset, 2, 0))
        case("tril", (2, 2, 3), [{"offset": offset}], np.tril(x((2, 2, 3)), offset))
    for shape, widths in [((3,), [[2, 1]]), ((3,), [[7, 8]]), ((2, 3), [[1, 2], [0, 3]]), ((1,), [[2, 2]]), ((2, 1), [[1, 1], [2, 0]]), ((2, 3), 2), ((2, 3), [1, 2])]:
        for mode in ["constant", "edge", "reflect", "symmetric", "wrap"]:
            if mode == "wrap":
                # NumPy before 1.25 does not repeat a period that is cut: index modulo the length instead.
                pairs = np.broadcast_to(widths, (len(shape), 2))
                result = x(shape)[np.ix_(*[np.arange(-b, n + a) % n for n, (b, a) in zip(shape, pairs)])]
            else:
                result = np.pad(x(shape), widths, mode)
            case("pad", shape, [widths, {"mode": mode}], result)
        case("pad", shape, [widths, {"mode": "constant", "value": -7}], np.pad(x(shape), widths, constant_values=-7))
    case("pad", (0, 2), [[[1, 1], [0, 1]], {"mode": "constant", "value": 3}], np.pad(x((0, 2)), [[1, 1], [0, 1]], constant_values=3))
    case("pad", (0, 2), [[[0, 0], [2, 1]], {"mode": "edge"}], np.pad(x((0, 2)), [[0, 0], [2, 1]], mode="edge"))
    write("rearrangements", cases)


def grids():
    cases = []
    for lengths in [[], [3], [2, 3], [3, 1, 2], [0, 2], [2, 2, 2, 3]]:
        vectors = [iota((n,)) + 10 * i for i, n in enumerate(lengths)]
        for indexing in ["xy", "ij"]:
            cases.append([vectors, indexing, [flat(part) for part in np.meshgrid(*vectors, indexing=indexing)]])
    write("meshgrid", cases)


# ---- Statistics


def statistics():
    result = {}
    x = np.round(rng.standard_normal((3, 5)), 2)
    ties = rng.integers(0, 4, (2, 3, 4)).astype(float)
    rows = []
    for data in [x, ties, np.array([1.5]), np.array([3.0, 1.0]), np.array([1.0, math.nan, 2.0]), np.array([-math.inf, 0.0, math.inf])]:
        for axis in [None, 0, -1] + ([(0, 2)] if data.ndim > 2 else []):
            for method in ["linear", "lower", "higher", "midpoint", "nearest"]:
                for q in [0.5, [0.0, 0.1, 0.25, 0.7, 1.0], [[0.3], [0.9]]]:
                    with np.errstate(all="ignore"):
                        value = np.quantile(data, q, axis=axis, method=method)
                    if np.isinf(data).any() and method in ("linear", "midpoint"):
                        continue
                    rows.append([flat(data), "all" if axis is None else axis, method, q, flat(value)])
    result["quantile"] = rows
    result["median"] = [
        [flat(data), "all" if axis is None else axis, keep, flat(np.median(data, axis=axis, keepdims=keep))]
        for data in [x, ties, np.array([2.0, 1.0])] for axis in [None, 0, -1] for keep in [False, True]
    ]

    rows = []
    heights = np.round(rng.standard_normal(50), 3)
    # Values on the edges, where rounding decides.
    tenths = np.arange(31) * 0.1
    weights = np.round(rng.random(50), 2)
    for data, options in [
        (heights, {}), (heights, {"bins": 4}), (heights, {"bins": 7, "range": [-1, 1]}), (heights, {"bins": [-2, -0.5, 0, 0, 3]}),
        (heights, {"bins": 5, "density": True}), (heights, {"bins": 5, "weights": weights}),
        (heights, {"bins": [-1, 0, 1], "weights": weights, "density": True}), (tenths, {"bins": 30}), (tenths, {"bins": 3}),
        (tenths, {"bins": 10, "range": [0, 3]}), (np.array([2.0, 2.0]), {}), (np.array([]), {"bins": 3}),
        (np.array([1.0, math.nan, 2.0]), {"bins": 2, "range": [0, 2]}), (np.array([[1.0, 2.0], [2.0, 5.0]]), {"bins": 4}),
        (np.array([0.1, 0.7, 0.3]), {"bins": 1}), (np.array([5.0]), {"range": [5, 5], "bins": 2}),
    ]:
        counts, edges = np.histogram(data, **options)
        rows.append([flat(data), options, flat(counts), flat(edges)])
    result["histogram"] = rows

    rows = []
    for line in [[], [1.0], [1.0, 2.0, 2.0, 2.0, 5.0], [-math.inf, 0.0, 0.0, math.inf, math.nan, math.nan]]:
        for side in ["left", "right"]:
            values = np.array([[-math.inf, -1.0, 0.0, 1.0], [2.0, 3.0, math.inf, math.nan]])
            rows.append([line, values, side, np.searchsorted(line, values, side)])
    result["searchSorted"] = rows

    rows = []
    at = np.array([-9.0, -1.0, -0.5, 0.0, 0.1, 0.999, 1.0, 2.2, 3.0, 3.1, 99.0, math.nan])
    for xp, fp in [([0.0, 1.0, 3.0], [1.0, -2.0, 0.25]), ([-1.0, 0.1], [3.0, 3.0]), (np.linspace(-2, 4, 13), np.round(rng.standard_normal(13), 3)), ([2.0], [7.0])]:
        # Through a single point, NumPy's value at NaN is a number.
        at = at if len(xp) > 1 else at[:-1]
        for left, right in [(None, None), (-7.5, None), (None, 8.5)]:
            rows.append([at, xp, fp, {"left": left, "right": right}, np.interp(at, xp, fp, left, right)])
    for xp, fp, period in [([0.0, 1.0, 3.0], [1.0, -2.0, 0.25], 4), ([5.0, 0.5, -1.0], [1.0, 2.0, 4.0], 2.5)]:
        rows.append([at, xp, fp, {"period": period}, np.interp(at, xp, fp, period=period)])
    result["interp"] = rows

    rows = []
    for data, dtype in [
        (np.array([3.0, 1.0, 3.0, -2.0, 1.0, 3.0]), "float64"), (np.array([]), "float64"), (np.array([[2, 1], [1, 2]]), "int32"),
        (np.array([math.nan, 1.0, math.nan, -math.inf]), "float64"), (np.array([0.0, -1.0, 0.0]), "float32"), (np.array(5.0), "float64"),
        (np.array([1, 0, 1]), "bool"),
    ]:
        values, indices, inverse, counts = np.unique(data, return_index=True, return_inverse=True, return_counts=True)
        rows.append({"x": flat(data), "dtype": dtype, "values": flat(values), "indices": indices, "inverse": flat(inverse.reshape(data.shape)), "counts": counts})
    result["unique"] = rows

    rows = []
    for data in [x, ties[0], x[0], x[:, :1], np.array([[1.0, 1.0, 1.0], [1.0, 2.0, 3.0]])]:
        for row_var in [True, False]:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                covariances = [np.cov(data, rowvar=row_var, ddof=ddof) for ddof in [1, 0]]
                rows.append([flat(data), row_var, *map(flat, covariances), flat(np.corrcoef(data, rowvar=row_var))])
    result["covariance"] = rows
    write("statistics", result)


regions()
gathers()
updates()
sorting()
cumulative()
rearrangements()
grids()
statistics()
