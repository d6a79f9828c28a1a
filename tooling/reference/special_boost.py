"""Writes Boost's published tables of the gamma, zeta, Bessel and error functions to packages/special/test/fixtures/boost.json.

SciPy ships them as boost.npz and some of its own as local.npz; long ones are thinned evenly, with the rows of the extremes of every column kept.
Each value is compared with mpmath at the double inputs. Where they differ by more than 3e-16 relative, mpmath's value
stands in the file (for the incomplete gamma functions up to a = 1e5, their inverses up to 3000), and the row's place is listed under "corrected" with the value of the table.
Run: /usr/bin/python3 tooling/reference/special_boost.py && pnpm exec oxfmt packages/special
"""

import json
from pathlib import Path

import mpmath
import numpy
import scipy.special
from mpmath import mp, mpf
from special_gamma import erfcinv, gamma_quantile, gamma_tail, poisson_mass

mp.dps = 50
data = Path(scipy.special.__file__).parent / "tests/data"
boost, local = numpy.load(data / "boost.npz"), numpy.load(data / "local.npz")
target = Path(__file__).parents[2] / "packages/special/test/fixtures/boost.json"


def table(name, columns, source=boost):
    rows = source[f"{name}_ipp-{name}" if source is boost else name]
    return [[float(row[column]) for column in columns] for row in rows]


def gamma_table(name, column):
    return [
        [float(row[0]), float(row[column])] for row in boost[f"test_gamma_data_ipp-{name}"]
    ]


def thinned(rows, count):
    """Evenly, and those with the least and the greatest value of a column."""
    kept = set(range(0, len(rows), max(1, -(-len(rows) // count))))
    for column in range(len(rows[0])):
        values = [row[column] for row in rows]
        kept |= {values.index(min(values)), values.index(max(values))}
    return [rows[i] for i in sorted(kept)]


def other(is_upper, a, x):
    return gamma_tail(is_upper, a, x) if poisson_mass(a, x) > 1e-30 else 0


def lower(a, x):
    if a > 1e5:
        return None
    return gamma_tail(0, a, x) if x <= a or x < 1 else 1 - other(1, a, x)


def upper(a, x):
    if a > 1e5:
        return None
    return gamma_tail(1, a, x) if x > a or x < 1 else 1 - other(0, a, x)


def quantile(is_upper, a, p):
    return gamma_quantile(is_upper, a, p) if a < 3000 else None


near = ["near_0", "near_1", "near_2", "near_m10", "near_m55", "factorials"]
igamma = ["igamma_small_data", "igamma_med_data", "igamma_big_data", "igamma_int_data"]
inverses = ["gamma_inv_small_data", "gamma_inv_data", "gamma_inv_big_data"]
digammas = ["digamma_data", "digamma_neg_data", "digamma_root_data", "digamma_small_data"]
zetas = ["zeta_data", "zeta_neg_data", "zeta_1_up_data", "zeta_1_below_data"]
errors = ["erf_data", "erf_small_data", "erf_large_data"]
bessel = table("bessel_i_int_data", [0, 1, 2]) + table("bessel_i_data", [0, 1, 2])

# Function, rows of each of its tables, how many to keep of each, and mpmath's value.
families = {
    "gammainc": ([table(t, [0, 1, 5]) for t in igamma] + [table("gammainc", [0, 1, 2], local)], 90, lower),
    "gammaincc": ([table(t, [0, 1, 3]) for t in igamma] + [table("gammaincc", [0, 1, 2], local)], 90, upper),
    "gammaincinv": ([table(t, [0, 1, 2]) for t in inverses], 60, lambda a, p: quantile(0, a, p)),
    "gammainccinv": ([table(t, [0, 1, 3]) for t in inverses], 60, lambda a, q: quantile(1, a, q)),
    "gamma": ([gamma_table(t, 1) for t in near], 25, lambda x: mpmath.gamma(mpf(x))),
    "lgamma": ([gamma_table(t, 2) for t in near], 25, lambda x: mpmath.loggamma(mpf(x)).real),
    "digamma": ([table(t, [0, 1]) for t in digammas], 50, lambda x: mpmath.digamma(mpf(x))),
    "zeta": ([table(t, [0, 1]) for t in zetas], 50, lambda s: mpmath.zeta(mpf(s))),
    "erf": ([table(t, [0, 1]) for t in errors], 40, lambda x: mpmath.erf(mpf(x))),
    "erfc": ([table(t, [0, 2]) for t in errors], 40, lambda x: mpmath.erfc(mpf(x))),
    "erfinv": ([table("erf_inv_data", [0, 1])], 50, lambda y: -erfcinv(1 + mpf(y))),
    "erfcinv": ([table("erfc_inv_data", [0, 1]), table("erfc_inv_big_data", [0, 1])], 50, erfcinv),
    "i0": ([[[x, v] for n, x, v in bessel if n == 0]], 60, lambda x: mpmath.besseli(0, mpf(x))),
    "i1": ([[[x, v] for n, x, v in bessel if n == 1]], 60, lambda x: mpmath.besseli(1, mpf(x))),
}


def checked(name, rows, exact):
    cases, corrected = [], []
    for *inputs, published in rows:
        # SciPy's copy rounds what is not a normal double to 0 or ∞.
        if not 1e-305 < abs(published) < 1e305 or inputs[0] == 0 or any(not 1e-305 < abs(x) < 1e305 for x in inputs):
            continue
        value = exact(*inputs)
        # mpmath would need millions of terms.
        value = published if value is None else float(value)
        if abs(value - published) > 3e-16 * abs(value):
            corrected.append([len(cases), published])
        cases.append([*inputs, value])
    return {"cases": cases, "corrected": corrected}


fixture = {}
for name, (tables, count, exact) in families.items():
    fixture[name] = checked(name, [row for rows in tables for row in thinned(rows, count)], exact)
    print(flush=True, *[name, len(fixture[name]["cases"]), [fixture[name]["cases"][i] + [v] for i, v in fixture[name]["corrected"]][:6], len(fixture[name]["corrected"])])
target.write_text(json.dumps(fixture))
