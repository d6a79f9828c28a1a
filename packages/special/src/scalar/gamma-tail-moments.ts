import { legendreNodes, legendreWeights } from "./legendre-coefficients.ts";

/**
 * Mₖ/k! for k < n, and at least for k < 2, where Mₖ = ∫ sᵏ exp(as − x(eˢ − 1)) ds from −∞ to 0 if x ≤ a, and from ∞ to 0 else, for x ≥ 1.
 *
 * With t = x eˢ, xᵃ e⁻ˣ/Γ(a) times M₀ is P(a, x) in the first case and −Q(a, x) in the second, whose derivatives by a
 * are the same; that of Mₖ is Mₖ₊₁. The integrand has no zero and one scale: at the mode it is half a normal density,
 * far out an exponential one. So one Gauss–Legendre rule suffices, and no digit is lost in the far tails.
 */
export function gammaTailMoments(a: number, x: number, n: number): number[] {
  const isUpper = x > a;
  const slope = Math.abs(x - a);
  const end = integrationEnd(x, slope, isUpper, 37 + 3 * (n - 1));
  const higher: number[] = [];
  let zeroth = 0;
  let first = 0;
  for (let i = 0; i < legendreNodes.length; i++) {
    const distance = end * legendreNodes[i]!;
    const s = isUpper ? distance : -distance;
    const curved = distance < 0.35 ? nearZero(s) : expm1(s) - s;
    let term = legendreWeights[i]! * Math.exp(-(x * curved + slope * distance));
    zeroth += term;
    term *= s;
    first += term;
    for (let k = 2; k < n; k++) {
      term *= s / k;
      higher[k - 2] = (higher[k - 2] ?? 0) + term;
    }
  }
  return [zeroth, first, ...higher].map((moment) => (isUpper ? -end : end) * moment);
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

/** eˢ − 1, which does not cancel above 1, where Math.expm1 takes longer. */
function expm1(s: number): number {
  return s > 1 ? Math.exp(s) - 1 : Math.expm1(s);
}

/** eˢ − 1 − s as cosh s − 1 plus sinh s − s: two short chains of operations, which run side by side. */
function nearZero(s: number): number {
  const q = s * s;
  const even =
    1 / 2 +
    q *
      (1 / 24 + q * (1 / 720 + q * (1 / 40320 + q * (1 / 3628800 + q * (1 / 479001600 + q / 87178291200)))));
  const odd = 1 / 6 + q * (1 / 120 + q * (1 / 5040 + q * (1 / 362880 + q * (1 / 39916800 + q / 6227020800))));
  return q * (even + s * odd);
}
