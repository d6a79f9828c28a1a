"""Prints the coefficients of packages/kernels/src/elementary/float32: minimax fits of relative errors with mpmath.

Run: python3 tooling/reference/elementary_float32_coefficients.py
"""

import struct

import mpmath
from mpmath import mp, mpf

mp.dps = 40


def single(x):
    """The float32 nearest to x."""
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def exchange(f, weight, powers, low, high):
    """Remez' exchange: sum of c_k x^powers[k] with the least largest |weight (sum - f)|."""
    count = len(powers)
    nodes = [
        (low + high) / 2 - (high - low) / 2 * mpmath.cos(mp.pi * (i + mpf("0.01")) / (count + mpf("0.02")))
        for i in range(count + 1)
    ]
    grid = [low + (high - low) * i / 1201 for i in range(1202)]
    values = [(x, f(x), abs(weight(x))) for x in grid]
    for _ in range(8):
        system = mpmath.matrix(count + 1, count + 1)
        right = mpmath.matrix(count + 1, 1)
        for i, x in enumerate(nodes):
            for k, power in enumerate(powers):
                system[i, k] = abs(weight(x)) * x**power
            system[i, count] = (-1) ** i
            right[i] = abs(weight(x)) * f(x)
        solution = mpmath.lu_solve(system, right)
        errors = [w * (sum(solution[k] * x**p for k, p in enumerate(powers)) - y) for x, y, w in values]
        runs = []
        for x, error in zip(grid, errors):
            if runs and (runs[-1][1] > 0) == (error > 0):
                runs[-1] = max(runs[-1], (x, error), key=lambda run: abs(run[1]))
            else:
                runs.append((x, error))
        while len(runs) > count + 1:
            runs.pop(0 if abs(runs[0][1]) < abs(runs[-1][1]) else -1)
        if len(runs) < count + 1:
            break
        nodes = [x for x, _ in runs]
    return [solution[k] for k in range(count)]


def fit(name, f, weight, powers, low, high):
    """Rounds one coefficient after the other to float32 and fits those after it again."""
    fixed = []
    for k in range(len(powers)):
        known = list(fixed)
        rest = lambda x: f(x) - sum(c * x**p for c, p in zip(known, powers))
        fixed.append(single(exchange(rest, weight, powers[k:], low, high)[0]))
    grid = [low + (high - low) * i / 1001 for i in range(1002)]
    error = max(abs(weight(x) * (sum(c * x**p for c, p in zip(fixed, powers)) - f(x))) for x in grid)
    print(name, [float(c) for c in fixed], "within 2 to the", float(mpmath.log(error, 2)))


def parts(name, value, bits):
    """A value as numbers of so few bits that their multiples are exact, and the float32 nearest to what is left."""
    found = []
    for count in bits:
        mantissa, exponent = mpmath.frexp(value)
        part = mpmath.ldexp(mpmath.nint(mantissa * 2**count), exponent - count)
        found.append(float(part))
        value -= part
    print(name, [*found, float(single(value))])


def exponential_rest(r):
    """(e^r - 1 - r) / r^2"""
    if abs(r) < mpf(10) ** -3:
        return sum(r**k / mpmath.factorial(k + 2) for k in range(12))
    return (mpmath.expm1(r) - r) / r**2


def hyperbolic_tangent_rest(s):
    """(tanh x / x - 1) / s for s = x^2"""
    if s < mpf(10) ** -6:
        return -mpf(1) / 3 + 2 * s / 15 - 17 * s**2 / 315
    x = mpmath.sqrt(s)
    return (mpmath.tanh(x) / x - 1) / s


bound = mp.ln2 / 2 * mpf("1.0005")
fit("exp", exponential_rest, lambda r: r**2 / mpmath.expm1(r), [0, 1, 2, 3, 4], -bound, bound)
fit("tanh", hyperbolic_tangent_rest, lambda s: s, [0, 1, 2], mpf(0), mpf("0.09"))
parts("log 2", mp.ln2, [15])
