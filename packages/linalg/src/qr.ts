import {
  add,
  asInexact,
  bind,
  checkOptions,
  complex,
  concat,
  eye,
  imag,
  matmul,
  mul,
  neg,
  slice,
  sub,
  swapAxes,
  tril,
  triu,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { getRows } from "./arena-rows.ts";
import { adjointOf } from "./complex-adjoint.ts";
import { withRealPivots } from "./complex-phase.ts";
import { factorComplexQr } from "./complex-qr.ts";
import { eachInexactMatrix, nonFiniteInexact } from "./inexact-matrices.ts";
import { batchShape, matrixArgument, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { basisFromBlocks, factorQrBlocks } from "./qr-blocks.ts";
import type { TakeFactor } from "./qr-blocks.ts";
import { basisOf, reflect, reflectPivoted } from "./qr-factor.ts";
import type { Reflections } from "./qr-factor.ts";
import { guardingScale, largestMagnitude } from "./scaling.ts";
import { solveTriangular } from "./solve-triangular.ts";

/** The options of `qr`. */
export interface QrOptions extends CheckOptions {
  /** Complete `q` to a square orthogonal matrix. Default `false`: the reduced factorization. */
  readonly full?: boolean;
  /** Reorder the columns so that the diagonal of R descends, which reveals the rank. Default `false`. */
  readonly pivot?: boolean;
}

/** The factors of A = Q R; k = min(m, n). */
export interface QrFactors {
  /** Orthonormal columns: `[…, m, k]`, or `[…, m, m]` if full. */
  readonly q: Tensor;
  /** Upper triangular with rᵢᵢ ≥ 0: `[…, k, n]`, or `[…, m, n]` if full. */
  readonly r: Tensor;
}

/** The factors of A P = Q R. */
export interface PivotedQrFactors extends QrFactors {
  /** A permutation matrix: `[…, n, n]`. */
  readonly p: Tensor;
}

/**
 * The QR factorization of any matrix, real or complex: A = Q R with orthonormal columns of Q and upper triangular R, rᵢᵢ ≥ 0.
 *
 * Shapes: `[…, m, n]` → q `[…, m, k]`, r `[…, k, n]`, k = min(m, n); with `{ full: true }` q `[…, m, m]`, r `[…, m, n]`.
 * Of a matrix with independent columns the reduced factors are unique. With `{ pivot: true }` A P = Q R, where p is the
 * permutation matrix that brings the longest remaining column next, so that r₀₀ ≥ r₁₁ ≥ … and their decay shows the rank.
 *
 * Derivatives, P fixed: with B = Qᵀ dA R⁻¹ and Ω = tril₋₁ B − (tril₋₁ B)ᵀ, dR = Qᵀ dA − Ω R and
 * dQ = Q Ω + (I − Q Qᵀ) dA R⁻¹; of a wide matrix its first k columns decide. They exist where these columns are
 * independent and are infinite or NaN elsewhere. The additional columns of a full Q turn no more than orthogonality demands.
 * Of complex matrices with Qᴴ for Qᵀ, and i Im diag B in Ω, because the diagonal of R stays real; the component of largest
 * magnitude of an additional column is real and positive.
 *
 * Method: Householder reflections, in compact WY blocks if not pivoted; 2 n² (m − n/3) multiplications for R.
 * Cost: 2 n² (m − n/3) operations for R, and as many for Q.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.2 and §5.4; Schreiber & Van Loan 1989; derivative: Walter &
 * Lehmann 2012, "On evaluating higher-order derivatives of the QR decomposition of tall matrices".
 *
 * @throws LinAlgError if the matrix holds NaN or ∞; `{ check: false }` gives NaN. ShapeError if `a` has fewer than two axes.
 * @example
 * ```ts
 * import { qr } from "@adjoint/linalg";
 *
 * const { q, r } = qr([[3, 1], [4, 2]]);
 * q.toArray(); // => [[0.6, -0.8], [0.8, 0.6]]
 * r.toArray(); // => [[5, 2.2], [0, 0.4]]
 * qr([[1, 3], [0, 4]], { pivot: true }).p.toArray(); // => [[0, 1], [1, 0]]
 * ```
 */
export function qr(a: TensorLike, options: QrOptions & { readonly pivot: true }): PivotedQrFactors;
export function qr(a: TensorLike, options?: QrOptions): QrFactors;
export function qr(a: TensorLike, options: QrOptions = {}): QrFactors | PivotedQrFactors {
  const {
    full = false,
    pivot = false,
    check = true,
  } = checkOptions("qr", options, ["full", "pivot", "check"]);
  const [q, r, p] = bind(qrPrimitive, [matrixArgument("qr", "a", a, asInexact)], { full, pivot, check });
  return pivot ? { q, r, p } : { q, r };
}

const qrPrimitive: Primitive<[a: Tensor], [q: Tensor, r: Tensor, p: Tensor], Required<QrOptions>> = {
  name: "qr",
  shape: ([{ shape, dtype }], { full, pivot }) => {
    const [m, n] = matrixShape(shape);
    const k = full ? m : Math.min(m, n);
    const of = (rows: number, columns: number) => ({ shape: [...batchShape(shape), rows, columns], dtype });
    return [of(m, k), of(k, n), pivot ? of(n, n) : of(0, 0)];
  },
  kernel: ([a], params) => {
    const outputs = qrPrimitive.shape([a], params).map(zerosLike) as [Tensor, Tensor, Tensor];
    const factorOne = a.dtype === "complex128" ? factorComplexQr : factor;
    eachInexactMatrix(a, (matrix, index) => {
      const infinite = nonFiniteInexact("qr", matrix, a, index);
      if (infinite && params.check) throw infinite;
      if (infinite) matrix.fill(NaN);
      factorOne(matrix, a, params.pivot, outputs, index);
    });
    return outputs;
  },
  jvp: ([tangent], [a], [q, r, p], { pivot }): [Tangent, Tangent, Tangent] => {
    const [m, n] = matrixShape(a.shape);
    const k = Math.min(m, n);
    const moved = pivot ? matmul(tangent!, p) : tangent!;
    const thin = columnsOf(q, 0, k);
    const top = matrixShape(r.shape)[0] === k ? r : slice(r, "...", [0, k], [0, n]);
    const turned = matmul(adjointOf(thin), moved);
    const scaled = divideRight(columnsOf(moved, 0, k), columnsOf(top, 0, k));
    const b = matmul(adjointOf(thin), scaled);
    const below = tril(b, { offset: -1 });
    const skew = sub(below, adjointOf(below));
    // Complex columns turn by a phase too, so that the diagonal of R stays real.
    const omega = a.dtype === "complex128" ? add(skew, complex(0, mul(imag(b), eye(k)))) : skew;
    const outside = sub(scaled, matmul(thin, b));
    const dq = matmul(thin, omega);
    const dr = triu(sub(turned, matmul(omega, top)));
    if (m === k) return [dq, dr, null];
    const dThin = add(dq, outside);
    const columns = matrixShape(q.shape)[1];
    if (columns === k) return [dThin, dr, null];
    const rest = columnsOf(q, k, columns);
    const follow = neg(matmul(thin, matmul(adjointOf(outside), rest)));
    const zeros = zerosLike({ shape: [...batchShape(r.shape), m - k, n], dtype: r.dtype });
    return [
      concat([dThin, withRealPivots(follow, rest)], { axis: -1 }),
      concat([dr, zeros], { axis: -2 }),
      null,
    ];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(qrPrimitive, [a], params),
};

/** B R⁻¹. */
function divideRight(b: Tensor, r: Tensor): Tensor {
  return swapAxes(solveTriangular(r, swapAxes(b, -1, -2), { transposed: true, check: false }), -1, -2);
}

function columnsOf(x: Tensor, from: number, to: number): Tensor {
  return from === 0 && to === x.shape.at(-1) ? x : slice(x, "...", [from, to]);
}

/** Up to so many reflections are applied one by one. */
const fewReflections = 8;

/** Factors one matrix and writes its part of the outputs; signs are chosen so that the diagonal of R is not negative. */
function factor(
  matrix: Float64Array,
  { shape }: Tensor,
  pivot: boolean,
  [q, r, p]: readonly [Tensor, Tensor, Tensor],
  index: number,
): void {
  const [m, n] = matrixShape(shape);
  const k = Math.min(m, n);
  const count = matrixShape(q.shape)[1];
  const scale = guardingScale(largestMagnitude(matrix));
  if (scale !== 1) for (let i = 0; i < matrix.length; i++) matrix[i] = matrix[i]! * scale;
  const takeQ: TakeFactor = (data, place, row) =>
    getRows(data, place, row, q.data, index * m * count, m, count);
  if (!pivot && k > fewReflections) {
    const start = index * matrixShape(r.shape)[0] * n;
    const takeR: TakeFactor = (data, place, row) => getRows(data, place, row, r.data, start, k, n);
    factorQrBlocks(matrix, m, n, count, takeR, takeQ);
    if (scale !== 1) for (let i = start; i < start + k * n; i++) r.data[i] = r.data[i]! / scale;
    return;
  }
  const columns = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) columns[j * m + i] = matrix[i * n + j]!;
  const reflections: Reflections = (pivot ? reflectPivoted : reflect)(columns, m, n);
  const signs = new Float64Array(count).fill(1);
  for (let j = 0; j < k; j++) {
    if (columns[j * m + j]! < 0) signs[j] = -1;
    for (let c = j; c < n; c++) {
      const element = columns[c * m + j]! / scale;
      r.data[(index * count + j) * n + c] = signs[j]! < 0 ? -element : element;
    }
  }
  if (k > fewReflections) basisFromBlocks(reflections, signs, takeQ);
  else {
    const basis = basisOf(reflections, count);
    for (let j = 0; j < count; j++) {
      for (let i = 0; i < m; i++) q.data[(index * m + i) * count + j] = signs[j]! * basis[j * m + i]!;
    }
  }
  if (pivot) reflections.permutation.forEach((from, j) => (p.data[(index * n + from) * n + j] = 1));
}
