import { matmul } from "@adjoint/kernels";
import { identityMatrix } from "./identity-matrix.ts";
import { factorLu } from "./lu-factor.ts";
import { substitute } from "./substitution.ts";

/** Degrees of the Padé approximants below the highest, and the bounds up to which they are accurate. */
const lowDegrees = [3, 5, 7, 9] as const;
const lowBounds = [1.495585217958292e-2, 2.53939833006323e-1, 9.504178996162932e-1, 2.097847961257068];

/** The bound of degree 13. */
const highBound = 4.25;

/** Half of the rounding unit of doubles. */
const unit = Number.EPSILON / 2;

/** e^A for a finite n × n matrix. */
export function exponential(given: Float64Array, n: number): Float64Array {
  if (n === 0) return given;
  const rough = norm(given, n);
  // Beyond this, powers that the choice of a degree looks at could overflow.
  const ahead = rough > 2 ** 60 ? Math.min(Math.ceil(Math.log2(rough)), 1022) : 0;
  const a = scaled(given, 2 ** -ahead);
  const a2 = product(a, a, n);
  const a4 = product(a2, a2, n);
  const a6 = product(a2, a4, n);
  const [d4, d6] = [norm(a4, n) ** (1 / 4), norm(a6, n) ** (1 / 6)];
  if (ahead === 0) {
    for (const i of [0, 1]) {
      if (Math.max(d4, d6) <= lowBounds[i]! && extraScaling(a, n, lowDegrees[i]!) === 0) {
        return approximant([identityMatrix(n), a2, a4, a6], a, n, lowDegrees[i]!);
      }
    }
  }
  const a8 = product(a4, a4, n);
  const d8 = norm(a8, n) ** (1 / 8);
  if (ahead === 0) {
    for (const i of [2, 3]) {
      if (Math.max(d6, d8) <= lowBounds[i]! && extraScaling(a, n, lowDegrees[i]!) === 0) {
        return approximant([identityMatrix(n), a2, a4, a6, a8], a, n, lowDegrees[i]!);
      }
    }
  }
  const d10 = norm(product(a4, a6, n), n) ** (1 / 10);
  const eta = Math.min(Math.max(d6, d8), Math.max(d8, d10));
  let squarings = eta === 0 ? 0 : Math.max(Math.ceil(Math.log2(eta / highBound)), 0);
  squarings += extraScaling(scaled(a, 2 ** -squarings), n, 13);
  const factor = 2 ** -squarings;
  const powers = [a2, a4, a6].map((power, i) => scaled(power, factor ** (2 * i + 2)));
  let x = highApproximant(powers as [Float64Array, Float64Array, Float64Array], scaled(a, factor), n);
  for (let i = 0; i < squarings + ahead; i++) x = product(x, x, n);
  return x;
}

/** How often the matrix must be halved beyond its norm's demand: the ℓ of Al-Mohy & Higham 2009, (5.1). */
function extraScaling(a: Float64Array, n: number, degree: number): number {
  const size = norm(a, n);
  if (size === 0) return 0;
  // ‖|A|^{2m+1}‖₁ is the largest of the column sums, which powers of |A|ᵀ give.
  let sums = new Float64Array(n).fill(1);
  let logarithm = 0;
  for (let power = 0; power < 2 * degree + 1; power++) {
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) next[j] = next[j]! + Math.abs(a[i * n + j]!) * sums[i]!;
    }
    const largest = next.reduce((x, y) => Math.max(x, y), 0);
    if (largest === 0) return 0;
    logarithm += Math.log2(largest);
    sums = next.map((x) => x / largest);
  }
  // The first coefficient of the backward error, 1/(C(2m, m) (2m + 1)!).
  let reciprocal = 1;
  for (let k = 1; k <= degree; k++) reciprocal *= (degree + k) / k;
  for (let k = 2; k <= 2 * degree + 1; k++) reciprocal *= k;
  const alpha = logarithm - Math.log2(size) - Math.log2(reciprocal) - Math.log2(unit);
  return Math.min(Math.max(Math.ceil(alpha / (2 * degree)), 0), 1000);
}

/** The coefficients of the numerator of the diagonal Padé approximant, the highest one 1. */
function coefficients(m: number): number[] {
  const result = [1];
  for (let k = m; k > 0; k--) result.unshift((result[0]! * (2 * m - k + 1) * k) / (m - k + 1));
  return result;
}

/** The approximant of a low degree, from even powers of A. */
function approximant(
  powers: readonly Float64Array[],
  a: Float64Array,
  n: number,
  degree: number,
): Float64Array {
  const b = coefficients(degree);
  const u = new Float64Array(n * n);
  const v = new Float64Array(n * n);
  for (let k = 0; 2 * k < degree; k++) {
    accumulate(v, powers[k]!, b[2 * k]!);
    accumulate(u, powers[k]!, b[2 * k + 1]!);
  }
  return quotient(product(a, u, n), v, n);
}

/** The approximant of degree 13 in six products. */
function highApproximant(
  [a2, a4, a6]: readonly [Float64Array, Float64Array, Float64Array],
  a: Float64Array,
  n: number,
): Float64Array {
  const b = coefficients(13);
  const part = (parity: 0 | 1): Float64Array => {
    const high = new Float64Array(n * n);
    for (const [i, power] of [a2, a4, a6].entries()) accumulate(high, power, b[8 + 2 * i + parity]!);
    const sum = product(a6, high, n);
    for (const [i, power] of [identityMatrix(n), a2, a4, a6].entries()) {
      accumulate(sum, power, b[2 * i + parity]!);
    }
    return sum;
  };
  return quotient(product(a, part(1), n), part(0), n);
}

/** (V − U)⁻¹ (V + U). */
function quotient(u: Float64Array, v: Float64Array, n: number): Float64Array {
  const denominator = v.map((x, i) => x - u[i]!);
  const rows = new Int32Array(n);
  factorLu(denominator, n, n, rows);
  const x = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const from = rows[i]! * n;
    for (let j = 0; j < n; j++) x[i * n + j] = v[from + j]! + u[from + j]!;
  }
  substitute(denominator, n, x, n, { lower: true, unitDiagonal: true, transposed: false });
  substitute(denominator, n, x, n, { lower: false, unitDiagonal: false, transposed: false });
  return x;
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const c = new Float64Array(n * n);
  matmul(a, b, c, { m: n, n, k: n });
  return c;
}

function accumulate(sum: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + factor * x[i]!;
}

function scaled(x: Float64Array, factor: number): Float64Array {
  return factor === 1 ? x : x.map((each) => each * factor);
}

/** The 1-norm: the largest sum of magnitudes in a column. */
function norm(x: Float64Array, n: number): number {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sums[j] = sums[j]! + Math.abs(x[i * n + j]!);
  return sums.reduce((a, b) => Math.max(a, b), 0);
}
