import {
  betaDensityOf,
  betaDensityRatioOf,
  betaincShapeDerivativeOf,
  lowerIntegralOf,
} from "./beta-derivatives.ts";
import { betainccOf, betaincOf, logBetaMassOf, lowerFactorOf } from "./incomplete-beta.ts";

/** Below it a tail has lost digits, or is about to. */
const smallest = 1e-280;

/** log I_x(a, b), or of its complement. */
export function logBetaTailOf(isUpper: boolean, a: number, b: number, x: number): number {
  const [tail, other] = [tailOf(isUpper, a, b, x), tailOf(!isUpper, a, b, x)];
  if (tail > 0.5) return 0 + Math.log1p(-other);
  if (tail > smallest || Number.isNaN(tail) || isEdge(a, b, x)) return Math.log(tail);
  const [c, d, u, v] = asLower(isUpper, a, b, x);
  return logBetaMassOf(c, d, u, v) - Math.log(c) + Math.log(lowerFactorOf(c, d, u, v));
}

/** The tail differentiated m times by a and n times by b, with m + n ≥ 1, divided by the tail. */
export function betaTailRatioOf(
  isUpper: boolean,
  m: number,
  n: number,
  a: number,
  b: number,
  x: number,
): number {
  if (isEdge(a, b, x)) return 0;
  const tail = tailOf(isUpper, a, b, x);
  if (!(tail <= smallest)) return (betaincShapeDerivativeOf(m, n, a, b, x) * (isUpper ? -1 : 1)) / tail;
  const [c, d, u, v] = asLower(isUpper, a, b, x);
  const [i, j] = isUpper ? [n, m] : [m, n];
  return lowerIntegralOf(i, j, c, d, u, v) / (lowerFactorOf(c, d, u, v) / c);
}

/** The density differentiated m times by a and n times by b, divided by the tail. */
export function betaHazardOf(
  isUpper: boolean,
  m: number,
  n: number,
  a: number,
  b: number,
  x: number,
): number {
  const tail = tailOf(isUpper, a, b, x);
  if (!(tail <= smallest) || isEdge(a, b, x)) return betaDensityOf(m, n, a, b, x) / tail;
  const [c, d, u, v] = asLower(isUpper, a, b, x);
  return betaDensityRatioOf(m, n, a, b, x) / (u * v) / (lowerFactorOf(c, d, u, v) / c);
}

function tailOf(isUpper: boolean, a: number, b: number, x: number): number {
  return isUpper ? betainccOf(a, b, x) : betaincOf(a, b, x);
}

function isEdge(a: number, b: number, x: number): boolean {
  return !(x > 0 && x < 1 && a > 0 && b > 0 && a + b < Infinity);
}

/** The arguments by which either tail is a lower one. */
function asLower(
  isUpper: boolean,
  a: number,
  b: number,
  x: number,
): readonly [a: number, b: number, x: number, y: number] {
  return isUpper ? [b, a, 1 - x, x] : [a, b, x, 1 - x];
}
