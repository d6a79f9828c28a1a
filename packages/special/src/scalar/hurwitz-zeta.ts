import { zetaSum } from "./euler-maclaurin.ts";
import { gammaOf } from "./gamma.ts";
import { lgammaOf } from "./lgamma.ts";
import { polygammaOf } from "./polygamma.ts";
import { exponentialOf, product } from "./taylor.ts";

/**
 * ∂ⁿ/∂sⁿ of ζ(s, q) = Σ (q + k)⁻ˢ for q > 0 and s > 1, and its continuation for s < 1: for s < 0 only where q = 1, by
 * reflection.
 */
export function hurwitzZetaOf(order: number, s: number, q: number): number {
  if (Number.isNaN(s) || !(q >= 0)) return Number.NaN;
  if (q === 0) return s > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  // From the right, where the derivatives alternate.
  if (s === 1) return order % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (s === Number.POSITIVE_INFINITY && q < Number.POSITIVE_INFINITY)
    return q < 1 ? s : q === 1 && order === 0 ? 1 : 0;
  if (s < 0 && !(q === 1 && Number.isFinite(s))) return Number.NaN;
  if (s < 0) return order === 0 ? reflected(s) : reflectedDerivative(order, s);
  return zetaSum(order, s, q);
}

/** ζ(s) = 2ˢ πˢ⁻¹ sin(πs/2) Γ(1 − s) ζ(1 − s), DLMF 25.4.1. */
function reflected(s: number): number {
  const sine = sineOfQuarters(s);
  const zeta = zetaSum(0, 1 - s, 1);
  // With what 2π as a double lacks.
  if (s > -170)
    return (((2 * Math.PI) ** s * (1 + 3.898171832519376e-17 * s)) / Math.PI) * sine * gammaOf(1 - s) * zeta;
  const size = Math.exp(s * Math.log(2 * Math.PI) + lgammaOf(1 - s)) / Math.PI;
  return sine === 0 ? 0 : sine * size * zeta;
}

/** The reflection's factors as Taylor coefficients in s + ε; Γ and (2π)ˢ are exponentials. */
function reflectedDerivative(order: number, s: number): number {
  const exponent = [0, Math.log(2 * Math.PI) - polygammaOf(0, 1 - s)];
  const sine: number[] = [];
  const zeta: number[] = [];
  let factorial = 1;
  for (let k = 0; k <= order; k++) {
    if (k > 0) factorial *= k;
    const sign = k % 2 === 0 ? 1 : -1;
    if (k > 1) exponent.push((sign * polygammaOf(k - 1, 1 - s)) / factorial);
    sine.push((sineOfQuarters(s + k) * (0.5 * Math.PI) ** k) / factorial);
    zeta.push((sign * zetaSum(k, 1 - s, 1)) / factorial);
  }
  const coefficients = product(product(exponentialOf(exponent), sine), zeta);
  const size =
    s > -170 ? (2 * Math.PI) ** s * gammaOf(1 - s) : Math.exp(s * Math.log(2 * Math.PI) + lgammaOf(1 - s));
  return (size / Math.PI) * factorial * coefficients[order]!;
}

/** sin(πx/2), exactly 0 at the even integers. */
function sineOfQuarters(x: number): number {
  const half = Math.round(0.5 * x);
  return (half % 2 === 0 ? 1 : -1) * Math.sin(Math.PI * (0.5 * x - half));
}
