"""Writes Boost's published tables of the beta family to packages/special/test/fixtures/boost-beta.json.

SciPy ships them as boost.npz; they are thinned evenly, with the rows of the extremes of every column kept. Rows whose
value underflows are left out. Run: /usr/bin/python3 tooling/reference/special_boost_beta.py
"""

import json
from pathlib import Path

import numpy
import scipy.special

folder = Path(scipy.special.__file__).parent / "tests/data"
boost = numpy.load(folder / "boost.npz")
target = Path(__file__).parents[2] / "packages/special/test/fixtures/boost-beta.json"


def table(name, columns):
    return [[float(row[column]) for column in columns] for row in boost[f"{name}_ipp-{name}"]]


def thinned(rows, count):
    """Evenly, and those with the least and the greatest value of a column."""
    kept = set(range(0, len(rows), max(1, -(-len(rows) // count))))
    for column in range(len(rows[0])):
        values = [row[column] for row in rows]
        kept |= {values.index(min(values)), values.index(max(values))}
    return [rows[i] for i in sorted(kept)]


def normal(rows):
    return [row for row in rows if 1e-305 < abs(row[-1]) < 1e305 and all(x > 1e-305 for x in row[:-1])]


incomplete = ["ibeta_small_data", "ibeta_data", "ibeta_large_data", "ibeta_int_data"]
fixture = {
    "betainc": [table(name, [0, 1, 2, 5]) for name in incomplete],
    "betaincc": [table(name, [0, 1, 2, 6]) for name in incomplete],
    "betaincinv": [table("ibeta_inv_data", [0, 1, 2, 3])],
    "betainccinv": [table("ibeta_inv_data", [0, 1, 2, 4])],
    "beta": [table("beta_med_data", [0, 1, 2]), table("beta_exp_data", [0, 1, 2])],
}
counts = {"betainc": 120, "betaincc": 120, "betaincinv": 250, "betainccinv": 250, "beta": 100}
target.write_text(
    json.dumps(
        {name: [row for rows in tables for row in thinned(normal(rows), counts[name])] for name, tables in fixture.items()}
    )
)
