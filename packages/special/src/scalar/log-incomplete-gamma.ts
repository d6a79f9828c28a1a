import {
  gammaDensityOf,
  gammaincShapeDerivativeOf,
  scaledDensityOf,
  scaledShapeDerivativeOf,
} from "./gamma-shape-derivatives.ts";
import { gammaincOf, gammainccOf, gammaTailFactor } from "./incomplete-gamma.ts";
import { lgammaOf } from "./lgamma.ts";
import { poissonDevianceOf } from "./poisson-deviance.ts";
import { stirlingErrorOf } from "./stirling-error.ts";

/** Below, a tail is known by its logarithm and by ratios to the mass xᵃ e⁻ˣ/Γ(a+1). */
const least = 1e-250;
const halfLogTwoPi = 0.9189385332046728;

/** log P(a, x), or log Q(a, x). */
export function logGammaTailOf(isUpper: boolean, a: number, x: number): number {
  const tail = tailOf(isUpper, a, x);
  if (tail > 0.6) return Math.log1p(-tailOf(!isUpper, a, x));
  return isFar(tail, a, x) ? logMass(a, x) + Math.log(gammaTailFactor(a, x)) : Math.log(tail);
}

/** ∂ⁿP/∂aⁿ / P, or ∂ⁿQ/∂aⁿ / Q, for n ≥ 1. */
export function gammaTailRatioOf(isUpper: boolean, order: number, a: number, x: number): number {
  const tail = tailOf(isUpper, a, x);
  const sign = isUpper ? -1 : 1;
  if (!isFar(tail, a, x)) return (sign * gammaincShapeDerivativeOf(order, a, x)) / tail;
  return (sign * scaledShapeDerivativeOf(order, a, x, Math.log(x))) / gammaTailFactor(a, x);
}

/** ∂ⁿ/∂aⁿ of the density xᵃ⁻¹ e⁻ˣ/Γ(a), divided by P or Q. */
export function gammaHazardOf(isUpper: boolean, order: number, a: number, x: number): number {
  const tail = tailOf(isUpper, a, x);
  if (!isFar(tail, a, x)) return gammaDensityOf(order, a, x) / tail;
  return scaledDensityOf(order, a, x) / (x * gammaTailFactor(a, x));
}

function tailOf(isUpper: boolean, a: number, x: number): number {
  return isUpper ? gammainccOf(a, x) : gammaincOf(a, x);
}

function isFar(tail: number, a: number, x: number): boolean {
  return tail < least && a > 0 && x > 0 && a < Number.POSITIVE_INFINITY && x < Number.POSITIVE_INFINITY;
}

function logMass(a: number, x: number): number {
  if (a < 10) return a * Math.log(x) - x - lgammaOf(a + 1);
  return -poissonDevianceOf(a, x) - stirlingErrorOf(0, a) - 0.5 * Math.log(a) - halfLogTwoPi;
}
