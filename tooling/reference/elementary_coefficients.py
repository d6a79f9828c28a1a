"""Prints the coefficients of packages/kernels/src/elementary, fitted with mpmath.

Run: python3 tooling/reference/elementary_coefficients.py
"""

import mpmath
from mpmath import mp, mpf

mp.dps = 60


def rest(r):
    """(e^r - 1 - r) / r^2"""
    if abs(r) < mpf(10) ** -15:
        return mpf(1) / 2 + r / 6 + r * r / 24
    return (mpmath.expm1(r) - r) / r**2


def exponential(name, bound, count):
    """Chebyshev's fit on [-bound, bound], whose first coefficient is put to its limit 1/2."""
    fit = mpmath.chebyfit(rest, [-bound, bound], count)
    coefficients = [0.5] + [float(c) for c in reversed(fit)][1:]
    error = max(
        abs((1 + r + r * r * mpmath.polyval(coefficients[::-1], r)) / mpmath.exp(r) - 1)
        for r in (bound * i / 500 for i in range(-500, 501))
    )
    print(name, coefficients, "within 2 to the", float(mpmath.log(error, 2)))


def halves(name, value, bits):
    """A value as a number of so few bits that its multiples are exact, and what is left."""
    mantissa, exponent = mpmath.frexp(value)
    first = mpmath.ldexp(mpmath.floor(mantissa * 2**bits), exponent - bits)
    print(name, repr(float(first)), repr(float(value - first)))
    return value - first


exponential("exp", mp.ln2 / 128 * mpf("1.001"), 4)
exponential("expm1", mp.ln2 / 2 * mpf("1.0001"), 11)
halves("log 2 / 64", mp.ln2 / 64, 33)
left = halves("pi / 2", mp.pi / 2, 33)
halves("the rest of it", left, 33)
mp.prec = 1400
print("2^(1/64)", hex(int(mpmath.floor(mpf(2) ** (mpf(1) / 64) * mpf(2) ** 160))))
print("pi / 2", hex(int(mpmath.floor(mp.pi / 2 * mpf(2) ** 192))))
print("2 / pi", hex(int(mpmath.floor(2 / mp.pi * mpf(2) ** 1200))))
