import { lgammaOf } from "./lgamma.ts";
import { polygammaOf } from "./polygamma.ts";
import { polynomial } from "./polynomial.ts";
import { stirlingErrorPieces } from "./stirling-error-coefficients.ts";

const halfLogTwoPi = 0.9189385332046728;

/** B₂ₖ / (2k (2k−1)), the terms of Stirling's series (DLMF 5.11.1). */
const stirling = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
  -174611 / 125400,
  77683 / 5796,
];

/**
 * The derivative of order n of δ(x) = log Γ(x+1) − (x + ½) log x + x − ½ log 2π.
 *
 * δ is completely monotone, as is δ(x) − δ(x+1): what is summed here has one sign, and nothing cancels.
 */
export function stirlingErrorOf(order: number, x: number): number {
  if (!(x > 0)) return x === 0 ? (order % 2 === 0 ? 1 : -1) * Number.POSITIVE_INFINITY : Number.NaN;
  if (order === 0) return value(x);
  if (order === 1 && x >= 10) return slope(x);
  return x < 0.5 ? nearZero(order, x) : shifted(order, x);
}

/** −B₂ₖ/2k: the series differentiated once (DLMF 5.11.2). */
const stirlingSlope = [
  -1 / 12,
  1 / 120,
  -1 / 252,
  1 / 240,
  -1 / 132,
  691 / 32760,
  -1 / 12,
  3617 / 8160,
  -43867 / 14364,
  174611 / 6600,
  -77683 / 276,
];

function slope(x: number): number {
  const square = 1 / (x * x);
  return square * polynomial(stirlingSlope, square);
}

function value(x: number): number {
  if (x >= 8) {
    const inverse = 1 / x;
    return inverse * polynomial(stirling, inverse * inverse);
  }
  if (x < 0.25) return lgammaOf(x + 1) - (x + 0.5) * Math.log(x) + x - halfLogTwoPi;
  const index = x < 0.5 ? 0 : x < 1 ? 1 : x < 2 ? 2 : x < 4 ? 3 : 4;
  const { low, coefficients } = stirlingErrorPieces[index]!;
  return polynomial(coefficients, (x - 1.5 * low) / (0.5 * low));
}

/** ψ⁽ⁿ⁻¹⁾(x+1) minus the derivatives of log x + 1/(2x), of which the last term is the greatest. */
function nearZero(order: number, x: number): number {
  if (order === 1) return polygammaOf(0, x + 1) - Math.log(x) - 0.5 / x;
  let factorial = 1;
  for (let k = 2; k <= order - 2; k++) factorial *= k;
  const power = (order % 2 === 0 ? factorial : -factorial) * x ** -order;
  return polygammaOf(order - 1, x + 1) + power * (0.5 * (order - 1) - x);
}

/** Stirling's series, differentiated, from a shifted x; δ(x) − δ(x+1) = artanh(z)/z − 1 with z = 1/(2x+1). */
function shifted(order: number, x: number): number {
  const sign = order % 2 === 0 ? 1 : -1;
  const steps = Math.max(0, Math.ceil(10 + 1.5 * order - x));
  let sum = 0;
  for (let k = steps - 1; k >= 0; k--) sum += step(order, x + k);
  const inverse = 1 / (x + steps);
  const square = inverse * inverse;
  let power = inverse * rising(1, order) * inverse ** order;
  let series = 0;
  for (const [k, coefficient] of stirling.entries()) {
    series += coefficient * power;
    // (2k+1)ₙ becomes (2k+3)ₙ.
    power *= (square * (2 * k + 1 + order) * (2 * k + 2 + order)) / ((2 * k + 1) * (2 * k + 2));
  }
  return sign * (sum + series);
}

/** Σ z²ᵏ/(2k+1) for k ≥ 1, differentiated n times by x, without its sign. */
function step(order: number, x: number): number {
  const z = 1 / (2 * x + 1);
  const square = z * z;
  let power = square * rising(2, order) * (2 * z) ** order;
  let sum = 0;
  for (let k = 1; k <= 200; k++) {
    const term = power / (2 * k + 1);
    sum += term;
    if (term < 1e-18 * sum) break;
    power *= (square * (2 * k + order) * (2 * k + 1 + order)) / (2 * k * (2 * k + 1));
  }
  return sum;
}

/** x (x+1) … (x+n−1). */
function rising(x: number, n: number): number {
  let product = 1;
  for (let k = 0; k < n; k++) product *= x + k;
  return product;
}
