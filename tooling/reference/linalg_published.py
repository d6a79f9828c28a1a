"""Writes packages/linalg/test/fixtures/published.json: the matrices of LAPACK's own data for DGEEVX, with the eigenvalues and the
reciprocal condition numbers that are printed there, which have been found in single precision; and the eigenvalues with their
condition numbers by mpmath with 100 digits.

Run: /usr/bin/python3 tooling/reference/linalg_published.py TESTING/ded.in, then oxfmt on the file
(the file is in LAPACK's source, of version 3.11 here, which Debian has as `apt-get source lapack`; mpmath, NumPy)
"""

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from linalg_gallery import eigenvalues  # noqa: E402

target = Path(__file__).parents[2] / "packages/linalg/test/fixtures/published.json"
lines = Path(sys.argv[1]).read_text().splitlines()
start = next(i for i, line in enumerate(lines) if line.startswith("DVX 21")) + 1
words = (word for line in lines[start:] for word in line.split())


def numbers(count):
    return [float(next(words).replace("D", "E")) for _ in range(count)]


entries = []
while (n := int(next(words))) > 0:
    a = [numbers(n) for _ in range(n)]
    printed = [numbers(4)[:3] for _ in range(n)]
    entries.append({"a": a, "printed": printed, "eigenvalues": eigenvalues(np.array(a))})
target.write_text(json.dumps(entries, separators=(",", ":")) + "\n")
