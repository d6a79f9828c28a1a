"""Times NumPy, SciPy and PyTorch for contractions.ts: reads the name of a case, answers with milliseconds a call."""

import sys
import time

import numpy as np
from scipy.signal import convolve2d

random = np.random.default_rng(1)


def normal(*shape):
    return random.standard_normal(shape)


def torch_case(x, w):
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    image, weights = torch.tensor(x), torch.tensor(w)
    return lambda: torch.nn.functional.conv2d(image, weights)


small, square, heads = normal(2, 2), normal(256, 256), normal(4, 8, 64, 32)
cases = {
    "einsum 2x2": lambda: np.einsum("ij,jk->ik", small, small),
    "einsum 256": lambda: np.einsum("ij,kj->ik", square, square, optimize=True),
    "einsum attention": lambda: np.einsum("bhqd,bhkd->bhqk", heads, heads, optimize=True),
    "convolve 1e5 * 5": lambda x=normal(100_000), k=normal(5): np.convolve(x, k, "same"),
    "convolve 1e5 * 1000": lambda x=normal(100_000), k=normal(1000): np.convolve(x, k, "same"),
    "convolve 512x512 * 5x5": lambda x=normal(512, 512), k=normal(5, 5): convolve2d(x, k, "same"),
    "convolve 3 to 16 channels": torch_case(normal(8, 3, 64, 64), normal(16, 3, 3, 3)),
    "convolve 16 to 32 channels": torch_case(normal(8, 16, 32, 32), normal(32, 16, 3, 3)),
}
for line in sys.stdin:
    call = cases[line.strip()]
    if call is None:
        print("nan", flush=True)
        continue
    repeats, elapsed = 0, 0.0
    start = time.perf_counter()
    while elapsed < 0.05:
        call()
        repeats += 1
        elapsed = time.perf_counter() - start
    print(elapsed * 1000 / repeats, flush=True)
