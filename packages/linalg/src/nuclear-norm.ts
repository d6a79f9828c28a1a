import { matmul } from "@adjoint/kernels";
import { bind, mul, sum } from "@adjoint/tensor";
import type { Primitive, Tensor } from "@adjoint/tensor";
import { batchShape, matrixShape } from "./matrices.ts";
import { contractDifferences, spectralFunction } from "./spectral-function.ts";
import { decompose, svdvals } from "./svd.ts";
import { lengthOf, orthogonalize } from "./vectors.ts";

/**
 * The sum of the singular values: `[…, m, n]` → `[…]`. Its gradient is the orthogonal factor U Vᵀ, whose derivatives do
 * not mind equal singular values, in any order.
 */
export function nuclearNorm(x: Tensor): Tensor {
  return bind(nuclearNormPrimitive, [x], null)[0];
}

const nuclearNormPrimitive: Primitive<[x: Tensor], [y: Tensor], null> = {
  name: "nuclearNorm",
  shape: ([{ shape, dtype }]) => [{ shape: batchShape(shape), dtype }],
  kernel: ([x]) => [sum(svdvals(x), { axis: -1 })],
  jvp: ([tangent], [x]) => {
    const gradient = bind(orthogonalFactor, [x], { check: false })[0];
    return [sum(mul(tangent!, gradient), { axis: [-2, -1] })];
  },
  transpose: "not linear",
  batch: ([x], _batched, _size, params) => bind(nuclearNormPrimitive, [x], params),
};

/**
 * U Vᵀ, summed over the singular values that are not 0 up to rounding, and its derivatives: [0 A; Aᵀ 0] has the eigenvalues
 * ±σ and the eigenvectors (u, ±v)/√2, and its sign is [0 U Vᵀ; V Uᵀ 0]. Where the rank is not full these are the derivatives
 * along matrices of constant rank.
 */
const orthogonalFactor = spectralFunction(
  "orthogonalFactor",
  ([a, ...directions], { shape, index, check, unit }) => {
    const [m, n] = matrixShape(shape);
    const wanted = { vectors: true, full: false, check };
    const { left, s, right } = decompose("norm", a!, shape, index, wanted);
    const result = new Float64Array(m * n);
    if (!s.every(Number.isFinite)) return result.fill(NaN);
    const bound = Math.max(m, n) * unit * (s[0] ?? 0);
    const basis: SignedVector[] = [];
    s.forEach((value, i) => {
      const [u, v] = [left[i]!, right[i]!];
      const sign = value > bound ? 1 : 0;
      basis.push({ value: sign * value, sign, u, v });
      basis.push({ value: -sign * value, sign: -sign, u, v: scaled(v, -1) });
    });
    const none = { value: 0, sign: 0 };
    if (m > n)
      for (const u of outside(left, directions, m, n)) basis.push({ ...none, u, v: new Float64Array(n) });
    if (m < n)
      for (const v of outside(right, directions, m, n)) basis.push({ ...none, u: new Float64Array(m), v });
    return combine(basis, directions, m, n);
  },
);

/** √2 times an eigenvector, (u, v), and the sign of its eigenvalue up to rounding. */
interface SignedVector {
  readonly value: number;
  readonly sign: number;
  readonly u: Float64Array;
  readonly v: Float64Array;
}

/** The upper right corner of the derivative of the sign in the directions [0 Eᵢ; Eᵢᵀ 0]. */
function combine(
  basis: readonly SignedVector[],
  directions: readonly Float64Array[],
  m: number,
  n: number,
): Float64Array {
  const size = basis.length;
  const u = joined(basis.map((each) => each.u), m); // prettier-ignore
  const v = joined(basis.map((each) => each.v), n); // prettier-ignore
  const half = new Float64Array(size * n);
  const rotated = directions.map((direction) => {
    const b = new Float64Array(size * size);
    matmul(u, direction, half, { m: size, n, k: m });
    matmul(half, v, b, { m: size, n: size, k: n, transposeB: true });
    return b.map((each, at) => (each + b[(at % size) * size + Math.floor(at / size)]!) / 2);
  });
  const c = contractDifferences(rotated, size, (places) => signDifference(places.map((i) => basis[i]!)));
  matmul(c, v, half, { m: size, n, k: size });
  const result = new Float64Array(m * n);
  matmul(u, half, result, { m, n, k: size, transposeA: true });
  return scaled(result, 0.5);
}

/** The divided difference of a function that is 1, −1 and 0 near the eigenvalues of either sign and those that are 0. */
function signDifference(given: readonly SignedVector[]): number {
  const points = [...given].sort((p, q) => p.value - q.value);
  const [first, last] = [points[0]!, points.at(-1)!];
  if (first.sign === last.sign) return points.length === 1 ? first.sign : 0;
  return (signDifference(points.slice(1)) - signDifference(points.slice(0, -1))) / (last.value - first.value);
}

/** √2 times orthonormal vectors that span what the directions have outside of the span of the singular vectors of the long side. */
function outside(
  vectors: readonly Float64Array[],
  directions: readonly Float64Array[],
  m: number,
  n: number,
): Float64Array[] {
  const [long, short] = [Math.max(m, n), Math.min(m, n)];
  const found: Float64Array[] = [];
  for (const direction of directions) {
    for (let j = 0; j < short && found.length < long - short; j++) {
      const x = Float64Array.from({ length: long }, (_, i) => direction[m > n ? i * n + j : j * n + i]!);
      const size = lengthOf(x);
      orthogonalize(x, [...vectors, ...found]);
      const rest = lengthOf(x);
      if (rest > long * Number.EPSILON * size) found.push(scaled(x, 1 / rest));
    }
  }
  return found.map((q) => scaled(q, Math.SQRT2));
}

function scaled(x: Float64Array, factor: number): Float64Array {
  return x.map((each) => each * factor);
}

function joined(rows: readonly Float64Array[], length: number): Float64Array {
  const matrix = new Float64Array(rows.length * length);
  rows.forEach((row, i) => matrix.set(row, i * length));
  return matrix;
}
