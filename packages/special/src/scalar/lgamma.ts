import { digammaOf } from "./digamma.ts";
import { lgammaPieces } from "./lgamma-coefficients.ts";
import { lgammaByZero } from "./near-negative-zero.ts";
import { polynomial } from "./polynomial.ts";
import { reducePeriod } from "./reduce-period.ts";

const halfLogTwoPi = 0.9189385332046728;

/** B₂ₖ / (2k (2k−1)), the terms of Stirling's series (DLMF 5.11.1), in powers of 1/x². */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** log |Γ(x)|; +∞ at the poles 0, −1, −2, … */
export function lgammaOf(x: number): number {
  if (x >= 8) return stirlingSeries(x);
  if (x >= 0.5) return piecewise(x);
  if (x > -0.5) return piecewise(x + 1) - Math.log(Math.abs(x));
  if (Number.isNaN(x)) return x;
  // Γ(x) Γ(−x) = −π / (x sin πx), DLMF 5.5.3.
  const sine = Math.sin(Math.PI * reducePeriod(x));
  if (sine === 0 || x === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const value = Math.log(Math.PI / Math.abs(x * sine)) - lgammaOf(-x);
  // Below, no double is that near to a zero.
  return x > -18 && x < -2 && Math.abs(value) < 4 ? lgammaByZero(x, digammaOf) : value;
}

/** log Γ(1 + x) for −½ < x < 1, to full relative accuracy also next to 0. */
export function lgammaOnePlusOf(x: number): number {
  const { low, coefficients } = lgammaPieces[x < 0 ? 0 : 1]!;
  const value = polynomial(coefficients, (x + (1 - 1.5 * low)) / (0.5 * low));
  return x < 0 ? value * x : value * x * (x - 1);
}

function stirlingSeries(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return x;
  const inverse = 1 / x;
  const series = inverse * polynomial(stirling, inverse * inverse);
  return (x - 0.5) * (Math.log(x) - 1) + (halfLogTwoPi - 0.5) + series;
}

/** The octave that holds x ∈ [½, 8), times the zeros at 1 and 2 that were divided out of it. */
function piecewise(x: number): number {
  const index = x < 1 ? 0 : x < 2 ? 1 : x < 4 ? 2 : 3;
  const { low, coefficients } = lgammaPieces[index]!;
  const value = polynomial(coefficients, (x - 1.5 * low) / (0.5 * low));
  switch (index) {
    case 0:
      return value * (x - 1);
    case 1:
      return value * (x - 1) * (x - 2);
    case 2:
      return value * (x - 2);
    default:
      return value;
  }
}
