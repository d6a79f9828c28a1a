"""Times NumPy's eigh and svd for spectra.ts: reads lines {"name", "n", "repeats"}, answers with milliseconds a call."""

import json
import sys
import time

import numpy as np

random = np.random.default_rng(1)
operands = {}
FUNCTIONS = {
    "eigh": np.linalg.eigh,
    "eigvalsh": np.linalg.eigvalsh,
    "svd": lambda a: np.linalg.svd(a, full_matrices=False),
    "svdvals": lambda a: np.linalg.svd(a, compute_uv=False),
}


def with_blas():
    """The file that serves as BLAS, as the process has it mapped."""
    with open("/proc/self/maps") as maps:
        return sorted({line.split()[-1] for line in maps if "blas" in line})


print(json.dumps({"numpy": np.__version__, "blas": with_blas()}), flush=True)
for line in sys.stdin:
    task = json.loads(line)
    n = task["n"]
    if n not in operands:
        a = random.standard_normal((n, n))
        operands[n] = a + a.T
    run = FUNCTIONS[task["name"]]
    start = time.perf_counter()
    for _ in range(task["repeats"]):
        run(operands[n])
    print((time.perf_counter() - start) * 1000 / task["repeats"], flush=True)
