import { asInexact, bind, checkOptions, DomainError, formatShape, zerosLike } from "@adjoint/tensor";
import type { DType, Primitive, Shape, Tangent, Tensor, TensorLike, TypedArray } from "@adjoint/tensor";
import { bidiagonalSvd } from "./bidiagonal-svd.ts";
import { complexSvd } from "./complex-svd.ts";
import { jacobiSvd } from "./jacobi-svd.ts";
import type { Decomposition } from "./jacobi-svd.ts";
import { LinAlgError } from "./linalg-error.ts";
import { batchShape, eachMatrix, inBatch, matrixArgument, matrixShape, nonFinite } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { negate, pointsDown } from "./orient.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { singularValueTangents, svdTangents } from "./svd-tangents.ts";

/** The options of `svdvals`. */
export interface SvdvalsOptions extends CheckOptions {
  /**
   * `"qr"`, bidiagonalization and implicit QR, is backward stable and fast. `"jacobi"`, one-sided rotations, takes four times as
   * long for 16 columns and fifteen times for 128, and finds small singular values of matrices with graded columns or rows to
   * full relative accuracy.
   * Unless given, `"jacobi"` where min(m, n) < 16 and `"qr"` else; of complex matrices `"qr"`, and `"jacobi"` is refused.
   */
  readonly method?: "qr" | "jacobi";
}

/** The options of `svd`. */
export interface SvdOptions extends SvdvalsOptions {
  /** Complete `u` and `vt` to square orthogonal matrices. Default `false`: the thin decomposition. */
  readonly full?: boolean;
}

/** A singular value decomposition, A = U diag(s) Vᵀ; k = min(m, n). */
export interface SingularValueDecomposition {
  /** Left singular vectors, one a column: `[…, m, k]`, or `[…, m, m]` if full. */
  readonly u: Tensor;
  /** Singular values, descending: `[…, k]`. */
  readonly s: Tensor;
  /** Right singular vectors, one a row: `[…, k, n]`, or `[…, n, n]` if full. */
  readonly vt: Tensor;
}

/**
 * The singular value decomposition of any matrix, real or complex: A = U diag(s) Vᵀ, with orthonormal columns of U and rows of
 * Vᵀ; of a complex matrix `vt` is Vᴴ.
 *
 * Shapes: `[…, m, n]` → u `[…, m, k]`, s `[…, k]` descending, vt `[…, k, n]`, k = min(m, n); with `{ full: true }`
 * u `[…, m, m]` and vt `[…, n, n]`. The component of largest magnitude of each column of `u` is positive, the first one
 * if several are equal up to rounding, and the row of `vt` goes with it; if complex, it is real and positive and stays so in
 * the derivative.
 *
 * Derivatives: with P = Uᵀ dA V, ds = diag P, dU = U Ω + (I − UUᵀ) dA V S⁻¹ and dV = V Ψ + (I − VVᵀ) dAᵀ U S⁻¹, where
 * Ω, Ψ = ½ (P + Pᵀ)ᵢⱼ/(sⱼ − sᵢ) ± ½ (P − Pᵀ)ᵢⱼ/(sⱼ + sᵢ). Reciprocals of what is zero up to rounding count as 0, and so
 * does the derivative of a singular value that is 0, as that of |x| at 0 does: nothing becomes NaN. Exact to any order at
 * repeated ones are simple singular values and their vectors, the sum of equal ones, and U Uᵀ, V Vᵀ and U Vᵀ of their whole
 * spaces; to first order Σ f(sᵢ).
 * The additional vectors of a full decomposition turn no more than orthogonality demands.
 *
 * Method: from min(m, n) = 16 on bidiagonalization by Householder reflections (of the factor R of A where m ≥ 4 n, of Aᵀ
 * where n ≥ 4 m) and implicit QR, below and on demand pivoted QR and one-sided Jacobi rotations; both backward stable, AᵀA is
 * never formed.
 * Cost: O(m n min(m, n)): 4 m n² − 4/3 n³ operations for the bidiagonal form where m ≥ n, a few times that with the
 * vectors.
 * Source: Demmel & Kahan 1990, SIAM J. Sci. Stat. Comput. 11, 873–912; Drmač & Veselić 2008, SIAM J. Matrix Anal. Appl. 29,
 * 1322–1362; derivative: Giles 2008 §3.2; Townsend 2016, "Differentiating the singular value decomposition".
 *
 * @throws LinAlgError if the matrix holds NaN or ∞, or the iteration does not converge; `{ check: false }` gives NaN.
 * DomainError for a method that does not exist.
 * @example
 * ```ts
 * import { svd } from "@adjoint/linalg";
 *
 * const { u, s, vt } = svd([[3, 0], [0, -4]]);
 * s.toArray(); // => [4, 3]
 * u.toArray(); // => [[0, 1], [1, 0]]
 * vt.toArray(); // => [[0, -1], [1, 0]]
 * ```
 */
export function svd(a: TensorLike, options: SvdOptions = {}): SingularValueDecomposition {
  const names = ["full", "check", "method"] as const;
  const { full = false, check = true, method } = checkOptions("svd", options, names);
  const matrix = matrixArgument("svd", "a", a, asInexact);
  const params = { full, check, method: methodFor("svd", method, matrix) };
  const [u, s, vt] = bind(svdPrimitive, [matrix], params);
  return { u, s, vt };
}

/**
 * The singular values of any matrix, real or complex, descending, without the vectors.
 *
 * Shapes: `[…, m, n]` → `[…, min(m, n)]`. Derivative: ds = diag(Uᵀ dA V), and 0 for a singular value that is 0.
 * Options as in `svd`.
 * Formula: sᵢ = √λᵢ(AᵀA), which is not how they are computed.
 * Method: that of `svd`, without the vectors.
 * Cost: O(m n min(m, n)).
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §8.6.
 *
 * @throws LinAlgError as `svd` does.
 * @example
 * ```ts
 * import { svdvals } from "@adjoint/linalg";
 *
 * svdvals([[1, 0], [0, 2], [2, 0]]).toArray(); // => [2.2360679775, 2]
 * ```
 */
export function svdvals(a: TensorLike, options: SvdvalsOptions = {}): Tensor {
  const { check = true, method } = checkOptions("svdvals", options, ["check", "method"]);
  const matrix = matrixArgument("svdvals", "a", a, asInexact);
  return bind(svdvalsPrimitive, [matrix], { check, method: methodFor("svdvals", method, matrix) })[0];
}

const svdPrimitive: Primitive<[a: Tensor], [u: Tensor, s: Tensor, vt: Tensor], Required<SvdOptions>> = {
  name: "svd",
  shape: ([{ shape, dtype }], { full }) => {
    const [m, n] = matrixShape(shape);
    const batch = batchShape(shape);
    const k = Math.min(m, n);
    return [
      { shape: [...batch, m, full ? m : k], dtype },
      { shape: [...batch, k], dtype: realDType(dtype) },
      { shape: [...batch, full ? n : k, n], dtype },
    ];
  },
  kernel: ([a], params) => {
    if (a.dtype === "complex128") return complexSvd("svd", a, { vectors: true, ...params });
    const [u, s, vt] = svdPrimitive.shape([a], params);
    const outputs: [Tensor, Tensor, Tensor] = [zerosLike(u), zerosLike(s), zerosLike(vt)];
    const [m, n] = matrixShape(a.shape);
    const columns = matrixShape(u.shape)[1];
    eachMatrix(a, (matrix, index) => {
      const {
        left,
        s: singular,
        right,
      } = decompose("svd", matrix, a.shape, index, { vectors: true, ...params });
      putColumns(left, outputs[0].data, index * m * columns);
      outputs[1].data.set(singular, index * singular.length);
      right.forEach((vector, i) => outputs[2].data.set(vector, (index * right.length + i) * n));
    });
    return outputs;
  },
  jvp: ([tangent], [a], outputs) => svdTangents(tangent!, a, outputs),
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(svdPrimitive, [a], params),
};

const svdvalsPrimitive: Primitive<[a: Tensor], [s: Tensor], Required<SvdvalsOptions>> = {
  name: "svdvals",
  shape: ([{ shape, dtype }]) => [
    { shape: [...batchShape(shape), Math.min(...matrixShape(shape))], dtype: realDType(dtype) },
  ],
  kernel: ([a], params) => {
    if (a.dtype === "complex128") {
      return [complexSvd("svdvals", a, { vectors: false, full: false, ...params })[1]];
    }
    const s = zerosLike(svdvalsPrimitive.shape([a], params)[0]);
    eachMatrix(a, (matrix, index) => {
      const wanted = { vectors: false, full: false, ...params };
      const { s: values } = decompose("svdvals", matrix, a.shape, index, wanted);
      s.data.set(values, index * values.length);
    });
    return [s];
  },
  jvp: ([tangent], [a], _outputs, params): [Tangent] => {
    const [u, s, vt] = bind(svdPrimitive, [a], { full: false, ...params });
    return [singularValueTangents(tangent!, u, s, vt)];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(svdvalsPrimitive, [a], params),
};

/** The dtype of the singular values of a matrix. */
function realDType(dtype: DType): DType {
  return dtype === "complex128" ? "float64" : dtype;
}

type SvdMethod = "qr" | "jacobi";

function methodFor(operation: string, method: SvdMethod | undefined, a: Tensor): SvdMethod {
  const isComplex = a.dtype === "complex128";
  if (method === undefined) return isComplex ? "qr" : defaultMethod(Math.min(...matrixShape(a.shape)));
  if (method === "qr" || (method === "jacobi" && !isComplex)) return method;
  const problem =
    method === "jacobi"
      ? `method "jacobi" is for real matrices, and a is complex128; leave method out`
      : `method must be "qr" or "jacobi", got ${String(method)}`;
  throw new DomainError(`${operation}: ${problem}`, { operation, method });
}

/** Below this Jacobi rotations take hardly longer, and are more accurate. */
function defaultMethod(k: number): SvdMethod {
  return k < 16 ? "jacobi" : "qr";
}

interface Wanted {
  readonly vectors: boolean;
  readonly full: boolean;
  readonly check: boolean;
  readonly method?: SvdMethod;
}

/** The decomposition of one matrix, by way of its transpose if it is wide; the matrix may be overwritten. */
export function decompose(
  operation: string,
  matrix: Float64Array,
  shape: Shape,
  index: number,
  wanted: Wanted,
): Omit<Decomposition, "sweeps"> {
  const [m, n] = matrixShape(shape);
  const { vectors, full, check, method = defaultMethod(Math.min(m, n)) } = wanted;
  const infinite = nonFinite(operation, matrix, shape, index);
  if (infinite && check) throw infinite;
  const scale = powerOfTwoScale(largestMagnitude(matrix));
  for (let i = 0; i < matrix.length; i++) matrix[i] = matrix[i]! * scale;
  const isWide = m < n;
  const long = Math.max(m, n);
  const result = infinite
    ? null
    : method === "qr"
      ? bidiagonalSvd(isWide ? turned(matrix, m, n) : matrix, long, Math.min(m, n), wanted)
      : jacobiSvd(rowsOf(isWide ? matrix : turned(matrix, m, n), long), long, wanted);
  if (!result) {
    if (check) throw unconverged(operation, method, shape, index);
    return undetermined(m, n, vectors, full);
  }
  const left = isWide ? result.right : result.left;
  const right = isWide ? result.left : result.right;
  left.forEach((vector, i) => {
    if (!pointsDown(vector)) return;
    negate(vector);
    if (i < right.length && i < result.s.length) negate(right[i]!);
  });
  right.slice(result.s.length).forEach((vector) => {
    if (pointsDown(vector)) negate(vector);
  });
  return { left, s: result.s.map((value) => value / scale), right };
}

function undetermined(m: number, n: number, vectors: boolean, full: boolean): Omit<Decomposition, "sweeps"> {
  const k = Math.min(m, n);
  const rows = (count: number, length: number): Float64Array[] =>
    Array.from({ length: vectors ? count : 0 }, () => new Float64Array(length).fill(NaN));
  return { left: rows(full ? m : k, m), s: new Float64Array(k).fill(NaN), right: rows(full ? n : k, n) };
}

function rowsOf(matrix: Float64Array, columns: number): Float64Array[] {
  const count = columns === 0 ? 0 : matrix.length / columns;
  return Array.from({ length: count }, (_, i) => matrix.slice(i * columns, (i + 1) * columns));
}

/** Writes a row-major matrix, given by its columns, eight of them at a time. */
function putColumns(columns: readonly Float64Array[], target: TypedArray, start: number): void {
  const count = columns.length;
  for (let first = 0; first < count; first += 8) {
    const some = columns.slice(first, first + 8);
    for (let i = 0; i < some[0]!.length; i++) {
      for (let j = 0; j < some.length; j++) target[start + i * count + first + j] = some[j]![i]!;
    }
  }
}

/** The transpose of an m × n matrix. */
function turned(matrix: Float64Array, m: number, n: number): Float64Array {
  const result = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) result[j * m + i] = matrix[i * n + j]!;
  return result;
}

function unconverged(operation: string, method: SvdMethod, shape: Shape, index: number): LinAlgError {
  return new LinAlgError(
    `${operation}: no convergence within ${method === "qr" ? "6 n² rotations" : "60 Jacobi sweeps"} on a of shape ${formatShape(shape)}${inBatch(shape, index)}; ` +
      `this is not expected of any finite matrix: please report it, or pass { check: false } to get NaN`,
    { operation, method },
  );
}
