import { legendreNodes, legendreWeights } from "./legendre-coefficients.ts";
import { polynomial } from "./polynomial.ts";

/** (eˢ − 1 − s)/s² in powers of s. */
const quadratic = [
  1 / 2,
  1 / 6,
  1 / 24,
  1 / 120,
  1 / 720,
  1 / 5040,
  1 / 40320,
  1 / 362880,
  1 / 3628800,
  1 / 39916800,
  1 / 479001600,
  1 / 6227020800,
  1 / 87178291200,
];
const quadraticNearZero = [1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040];

/**
 * Mₖ/k! for k < n, where Mₖ = ∫ sᵏ exp(as − x(eˢ − 1)) ds from −∞ to 0 if x ≤ a, and from ∞ to 0 else, for x ≥ 1.
 *
 * With t = x eˢ, xᵃ e⁻ˣ/Γ(a) times M₀ is P(a, x) in the first case and −Q(a, x) in the second, whose derivatives by a
 * are the same; that of Mₖ is Mₖ₊₁. The integrand has no zero and one scale: at the mode it is half a normal density,
 * far out an exponential one. So one Gauss–Legendre rule suffices, and no digit is lost in the far tails.
 */
export function gammaTailMoments(a: number, x: number, n: number): number[] {
  const isUpper = x > a;
  const slope = Math.abs(x - a);
  const end = integrationEnd(x, slope, isUpper, 37 + 3 * (n - 1));
  const series = end < 0.01 ? quadraticNearZero : quadratic;
  const moments = new Array<number>(n).fill(0);
  for (let i = 0; i < legendreNodes.length; i++) {
    const distance = end * legendreNodes[i]!;
    const s = isUpper ? distance : -distance;
    const curved = distance < 0.35 ? s * s * polynomial(series, s) : Math.expm1(s) - s;
    let term = legendreWeights[i]! * Math.exp(-(x * curved + slope * distance));
    for (let k = 0; k < n; k++) {
      moments[k]! += term;
      term *= s / (k + 1);
    }
  }
  const scale = isUpper ? -end : end;
  for (let k = 0; k < n; k++) moments[k]! *= scale;
  return moments;
}

/** The distance where the integrand is e^(−depth), by Newton's method from that of the integrand with s²/2 for eˢ − 1 − s. */
function integrationEnd(x: number, slope: number, isUpper: boolean, depth: number): number {
  let end = (2 * depth) / (slope + Math.sqrt(slope * slope + 2 * depth * x));
  if (end < 0.05) return end;
  for (let k = 0; k < 4; k++) {
    const s = isUpper ? end : -end;
    const growth = Math.expm1(s);
    const excess = x * (growth - s) + slope * end - depth;
    end -= excess / (x * Math.abs(growth) + slope);
  }
  return end;
}
