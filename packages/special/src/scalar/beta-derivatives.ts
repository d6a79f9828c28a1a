import { betaMassOf } from "./incomplete-beta.ts";
import { digammaExcess } from "./log-beta.ts";
import { logRatioOf } from "./poisson-deviance.ts";
import { polygammaOf } from "./polygamma.ts";
import { smallShapeDerivativeOf } from "./small-shape-derivatives.ts";

/*
 * Derivatives by a and b of the density f = xᵃ⁻¹ (1 − x)ᵇ⁻¹/B(a, b) and of its integral. Those of log f are
 * log x − ψ(a) + ψ(a + b), log(1 − x) − ψ(b) + ψ(a + b), and constants; those of f are f times their complete Bell
 * polynomials.
 */

/** ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ of the density. */
export function betaDensityOf(m: number, n: number, a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0 || x === 1) return densityAtEnd(m + n, x === 0 ? a : b, x === 0 ? b : a);
  const y = 1 - x;
  const density = betaMassOf(a, b, x, y) / x / y;
  return m + n === 0 ? density : density * bell(m, n, logSlopes(m, n, a, b, x, y), 0, 0);
}

/** ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ of I_x(a, b) for m + n ≥ 1, to full relative accuracy in both tails. */
export function betaincShapeDerivativeOf(m: number, n: number, a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0 || x === 1) return 0;
  const y = 1 - x;
  return x * (a + b) <= a ? lowerDerivativeOf(m, n, a, b, x, y) : -lowerDerivativeOf(n, m, b, a, y, x);
}

function lowerDerivativeOf(m: number, n: number, a: number, b: number, x: number, y: number): number {
  if (a < 0.05 && m + n === 1) return smallShapeDerivativeOf(m === 1, a, b, x);
  return betaMassOf(a, b, x, y) * lowerIntegralOf(m, n, a, b, x, y);
}

/** ∂ᵐ⁺ⁿ/∂aᵐ∂bⁿ of the density, divided by the density. */
export function betaDensityRatioOf(m: number, n: number, a: number, b: number, x: number): number {
  return m + n === 0 ? 1 : bell(m, n, logSlopes(m, n, a, b, x, 1 - x), 0, 0);
}

/** At an end the density is 0, ∞ or, for a shape of 1, the other shape. */
function densityAtEnd(order: number, shape: number, other: number): number {
  if (shape > 1) return 0;
  if (shape === 1 && order === 0) return other;
  return order % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** Steps of the trapezoidal rule, and how far it reaches. */
const step = 1 / 20;
const reach = 4;

/**
 * ∫₀ˣ of the derivative of the density, with t = x e⁻ˢ and without its factor xᵃ yᵇ/B: (1/y) ∫₀^∞ e⁻ᵃˢ ((1 − t)/y)ᵇ⁻¹ D(s) ds, by exp-sinh
 * quadrature (H. Takahasi, M. Mori 1974) in units of the width of the integrand.
 */
export function lowerIntegralOf(m: number, n: number, a: number, b: number, x: number, y: number): number {
  const slopes = logSlopes(m, n, a, b, x, y);
  const odds = x / y;
  const decay = Math.max(0, a - (b - 1) * odds);
  const curvature = Math.abs(b - 1) * (odds / y);
  const width = 2 / (decay + Math.sqrt(decay * decay + 4 * curvature));
  let sum = 0;
  for (let u = -reach; u <= reach; u += step) {
    const s = width * Math.exp((Math.PI / 2) * Math.sinh(u));
    const growth = Math.log1p(-odds * Math.expm1(-s));
    const weight = s * Math.cosh(u) * Math.exp((b - 1) * growth - a * s);
    if (weight > 0) sum += weight * bell(m, n, slopes, -s, growth);
  }
  return (sum * step * (Math.PI / 2)) / y;
}

/** The derivatives of log f at x: place [j][k] is that of order j by a and k by b. */
function logSlopes(m: number, n: number, a: number, b: number, x: number, y: number): number[][] {
  const total = a + b;
  const common = digammaExcess(total);
  return Array.from({ length: m + 1 }, (_, j) =>
    Array.from({ length: n + 1 }, (__, k) => {
      if (j + k === 0) return 0;
      if (j === 1 && k === 0) return logRatioOf(total * x, a) + digammaExcess(a) - common;
      if (j === 0 && k === 1) return logRatioOf(total * y, b) + digammaExcess(b) - common;
      const own = k === 0 ? polygammaOf(j - 1, a) : j === 0 ? polygammaOf(k - 1, b) : 0;
      return polygammaOf(j + k - 1, total) - own;
    }),
  );
}

/**
 * The complete Bell polynomial of order m, n of the derivatives of a logarithm, of which the first ones are moved by `da`
 * and `db`: Dₘ₊₁,ₙ = Σ C(m, j) C(n, k) Dₘ₋ⱼ,ₙ₋ₖ cⱼ₊₁,ₖ.
 */
function bell(m: number, n: number, slopes: readonly (readonly number[])[], da: number, db: number): number {
  const slope = (j: number, k: number): number =>
    slopes[j]![k]! + (j === 1 && k === 0 ? da : 0) + (j === 0 && k === 1 ? db : 0);
  if (m + n === 1) return m === 1 ? slope(1, 0) : slope(0, 1);
  const table: number[][] = [];
  for (let p = 0; p <= m; p++) {
    table.push([]);
    for (let q = 0; q <= n; q++) {
      let value = p + q === 0 ? 1 : 0;
      const [r, s] = p > 0 ? [p - 1, q] : [0, q - 1];
      for (let j = 0; j <= r; j++) {
        for (let k = 0; k <= s; k++) {
          const order = p > 0 ? slope(j + 1, k) : slope(0, k + 1);
          value += choose(r, j) * choose(s, k) * table[r - j]![s - k]! * order;
        }
      }
      table[p]!.push(value);
    }
  }
  return table[m]![n]!;
}

function choose(n: number, k: number): number {
  let value = 1;
  for (let i = 0; i < k; i++) value = (value * (n - i)) / (i + 1);
  return value;
}
