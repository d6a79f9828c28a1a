import { lgammaOf } from "./lgamma.ts";
import { poissonDevianceOf } from "./poisson-deviance.ts";
import { polygammaOf } from "./polygamma.ts";
import { stirlingErrorOf } from "./stirling-error.ts";

const twoPi = 2 * Math.PI;

/** xᵃ yᵇ/B(a, b) with y = 1 − x, by Loader's saddle point: what is small is computed as such. */
export function betaMassOf(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const deviance = poissonDevianceOf(a, n * x) + poissonDevianceOf(b, n * y);
  const errors = stirlingErrorOf(0, n) - stirlingErrorOf(0, a) - stirlingErrorOf(0, b);
  return Math.sqrt((a / n) * (b / twoPi)) * Math.exp(errors - deviance);
}

/** log xᵃ yᵇ/B(a, b), where the mass itself underflows too. */
export function logBetaMassOf(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const deviance = poissonDevianceOf(a, n * x) + poissonDevianceOf(b, n * y);
  const errors = stirlingErrorOf(0, n) - stirlingErrorOf(0, a) - stirlingErrorOf(0, b);
  return 0.5 * Math.log((a / n) * (b / twoPi)) + (errors - deviance);
}

/** I_x(a, b). */
export function betaincOf(a: number, b: number, x: number): number {
  return tails(a, b, x)[0];
}

/** 1 − I_x(a, b), accurate where it is small. */
export function betainccOf(a: number, b: number, x: number): number {
  return tails(a, b, x)[1];
}

type Tails = readonly [lower: number, upper: number];

function tails(a: number, b: number, x: number): Tails {
  if (!(a >= 0 && b >= 0 && x >= 0 && x <= 1)) return [Number.NaN, Number.NaN];
  const edge = edgeTails(a, b, x);
  if (edge !== undefined) return edge;
  const y = 1 - x;
  if (x * (a + b + 2) <= a + 1) return lowerFirst(a, b, x, y);
  const [upper, lower] = lowerFirst(b, a, y, x);
  return [lower, upper];
}

/** Where a parameter is 0 or ∞ all mass lies on one end. */
function edgeTails(a: number, b: number, x: number): Tails | undefined {
  const inFirst = a === 0 || b === Number.POSITIVE_INFINITY;
  const inSecond = b === 0 || a === Number.POSITIVE_INFINITY;
  if (inFirst && inSecond) return [Number.NaN, Number.NaN];
  if (x === 0) return inFirst ? [1, 0] : [0, 1];
  if (x === 1) return [1, 0];
  if (inFirst) return [1, 0];
  return inSecond ? [0, 1] : undefined;
}

/** Both tails where x is at most about the mean. */
function lowerFirst(a: number, b: number, x: number, y: number): Tails {
  const lower = (betaMassOf(a, b, x, y) / a) * lowerFactorOf(a, b, x, y);
  if (lower < 0.9) return [lower, 1 - lower];
  // The mass crowds at 0, because a is small: what is above is small, as is every term of this logarithm.
  const logLower = a * Math.log(x) - logShapeBeta(a, b) + Math.log1p(a * alternating(a, b, x));
  return [lower, -Math.expm1(logLower)];
}

/** I_x(a, b) a/(xᵃ yᵇ/B) up to about the mean: a series of positive terms where it converges fast, else a continued fraction. */
export function lowerFactorOf(a: number, b: number, x: number, y: number): number {
  return x < 0.7 && x * (a + b) <= 0.5 * (a + 1) ? hypergeometric(a, b, x) : continuedFraction(a, b, x, y);
}

/** F(a + b, 1; a + 1; x), DLMF 8.17.8. */
function hypergeometric(a: number, b: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; term > 1e-17 * sum; n++) {
    term *= (x * (a + b + n)) / (a + 1 + n);
    sum += term;
  }
  return sum;
}

/** a times the continued fraction of DiDonato and Morris (1992), eq. 9, which takes 1 − x as it is given. */
function continuedFraction(a: number, b: number, x: number, y: number): number {
  // It takes some √max(a, b) steps.
  const most = 1e4 + 50 * Math.sqrt(Math.max(a, b));
  const lambda = a > b ? (a + b) * y - b : a - (a + b) * x;
  const c = 1 + lambda;
  const ratio = b / a;
  const c1 = 1 + 1 / a;
  let [p, s] = [1, a + 1];
  let [numerator, nextNumerator] = [0, 1];
  let [denominator, nextDenominator] = [1, c / c1];
  let value = c1 / c;
  for (let n = 1; n < most; n++) {
    const t = n / a;
    const w = n * (b - n) * x;
    const e = a / s;
    const alpha = p * (p + ratio) * e * e * (w * x);
    const beta = n + w / s + ((1 + t) / (c1 + t + t)) * (c + n * (1 + y));
    p = 1 + t;
    s += 2;
    [numerator, nextNumerator] = [nextNumerator, alpha * numerator + beta * nextNumerator];
    [denominator, nextDenominator] = [nextDenominator, alpha * denominator + beta * nextDenominator];
    const previous = value;
    value = nextNumerator / nextDenominator;
    if (Math.abs(value - previous) <= 1e-16 * value) break;
    numerator /= nextDenominator;
    denominator /= nextDenominator;
    nextNumerator = value;
    nextDenominator = 1;
  }
  return a * value;
}

/** Σ (1 − b)ₙ xⁿ/(n! (a + n)) for n ≥ 1. */
function alternating(a: number, b: number, x: number): number {
  let product = 1;
  let sum = 0;
  for (let n = 1; n < 1000; n++) {
    product *= ((n - b) * x) / n;
    const term = product / (a + n);
    sum += term;
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
  }
  return sum;
}

/** log a B(a, b) = log Γ(1 + a) − (log Γ(b + a) − log Γ(b)) for small a, of the size of a and accurate relative to it. */
export function logShapeBeta(a: number, b: number): number {
  return lgammaStep(1, a) - lgammaStep(b, a);
}

/** log Γ(y + h) − log Γ(y), by Taylor's series where h is small. */
function lgammaStep(y: number, h: number): number {
  if (!(h < 0.2 * y && h < 1)) return lgammaOf(y + h) - lgammaOf(y);
  let power = h;
  let sum = polygammaOf(0, y) * h;
  for (let k = 2; k < 60; k++) {
    power *= h / k;
    const term = polygammaOf(k - 1, y) * power;
    sum += term;
    if (Math.abs(term) <= 1e-17 * Math.abs(sum)) break;
  }
  return sum;
}
