"""NumPy, as a contestant of compiled programs: what one writes by hand without a compiler."""

from itertools import cycle

import numpy as np

from line_protocol import serve
from problems import line


def wave(dtype, count):
    inputs = cycle([np.array(line(count), dtype) for _ in range(2)])
    one = np.dtype(dtype).type(1)

    def run():
        x = next(inputs)
        return [np.tanh(x * x + one) * np.exp(-x)]

    return run


cases = {
    f"tanh(x² + 1)·exp(−x), {dtype}, {count}": wave(dtype, count)
    for dtype in ("float64", "float32")
    for count in (1000, 100_000, 1_000_000)
}

serve(np.__version__, cases, np.ravel)
