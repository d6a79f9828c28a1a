import { digammaOf } from "./digamma.ts";
import { gammaTailMoments } from "./gamma-tail-moments.ts";
import { logRatioOf } from "./poisson-deviance.ts";
import { poissonMassOf } from "./poisson-mass.ts";
import { polygammaOf } from "./polygamma.ts";
import { stirlingErrorOf } from "./stirling-error.ts";
import { exponentialOf } from "./taylor.ts";

/*
 * Derivatives by the shape a, of any order, as Taylor coefficients in a + ε: xᵃ e⁻ˣ/Γ(a+1) is the exponential of a
 * polynomial with polygamma coefficients, and what it is multiplied by is a sum whose terms have one sign.
 */

/** ∂ⁿ/∂aⁿ of the density xᵃ⁻¹ e⁻ˣ/Γ(a). */
export function gammaDensityOf(order: number, a: number, x: number): number {
  if (!(a >= 0 && x >= 0)) return Number.NaN;
  if (a === Number.POSITIVE_INFINITY || x === Number.POSITIVE_INFINITY) return a === x ? Number.NaN : 0;
  if (x === 0) return densityAtZero(order, a);
  // a − 1 is exact.
  if (a >= 1) return factorial(order) * poissonMassOf(a - 1, x) * densityCoefficients(a, x, order)[order]!;
  const coefficients = timesShape(a, massCoefficients(a, x, order));
  return factorial(order) * (poissonMassOf(a, x) / x) * coefficients[order]!;
}

/** ∂ⁿ/∂aⁿ of P(a, x) for n ≥ 1, to full relative accuracy in both tails. */
export function gammaincShapeDerivativeOf(order: number, a: number, x: number): number {
  if (!(a >= 0 && x >= 0)) return Number.NaN;
  if (x === 0 || a === Number.POSITIVE_INFINITY || x === Number.POSITIVE_INFINITY) {
    return a === x ? Number.NaN : 0;
  }
  const mass = poissonMassOf(a, x);
  return mass === 0 ? 0 : mass * scaledShapeDerivativeOf(order, a, x, Math.log(x));
}

/** ∂ⁿ/∂aⁿ of P(a, x) divided by xᵃ e⁻ˣ/Γ(a+1), for n ≥ 1; x may underflow to 0 where log x does not. */
export function scaledShapeDerivativeOf(order: number, a: number, x: number, logX: number): number {
  const isSeries = x < 1.1 || (x <= a && a < 20);
  const slope = x > 0 ? logMassSlope(a, x) : logX - digammaOf(a + 1);
  if (isSeries && order === 1) return seriesSlope(a, x, slope);
  const coefficients = exponential(slope, a + 1, order);
  const value = isSeries
    ? convolve(coefficients, seriesCoefficients(a, x, order), order)
    : convolve(timesShape(a, coefficients), gammaTailMoments(a, x, order + 1), order);
  return factorial(order) * value;
}

/** ∂ⁿ/∂aⁿ of xᵃ e⁻ˣ/Γ(a) divided by xᵃ e⁻ˣ/Γ(a+1). */
export function scaledDensityOf(order: number, a: number, x: number): number {
  return factorial(order) * timesShape(a, massCoefficients(a, x, order))[order]!;
}

function densityAtZero(order: number, a: number): number {
  if (a > 1) return 0;
  if (a === 1 && order === 0) return 1;
  return order % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** Of xᵃ e⁻ˣ/Γ(a+1), divided by it: the first is log x − ψ(a+1). */
function massCoefficients(a: number, x: number, n: number): number[] {
  return exponential(logMassSlope(a, x), a + 1, n);
}

/** log x − ψ(a+1), without the cancellation of the logarithms for large a near x. */
function logMassSlope(a: number, x: number): number {
  return a < 10 ? Math.log(x) - digammaOf(a + 1) : logRatioOf(x, a) - stirlingErrorOf(1, a) - 0.5 / a;
}

/** Of xᵃ⁻¹ e⁻ˣ/Γ(a), divided by it: the first is log x − ψ(a). */
function densityCoefficients(a: number, x: number, n: number): number[] {
  const first = a < 10 ? Math.log(x) - digammaOf(a) : logRatioOf(x, a) - stirlingErrorOf(1, a) + 0.5 / a;
  return exponential(first, a, n);
}

/** Of the exponential of `first` ε − Σ ψ⁽ᵏ⁻¹⁾(y) εᵏ/k! for k ≥ 2. */
function exponential(first: number, y: number, n: number): number[] {
  const exponent = [0, first];
  for (let k = 2; k <= n; k++) exponent.push(-polygammaOf(k - 1, y) / factorial(k));
  return exponentialOf(exponent.slice(0, n + 1));
}

/** Times a + ε. */
function timesShape(a: number, coefficients: readonly number[]): number[] {
  return coefficients.map((coefficient, k) => a * coefficient + (k > 0 ? coefficients[k - 1]! : 0));
}

/** Of Σ xᵏ/((a+1)…(a+k)), all of one order with one sign. */
function seriesCoefficients(a: number, x: number, n: number): number[] {
  const term = new Array<number>(n + 1).fill(0);
  term[0] = 1;
  const sum = Array.from(term);
  for (let k = 1, isDone = false; !isDone; k++) {
    isDone = true;
    for (let j = 0; j <= n; j++) {
      term[j] = (x * term[j]! - (j > 0 ? term[j - 1]! : 0)) / (a + k);
      sum[j]! += term[j]!;
      isDone &&= k > n && Math.abs(term[j]!) <= 1e-17 * Math.abs(sum[j]!);
    }
  }
  return sum;
}

/** `slope` times the series plus its derivative: the case n = 1, without arrays. */
function seriesSlope(a: number, x: number, slope: number): number {
  let term = 1;
  let derivative = 0;
  let sum = 1;
  let derivativeSum = 0;
  for (let k = 1; term > 1e-17 * sum || -derivative > -1e-17 * derivativeSum; k++) {
    term *= x / (a + k);
    derivative = (x * derivative - term) / (a + k);
    sum += term;
    derivativeSum += derivative;
  }
  return slope * sum + derivativeSum;
}

function convolve(f: readonly number[], g: readonly number[], n: number): number {
  let sum = 0;
  for (let k = 0; k <= n; k++) sum += f[k]! * g[n - k]!;
  return sum;
}

function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}
