"""Writes the polynomials of gamma, lgamma, digamma and stirlingError on [1/4, 8] to packages/special/src/scalar/*-coefficients.ts.

Each piece is interpolated at Chebyshev points with 60 digits, in t = (x - center) / halfwidth, after the
function's zeros are divided out, so that the relative error stays at rounding level near them too.
Run: python3 tooling/reference/special_coefficients.py && pnpm exec oxfmt packages/special
"""

from pathlib import Path

from mpmath import besseli, chebyfit, cos, digamma, exp, findroot, gamma, log, loggamma, mp, mpf, pi, sqrt

mp.dps = 60
target = Path(__file__).parents[2] / "packages/special/src/scalar"
root = findroot(digamma, mpf("1.4616"))


def without_zeros(f, zeros):
    def quotient(x):
        # Next to a zero, 0/0: a step of 1e-25 changes no digit that is kept.
        if any(abs(x - zero) < mpf(10) ** -25 for zero in zeros):
            x = x + mpf(10) ** -25
        value = f(x)
        for zero in zeros:
            value /= x - zero
        return value

    return quotient


def stirling_error(x):
    return loggamma(x + 1) - (x + mpf(1) / 2) * log(x) + x - log(2 * pi) / 2


pieces = {
    "lgamma": [
        (0.5, 1, without_zeros(loggamma, [1])),
        (1, 2, without_zeros(loggamma, [1, 2])),
        (2, 4, without_zeros(loggamma, [2])),
        (4, 8, without_zeros(loggamma, [])),
    ],
    "gamma": [(1, 2, gamma)],
    "stirlingError": [(low, 2 * low, stirling_error) for low in (0.25, 0.5, 1, 2, 4)],
    "digamma": [(1, 2, without_zeros(digamma, [root])), (2, 4, digamma), (4, 8, digamma)],
}


def polynomial(f, low, high):
    center, half = mpf(low + high) / 2, mpf(high - low) / 2
    terms = 24
    coefficients, error = chebyfit(lambda t: f(center + half * t), [-1, 1], terms, error=True)
    assert error < mpf(2) ** -60, error
    return [float(c) for c in reversed(coefficients)]


files = {"stirlingError": "stirling-error"}
for name, list_of_pieces in pieces.items():
    lines = [
        "// Written by tooling/reference/special_coefficients.py.",
        "",
        f"/** `{name}` on [low, 2 low], its zeros divided out: coefficients of (x − 1.5 low)/(0.5 low), constant first. */",
        f"export const {name}Pieces: readonly {{ readonly low: number; readonly coefficients: readonly number[] }}[] = [",
    ]
    for low, high, f in list_of_pieces:
        lines.append("  {")
        lines.append(f"    low: {low},")
        lines.append("    coefficients: [")
        lines += [f"      {c!r}," for c in polynomial(f, low, high)]
        lines += ["    ],", "  },"]
    lines.append("];")
    if name == "digamma":
        high_part = float(root)
        lines += [
            "",
            "/** The positive zero of digamma as the sum of two doubles. */",
            f"export const digammaRoot: readonly [high: number, low: number] = [{high_part!r}, {float(root - mpf(high_part))!r}];",
        ]
    (target / f"{files.get(name, name)}-coefficients.ts").write_text("\n".join(lines) + "\n")

lines = ["// Written by tooling/reference/special_coefficients.py.", ""]
lines.append("/** The Gauss–Legendre rule of 32 points on [0, 1]: nodes and weights. */")
roots = []
count = 32
for k in range(1, count + 1):
    node = cos(pi * (mpf(k) - mpf(1) / 4) / (count + mpf(1) / 2))
    for _ in range(8):
        before, value = mpf(1), node
        for n in range(2, count + 1):
            before, value = value, ((2 * n - 1) * node * value - (n - 1) * before) / n
        slope = count * (node * value - before) / (node * node - 1)
        node -= value / slope
    roots.append(((1 + node) / 2, 1 / ((1 - node * node) * slope * slope)))
roots.sort()
assert abs(sum(weight for _, weight in roots) - 1) < mpf(10) ** -40
for name, column in (("legendreNodes", 0), ("legendreWeights", 1)):
    lines.append(f"export const {name}: readonly number[] = [")
    lines += [f"  {float(root[column])!r}," for root in roots]
    lines += ["];"]
(target / "legendre-coefficients.ts").write_text("\n".join(lines) + "\n")

# √x e⁻ˣ Iᵥ(x) in (1/x − center)/halfwidth, and Iᵥ(x) (2/x)ᵛ in x² below.
lines = ["// Written by tooling/reference/special_coefficients.py.", ""]
lines.append("/** Where 1/x lies, and the coefficients of √x e⁻ˣ Iᵥ(x) in (1/x − center)/half, constant first; v = 0 and 1. */")
lines.append(
    "export const besselPieces: readonly (readonly {\n"
    "  readonly center: number;\n  readonly half: number;\n  readonly coefficients: readonly number[];\n}[])[] = ["
)
for v in (0, 1):
    lines.append("  [")
    for low, high, terms in ((mpf(1) / 16, mpf(1) / 8, 22), (mpf(0), mpf(1) / 16, 20)):
        center, half = (low + high) / 2, (high - low) / 2

        def scaled(t):
            x = center + half * t
            if x <= 0:
                return 1 / sqrt(2 * pi)
            return exp(-1 / x) * besseli(v, 1 / x) / sqrt(x)

        coefficients, error = chebyfit(scaled, [-1, 1], terms, error=True)
        assert error < mpf(2) ** -57, error
        numbers = ", ".join(repr(float(c)) for c in reversed(coefficients))
        lines.append(f"    {{ center: {float(center)!r}, half: {float(half)!r}, coefficients: [{numbers}] }},")
    lines.append("  ],")
lines.append("];")
(target / "bessel-coefficients.ts").write_text("\n".join(lines) + "\n")

# η/(λ − 1) in powers of η, where η²/2 = λ − 1 − log λ: from λ′ (λ − 1) = λ η with λ − 1 = η Σ lₖ ηᵏ.
count = 28
ratio = [mpf(1)]
for k in range(1, count):
    # (k + 2) lₖ = lₖ₋₁ − Σ (j + 1) lⱼ lₖ₋ⱼ over 0 < j < k.
    inner = sum((j + 1) * ratio[j] * ratio[k - j] for j in range(1, k))
    ratio.append((ratio[k - 1] - inner) / (k + 2))
reciprocal = [mpf(1)]
for k in range(1, count):
    reciprocal.append(-sum(ratio[j] * reciprocal[k - j] for j in range(1, k + 1)))
assert reciprocal[1] == -mpf(1) / 3 and abs(reciprocal[3] + mpf(2) / 135) < mpf(10) ** -50
lines = ["// Written by tooling/reference/special_coefficients.py.", ""]
lines.append("/** η/(λ − 1) in powers of η, where η²/2 = λ − 1 − log λ. */")
lines.append("export const temmeCoefficients: readonly number[] = [")
lines += [f"  {float(c)!r}," for c in reciprocal] + ["];"]
(target / "temme-coefficients.ts").write_text("\n".join(lines) + "\n")

# The negative zeros, each as the sum of two doubles: beyond −18 the doubles next to a zero of lgamma are far from it.
def bisected(f, low, high):
    sign = f(low) > 0
    for _ in range(190):
        middle = (low + high) / 2
        low, high = (middle, high) if (f(middle) > 0) == sign else (low, middle)
    return low


def log_gamma(x):
    return log(abs(gamma(x)))


tiny = mpf(10) ** -25
lgamma_zeros, digamma_zeros = [], []
for n in range(18):
    extremum = bisected(digamma, mpf(-n - 1) + tiny, mpf(-n) - tiny)
    if n <= 12:
        digamma_zeros.append(extremum)
    if n >= 2:
        lgamma_zeros.append(bisected(log_gamma, extremum, mpf(-n) - tiny))
        lgamma_zeros.append(bisected(log_gamma, mpf(-n - 1) + tiny, extremum))
lines = ["// Written by tooling/reference/special_coefficients.py.", ""]
for name, what, zeros in (
    ("lgammaZeros", "log |Γ|: from −2 downwards, two between two integers", lgamma_zeros),
    ("digammaZeros", "digamma below 0, one between two integers", digamma_zeros),
):
    lines.append(f"/** The zeros of {what}; each is the sum of two doubles. */")
    lines.append(f"export const {name}: readonly (readonly [high: number, low: number])[] = [")
    lines += [f"  [{float(z)!r}, {float(z - mpf(float(z)))!r}]," for z in zeros] + ["];", ""]
(target / "negative-zeros.ts").write_text("\n".join(lines[:-1]) + "\n")
