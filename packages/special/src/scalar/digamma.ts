import { digammaPieces, digammaRoot } from "./digamma-coefficients.ts";
import { digammaByZero } from "./near-negative-zero.ts";
import { polynomial } from "./polynomial.ts";
import { reducePeriod } from "./reduce-period.ts";

/** B₂ₖ / 2k, the terms of the asymptotic series (DLMF 5.11.2), in powers of 1/x². */
const asymptotic = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160];

/** ψ(x) = Γ′(x)/Γ(x); ∓∞ at ±0, NaN at the poles −1, −2, … and at −∞. */
export function digammaOf(x: number): number {
  if (x >= 8) {
    const inverse = 1 / x;
    const square = inverse * inverse;
    return Math.log(x) - (0.5 * inverse + square * polynomial(asymptotic, square));
  }
  if (x >= 1) return piecewise(x);
  if (x >= 0) return piecewise(x + 1) - 1 / x;
  if (Number.isNaN(x)) return x;
  // ψ(1 − x) − ψ(x) = π cot πx, DLMF 5.5.4.
  const offset = reducePeriod(x);
  if (offset === 0 || !Number.isFinite(x)) return Number.NaN;
  const value = digammaOf(1 - x) - Math.PI / Math.tan(Math.PI * offset);
  return x > -13 && Math.abs(value) < 1 ? digammaByZero(x) : value;
}

/** The octave that holds x ∈ [1, 8), times the zero that was divided out of the first. */
function piecewise(x: number): number {
  const index = x < 2 ? 0 : x < 4 ? 1 : 2;
  const { low, coefficients } = digammaPieces[index]!;
  const value = polynomial(coefficients, (x - 1.5 * low) / (0.5 * low));
  return index === 0 ? value * (x - digammaRoot[0] - digammaRoot[1]) : value;
}
