"""Writes packages/linalg/test/fixtures/lapack.json and, with --rivals, packages/linalg/test/fixtures/accuracy-rivals.json.

The first holds the cases of LAPACK's own matrix generators, dlatms, dlatme and dlatmr of libtmglib, as their arguments: the seeds
follow from the order, as in LAPACK's tests, from 1988 1989 1990 1991. test/support/lapack-generators.ts makes the same matrices once
more; a weighted sum of the elements of each, and the seed at the end, say that they are the same.

The second holds the worst test ratios of NumPy and SciPy over these cases, those of gallery.json and of published.json, under
the names of test/support/accuracy-*.ts and by the rules of test/support/accuracy-cases.ts.

Run: OPENBLAS_NUM_THREADS=1 /usr/bin/python3 tooling/reference/linalg_lapack.py [--rivals], then oxfmt on the files
(Debian's libtmglib3; NumPy and SciPy)
"""

import ctypes
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import scipy

sys.path.insert(0, str(Path(__file__).parent))
import linalg_ratios as ratios  # noqa: E402

warnings.simplefilter("ignore")
target = Path(__file__).parents[2] / "packages/linalg/test/fixtures"
tmglib = ctypes.CDLL("libtmglib.so.3")
SEED = (1988, 1989, 1990, 1991)
INVERSE_EPSILON = 2.0**52


def integer(n):
    return ctypes.byref(ctypes.c_int(n))


def double(x):
    return ctypes.byref(ctypes.c_double(x))


def char(c):
    return ctypes.c_char_p(c.encode())


def pointer(a):
    return a.ctypes.data_as(ctypes.c_void_p)


def dlatms(m, n, dist, seed, sym, mode, cond, dmax):
    """A dense matrix and its singular values, or eigenvalues if `sym` is not "N"; advances the seed."""
    a = np.zeros((m, n), order="F")
    d = np.zeros(max(1, min(m, n)))
    work = np.zeros(3 * max(m, n, 1))
    info = ctypes.c_int(0)
    args = [integer(m), integer(n), char(dist), pointer(seed), char(sym), pointer(d), integer(mode), double(cond)]
    args += [double(dmax), integer(max(m - 1, 0)), integer(max(n - 1, 0)), char("N"), pointer(a), integer(max(m, 1))]
    tmglib.dlatms_(*args, pointer(work), ctypes.byref(info), *map(ctypes.c_size_t, (1, 1, 1)))
    assert info.value == 0, (m, n, dist, sym, mode, cond, dmax, info.value)
    return a, d[: min(m, n)]


def dlatme(n, seed, mode, cond, upper, similar, conds, anorm):
    """A nonsymmetric matrix and what was put on the diagonal of its triangular form; advances the seed."""
    a = np.zeros((n, n), order="F")
    d, ds, work = np.zeros(max(n, 1)), np.zeros(max(n, 1)), np.zeros(max(3 * n, 1))
    info = ctypes.c_int(0)
    yes = lambda flag: char("T" if flag else "F")
    args = [integer(n), char("S"), pointer(seed), pointer(d), integer(mode), double(cond), double(1.0), char(" ")]
    args += [yes(True), yes(upper), yes(similar), pointer(ds), integer(4), double(conds), integer(n), integer(n)]
    args += [double(anorm), pointer(a), integer(max(n, 1)), pointer(work), ctypes.byref(info)]
    tmglib.dlatme_(*args, *map(ctypes.c_size_t, (1, 1, 1, 1, 1)))
    assert info.value == 0, (n, mode, cond, upper, conds, anorm, info.value)
    return a, d[:n]


def dlatmr(m, n, seed, grade, cond, sparse, anorm):
    """Random elements of (-1, 1), so many of them 0 by chance, with rows and columns graded if `grade` is "B"."""
    a = np.zeros((m, n), order="F")
    d, dl, dr = np.zeros(min(m, n)), np.zeros(m), np.zeros(n)
    pivots, work, info = np.zeros(1, dtype=np.int32), np.zeros(max(m, n), dtype=np.int32), ctypes.c_int(0)
    args = [integer(m), integer(n), char("S"), pointer(seed), char("N"), pointer(d), integer(6), double(1.0), double(1.0)]
    args += [char("T"), char(grade), pointer(dl), integer(3), double(cond), pointer(dr), integer(-3), double(cond)]
    args += [char("N"), pointer(pivots), integer(m - 1), integer(n - 1), double(sparse), double(anorm), char("N")]
    args += [pointer(a), integer(m), pointer(work), ctypes.byref(info)]
    tmglib.dlatmr_(*args, *map(ctypes.c_size_t, (1,) * 6))
    assert info.value == 0, (m, n, grade, cond, sparse, anorm, info.value)
    return a, d


def spectra(conditions):
    """Mode, condition and norm of a thorough sample of spectra: every mode at norm 1, some at the ends of the range."""
    modes = [mode * sign for mode in range(1, 6) for sign in (1, -1)]
    plain = [(mode, cond, 1.0) for mode in modes for cond in conditions] + [(6, 1.0, 1.0)]
    return plain + [(mode, cond, norm) for norm in NORMS for mode in (3, 4) for cond in conditions[:2]]


# From here on a ratio says that there is no result.
USELESS = 1e6
NORMS = (1e140, 1e-140, 1e300, 1e-300)
FEW = [(mode, cond, 1.0) for mode in range(1, 6) for cond in (1e4, INVERSE_EPSILON)] + [(6, 1.0, 1.0), (3, 2.0, 1e300)]
LARGE = [(3, INVERSE_EPSILON, 1.0), (5, 1e4, 1.0)]
TRIVIAL = [(1, 1.0, norm) for norm in (1.0, *NORMS)] + [(6, 1.0, 1.0)]
SHAPES = [(2, 2), (3, 3), (5, 5), (10, 10), (20, 20), (3, 2), (2, 3), (10, 4), (4, 10), (20, 12), (12, 20), (60, 15), (15, 60)]


def general_cases():
    thorough = spectra((2.0, 1e8, INVERSE_EPSILON))
    cases = [(m, n, 4, 2.0, 1.0) for m, n in [(0, 0), (0, 3), (3, 0)]]
    cases += [(m, n, *s) for m, n in [(1, 1), (1, 4), (4, 1)] for s in TRIVIAL]
    cases += [(m, n, *s) for m, n in SHAPES for s in thorough]
    cases += [(60, 60, *s) for s in FEW]
    return cases + [(200, 200, *s) for s in LARGE[:1]] + [(200, 40, *LARGE[0]), (40, 200, *LARGE[0])]


def symmetric_cases(conditions, large=LARGE[:1]):
    cases = [(0, 0, 4, 2.0, 1.0)] + [(1, 1, *s) for s in TRIVIAL]
    cases += [(n, n, *s) for n in (2, 3, 5, 10, 20) for s in spectra(conditions)]
    few = [(mode, min(cond, conditions[-1]), norm) for mode, cond, norm in FEW]
    return cases + [(60, 60, *s) for s in few] + [(200, 200, *s) for s in large]


def nonsymmetric_cases():
    """Order, mode, condition of the spectrum, triangle filled or not, condition of the eigenvectors, largest element.

    A largest element of -1 leaves the matrix as it is. The types 9 to 18 of LAPACK's DDRVEV, and diagonalizable matrices."""
    kinds = [(mode, INVERSE_EPSILON, 1, conds, -1) for mode in (4, 3, 1, 5) for conds in (1.0, 2.0**26)]
    kinds += [(mode, INVERSE_EPSILON, 1, 2.0**26, norm) for mode in (4, 5) for norm in NORMS]
    diagonalizable = [(mode, cond, 0, conds, -1) for mode in (1, 2, 3, 4, 5, 6) for cond in (2.0, 1e8) for conds in (1.0, 10.0, 1e4)]
    sizes = (1, 2, 3, 5, 10, 20)
    cases = [(0, *kinds[0])] + [(n, *kind) for n in sizes for kind in kinds + diagonalizable]
    cases += [(60, *kind) for kind in kinds[:8] + [diagonalizable[-1]]]
    return cases + [(200, *kinds[7])]


def element_cases():
    """Shape, graded or not, condition of the grading, part of zeros, largest element."""
    kinds = [(0, 1.0, 0.0, norm) for norm in (1.0, *NORMS)] + [(1, 1e8, 0.0, 1.0), (0, 1.0, 0.5, 1.0), (1, 1e4, 0.5, 1.0)]
    shapes = [(2, 2), (3, 3), (5, 5), (10, 10), (20, 20), (10, 4), (4, 10), (30, 12), (12, 30), (60, 60)]
    # So many zeros make nothing but zeros of a small matrix.
    return [(m, n, *kind) for m, n in shapes for kind in kinds if kind[2] == 0 or m + n >= 10]


def checksum(a, norm):
    """Σ wᵢⱼ aᵢⱼ over the norm, with weights that no two neighbours share."""
    m, n = a.shape
    i, j = np.indices((m, n))
    return float(f"{float(((7 * i + 3 * j) % 11 - 5 + (i == j)).ravel() @ (a / norm).ravel()):.12g}")


def generate():
    """Every family: its rows, matrices, prescribed values, and the seed at the end."""
    families = {}
    for name, sym, dist, cases in [
        ("general", "N", "U", general_cases()),
        ("symmetric", "S", "S", symmetric_cases((2.0, 1e8, INVERSE_EPSILON))),
        ("definite", "P", "U", symmetric_cases((2.0, 1e4, 1e14), LARGE[1:])),
        ("pairs", "P", "U", [(n, n, 5, 10.0, 1.0) for n in (0, 1, 2, 3, 5, 10, 20, 60, 200)]),
    ]:
        seed = np.array(SEED, dtype=np.int32)
        made = [dlatms(m, n, dist, seed, sym, mode, cond, norm) for m, n, mode, cond, norm in cases]
        families[name] = (cases, made, [norm for *_, norm in cases], seed)
    seed = np.array(SEED, dtype=np.int32)
    cases = nonsymmetric_cases()
    made = [dlatme(n, seed, mode, cond, upper, True, conds, anorm) for n, mode, cond, upper, conds, anorm in cases]
    families["nonsymmetric"] = (cases, made, [abs(anorm) for *_, anorm in cases], seed)
    seed = np.array(SEED, dtype=np.int32)
    cases = element_cases()
    made = [dlatmr(m, n, seed, "NB"[graded], cond, sparse, norm) for m, n, graded, cond, sparse, norm in cases]
    families["elements"] = (cases, made, [norm for *_, norm in cases], seed)
    return families


FLOAT32_NORMS = {1e140: 1e15, 1e-140: 1e-15, 1e300: 1e30, 1e-300: 1e-28}


def in_precision(family, dtype, families):
    """The cases, matrices and prescribed values of a family in a precision."""
    cases, made, norms, _ = families[family]
    for case, (a, d), norm in zip(cases, made, norms, strict=True):
        if dtype is np.float64:
            yield case, np.array(a, order="C"), d
        elif max(a.shape) < 60 and (family != "definite" or case[3] <= 1e4):
            factor = FLOAT32_NORMS.get(norm, 1.0) / norm
            yield case, np.array(a * factor, order="C").astype(dtype), d * factor


def all_ratios(dtype, families):
    """The ratios of every matrix, as dictionaries."""
    for case, a, d in in_precision("general", dtype, families):
        square = a.shape[0] == a.shape[1]
        yield ratios.general(a, d, case[3]) | (ratios.systems(a) if square else {})
    for (_, _, _, _, sparse, _), a, _ in in_precision("elements", dtype, families):
        square = a.shape[0] == a.shape[1]
        yield ratios.general(a, None, np.inf) | (ratios.systems(a) if square and sparse == 0 else {})
        if square:
            yield ratios.square(a, None, np.inf)
    partners = {a.shape[0]: a for _, a, _ in in_precision("pairs", np.float64, families)}
    for _, a, d in in_precision("symmetric", dtype, families):
        yield ratios.symmetric(a, d, partners[len(a)].astype(dtype))
    for _, a, _ in in_precision("definite", dtype, families):
        yield ratios.definite(a)
    for (_, mode, _, filled, conds, _), a, d in in_precision("nonsymmetric", dtype, families):
        known = not filled and abs(mode) != 5
        yield ratios.square(a, d if known else None, conds)
    for entry in json.loads((target / "gallery.json").read_text()):
        yield from gallery_ratios(entry, dtype)
    for entry in json.loads((target / "published.json").read_text()):
        yield ratios.square(np.array(entry["a"], dtype=dtype), None, np.inf)


def gallery_ratios(entry, dtype):
    a = np.array(entry["a"])
    sizes = np.abs(a[a != 0])
    if dtype is np.float32 and ((sizes <= 1e-30) | (sizes >= 1e30)).any():
        return
    a = a.astype(dtype)
    singular, values = np.array(entry["singular"]), entry.get("symmetric")
    condition = singular[0] / singular[-1]
    is_square = a.shape[0] == a.shape[1]
    yield ratios.general(a, singular, condition) | (ratios.systems(a) if is_square and condition < 1e100 else {})
    if values is not None:
        yield ratios.symmetric(a, np.array(values), None)
        if values[0] > values[-1] * (1e-14 if dtype is np.float64 else 1e-5):
            yield ratios.definite(a)
    if is_square:
        yield ratios.square(a, None, np.inf)


def worst_ratios(families):
    """By ratio and dtype: the largest of NumPy or SciPy, and in how many cases there was none."""
    table = {}
    for dtype in (np.float64, np.float32):
        for found in all_ratios(dtype, families):
            for name, ratio in found.items():
                fresh = {"cases": 0, "worst": 0.0, "failed": 0}
                row = table.setdefault(name, {}).setdefault(np.dtype(dtype).name, fresh)
                row["cases"] += 1
                if ratio < USELESS:
                    row["worst"] = max(row["worst"], float(f"{ratio:.2g}"))
                else:
                    row["failed"] += 1
    return table


def lines(rows):
    return "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]"


families = generate()
parts = []
for name, (cases, made, norms, seed) in families.items():
    sums = [checksum(a, norm) for (a, _), norm in zip(made, norms, strict=True)]
    rows = [[*map(lambda x: int(x) if float(x).is_integer() and abs(x) < 1e16 else x, case), total] for case, total in zip(cases, sums, strict=True)]
    parts.append(f'"{name}":{{"end":{json.dumps(seed.tolist())},"cases":{lines(rows)}}}')
(target / "lapack.json").write_text("{" + ",\n".join(parts) + "}\n")
print({name: len(cases) for name, (cases, *_) in families.items()})
if "--rivals" in sys.argv:
    versions = {"numpy": np.__version__, "scipy": scipy.__version__}
    (target / "accuracy-rivals.json").write_text(json.dumps({"versions": versions, "ratios": worst_ratios(families)}) + "\n")
