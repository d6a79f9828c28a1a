import { zetaSum } from "./euler-maclaurin.ts";
import { digammaZeros, lgammaZeros } from "./negative-zeros.ts";

/*
 * Near a zero z the terms of a reflection cancel, but differences from z do not: with d = x − z,
 * log |Γ(x)| = ∫₀ᵈ ψ(z+m+t) dt − Σ log((x+i)/(z+i)) and ψ(x) = ∫₀ᵈ ψ′(z+m+t) dt + Σ d/((x+i)(z+i)) over 0 ≤ i < m.
 */

/** The Gauss–Legendre rule of 6 points on [−1, 1]. */
const nodes = [
  -0.9324695142031521, -0.6612093864662645, -0.23861918608319693, 0.23861918608319693, 0.6612093864662645,
  0.9324695142031521,
];
const weights = [
  0.17132449237917036, 0.3607615730481386, 0.46791393457269104, 0.46791393457269104, 0.3607615730481386,
  0.17132449237917036,
];

/** log |Γ(x)| for −18 < x < −2, not an integer; `digamma` is that function for positive numbers. */
export function lgammaByZero(x: number, digamma: (y: number) => number): number {
  const n = Math.floor(-x);
  const above = lgammaZeros[2 * (n - 2)]!;
  const below = lgammaZeros[2 * (n - 2) + 1]!;
  const [high, low] = Math.abs(x - above[0]) < Math.abs(x - below[0]) ? above : below;
  const distance = x - high - low;
  let sum = integral(digamma, high + n + 3, distance);
  for (let i = 0; i < n + 3; i++) sum -= Math.log1p(distance / (high + i + low));
  return sum;
}

/** ψ(x) for −13 < x < 0, not an integer, near its zero. */
export function digammaByZero(x: number): number {
  const n = Math.floor(-x);
  const [high, low] = digammaZeros[n]!;
  const distance = x - high - low;
  let sum = 0;
  for (let i = 0; i < n + 3; i++) sum += 1 / ((x + i) * (high + i + low));
  return distance * sum + integral((y) => zetaSum(0, 2, y), high + n + 3, distance);
}

function integral(f: (y: number) => number, start: number, length: number): number {
  let sum = 0;
  for (const [i, node] of nodes.entries()) sum += weights[i]! * f(start + 0.5 * length * (1 + node));
  return 0.5 * length * sum;
}
