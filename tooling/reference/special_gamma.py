"""Writes reference values of the gamma family to packages/special/test/fixtures, one JSON per function.

Each file holds {"function", "cases": [[...arguments, value], ...]}; numbers are doubles, and the value is the
double nearest to the exact value at those doubles. Run: python3 tooling/reference/special_gamma.py [name ...] &&
pnpm exec oxfmt packages/special
"""

import json
import math
import random
import sys
from pathlib import Path

import mpmath
from mpmath import mp, mpf
from scipy.special import erfcinv as scipy_erfcinv, gammainccinv, gammaincinv

mp.dps = 60
target = Path(__file__).parents[2] / "packages/special/test/fixtures"


def spread(low, high, count):
    """Magnitudes from low to high, evenly spread on a log scale."""
    return [low * (high / low) ** random.random() for _ in range(count)]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def stirling_error(n, x):
    x = mpf(x)
    with mp.workdps(mp.dps + 20 + 2 * max(0, int(mpmath.log10(x)))):
        if n == 0:
            return mpmath.loggamma(x + 1) - (x + 0.5) * mpmath.log(x) + x - mpmath.log(2 * mpmath.pi) / 2
        if n == 1:
            return mpmath.psi(0, x + 1) - mpmath.log(x) - 1 / (2 * x)
        sign = (-1) ** int(n)
        power = mpmath.factorial(n - 2) * x ** -(int(n) - 1) - mpmath.factorial(n - 1) * x ** -int(n) / 2
        return mpmath.psi(int(n) - 1, x + 1) - sign * power


def poisson_deviance(x, mu):
    x, mu = mpf(x), mpf(mu)
    return x * mpmath.log(x / mu) + mu - x


def deviance_arguments():
    pairs = [(x, x * (1 + s * d)) for x in spread(1e-5, 1e12, 12) for d in spread(1e-14, 0.9, 8) for s in (1, -1)]
    pairs += list(zip(spread(1e-300, 1e300, 40), spread(1e-300, 1e300, 40)))
    return [(x, mu) for x, mu in pairs if x != mu]


def poisson_mass(a, x):
    a, x = mpf(a), mpf(x)
    return mpmath.exp(a * mpmath.log(x) - x - mpmath.loggamma(a + 1))


def mass_arguments():
    """Up to 38 standard deviations on both sides of the mode, which is where the mass underflows."""
    pairs = []
    for a in spread(1e-3, 1, 20) + spread(1, 150, 60) + spread(150, 1e5, 80) + spread(1e5, 1e12, 60):
        z = random.uniform(-38, 38)
        x = a * (1 + z / (9 * a) ** 0.5) ** 3 if a > 2 and 1 + z / (9 * a) ** 0.5 > 0 else a * 10 ** random.uniform(-20, 2)
        if mpmath.log10(poisson_mass(a, x)) > -305:
            pairs.append((a, x))
    return pairs


def gamma_tail(upper, a, x):
    """Q or P by the positive series of P, with digits enough for the complement."""
    a, x = mpf(a), mpf(x)
    if a < 3000:
        function = (lambda: mpmath.gammainc(a, x)) if upper else (lambda: mpmath.gammainc(a, 0, x))
        with mp.workdps(80):
            return function() / mpmath.gamma(a)
    with mp.workdps(60 + (int(-mpmath.log10(poisson_mass(a, x))) if upper else 0)):
        mass = mpmath.exp(a * mpmath.log(x) - x - mpmath.loggamma(a + 1))
        total, term, k = mpf(1), mpf(1), 0
        while k < 100 or term * x > mp.eps * total * (a + k - x if a + k > x else 0):
            k += 1
            term *= x / (a + k)
            total += term
        return 1 - mass * total if upper else mass * total


def tail_arguments():
    cases = []
    for a in spread(1e-300, 1e-3, 15) + spread(1e-3, 20, 60) + spread(20, 1e5, 60) + [1e8, 1.5e8]:
        z = random.choice([random.gauss(0, 1), random.uniform(-37, 37)])
        x = a * max(0.1, 1 + z / (9 * a) ** 0.5) ** 3 if a > 5 else 10 ** random.uniform(-12, 2.7)
        upper = int(x > a)
        if gamma_tail(upper, a, x) > 1e-300:
            cases.append((upper, a, x))
    return cases + [(0, 2.5, 1e-100), (0, 0.01, 1e-300), (1, 1e-300, 1e-300), (0, 1e-300, 1e-300)]


def log_gamma_tail(upper, a, x):
    """By the series of P or the continued fraction of Q, from a depth that is great enough, times the mass."""
    a, x = mpf(a), mpf(x)
    log_mass = a * mpmath.log(x) - x - mpmath.loggamma(a + 1)
    if (upper and x < a) or (not upper and x > a):
        return mpmath.log1p(-mpmath.exp(log_gamma_tail(1 - upper, a, x)))
    if not upper:
        total, term, k = mpf(1), mpf(1), 0
        while term > mp.eps * total:
            k += 1
            term *= x / (a + k)
            total += term
        return log_mass + mpmath.log(total)
    fraction = mpf(0)
    for k in range(int(400 + 4000 / x), 0, -1):
        fraction = k * (a - k) / (x + 2 * k + 1 - a + fraction)
    return log_mass + mpmath.log(a / (x + 1 - a + fraction))


def log_tail_arguments():
    cases = []
    for a in spread(0.05, 20, 25) + spread(20, 1e7, 25):
        factor = 10 ** random.uniform(-3, 3)
        x = a * factor if 0.8 > factor or factor > 1.3 else a * 3
        cases += [(int(x > a), a, x), (int(x <= a), a, x)]
    cases = [(u, a, x) for u, a, x in cases if (x > 0.5 or not u) and abs(log_gamma_tail(u, a, x)) > 1e-290]
    return cases + [(0, 2.5, 1e-200), (0, 1e5, 1e-3), (1, 3.0, 1e6)]


def log_tail_slope(upper, by_x, a, x):
    """Central differences of order 6, with 90 digits."""
    with mp.workdps(90):
        f = (lambda t: log_gamma_tail(upper, a, x + t)) if by_x else (lambda t: log_gamma_tail(upper, a + t, x))
        a, x = mpf(a), mpf(x)
        h = mpf(10) ** -12 * min(x if by_x else a, 1)
        return sum(w * (f(k * h) - f(-k * h)) for k, w in ((1, mpf(3) / 4), (2, -mpf(3) / 20), (3, mpf(1) / 60))) / h


def gamma_quantile(upper, a, p):
    """Newton's method on the logarithm of the tail by log x, from SciPy's value."""
    start = (gammainccinv if upper else gammaincinv)(a, p)
    x = mpf(float(start)) if start > 1e-280 else mpmath.exp((mpmath.log(1 - mpf(p) if upper else p) + mpmath.loggamma(mpf(a) + 1)) / a)
    for _ in range(60):
        tail = gamma_tail(upper, a, x)
        step = mpmath.log(tail / mpf(p)) * tail / (poisson_mass(a, x) * a) * (1 if upper else -1)
        x *= mpmath.exp(max(min(step, 3), -3))
        if abs(step) < mpf(10) ** -30:
            return x
    raise ArithmeticError(f"no convergence at {a}, {p}")


def quantile_arguments():
    cases = []
    for a in spread(1e-2, 2.9e3, 70):
        upper = random.randrange(2)
        p = random.choice([random.random(), 10 ** random.uniform(-300, -1), 10 ** random.uniform(-20, -1)])
        if upper or math.log(p) / a > -650:
            cases.append((upper, a, p))
    return cases


def shape_derivative(n, a, x):
    """Central differences of order 8 of the smaller tail, with 80 digits."""
    a, x = mpf(a), mpf(x)
    upper = x > a
    stencils = {
        1: [0, mpf(4) / 5, -mpf(1) / 5, mpf(4) / 105, -mpf(1) / 280],
        2: [-mpf(205) / 72, mpf(8) / 5, -mpf(1) / 5, mpf(8) / 315, -mpf(1) / 560],
        3: [0, -mpf(61) / 30, mpf(169) / 120, -mpf(3) / 10, mpf(7) / 240],
    }
    with mp.workdps(90):
        h = mpf(10) ** -12 * max(a, mpf(10) ** -3)
        f = lambda t: gamma_tail(upper, t, x)
        first, *rest = stencils[n]
        value = (first * f(a) if first else 0) + sum(
            weight * (f(a + k * h) + (-1) ** n * f(a - k * h)) for k, weight in enumerate(rest, 1)
        )
        return (-value if upper else value) / h**n


def derivative_arguments():
    cases = []
    for a in spread(2e-3, 2.9e3, 45):
        x = random.choice([a * 10 ** random.uniform(-3, 1.2), a + random.gauss(0, 4) * a**0.5, 10 ** random.uniform(-5, 1.3)])
        if x > 0 and gamma_tail(x > a, a, x) > 1e-280:
            cases += [(n, a, x) for n in (1, 2, 3)]
    return cases


def zeta(n, s, q):
    """By mpmath; the derivatives of order 2 and 3 by differences, with 80 digits."""
    if n < 2:
        return mpmath.zeta(mpf(s), mpf(q), int(n))
    with mp.workdps(90):
        h = mpf(10) ** -18
        f = lambda t: mpmath.zeta(t, mpf(q), 1)
        weights = {2: [(-1, -0.5), (1, 0.5)], 3: [(-1, 1), (0, -2), (1, 1)]}[int(n)]
        return sum(mpf(weight) * f(mpf(s) + k * h) for k, weight in weights) / h ** (int(n) - 1)


def bessel(scaled):
    def value(v, x):
        x = mpf(x)
        return mpmath.besseli(int(v), x) * (mpmath.exp(-abs(x)) if scaled else 1)

    return value


def scaled_derivative(n, x):
    """The derivative of e^(−x) I₀(x), by the binomial sum of Bessel functions' derivatives, with 120 digits."""
    n = int(n)
    with mp.workdps(120):
        terms = (mpmath.binomial(n, k) * (-1) ** (n - k) * mpmath.besseli(0, mpf(x), k) for k in range(n + 1))
        return mpmath.exp(-mpf(x)) * sum(terms)


def logit(p):
    return mpmath.log(mpf(p) / (1 - mpf(p)))


def erfcinv(y):
    """The root of erfc(x) = y, by Newton's method on its logarithm below 1."""
    y = mpf(y)
    if y > 1:
        return -erfcinv(2 - y)
    x = mpf(float(scipy_erfcinv(float(y))))
    for _ in range(60):
        value = mpmath.erfc(x)
        step = mpmath.log(value / y) * value * mpmath.sqrt(mpmath.pi) / 2 * mpmath.exp(x * x)
        x += step
        if abs(step) < mpf(10) ** -40 * abs(x):
            return x
    raise ArithmeticError(f"no convergence at {y}")


def near_zeros(f, numbers, low):
    """Doubles around the zeros between negative integers, from the nearest ones on."""
    arguments = []
    for n in numbers:
        points = [mpf(-n - 1) + mpf(k) / 400 for k in range(1, 400)]
        if f is mpmath.loggamma:
            points += [mpf(-n) - mpf(2) ** -k for k in range(9, 51)] + [mpf(-n - 1) + mpf(2) ** -k for k in range(9, 51)]
            points.sort()
        values = [f(x).real for x in points]
        for x, y, s, t in zip(points, points[1:], values, values[1:]):
            if (s > 0) != (t > 0):
                root = float(mpmath.findroot(lambda v: f(v).real, (x, y), solver="anderson", tol=1e-30))
                ulp = math.ulp(root)
                arguments += [root, root - ulp, root + ulp] + [root + s * d for d in spread(4 * ulp, 0.05, 4) for s in (1, -1)]
    return [x for x in arguments if math.floor(x) != x and x > low]


random.seed("Bessel")
bessel_arguments = spread(1e-10, 1, 15) + uniform(0, 20, 80) + uniform(-8, 0, 10)

tables = {
    "bessel": (bessel(False), lambda: [(v, x) for v in (0, 1) for x in bessel_arguments + uniform(20, 712, 30)]),
    "scaled-bessel": (bessel(True), lambda: [(v, x) for v in (0, 1) for x in bessel_arguments + spread(20, 1e8, 30)]),
    "scaled-bessel-derivatives": (
        scaled_derivative,
        lambda: [(n, x) for n in (1, 2, 3) for x in spread(1e-3, 1, 6) + uniform(1, 60, 20) + spread(60, 1e6, 8)],
    ),
    "lgamma-zeros": (lambda x: mpmath.loggamma(mpf(x)).real, lambda: near_zeros(mpmath.loggamma, range(2, 18), -18)),
    "digamma-zeros": (lambda x: mpmath.digamma(mpf(x)), lambda: near_zeros(mpmath.digamma, range(13), -13)),
    "logit": (logit, lambda: uniform(0, 1, 80) + spread(1e-300, 1, 30) + [0.5 + s for s in spread(1e-15, 0.1, 20)]),
    "erfcinv": (
        erfcinv,
        lambda: uniform(0, 2, 60) + spread(1e-300, 1, 50) + [1 + s for s in spread(1e-15, 0.1, 20)] + [2 - 1e-15],
    ),
    "zeta": (
        zeta,
        lambda: [(0, 1 + s, q) for s, q in zip(spread(1e-8, 100, 40), spread(1e-3, 1e6, 40))]
        + [(0, s, 1.0) for s in uniform(-40, 0, 40) + uniform(0, 1, 20) + uniform(1, 30, 20) + [-2.0, -3.0, -170.3]]
        + [(0, s, q) for s, q in zip(uniform(0, 1, 15), spread(0.1, 1e3, 15))]
        + [(n, 1 + s, q) for n in (1, 2, 3) for s, q in zip(spread(1e-3, 20, 12), spread(0.05, 1e3, 12))]
        + [(n, s, q) for n in (1, 2) for s, q in zip(uniform(0, 1, 4), spread(0.2, 50, 4))]
        + [(n, s, 1.0) for n in (1, 2, 3) for s in uniform(-12, 0, 6) + [-2.0, -4.0, -60.5]],
    ),
    "gammainc": (gamma_tail, tail_arguments),
    "log-gammainc": (log_gamma_tail, log_tail_arguments),
    "log-gammainc-slopes": (
        log_tail_slope,
        lambda: [(u, by_x, a, x) for u, a, x in log_tail_arguments() if (x > a) == u for by_x in (0, 1)],
    ),
    "gammaincinv": (gamma_quantile, quantile_arguments),
    "gammainc-derivatives": (shape_derivative, derivative_arguments),
    "gamma": (
        mpmath.gamma,
        lambda: spread(1e-300, 0.1, 20) + uniform(0.1, 12, 100) + uniform(12, 171.6, 60) + [-x for x in spread(1e-300, 1, 20)]
        + uniform(-12, -1, 60) + uniform(-175, -12, 30) + [float(n) for n in (1, 2, 6, 20, 23, 24, 40, 100, 171)],
    ),
    "poisson-mass": (poisson_mass, mass_arguments),
    "stirling-error": (
        stirling_error,
        lambda: [(0, x) for x in spread(1e-300, 0.25, 20) + uniform(0.25, 9, 80) + spread(8, 1e300, 30)]
        + [(n, x) for n in (1, 2, 3, 6) for x in spread(1e-5, 0.5, 8) + uniform(0.5, 15, 20) + spread(15, 1e6, 8)],
    ),
    "poisson-deviance": (poisson_deviance, deviance_arguments),
}


def write(name):
    random.seed(f"gamma {name}")
    f, arguments = tables[name]
    cases = []
    for argument in arguments():
        inputs = argument if isinstance(argument, tuple) else (argument,)
        cases.append([*inputs, float(f(*inputs))])
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    text = f'{{\n  "function": "{name}",\n  "cases": [\n    {lines}\n  ]\n}}\n'
    (target / f"{name}.json").write_text(text)


if __name__ == "__main__":
    for name in sys.argv[1:] or tables:
        write(name)
