"""Writes .npy and .npz files that NumPy made, as base64, to packages/tensor/test/fixtures/npy.json, and
DEFLATE streams that zlib made to deflate.json.

Each case has the bytes, and the elements in row-major order as they are to be read. The cases that say "same" are
those that must be written back as the same bytes.
Run: python3 tooling/reference/tensor_npy.py
With a folder as argument it reads every .npy file there instead, which writeNpy wrote, and prints what NumPy sees.
"""

import base64
import hashlib
import io
import json
import math
import random
import sys
import zipfile
import zlib
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
    arrays = {"arr_0": np.arange(3.0), "weights": np.eye(8, dtype=np.float32), "größe": np.array(7, np.int32)}
    plain_archive, compressed, lzma = io.BytesIO(), io.BytesIO(), io.BytesIO()
    np.savez(plain_archive, **arrays)
    np.savez_compressed(compressed, **arrays)
    with zipfile.ZipFile(lzma, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("w.npy", saved(np.eye(2)))
    packed = {"plain": plain_archive, "compressed": compressed, "lzma": lzma}
    return {name: base64.b64encode(archive.getvalue()).decode() for name, archive in packed.items()}


def deflated():
    """Texts and their streams of every kind of block, as zlib makes them."""
    random.seed(20261104)
    texts = {
        "nothing": b"", "one byte": b"a", "the same byte": b"a" * 1000, "a long repetition": bytes(range(256)) * 300,
        "noise": random.randbytes(3000), "letters": bytes(random.choice(b"etaoin shrdlu") for _ in range(5000)),
        "distant copies": random.randbytes(200) + bytes(32400) + random.randbytes(5),
        "doubles": np.sin(np.arange(2000.0)).tobytes(),
    }
    rows = []
    for name, text in texts.items():
        for kind, level, strategy in [("stored", 0, zlib.Z_DEFAULT_STRATEGY), ("dynamic", 9, zlib.Z_DEFAULT_STRATEGY), ("fixed", 9, zlib.Z_FIXED), ("Huffman only", 6, zlib.Z_HUFFMAN_ONLY)]:
            if len(text) > 10000 and kind in ("stored", "Huffman only"):
                continue
            stream = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
            packed = stream.compress(text) + stream.flush()
            rows.append([name, kind, len(text), hashlib.sha256(text).hexdigest(), base64.b64encode(packed).decode()])
    return rows


if len(sys.argv) > 1:
    for path in sorted(Path(sys.argv[1]).glob("*.npy")):
        array = np.load(path)
        print(path.name, array.dtype.str, array.shape, array.tolist())
else:
    result = {"arrays": cases(), "refused": refused(), "archives": archives()}
    (target / "deflate.json").write_text(json.dumps(deflated(), separators=(",", ":")) + "\n")
    (target / "npy.json").write_text(json.dumps(result, separators=(",", ":"), allow_nan=False) + "\n")
