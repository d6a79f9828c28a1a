import {
  alignBatches,
  asFloat,
  bind,
  broadcastShapes,
  broadcastTo,
  checkOptions,
  DomainError,
  formatShape,
  promoteOperands,
  ShapeError,
  stopGradient,
} from "@adjoint/tensor";
import type { Primitive, Spec, Tensor, TensorLike } from "@adjoint/tensor";
import { eigenSpecs, emptyEigenOutputs, writePairs, writeVerdict } from "./eigen-outputs.ts";
import type { EigenOutputs } from "./eigen-outputs.ts";
import { symmetricPairTangents } from "./eigen-tangents.ts";
import { checkLimit, finished, inDType, wrongShape } from "./iterative-settings.ts";
import type { PartialEigen } from "./lanczos.ts";
import { checkFinite, functionMap, matrixMap } from "./linear-operator.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { iterateBlocks } from "./lobpcg-iteration.ts";
import { batchShape, eachMatrix, matrixShape, squareArgument } from "./matrices.ts";
import { symmetrize } from "./symmetric.ts";
import { startNumbers } from "./vectors.ts";

/** The options of `lobpcg`. */
export interface LobpcgOptions {
  /** How many pairs. Default: 1, or the columns of `start`. */
  readonly count?: number;
  /** Which end of the spectrum, by value, not by magnitude. Default `"largest"`. */
  readonly which?: "largest" | "smallest";
  /** The symmetric positive definite B of A v = λ B v: a function if `a` is one, else a matrix. Default: the identity. */
  readonly b?: LinearOperator;
  /** M ≈ A⁻¹, symmetric positive definite, a matrix or the function r ↦ M r: it makes convergence faster, most of all at the small end. */
  readonly preconditioner?: LinearOperator;
  /**
   * The first vectors, `[n]` or one a column, `[n, l]` with l ≥ `count`; needed if `a` is a function. Columns beyond `count` are iterated
   * with the others, which makes these converge faster. Default: `count` + 2 columns of numbers that are the same in every call.
   */
  readonly start?: TensorLike;
  /** The residual ‖A v − λ B v‖/‖B v‖ asked for, as a part of the largest |λ| met. Default 1e-10. */
  readonly tolerance?: number;
  /** Steps at most, each of one product with A for every vector that has not converged. Default 1000. */
  readonly maxIterations?: number;
  /** With `true` pairs that have not converged throw a LinAlgError. Default `false`: see `converged`. */
  readonly check?: boolean;
}

/**
 * The largest or smallest eigenvalues of a symmetric matrix, or of a pair A v = λ B v, and their vectors by the locally
 * optimal block preconditioned conjugate gradient method: each step takes the best vectors in the span of the present ones,
 * their preconditioned residuals and the last directions, in an orthonormal basis, from which dependent vectors are left out.
 *
 * Shapes: a matrix `[…, n, n]`, read as (A + Aᵀ)/2, or a symmetric function x ↦ A x of vectors `[n]`, with `{ start }`.
 * The vectors satisfy VᵀB V = I. Unlike `lanczos` it finds repeated eigenvalues, takes a preconditioner and bounded memory,
 * 3 l vectors. `iterations` counts steps, and `residual` is ‖A v − λ B v‖/‖B v‖ as a part of the largest |λ| met.
 *
 * Derivative: that of the pairs, in both modes and of every order, with the convention of `eigh` at repeated eigenvalues; it
 * takes an `eigh` of the matrix. A function has none with respect to what it uses.
 *
 * Method: the Rayleigh–Ritz procedure in the span of 3 k vectors.
 * Cost: k products with A (and with B) a step, and O(n k²) operations.
 * Source: Knyazev 2001, "Toward the optimal preconditioned eigensolver", SIAM J. Sci. Comput. 23; basis: Duersch, Shao, Yang
 * & Gu 2018, "A robust and efficient implementation of LOBPCG", SIAM J. Sci. Comput. 40.
 *
 * @throws LinAlgError if `a` or `b` is not square or far from symmetric, `b` is not positive definite, anything is NaN or ∞,
 * or with `{ check: true }` there is no convergence. NotDifferentiableError if a function uses a value that is differentiated.
 * @example
 * ```ts
 * import { lobpcg } from "@adjoint/linalg";
 *
 * const a = [[2, -1, 0], [-1, 2, -1], [0, -1, 2]];
 * lobpcg(a).values.toArray(); // => [3.414213562373095]
 * const { values } = lobpcg(a, { count: 2, which: "smallest", b: [[2, 0, 0], [0, 2, 0], [0, 0, 2]] });
 * values.toArray(); // => [0.292893218813453, 1]
 * ```
 */
export function lobpcg(a: LinearOperator, options: LobpcgOptions = {}): PartialEigen {
  const names = [
    "count",
    "which",
    "b",
    "preconditioner",
    "start",
    "tolerance",
    "maxIterations",
    "check",
  ] as const;
  checkOptions("lobpcg", options, names);
  const [values, vectors, iterations, residual, converged] =
    typeof a === "function" ? pairsOfFunction(a, options) : pairsOfMatrix(a, options);
  return { values, vectors, iterations, residual, converged };
}

interface Settings {
  readonly name: "lobpcg";
  readonly count: number;
  readonly isLargest: boolean;
  readonly isPair: boolean;
  readonly preconditioner: "none" | "matrix" | ((x: Tensor) => TensorLike);
  /** The columns. */
  readonly start: readonly Float64Array[];
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly check: boolean;
}

function pairsOfFunction(a: (x: Tensor) => TensorLike, options: LobpcgOptions): EigenOutputs {
  const { b, preconditioner, start } = options;
  if (start === undefined) {
    throw new ShapeError(
      "lobpcg: a is a function, so give vectors { start } of the length that it takes, one a column",
      { operation: "lobpcg", option: "start" },
    );
  }
  for (const [option, value] of Object.entries({ b, preconditioner })) {
    if (value === undefined || typeof value === "function") continue;
    throw new ShapeError(
      `lobpcg: a is a function, so ${option} must be one too: write x => matmul(${option}, x)`,
      {
        operation: "lobpcg",
        argument: option,
      },
    );
  }
  const { dtype, shape } = asFloat("lobpcg", "start", start);
  const n = shape[0] ?? 1;
  const params = settings(options, n);
  const spec: Spec = { shape: [n], dtype };
  const outputs = emptyEigenOutputs(eigenSpecs({ shape: [n, n], dtype }, params.count));
  const map = (argument: string, f: LinearOperator | undefined): VectorMap | null =>
    f === undefined ? null : functionMap("lobpcg", argument, f as (x: Tensor) => TensorLike, spec);
  findPairs(map("a", a)!, map("b", b), map("preconditioner", preconditioner), n, 0, outputs, params);
  return finished(outputs);
}

function pairsOfMatrix(given: TensorLike, options: LobpcgOptions): EigenOutputs {
  const { b: metric, preconditioner } = options;
  if (typeof metric === "function") {
    throw new ShapeError("lobpcg: b is a function, so a must be one too: write x => matmul(a, x)", {
      operation: "lobpcg",
      argument: "a",
    });
  }
  const [left, right] = promoteOperands("lobpcg", given, metric ?? 0);
  const a = squareArgument("lobpcg", "a", left);
  const b = metric === undefined ? a : squareArgument("lobpcg", "b", right);
  const m =
    preconditioner === undefined || typeof preconditioner === "function"
      ? a
      : stopGradient(inDType(squareArgument("lobpcg", "preconditioner", preconditioner), a));
  const [n] = matrixShape(a.shape);
  for (const [argument, x] of Object.entries({ b, preconditioner: m })) {
    if (matrixShape(x.shape)[0] !== n) throw wrongShape("lobpcg", argument, x.shape, [n, n]);
  }
  const batch = broadcastShapes(
    "lobpcg",
    broadcastShapes("lobpcg", batchShape(a.shape), batchShape(b.shape)),
    batchShape(m.shape),
  );
  const inputs: Inputs = [a, b, m].map((x) => broadcastTo(x, [...batch, n, n])) as unknown as Inputs;
  return bind(pairsPrimitive, inputs, settings(options, n));
}

function settings(options: LobpcgOptions, n: number): Settings {
  const { which = "largest", b, preconditioner, start, check = false } = options;
  const { tolerance = 1e-10, maxIterations = 1000 } = options;
  const columns = start === undefined ? null : columnsOf(start, n);
  const count = Math.min(options.count ?? columns?.length ?? 1, n);
  checkLimit("lobpcg", "count", options.count ?? 0, Number.isInteger(options.count ?? 0) && count >= 0);
  checkLimit("lobpcg", "tolerance", tolerance, tolerance >= 0);
  checkLimit("lobpcg", "maxIterations", maxIterations, Number.isInteger(maxIterations) && maxIterations >= 0);
  if (which !== "largest" && which !== "smallest") {
    throw new DomainError(`lobpcg: which must be "largest" or "smallest", got ${String(which)}`, { which });
  }
  if (columns && columns.length < count) {
    throw new ShapeError(`lobpcg: start must have at least count = ${count} columns, got ${columns.length}`, {
      operation: "lobpcg",
      argument: "start",
      count,
    });
  }
  return {
    name: "lobpcg",
    count,
    isLargest: which === "largest",
    isPair: b !== undefined,
    preconditioner:
      typeof preconditioner === "function"
        ? preconditioner
        : preconditioner === undefined
          ? "none"
          : "matrix",
    start: columns ?? randomColumns(n, count === 0 ? 0 : Math.min(count + 2, n)),
    tolerance,
    maxIterations,
    check,
  };
}

function columnsOf(start: TensorLike, n: number): Float64Array[] {
  const { shape, data } = asFloat("lobpcg", "start", start);
  if (shape.length < 1 || shape.length > 2 || shape[0] !== n) {
    throw new ShapeError(`lobpcg: start must have shape [${n}] or [${n}, l], got ${formatShape(shape)}`, {
      operation: "lobpcg",
      argument: "start",
      shape,
    });
  }
  checkFinite("lobpcg", "start", data);
  const count = shape[1] ?? 1;
  return Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length: n }, (_element, i) => data[i * count + j]!),
  );
}

function randomColumns(n: number, count: number): Float64Array[] {
  const next = startNumbers(3);
  return Array.from({ length: count }, () => Float64Array.from({ length: n }, next));
}

type Inputs = [a: Tensor, b: Tensor, preconditioner: Tensor];

/** The steps are not differentiated. Where there is no B or no matrix M, A stands in its place and is not read. */
const pairsPrimitive: Primitive<Inputs, EigenOutputs, Settings> = {
  name: "lobpcg",
  shape: ([a], { count }) => eigenSpecs(a, count),
  kernel: ([a, b, m], params) => {
    const outputs = emptyEigenOutputs(eigenSpecs(a, params.count));
    const [n] = matrixShape(a.shape);
    const size = n * n;
    const at = ({ data }: Tensor, index: number): Float64Array =>
      Float64Array.from(data.subarray(index * size, (index + 1) * size));
    eachMatrix(a, (matrix, index) => {
      const symmetricMap = (argument: "a" | "b", elements: Float64Array): VectorMap => {
        checkFinite("lobpcg", argument, elements);
        const asymmetric = symmetrize("lobpcg", elements, a.shape, index, argument);
        if (asymmetric) throw asymmetric;
        return matrixMap(elements, n, n);
      };
      const { isPair, preconditioner } = params;
      let precondition: VectorMap | null = null;
      if (preconditioner === "matrix") {
        const elements = at(m, index);
        checkFinite("lobpcg", "preconditioner", elements);
        precondition = matrixMap(elements, n, n);
      } else if (preconditioner !== "none") {
        precondition = functionMap("lobpcg", "preconditioner", preconditioner, {
          shape: [n],
          dtype: a.dtype,
        });
      }
      const metric = isPair ? symmetricMap("b", at(b, index)) : null;
      findPairs(symmetricMap("a", matrix), metric, precondition, n, index, outputs, params);
    });
    return finished(outputs);
  },
  jvp: ([da, db], [a, b], [values, vectors], { isPair }) => [
    ...symmetricPairTangents(da, isPair ? db : null, a, isPair ? b : null, values, vectors),
    null,
    null,
    null,
  ],
  transpose: "not linear",
  batch: (inputs, batched, size, params) => bind(pairsPrimitive, alignBatches(inputs, batched, size), params),
};

function findPairs(
  a: VectorMap,
  b: VectorMap | null,
  precondition: VectorMap | null,
  n: number,
  index: number,
  outputs: EigenOutputs,
  params: Settings,
): void {
  if (n === 0 || params.count === 0) {
    outputs[4].data[index] = 1;
    return;
  }
  const found = iterateBlocks({ a, b, precondition }, params);
  writePairs(outputs, index, params.count, found);
  writeVerdict(outputs, index, found, params);
}
