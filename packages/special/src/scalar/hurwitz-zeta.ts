import { zetaSum } from "./euler-maclaurin.ts";
import { gammaOf } from "./gamma.ts";
import { lgammaOf } from "./lgamma.ts";

/**
 * ∂ⁿ/∂sⁿ of ζ(s, q) = Σ (q + k)⁻ˢ for q > 0 and s > 1, and its continuation for s < 1: for s < 0 and n = 0 only where
 * q = 1, by reflection.
 */
export function hurwitzZetaOf(order: number, s: number, q: number): number {
  if (Number.isNaN(s) || !(q >= 0)) return Number.NaN;
  if (q === 0) return s > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  // From the right, where the derivatives alternate.
  if (s === 1) return order % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (s === Number.POSITIVE_INFINITY && q < Number.POSITIVE_INFINITY)
    return q < 1 ? s : q === 1 && order === 0 ? 1 : 0;
  if (s < 0) return order === 0 && q === 1 && Number.isFinite(s) ? reflected(s) : Number.NaN;
  return zetaSum(order, s, q);
}

/** ζ(s) = 2ˢ πˢ⁻¹ sin(πs/2) Γ(1 − s) ζ(1 − s), DLMF 25.4.1. */
function reflected(s: number): number {
  // s/2 minus its nearest integer, so that the zeros at −2, −4, … are exact.
  const offset = 0.5 * s - Math.round(0.5 * s);
  const sine = (Math.round(0.5 * s) % 2 === 0 ? 1 : -1) * Math.sin(Math.PI * offset);
  const zeta = zetaSum(0, 1 - s, 1);
  // With what 2π as a double lacks.
  if (s > -170)
    return (((2 * Math.PI) ** s * (1 + 3.898171832519376e-17 * s)) / Math.PI) * sine * gammaOf(1 - s) * zeta;
  const size = Math.exp(s * Math.log(2 * Math.PI) + lgammaOf(1 - s)) / Math.PI;
  return sine === 0 ? 0 : sine * size * zeta;
}
