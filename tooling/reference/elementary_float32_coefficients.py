"""Prints the coefficients of packages/kernels/src/elementary/float32: minimax fits of relative errors with mpmath.

Run: python3 tooling/reference/elementary_float32_coefficients.py
"""

import struct

import mpmath
import numpy as np
from mpmath import mp, mpf

mp.dps = 40


def single(x):
    """The float32 nearest to x."""
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def minimax(f, weight, columns):
    """The columns' combination c with the least largest |weight (columns c - f)|, by C. L. Lawson's weights (1961)."""
    share = np.full(len(f), 1 / len(f))
    best, least = None, np.inf
    for _ in range(600):
        scale = np.sqrt(share) * weight
        solution = np.linalg.lstsq(columns * scale[:, None], f * scale, rcond=None)[0]
        error = np.abs(weight * (columns @ solution - f))
        if error.max() < least:
            best, least = solution, error.max()
        share = share * error
        share /= share.sum()
    return best


def fit(name, f, weight, count, low, high):
    """A polynomial; one coefficient after the other is rounded to float32, and those after it are fitted again."""
    points = [low + (high - low) * (1 - mpmath.cos(mp.pi * (i + mpf("0.5")) / 800)) / 2 for i in range(800)]
    weights = np.array([float(abs(weight(x))) for x in points])
    powers = np.array([float(x) for x in points])[:, None] ** np.arange(count)
    coefficients = []
    for k in range(count):
        rest = [f(x) - mpmath.polyval(coefficients[::-1], x) if coefficients else f(x) for x in points]
        best = minimax(np.array([float(y) for y in rest]), weights, powers[:, k:])
        coefficients.append(single(best[0]))
    error = max(abs(weight(x) * (mpmath.polyval(coefficients[::-1], x) - f(x))) for x in points)
    print(name, [float(c) for c in coefficients], "within 2 to the", float(mpmath.log(error, 2)))


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


def logarithm_rest(f):
    """(log(1 + f) - f + f^2 / 2) / f^3"""
    if abs(f) < mpf(10) ** -3:
        return sum((-f) ** k / (k + 3) for k in range(12))
    return (mpmath.log1p(f) - f + f**2 / 2) / f**3


def sine_rest(z):
    """(sin y / y - 1) / z for z = y^2"""
    if z < mpf(10) ** -6:
        return -mpf(1) / 6 + z / 120 - z**2 / 5040
    y = mpmath.sqrt(z)
    return (mpmath.sin(y) / y - 1) / z


def cosine_rest(z):
    """(cos y - 1 + z / 2) / z^2 for z = y^2"""
    if z < mpf(10) ** -6:
        return mpf(1) / 24 - z / 720 + z**2 / 40320
    return (mpmath.cos(mpmath.sqrt(z)) - 1 + z / 2) / z**2


third = mpf(1) / 3 * mpf("1.0001")
quarter = mpf("0.8") ** 2
bound = mp.ln2 / 2 * mpf("1.0005")
fit("exp", exponential_rest, lambda r: r**2 / mpmath.expm1(r), 5, -bound, bound)
fit("tanh", hyperbolic_tangent_rest, lambda s: s, 3, mpf(0), mpf("0.09"))
fit("log", logarithm_rest, lambda f: f**3 / mpmath.log1p(f), 8, -third, third)
fit("sin", sine_rest, lambda z: z, 3, mpf(0), quarter)
fit("cos", cosine_rest, lambda z: z**2, 3, mpf(0), quarter)
parts("log 2", mp.ln2, [15])
parts("pi / 2", mp.pi / 2, [11, 11])
