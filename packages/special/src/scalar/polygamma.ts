import { digammaOf } from "./digamma.ts";
import { polynomial } from "./polynomial.ts";
import { reducePeriod } from "./reduce-period.ts";

/** B₂ₖ / (2k)!, for the Euler–Maclaurin formula. */
const bernoulliOverFactorial = [
  8.333333333333333e-2, -1.388888888888889e-3, 3.306878306878307e-5, -8.267195767195768e-7,
  2.08767569878681e-8, -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13,
  8.586062056277845e-15, -2.174868698558062e-16, 5.5090028283602295e-18, -1.3954464685812524e-19,
];

/** The derivative of order n of digamma: (−1)ⁿ⁺¹ n! ζ(n+1, x) for x > 0, reflected below. */
export function polygammaOf(order: number, x: number): number {
  if (order === 0) return digammaOf(x);
  if (Number.isNaN(x) || x === Number.NEGATIVE_INFINITY) return Number.NaN;
  const sign = order % 2 === 0 ? -1 : 1;
  if (x > 0) return sign * factorial(order) * hurwitzZeta(order + 1, x);
  if (x === 0)
    return order % 2 === 0 && Object.is(x, 0) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const offset = reducePeriod(x);
  // At a pole the two sides agree only for odd orders.
  if (offset === 0) return sign > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  // ψ⁽ⁿ⁾(x) = (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − π dⁿ/dxⁿ cot πx, DLMF 5.15.6.
  return -sign * polygammaOf(order, 1 - x) - Math.PI * cotangentDerivative(order, offset);
}

/** ζ(s, x) = Σ (x + k)⁻ˢ by the Euler–Maclaurin formula (DLMF 25.11.28 for the sum from a shifted x). */
function hurwitzZeta(s: number, x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  const shift = Math.max(0, Math.ceil(10 + s / 2 - x));
  let sum = 0;
  for (let k = 0; k < shift; k++) sum += (x + k) ** -s;
  const y = x + shift;
  const power = y ** -s;
  let tail = (power * y) / (s - 1) + 0.5 * power;
  let term = (power * s) / y;
  for (const [k, coefficient] of bernoulliOverFactorial.entries()) {
    tail += coefficient * term;
    term *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / (y * y);
  }
  return sum + tail;
}

/** dⁿ/dxⁿ cot πx = πⁿ Pₙ(cot πx), where P₀(c) = c and Pₙ₊₁ = −(1 + c²) Pₙ′. */
function cotangentDerivative(order: number, x: number): number {
  let coefficients = [0, 1];
  for (let n = 0; n < order; n++) {
    const next = new Array<number>(coefficients.length + 1).fill(0);
    for (let k = 1; k < coefficients.length; k++) {
      next[k - 1]! -= k * coefficients[k]!;
      next[k + 1]! -= k * coefficients[k]!;
    }
    coefficients = next;
  }
  return Math.PI ** order * polynomial(coefficients, 1 / Math.tan(Math.PI * x));
}

function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}
