import { gammaOf } from "./gamma.ts";
import { poissonDevianceOf } from "./poisson-deviance.ts";
import { polynomial } from "./polynomial.ts";
import { productRest } from "./product-rest.ts";
import { stirlingErrorOf } from "./stirling-error.ts";

const sqrtTwoPi = 2.5066282746310002;
const artanh = [1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13];

/**
 * xᵃ e⁻ˣ / Γ(a+1), to some 1e-15 relative also where it is 1e-300.
 *
 * An exponent near −700 that is rounded once costs three digits. So powers are taken whose base and exponent are exact,
 * and for great a the exponent is the sum of an exact double and a small rest.
 */
export function poissonMassOf(a: number, x: number): number {
  if (x === 0) return a === 0 ? 1 : 0;
  if (a <= 150) {
    // Less than the least double, where the power would overflow.
    if (x > 2500) return 0;
    const half = x ** (0.5 * a) * Math.exp(-0.5 * x);
    // a + 1 is not exact, which Γ would show for great a.
    return (half / (a < 1 ? gammaOf(a + 1) : a * gammaOf(a))) * half;
  }
  const deviance = poissonDevianceOf(a, x);
  if (!(deviance < 760)) return Number.isNaN(deviance) ? deviance : 0;
  return (
    (a < 1e5 ? byPower(a, x) : byDeviance(a, x)) /
    (sqrtTwoPi * Math.sqrt(a) * Math.exp(stirlingErrorOf(0, a)))
  );
}

/** (x/a)ᵃ eᵃ⁻ˣ as the power 2ᵏ of numbers that neither overflow nor underflow. */
function byPower(a: number, x: number): number {
  const ratio = x / a;
  const ratioRest = -productRest(ratio, a, x) / x;
  const difference = a - x;
  // What rounding the difference lost.
  const back = difference - a;
  const differenceRest = a - (difference - back) - (x + back);
  let scale = 1;
  let squarings = 0;
  const size = Math.max(Math.abs(a * Math.log(ratio)), Math.abs(difference));
  while (size * scale > 600) {
    scale *= 0.5;
    squarings++;
  }
  let power = ratio ** (a * scale) * Math.exp(difference * scale);
  for (let k = 0; k < squarings; k++) power *= power;
  return power * Math.exp(a * ratioRest + differenceRest);
}

/** The deviance is v (a − x), to twice the digits, and a rest that is v times smaller, where v = (a − x)/(a + x). */
function byDeviance(a: number, x: number): number {
  const difference = a - x;
  // Above 1e35 every other x is in a tail of probability 0.
  if (difference === 0) return 1;
  const sum = a + x;
  const virtual = sum - a;
  const sumRest = a - (sum - virtual) + (x - virtual);
  const v = difference / sum;
  const high = v * difference;
  // difference² − sum · high, by the exact rest of v: difference = v sum + vRest.
  const vRest = -productRest(v, sum, difference) - v * sumRest;
  const low = (vRest / sum) * difference + productRest(v, difference, high);
  const square = v * v;
  const rest = 2 * (square * polynomial(artanh, square)) * v * a;
  return Math.exp(-high) * Math.exp(-low - rest);
}
