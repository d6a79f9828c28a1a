import { digammaOf } from "./digamma.ts";
import { logShapeBeta } from "./incomplete-beta.ts";
import { polygammaOf } from "./polygamma.ts";

/**
 * ∂I/∂a or ∂I/∂b for small a and x(a + b) ≤ a, where almost all mass is at 0 and quadrature would have to resolve 1/a
 * against 1: from log I = a log x − log(a B) + log(1 + a S), S = Σ (1 − b)ₙ xⁿ/(n! (a + n)), n ≥ 1 (DLMF 8.17.7).
 */
export function smallShapeDerivativeOf(isFirst: boolean, a: number, b: number, x: number): number {
  const { sum, byA, byB } = alternating(a, b, x);
  const value = Math.exp(a * Math.log(x) - logShapeBeta(a, b)) * (1 + a * sum);
  const slope = isFirst
    ? Math.log(x) - digammaOf(1 + a) + digammaOf(a + b) + (sum + a * byA) / (1 + a * sum)
    : digammaStep(b, a) + (a * byB) / (1 + a * sum);
  return value * slope;
}

/** S with its derivatives. */
function alternating(a: number, b: number, x: number): { sum: number; byA: number; byB: number } {
  let product = 1;
  let productByB = 0;
  let [sum, byA, byB] = [0, 0, 0];
  for (let n = 1; n < 1000; n++) {
    productByB = ((n - b) * productByB - product) * (x / n);
    product *= ((n - b) * x) / n;
    sum += product / (a + n);
    byA -= product / (a + n) ** 2;
    byB += productByB / (a + n);
    if (Math.abs(product) + Math.abs(productByB) <= 1e-17 * x) break;
  }
  return { sum, byA, byB };
}

/** ψ(y + h) − ψ(y), by Taylor's series where h is small. */
function digammaStep(y: number, h: number): number {
  if (!(h < 0.2 * y)) return digammaOf(y + h) - digammaOf(y);
  let power = 1;
  let sum = 0;
  for (let k = 1; k < 60; k++) {
    power *= h / k;
    const term = polygammaOf(k, y) * power;
    sum += term;
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
  }
  return sum;
}
