import {
  asFloat,
  bind,
  checkOptions,
  DomainError,
  formatShape,
  ShapeError,
  zerosLike,
} from "@adjoint/tensor";
import type { DType, Primitive, Shape, Spec, Tensor, TensorLike } from "@adjoint/tensor";
import { checkLimit, finished } from "./iterative-settings.ts";
import { LinAlgError } from "./linalg-error.ts";
import { checkFinite, functionMap } from "./linear-operator.ts";
import type { LinearOperator } from "./linear-operator.ts";
import { batchShape, eachMatrix, matrixArgument, matrixShape } from "./matrices.ts";
import { matrixProducts, sketchSvd, testRows, vectorProducts } from "./range-finder.ts";
import type { BlockProducts } from "./range-finder.ts";
import { tripletTangents } from "./triplet-tangents.ts";

/** The options of `randomizedSvd`. */
export interface RandomizedSvdOptions {
  /** How many directions more than k the sketch has: more are more accurate. Default 10. */
  readonly oversampling?: number;
  /** How often the sketch is multiplied by A Aᵀ, which separates slowly decaying singular values. Default 2. */
  readonly powerIterations?: number;
  /** Which normal random numbers make the test matrix: a whole number. Default 0, so that equal calls have equal results. */
  readonly seed?: number;
  /** The test matrix Ω itself, `[n, l]` with l ≥ k, in place of random numbers and of `oversampling`. */
  readonly testMatrix?: TensorLike;
  /** `[m, n]`: needed if `a` is a function. */
  readonly shape?: readonly [rows: number, columns: number];
  /** y ↦ Aᵀ y: needed if `a` is a function. */
  readonly transpose?: (y: Tensor) => TensorLike;
}

/** A truncated singular value decomposition, A ≈ U diag(s) Vᵀ, and how well it fits. */
export interface RandomizedSvd {
  /** Left singular vectors, one a column: `[…, m, k]`. */
  readonly u: Tensor;
  /** Singular values, descending: `[…, k]`. */
  readonly s: Tensor;
  /** Right singular vectors, one a row: `[…, k, n]`. */
  readonly vt: Tensor;
  /** The largest ‖A vⱼ − sⱼ uⱼ‖, as a part of s₀, computed from the result; Aᵀ uⱼ = sⱼ vⱼ holds up to rounding. `[…]`. */
  readonly residual: Tensor;
}

/**
 * The k largest singular values and their vectors, from the products of A with a few random vectors: an orthonormal basis
 * Q of (A Aᵀ)^q A Ω, orthonormalized after every product, and the singular values of Qᵀ A.
 *
 * Shapes: a matrix `[…, m, n]`, or a function x ↦ A x of vectors with `{ shape, transpose }`, → u `[…, m, k]`, s `[…, k]`,
 * vt `[…, k, n]`; k is at most min(m, n). Signs as in `svd`. Memory: k + oversampling vectors of both lengths.
 * The error ‖A − U S Vᵀ‖ is that of the best approximation, sₖ₊₁, times 1 + O((min(m, n)/k)^(1/(4q + 2))) in the mean: exact
 * if the rank is at most k + oversampling, and poor where singular values do not decay; `residual` tells.
 *
 * Derivative: that of the singular values and vectors, not of the steps, with the conventions of `svd`, in both modes and of
 * every order; it takes an `svd` of the matrix. A function has none with respect to what it uses.
 *
 * Formula: A ≈ Q (Qᵀ A) = U diag(s) Vᵀ.
 * Method: a random range finder with power iterations, then a small `svd`.
 * Cost: 2 q + 2 products of A or Aᵀ with k + p vectors, where p are drawn in excess, and O((m + n) (k + p)²).
 * Source: Halko, Martinsson & Tropp 2011, "Finding structure with randomness", SIAM Review 53, algorithms 4.4 and 5.1.
 *
 * @throws LinAlgError if anything is NaN or ∞. DomainError if `k` or an option is not a whole number ≥ 0. ShapeError if the
 * test matrix or what a function gives has the wrong shape. NotDifferentiableError if a function uses a value that is
 * differentiated.
 * @example
 * ```ts
 * import { randomizedSvd } from "@adjoint/linalg";
 *
 * const { s, residual } = randomizedSvd([[3, 0, 0], [0, 2, 0], [0, 0, 1]], 2);
 * s.toArray(); // => [3, 2]
 * residual.item() < 1e-14; // => true
 * ```
 */
export function randomizedSvd(
  a: LinearOperator,
  k: number,
  options: RandomizedSvdOptions = {},
): RandomizedSvd {
  const names = ["oversampling", "powerIterations", "seed", "testMatrix", "shape", "transpose"] as const;
  const { oversampling = 10, powerIterations = 2, seed = 0 } = checkOptions("randomizedSvd", options, names);
  for (const [name, value] of Object.entries({ k, oversampling, powerIterations, seed })) {
    checkLimit("randomizedSvd", name, value, Number.isInteger(value) && value >= 0);
  }
  if (typeof a === "function") return ofFunction(a, k, options);
  for (const option of ["shape", "transpose"] as const) {
    if (options[option] === undefined) continue;
    throw new DomainError(`randomizedSvd: a is a matrix, which needs no ${option}; leave it out`, { option });
  }
  const matrix = matrixArgument("randomizedSvd", "a", a);
  const [u, s, vt, residual] = bind(svdPrimitive, [matrix], settings(matrix.shape, k, options));
  return { u, s, vt, residual };
}

interface Settings {
  readonly k: number;
  readonly powerIterations: number;
  /** The columns of Ω, as rows of n elements. */
  readonly rows: Float64Array;
  /** How many. */
  readonly width: number;
}

type Outputs = [u: Tensor, s: Tensor, vt: Tensor, residual: Tensor];

/** The steps are not differentiated. */
const svdPrimitive: Primitive<[a: Tensor], Outputs, Settings> = {
  name: "randomizedSvd",
  shape: ([{ shape, dtype }], params) => specs(shape, dtype, params),
  kernel: ([a], params) => {
    const outputs = emptyOutputs(a.shape, a.dtype, params);
    const [m, n] = matrixShape(a.shape);
    eachMatrix(a, (matrix, index) => {
      checkFinite("randomizedSvd", "a", matrix);
      decomposeInto(outputs, index, m, n, matrixProducts(matrix, m, n), params);
    });
    return finished(outputs);
  },
  jvp: ([tangent], [a], [u, s, vt]) => [...tripletTangents(tangent!, a, u, s, vt), null],
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(svdPrimitive, [a], params),
};

function ofFunction(a: (x: Tensor) => TensorLike, k: number, options: RandomizedSvdOptions): RandomizedSvd {
  const { shape, transpose } = options;
  if (!shape || !transpose) {
    throw new LinAlgError(
      `randomizedSvd: a is a function, so give { shape: [m, n], transpose: y => Aᵀ y }; ` +
        `${shape ? "transpose" : "shape"} is missing`,
      { operation: "randomizedSvd", option: shape ? "transpose" : "shape" },
    );
  }
  const [m, n] = shape;
  const valid = shape.length === 2 && [m, n].every((length) => Number.isInteger(length) && length >= 0);
  if (!valid) {
    throw new ShapeError(`randomizedSvd: shape must be [m, n], got ${formatShape(shape)}`, { shape });
  }
  const params = settings(shape, k, options);
  const { testMatrix } = options;
  const dtype =
    testMatrix === undefined ? "float64" : asFloat("randomizedSvd", "testMatrix", testMatrix).dtype;
  const outputs = emptyOutputs(shape, dtype, params);
  const forward = functionMap("randomizedSvd", "a", a, { shape: [n], dtype }, [m]);
  const adjoint = functionMap("randomizedSvd", "transpose", transpose, { shape: [m], dtype }, [n]);
  if (params.k > 0) {
    const products = vectorProducts(forward, adjoint, m, n, params.rows.slice(0, n));
    decomposeInto(outputs, 0, m, n, products, params);
  }
  const [u, s, vt, residual] = finished(outputs);
  return { u, s, vt, residual };
}

function settings(shape: Shape, k: number, options: RandomizedSvdOptions): Settings {
  const { oversampling = 10, powerIterations = 2, seed = 0, testMatrix } = options;
  const [m, n] = matrixShape(shape);
  const most = Math.min(m, n);
  const kept = Math.min(k, most);
  if (testMatrix === undefined) {
    const width = Math.min(kept === 0 ? 0 : kept + oversampling, most);
    return { k: kept, powerIterations, width, rows: testRows(seed, width * n) };
  }
  const omega = asFloat("randomizedSvd", "testMatrix", testMatrix);
  const width = omega.shape[1] ?? 0;
  if (omega.shape.length !== 2 || omega.shape[0] !== n || width < kept) {
    throw new ShapeError(
      `randomizedSvd: testMatrix must have shape [${n}, l] with l ≥ ${kept}, got ${formatShape(omega.shape)}`,
      { operation: "randomizedSvd", argument: "testMatrix", shape: omega.shape },
    );
  }
  checkFinite("randomizedSvd", "testMatrix", omega.data);
  const used = Math.min(width, most);
  const rows = new Float64Array(used * n);
  for (let j = 0; j < used; j++) for (let i = 0; i < n; i++) rows[j * n + i] = omega.data[i * width + j]!;
  return { k: kept, powerIterations, width: used, rows };
}

function specs(shape: Shape, dtype: DType, { k }: Settings): [Spec, Spec, Spec, Spec] {
  const batch = batchShape(shape);
  const [m, n] = matrixShape(shape);
  return [
    { shape: [...batch, m, k], dtype },
    { shape: [...batch, k], dtype },
    { shape: [...batch, k, n], dtype },
    { shape: batch, dtype: "float64" },
  ];
}

function emptyOutputs(shape: Shape, dtype: DType, params: Settings): Outputs {
  return specs(shape, dtype, params).map((spec) => zerosLike(spec)) as unknown as Outputs;
}

function decomposeInto(
  [u, s, vt, residual]: Outputs,
  index: number,
  m: number,
  n: number,
  products: BlockProducts,
  params: Settings,
): void {
  const { k } = params;
  if (k === 0) return;
  const found = sketchSvd(products, m, n, params);
  for (let j = 0; j < k; j++) {
    for (let i = 0; i < m; i++) u.data[(index * m + i) * k + j] = found.left[j]![i]!;
    s.data[index * k + j] = found.s[j]!;
    vt.data.set(found.right[j]!, (index * k + j) * n);
  }
  residual.data[index] = found.residual;
}
