"""Times NumPy's samplers for numpy.ts: reads lines "name count", answers milliseconds."""

import sys
import time

import numpy

generator = numpy.random.default_rng(0)
samplers = {
    "uniform": lambda n: generator.random(n),
    "normal": lambda n: generator.standard_normal(n),
    "exponential": lambda n: generator.standard_exponential(n),
    "gamma 2.5": lambda n: generator.standard_gamma(2.5, n),
    "gamma 0.3": lambda n: generator.standard_gamma(0.3, n),
    "beta 2, 3": lambda n: generator.beta(2, 3, n),
    "von mises 2": lambda n: generator.vonmises(0, 2, n),
    "poisson 4": lambda n: generator.poisson(4, n),
    "poisson 1000": lambda n: generator.poisson(1000, n),
    "binomial 20": lambda n: generator.binomial(20, 0.3, n),
    "binomial 1000": lambda n: generator.binomial(1000, 0.3, n),
}

print(numpy.__version__, flush=True)
for line in sys.stdin:
    name, count = line.rsplit(" ", 1)
    start = time.perf_counter()
    samplers[name](int(count))
    print((time.perf_counter() - start) * 1e3, flush=True)
