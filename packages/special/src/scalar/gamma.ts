import { gammaPieces } from "./gamma-coefficients.ts";
import { polynomial } from "./polynomial.ts";
import { reducePeriod } from "./reduce-period.ts";
import { stirlingErrorOf } from "./stirling-error.ts";

const sqrtTwoPi = 2.5066282746310002;

/** Γ(x); ±∞ at ±0, NaN at −1, −2, … and at −∞. */
export function gammaOf(x: number): number {
  if (x >= 6) return x > 171.7 ? Number.POSITIVE_INFINITY : stirling(x);
  if (x > -6) return x === 0 ? 1 / x : recurrence(x);
  const offset = reducePeriod(x);
  if (!Number.isFinite(x) || offset === 0) return Number.NaN;
  // Γ(x) Γ(−x) = −π / (x sin πx), DLMF 5.5.3; sin πx has the sign of its period.
  const sine = (Math.round(x) % 2 === 0 ? 1 : -1) * Math.sin(Math.PI * offset);
  if (x < -184) return sine > 0 ? 0 : -0;
  // By and by, so that no product overflows where the value is only subnormal.
  const root = (-x) ** (-0.5 * x);
  return (
    -Math.PI /
    (x * sine * sqrtTwoPi * Math.exp(stirlingErrorOf(0, -x)) * Math.sqrt(-1 / x) * Math.exp(x)) /
    root /
    root
  );
}

/** √(2π/x) xˣ e⁻ˣ e^δ(x); the products of small integers are exact. */
function stirling(x: number): number {
  if (x < 24 && Number.isInteger(x)) {
    let product = 1;
    for (let k = 2; k < x; k++) product *= k;
    return product;
  }
  const scaled = sqrtTwoPi * Math.exp(stirlingErrorOf(0, x)) * Math.sqrt(1 / x) * Math.exp(-x);
  if (x < 143) return scaled * x ** x;
  const root = x ** (0.5 * x);
  return scaled * root * root;
}

/** From [1, 2], where Γ is a polynomial, by Γ(x+1) = x Γ(x); the differences are exact. */
function recurrence(x: number): number {
  const { coefficients } = gammaPieces[0]!;
  let factor = 1;
  let y = x;
  while (y > 2) {
    y -= 1;
    factor *= y;
  }
  if (y >= 1) return factor * polynomial(coefficients, 2 * y - 3);
  while (y < 0) {
    factor *= y;
    y += 1;
  }
  if (y === 0) return Number.NaN;
  // y + 1 − 1 may differ from y by a rounding, which the division by y itself does not see.
  return polynomial(coefficients, 2 * y - 1) / (factor * y);
}
