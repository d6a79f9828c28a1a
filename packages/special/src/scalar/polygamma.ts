import { digammaOf } from "./digamma.ts";
import { zetaSum } from "./euler-maclaurin.ts";
import { polynomial } from "./polynomial.ts";
import { reducePeriod } from "./reduce-period.ts";

/** The derivative of order n of digamma: (−1)ⁿ⁺¹ n! ζ(n+1, x) for x > 0, reflected below. */
export function polygammaOf(order: number, x: number): number {
  if (order === 0) return digammaOf(x);
  if (Number.isNaN(x) || x === Number.NEGATIVE_INFINITY) return Number.NaN;
  const sign = order % 2 === 0 ? -1 : 1;
  if (x > 0) return sign * factorial(order) * zetaSum(0, order + 1, x);
  if (x === 0)
    return order % 2 === 0 && Object.is(x, 0) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const offset = reducePeriod(x);
  // At a pole the two sides agree only for odd orders.
  if (offset === 0) return sign > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  // ψ⁽ⁿ⁾(x) = (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − π dⁿ/dxⁿ cot πx, DLMF 5.15.6.
  return -sign * polygammaOf(order, 1 - x) - Math.PI * cotangentDerivative(order, offset);
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
