import { besselPieces } from "./bessel-coefficients.ts";
import { polynomial } from "./polynomial.ts";

/** The modified Bessel function Iₙ(x) of an integer order n ≥ 0. */
export function besselIOf(n: number, x: number): number {
  const magnitude = Math.abs(x);
  const sign = x < 0 && n % 2 === 1 ? -1 : 1;
  if (!(magnitude < Number.POSITIVE_INFINITY)) return sign * magnitude;
  if (n > 1 || magnitude < 8) return sign * powerSeries(n, magnitude);
  // In two steps: eˣ overflows before Iₙ(x).
  const half = Math.exp(0.5 * magnitude);
  return sign * half * (half * scaledFar(n, magnitude));
}

/** e^−|x| Iₙ(x) for n = 0 and 1. */
export function scaledBesselIOf(n: 0 | 1, x: number): number {
  const magnitude = Math.abs(x);
  const sign = x < 0 && n === 1 ? -1 : 1;
  if (magnitude < 8) return sign * Math.exp(-magnitude) * powerSeries(n, magnitude);
  if (Number.isNaN(magnitude)) return magnitude;
  return sign * (magnitude === Number.POSITIVE_INFINITY ? 0 : scaledFar(n, magnitude));
}

/**
 * The derivative of order n of e⁻ˣ I₀(x) for x ≥ 0, (1/π) ∫₀^π (cos θ − 1)ⁿ e^(x (cos θ − 1)) dθ, whose integrand has one
 * sign. It is (−2)ⁿ (½)ₙ/n! e^(−2x) M(½, n+1, 2x), with Kummer's function by its series or by its asymptotic series
 * (DLMF 13.2.2, 13.7.2), of which all terms are positive.
 */
export function scaledBesselDerivativeOf(n: number, x: number): number {
  if (Number.isNaN(x)) return x;
  const z = 2 * x;
  let factor = 1;
  for (let k = 1; k <= n; k++) factor *= (-2 * (k - 0.5)) / k;
  let term = 1;
  let sum = 1;
  if (z < 40 + 4 * n) {
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= ((k - 0.5) * z) / ((n + k) * k);
      sum += term;
    }
    return factor * Math.exp(-z) * sum;
  }
  for (let k = 1; term > 1e-17 * sum && k < z; k++) {
    term *= ((n + k - 0.5) * (k - 0.5)) / (k * z);
    sum += term;
  }
  // Γ(n+1)/Γ(½) z^(−n−½); n! over (½)ₙ cancels against the factor.
  let scale = 1 / Math.sqrt(Math.PI * z);
  for (let k = 1; k <= n; k++) scale *= (-2 * (k - 0.5)) / z;
  return scale * sum;
}

/** Σ (x/2)ⁿ⁺²ᵏ/(k! (n+k)!), DLMF 10.25.2. */
function powerSeries(n: number, x: number): number {
  let term = 1;
  for (let k = 1; k <= n; k++) term *= (0.5 * x) / k;
  const square = 0.25 * x * x;
  let sum = term;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= square / (k * (n + k));
    sum += term;
  }
  return sum;
}

/** e⁻ˣ Iₙ(x) for x ≥ 8 and n = 0 and 1. */
function scaledFar(n: number, x: number): number {
  const { center, half, coefficients } = besselPieces[n]![x < 16 ? 0 : 1]!;
  return polynomial(coefficients, (1 / x - center) / half) / Math.sqrt(x);
}
