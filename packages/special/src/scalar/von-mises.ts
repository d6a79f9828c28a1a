import { scaledBesselIOf } from "./bessel.ts";
import { doubleExponentialRule, piRest, type QuadratureRule } from "./double-exponential.ts";
import { normalQuantileOf } from "./normal-quantile.ts";

const rule: QuadratureRule = /* @__PURE__ */ doubleExponentialRule();

/** P(T ≤ x) of the von Mises distribution around 0, or its logarithm. */
export function vonMisesCdfOf(isLog: boolean, kappa: number, x: number): number {
  if (!(kappa >= 0 && kappa < Infinity) || Number.isNaN(x)) return Number.NaN;
  if (x === 0) return isLog ? -Math.LN2 : 0.5;
  const distance = Math.abs(x);
  const log = distance < Math.PI ? logTail(kappa, distance) : Number.NEGATIVE_INFINITY;
  if (isLog && x <= 0) return log;
  const tail = distance < Math.PI ? density(kappa, distance) * tailRatio(kappa, distance) : 0;
  if (x <= 0) return tail;
  return isLog ? 0 + Math.log1p(-tail) : 1 - tail;
}

/** The x with P(T ≤ x) = p, by safeguarded Newton steps in the logarithm of the smaller tail. */
export function vonMisesQuantileOf(kappa: number, p: number): number {
  if (!(kappa >= 0 && kappa < Infinity && p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return -vonMisesQuantileOf(kappa, 1 - p);
  if (p === 0) return -Math.PI;
  if (p === 0.5) return 0;
  const level = Math.log(p);
  const chord = (-0.5 * normalQuantileOf(p)) / Math.sqrt(kappa);
  let [low, high] = [0, Math.PI];
  let distance = Math.min(Math.PI * (1 - 2 * p), chord < 1 ? 2 * Math.asin(chord) : Math.PI);
  for (let count = 0; count < 100; count++) {
    const excess = logTail(kappa, distance) - level;
    if (excess > 0) low = distance;
    else high = distance;
    let next = distance + excess * tailRatio(kappa, distance);
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    const step = Math.abs(next - distance);
    distance = next;
    if (step <= 2e-16 * distance) break;
  }
  return -distance;
}

/** 1 − cos x */
function versine(x: number): number {
  return 2 * Math.sin(0.5 * x) ** 2;
}

function density(kappa: number, x: number): number {
  return Math.exp(-kappa * versine(x)) / (2 * Math.PI * scaledBesselIOf(0, kappa));
}

function logTail(kappa: number, x: number): number {
  const height = -kappa * versine(x) - Math.log(2 * Math.PI * scaledBesselIOf(0, kappa));
  return height + Math.log(tailRatio(kappa, x));
}

/** P(T > x)/f(x) for 0 ≤ x ≤ π, by double exponential quadrature of a positive integrand. */
function tailRatio(kappa: number, x: number): number {
  // Where the integrand has fallen by e^−44 there is nothing left of it.
  const far = 0.5 * versine(x) + 22 / kappa;
  const length = far < 1 ? 2 * Math.asin(Math.sqrt(far)) - x : Math.PI - x + piRest;
  const { nodes, weights } = rule;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const step = length * nodes[i]!;
    const rise = 2 * Math.sin(x + 0.5 * step) * Math.sin(0.5 * step);
    sum += weights[i]! * Math.exp(-kappa * rise);
  }
  return length * sum;
}
