"""Times numpy.linalg for numpy.ts: reads lines {"name", "n", "repeats"}, answers with milliseconds a call."""

import json
import sys
import time

import numpy as np

random = np.random.default_rng(1)
operands = {}
FUNCTIONS = {
    "solve": lambda a: np.linalg.solve(a["general"], a["vector"]),
    "solve (n columns)": lambda a: np.linalg.solve(a["general"], a["symmetric"]),
    "inv": lambda a: np.linalg.inv(a["general"]),
    "det": lambda a: np.linalg.det(a["general"]),
    "cholesky": lambda a: np.linalg.cholesky(a["definite"]),
    "qr": lambda a: np.linalg.qr(a["general"]),
    "eigh": lambda a: np.linalg.eigh(a["symmetric"]),
    "eigvalsh": lambda a: np.linalg.eigvalsh(a["symmetric"]),
    "svd": lambda a: np.linalg.svd(a["general"], full_matrices=False),
    "svdvals": lambda a: np.linalg.svd(a["general"], compute_uv=False),
    "eig": lambda a: np.linalg.eig(a["general"]),
    "eigvals": lambda a: np.linalg.eigvals(a["general"]),
}


def operands_of(n):
    a = random.standard_normal((n, n))
    return {"general": a, "symmetric": a + a.T, "definite": a @ a.T + n * np.eye(n), "vector": a[0].copy()}


def with_blas():
    """The files that serve as BLAS, as the process has them mapped."""
    with open("/proc/self/maps") as maps:
        return sorted({line.split()[-1] for line in maps if "blas" in line})


print(json.dumps({"numpy": np.__version__, "blas": with_blas()}), flush=True)
for line in sys.stdin:
    task = json.loads(line)
    n = task["n"]
    if n not in operands:
        operands[n] = operands_of(n)
    run = FUNCTIONS[task["name"]]
    matrices = operands[n]
    start = time.perf_counter()
    for _ in range(task["repeats"]):
        run(matrices)
    print((time.perf_counter() - start) * 1000 / task["repeats"], flush=True)
