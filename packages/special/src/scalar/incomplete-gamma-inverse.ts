import { gammaOf } from "./gamma.ts";
import { gammaincOf, gammainccOf } from "./incomplete-gamma.ts";
import { lgammaOf, lgammaOnePlusOf } from "./lgamma.ts";
import { normalQuantileOf } from "./normal-quantile.ts";
import { logRatioOf } from "./poisson-deviance.ts";
import { productRest } from "./product-rest.ts";
import { poissonMassOf } from "./poisson-mass.ts";

/** The x with P(a, x) = p. */
export function gammaincInverseOf(a: number, p: number): number {
  return inverse(a, p, false);
}

/** The x with Q(a, x) = q. */
export function gammainccInverseOf(a: number, q: number): number {
  return inverse(a, q, true);
}

function inverse(a: number, probability: number, isUpper: boolean): number {
  if (!(a >= 0 && probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === (isUpper ? 1 : 0)) return 0;
  if (probability === (isUpper ? 0 : 1)) return Number.POSITIVE_INFINITY;
  if (a === 0 || a === Number.POSITIVE_INFINITY) return a;
  // 1 − p is exact for p ≥ ½.
  return probability > 0.5 ? solve(a, 1 - probability, !isUpper) : solve(a, probability, isUpper);
}

/**
 * Halley's method for the logarithm of the tail as a function of log x, which is concave for every a: Newton's method goes
 * past the root at most once, and is taken where a step of Halley's is not like it.
 */
function solve(a: number, probability: number, isUpper: boolean): number {
  let x = start(a, probability, isUpper);
  for (let k = 0; k < 100; k++) {
    // Then the first term of the series is all of it.
    if (x < 1e-30) break;
    const step = logStep(a, probability, isUpper, x);
    x *= Math.exp(step);
    if (Math.abs(step) < 1e-9) break;
  }
  return x;
}

/** How far log x is to move. */
function logStep(a: number, probability: number, isUpper: boolean, x: number): number {
  const tail = isUpper ? gammainccOf(a, x) : gammaincOf(a, x);
  // Too far out to see how far.
  if (tail < 1e-307) return isUpper ? -0.1 : 0.1;
  // d log P/d log x, and the same of Q.
  const slope = ((isUpper ? -a : a) * poissonMassOf(a, x)) / tail;
  const newton = -logRatioOf(tail, probability) / slope;
  const halley = newton / (1 + 0.5 * newton * (a - x - slope));
  return halley * newton > 0 && Math.abs(halley) < 2 * Math.abs(newton) ? halley : newton;
}

/** By the first term of the series, which is a lower bound, or A. Wilson's and M. Hilferty's cube of a normal variable (1931). */
function start(a: number, probability: number, isUpper: boolean): number {
  const first = firstTerm(a, probability, isUpper);
  const z = (isUpper ? -1 : 1) * normalQuantileOf(probability);
  const root = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
  if (a >= 1 && root > 0) return Math.max(first, a * root ** 3);
  return isUpper && first > 0.3 ? Math.max(first, -Math.log(probability)) : first;
}

/** (p Γ(a+1))^(1/a), with the rest of 1 − q and of 1/a, which a power would magnify. */
function firstTerm(a: number, probability: number, isUpper: boolean): number {
  const p = isUpper ? 1 - probability : probability;
  const rest = isUpper ? (1 - p - probability) / p : 0;
  // Here the logarithm's error is that of a number near 0, and a power's that of one near 1.
  if (a < 1 && p > 0.4) {
    return Math.exp(((isUpper ? Math.log1p(-probability) : Math.log(p)) + lgammaOnePlusOf(a)) / a);
  }
  if (a > 150) return Math.exp((Math.log(p) + lgammaOf(a + 1)) / a);
  const power = p * (a < 1 ? gammaOf(a + 1) : a * gammaOf(a));
  const exponent = 1 / a;
  // The rest of 1/a overflows for tiny a.
  const root = power ** exponent;
  if (root === 0) return 0;
  const exponentRest = -productRest(exponent, a, 1) / a;
  return root * Math.exp(rest / a + exponentRest * Math.log(power));
}
