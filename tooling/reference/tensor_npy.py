"""Writes .npy and .npz files that NumPy made, as base64, to packages/tensor/test/fixtures/npy.json.

Each case has the bytes, and the elements in row-major order as they are to be read. The cases that say "same" are
those that must be written back as the same bytes.
Run: python3 tooling/reference/tensor_npy.py
With a folder as argument it reads every .npy file there instead, which writeNpy wrote, and prints what NumPy sees.
"""

import base64
import io
import json
import math
import sys
from pathlib import Path

import numpy as np

target = Path(__file__).parents[2] / "packages/tensor/test/fixtures"


def plain(value):
    if isinstance(value, complex):
        return {"re": plain(value.real), "im": plain(value.imag)}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def saved(array, version=None):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=version)
    return buffer.getvalue()


def case(name, array, dtype, version=None, same=False):
    data = np.ascontiguousarray(array).ravel().tolist()
    return {
        "name": name, "bytes": base64.b64encode(saved(array, version)).decode(), "shape": list(array.shape), "dtype": dtype,
        "data": [plain(value) for value in data], "same": same,
    }


def cases():
    special = [0.0, -0.0, 1.5, -2.25, math.nan, math.inf, -math.inf, 1e-3]
    rows = [
        case("float64", np.array(special), "float64", same=True),
        case("float32", np.array(special, np.float32), "float32", same=True),
        case("int32", np.array([[1, -2], [2147483647, -2147483648]], np.int32), "int32", same=True),
        case("bool", np.array([True, False, True]), "bool", same=True),
        case("complex128", np.array([1 + 2j, complex(-0.0, math.inf), complex(math.nan, 0)]), "complex128", same=True),
        case("complex64", np.array([1.5 + 2j, -1j], np.complex64), "complex128"),
        case("float16", np.array([0, -0.0, 1, -2.5, 65504, 6e-8, 6.1e-5, math.nan, math.inf, -math.inf, 1 / 3], np.float16), "float32"),
        case("int8", np.array([1, -128, 127], np.int8), "int32"),
        case("int16", np.array([1, -32768, 32767], np.int16), "int32"),
        case("int64", np.array([0, 1, -1, 2 ** 53, -(2 ** 53), 2 ** 60]), "float64"),
        case("uint8", np.array([0, 255], np.uint8), "int32"),
        case("uint16", np.array([0, 65535], np.uint16), "int32"),
        case("uint32", np.array([0, 4294967295], np.uint32), "float64"),
        case("uint64", np.array([0, 2 ** 63], np.uint64), "float64"),
        case("a scalar", np.array(3.5), "float64", same=True),
        case("nothing", np.zeros((0,)), "float64", same=True),
        case("nothing in three axes", np.zeros((2, 0, 3), np.float32), "float32", same=True),
        case("a matrix", np.arange(6.0).reshape(2, 3), "float64", same=True),
        case("three axes", np.arange(24.0).reshape(2, 3, 4), "float64", same=True),
        case("Fortran order", np.asfortranarray(np.arange(6.0).reshape(2, 3)), "float64"),
        case("Fortran order in three axes", np.asfortranarray(np.arange(24, dtype=np.int32).reshape(2, 3, 4)), "int32"),
        case("version 2", np.arange(3.0), "float64", version=(2, 0)),
        case("version 3", np.arange(3.0), "float64", version=(3, 0)),
    ]
    for kind, dtype in [("f8", "float64"), ("f4", "float32"), ("f2", "float32"), ("i4", "int32"), ("i2", "int32"), ("i8", "float64"), ("u4", "float64"), ("c16", "complex128"), ("c8", "complex128")]:
        values = np.array([1, 2, 300]) if kind[0] != "c" else np.array([1 + 2j, 3 - 4j])
        rows.append(case(f"big-endian {kind}", values.astype(f">{kind}"), dtype))
    rows.append(case("big-endian in Fortran order", np.asfortranarray(np.arange(6).reshape(2, 3).astype(">f4")), "float32"))
    return rows


def refused():
    arrays = {
        "strings": np.array(["a", "bc"]), "bytes": np.array([b"a"]), "dates": np.array(["2026-11-01"], "datetime64[D]"),
        "records": np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]), "long doubles": np.array([1], np.longdouble),
        "large integers": np.array([2 ** 53 + 1]),
    }
    return {name: base64.b64encode(saved(array)).decode() for name, array in arrays.items()}


def archives():
    plain_archive, compressed = io.BytesIO(), io.BytesIO()
    np.savez(plain_archive, np.arange(3.0), weights=np.eye(2, dtype=np.float32), größe=np.array(7, np.int32))
    np.savez_compressed(compressed, weights=np.eye(2))
    return {"plain": base64.b64encode(plain_archive.getvalue()).decode(), "compressed": base64.b64encode(compressed.getvalue()).decode()}


if len(sys.argv) > 1:
    for path in sorted(Path(sys.argv[1]).glob("*.npy")):
        array = np.load(path)
        print(path.name, array.dtype.str, array.shape, array.tolist())
else:
    result = {"arrays": cases(), "refused": refused(), "archives": archives()}
    (target / "npy.json").write_text(json.dumps(result, separators=(",", ":"), allow_nan=False) + "\n")
