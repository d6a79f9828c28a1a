import { erfcxOf } from "./erf.ts";
import { gammaTailMoments } from "./gamma-tail-moments.ts";
import { lgammaOnePlusOf } from "./lgamma.ts";
import { poissonDevianceOf } from "./poisson-deviance.ts";
import { poissonMassOf } from "./poisson-mass.ts";
import { stirlingErrorOf } from "./stirling-error.ts";
import { temmeCoefficients } from "./temme-coefficients.ts";

/** P(a, x) = γ(a, x)/Γ(a); NaN below 0 and where both arguments are 0 or ∞. */
export function gammaincOf(a: number, x: number): number {
  const edge = atEdge(a, x);
  if (edge !== undefined) return edge;
  const tail = gammaTail(a, x);
  return isUpperTail(a, x) ? 1 - tail : tail;
}

/** Q(a, x) = 1 − P(a, x), to full relative accuracy where it is small. */
export function gammainccOf(a: number, x: number): number {
  const edge = atEdge(a, x);
  if (edge !== undefined) return 1 - edge;
  const tail = gammaTail(a, x);
  return isUpperTail(a, x) ? tail : 1 - tail;
}

/** P where an argument is 0, ∞ or not allowed. */
function atEdge(a: number, x: number): number | undefined {
  if (!(a >= 0 && x >= 0)) return Number.NaN;
  if (a === 0 || x === Number.POSITIVE_INFINITY) return a === x ? Number.NaN : 1;
  return x === 0 || a === Number.POSITIVE_INFINITY ? 0 : undefined;
}

/** Whether `gammaTail` gives Q rather than P: the one that is not near 1 (A. DiDonato and A. Morris 1986). */
function isUpperTail(a: number, x: number): boolean {
  if (x >= 1.1) return x > a;
  return x < 0.5 ? a * Math.log(x) > -0.4 : a < 0.75 * x;
}

/** Q(a, x) or P(a, x), as `isUpperTail` says, for positive finite arguments. */
function gammaTail(a: number, x: number): number {
  const isUpper = isUpperTail(a, x);
  return isUpper && x < 1.1 ? upperNearZero(a, x) : poissonMassOf(a, x) * gammaTailFactor(a, x);
}

/** Q(a, x) if x > a, else P(a, x), divided by xᵃ e⁻ˣ/Γ(a+1); for x ≥ 1.1 or x ≤ a. */
export function gammaTailFactor(a: number, x: number): number {
  if (a > 20 && Math.abs(x - a) < 0.4 * a) return transition(a, x);
  if (x < 1.1 || x <= a) return series(a, x);
  return a * (x < 2 ? -gammaTailMoments(a, x, 1)[0]! : continuedFraction(a, x));
}

/** Σ xᵏ/((a+1)…(a+k)), DLMF 8.7.1. */
function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** 1/(x+1−a − 1(1−a)/(x+3−a − 2(2−a)/(x+5−a − …))), DLMF 8.9.2, by Lentz's method. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < 1000; k++) {
    const numerator = k * (a - k);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

/**
 * N. Temme's expansion, uniform in x near a, for a > 20: with η²/2 = λ − 1 − log λ, λ = x/a, and η of the sign of x − a,
 * Q = ½ erfc(η √(a/2)) + S and P = ½ erfc(−η √(a/2)) − S, where S = e^(−aη²/2)/√(2πa) Σ βₖ ηᵏ a/(a + β₁) and
 * βₖ₋₁ = fₖ + (k+1) βₖ₊₁/a, downwards (A. Gil, J. Segura and N. Temme, SIAM J. Sci. Comput. 34 (2012), 2.4).
 *
 * e^(−aη²/2) is taken from the mass, of which it is a factor, so that the far tails keep their digits.
 */
function transition(a: number, x: number): number {
  const deviance = poissonDevianceOf(a, x);
  const eta = Math.sign(x - a) * Math.sqrt((2 * deviance) / a);
  let above = 0;
  let beta = 0;
  let sum = 0;
  for (let k = a < 200 ? 27 : 22; k >= 1; k--) {
    const below = temmeCoefficients[k]! + ((k + 1) * above) / a;
    sum = sum * eta + below;
    above = beta;
    beta = below;
  }
  // Now beta is β₀, and above is β₁.
  const correction = sum / (1 + above / a);
  const normal = Math.sqrt(0.5 * Math.PI) * Math.sqrt(a) * erfcxOf(Math.sqrt(deviance));
  return Math.exp(stirlingErrorOf(0, a)) * (normal + (x > a ? correction : -correction));
}

/**
 * Q for small a and x, where both 1 − P and a − aP would cancel: with xᵃ = 1 + l, 1/Γ(a+1) = 1 + g and
 * γ(a, x) = xᵃ (1 − j)/a, it is (xᵃ j − l)(1 + g) − g (DiDonato and Morris 1986, equation 10).
 */
function upperNearZero(a: number, x: number): number {
  const l = Math.expm1(a * Math.log(x));
  const g = Math.expm1(-lgammaOnePlusOf(a));
  let j = 0;
  let power = -a;
  for (let k = 1; k < 40; k++) {
    power *= -x / k;
    const term = power / (a + k);
    j += term;
    if (Math.abs(term) < 1e-18 * Math.abs(j)) break;
  }
  return ((1 + l) * j - l) * (1 + g) - g;
}
