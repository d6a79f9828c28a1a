"""Encodes the data of @adjoint/datasets and writes what its tests compare with.

The files come from scikit-learn 1.2.1 (Debian's python3-sklearn, under sklearn/datasets/data): iris.csv, which holds the
numbers of Fisher's paper, and digits.csv.gz, the test set of the UCI repository's "Optical Recognition of Handwritten
Digits". Encoded are Fisher's numbers as tenths in two digits, and pixels as one letter each, `0123456789abcdefg`, which
compresses better than bytes in base64 would. The fixture holds checksums of the files' lines, and means, deviations and
spectra by NumPy.

Run: /usr/bin/python3 tooling/reference/datasets.py <folder with iris.csv and digits.csv.gz>
"""

import gzip
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

source = Path(sys.argv[1])
package = Path(__file__).parents[2] / "packages/datasets"


def module(name, comment, strings):
    """Writes a module of string constants."""
    lines = [f"// {comment}", "// Written by tooling/reference/datasets.py; do not edit."]
    for constant, doc, value in strings:
        lines += ["", f"/** {doc} */", f"export const {constant}: string =", f'  "{value}";']
    (package / "src/data" / f"{name}.ts").write_text("\n".join(lines) + "\n")


def summary(lines, rows, labels):
    """What the tests hold a data set to."""
    variances = np.linalg.svd(rows - rows.mean(0), compute_uv=False) ** 2 / (len(rows) - 1)
    return {
        "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        "counts": np.bincount(labels).tolist(),
        "means": rows.mean(0).tolist(),
        "deviations": rows.std(0, ddof=1).tolist(),
        "variances": variances[:10].tolist(),
    }


def iris():
    lines = (source / "iris.csv").read_text().split()[1:]
    cells = [line.split(",") for line in lines]
    assert [int(row[4]) for row in cells] == [i // 50 for i in range(150)]
    tenths = "".join(f"{round(10 * float(cell)):02d}" for row in cells for cell in row[:4])
    module(
        "iris",
        "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936), table I.",
        [("tenths", "Four lengths of each flower in millimetres, two digits each; fifty flowers of each species.", tenths)],
    )
    rows = np.array([[float(cell) for cell in row[:4]] for row in cells])
    return summary(lines, rows, np.array([int(row[4]) for row in cells]))


def digits():
    lines = gzip.open(source / "digits.csv.gz", "rt").read().split()
    table = np.array([[int(cell) for cell in line.split(",")] for line in lines])
    letters = "0123456789abcdefg"
    module(
        "digits",
        "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, CC BY 4.0.",
        [
            ("pixels", "64 pixels of each image, row by row, from 0 (white) to g = 16 (black).",
             "".join(letters[cell] for row in table for cell in row[:64])),
            ("classes", "The digit that each image shows.", "".join(str(row[64]) for row in table)),
        ],
    )
    return summary(lines, table[:, :64].astype(float), table[:, 64])


fixture = package / "test/fixtures/summaries.json"
fixture.parent.mkdir(parents=True, exist_ok=True)
fixture.write_text(json.dumps({"iris": iris(), "digits": digits()}, indent=1) + "\n")
