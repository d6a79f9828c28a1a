import { erfcxOf } from "./erf.ts";

/**
 * Eₙ(x) = exp(x²) iⁿerfc(x), the scaled repeated integrals of erfc (DLMF 7.18): E₀ is erfcx and
 * Eₙ′ = −2(n+1) Eₙ₊₁, a derivative without the cancellation of 2x erfcx(x) − 2/√π.
 *
 * From 2n Eₙ = Eₙ₋₂ − 2x Eₙ₋₁ (DLMF 7.18.7): upwards where that is stable, and for x ≥ 1/2 as the product
 * of the ratios rₙ = Eₙ/Eₙ₋₁ = 1/(2x + 2(n+1) rₙ₊₁), downwards, all terms positive.
 */
export function scaledErfcOf(order: number, x: number): number {
  if (order === 0 || Number.isNaN(x)) return erfcxOf(x);
  return x < 0.5 ? upwards(order, x) : erfcxOf(x) * productOfRatios(order, x);
}

function upwards(order: number, x: number): number {
  let before = 2 / Math.sqrt(Math.PI);
  let value = erfcxOf(x);
  for (let n = 1; n <= order; n++) [before, value] = [value, (before - 2 * x * value) / (2 * n)];
  return value;
}

function productOfRatios(order: number, x: number): number {
  // The start's error shrinks by exp(−4√2 x √n) over n steps.
  const start = order + 10 + Math.ceil(50 / (x * x));
  let ratio = 1 / (x + Math.sqrt(x * x + 2 * start));
  let product = 1;
  for (let n = start; n >= 1; n--) {
    ratio = 1 / (2 * x + 2 * (n + 1) * ratio);
    if (n <= order) product *= ratio;
  }
  return product;
}
