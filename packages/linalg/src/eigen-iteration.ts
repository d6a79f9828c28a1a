import { asFloat, bind, formatShape, ShapeError } from "@adjoint/tensor";
import type { Primitive, Spec, Tensor, TensorLike } from "@adjoint/tensor";
import { eigenSpecs, emptyEigenOutputs, writePairs, writeVerdict } from "./eigen-outputs.ts";
import type { EigenOutputs } from "./eigen-outputs.ts";
import { pairTangents, symmetricPairTangents } from "./eigen-tangents.ts";
import { checkLimit, finished } from "./iterative-settings.ts";
import { LinAlgError } from "./linalg-error.ts";
import { checkFinite, functionMap, matrixMap } from "./linear-operator.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { eachMatrix, matrixShape, squareArgument } from "./matrices.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { symmetrize } from "./symmetric.ts";
import { addMultiple, lengthOf, scaleBy, startNumbers } from "./vectors.ts";

/** The options of `lanczos` and `powerIteration`. */
export interface EigenIterationOptions {
  /** The residual ‖A v − λ v‖ asked for, as a part of the largest |λ| found. Default 1e-10. */
  readonly tolerance?: number;
  /** Products with A at most. */
  readonly maxIterations?: number;
  /** The first vector, `[n]`; needed if `a` is a function. Default: numbers that are the same in every call. */
  readonly start?: TensorLike;
  /** With `true` pairs that have not converged throw a LinAlgError. Default `false`: see `converged`. */
  readonly check?: boolean;
}

/** Eigenpairs as arrays, of the operator scaled to about 1. */
export interface FoundPairs {
  readonly values: readonly number[];
  readonly vectors: readonly Float64Array[];
  readonly iterations: number;
  /** The largest |λ| of all that were met. */
  readonly largest: number;
}

export interface EigenMethod {
  readonly name: string;
  readonly symmetric: boolean;
  readonly count: number;
  readonly find: (
    apply: VectorMap,
    start: Float64Array,
    tolerance: number,
    maxIterations: number,
  ) => FoundPairs;
}

interface Settings {
  readonly method: EigenMethod;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly check: boolean;
  readonly start: Float64Array;
}

/** Eigenpairs of a matrix or a function by the given method; what the public functions share. */
export function eigenIteration(
  a: LinearOperator,
  makeMethod: (n: number) => EigenMethod,
  options: EigenIterationOptions,
  defaultIterations: (n: number) => number,
): EigenOutputs {
  const operation = makeMethod(0).name;
  const given = options.start === undefined ? undefined : asFloat(operation, "start", options.start);
  if (typeof a === "function" && given === undefined) {
    throw new ShapeError(
      `${operation}: a is a function, so give a vector { start } of the length that it takes`,
      {
        operation,
        option: "start",
      },
    );
  }
  const matrix = typeof a === "function" ? null : squareArgument(operation, "a", a);
  const n = matrix ? matrixShape(matrix.shape)[0] : given!.size;
  const method = makeMethod(n);
  if (given && (given.shape.length !== 1 || given.size !== n)) {
    throw new ShapeError(`${operation}: start must have shape [${n}], got ${formatShape(given.shape)}`, {
      operation,
      argument: "start",
      shape: given.shape,
    });
  }
  const { tolerance = 1e-10, maxIterations = defaultIterations(n), check = false } = options;
  checkLimit(operation, "tolerance", tolerance, tolerance >= 0);
  checkLimit(
    operation,
    "maxIterations",
    maxIterations,
    Number.isInteger(maxIterations) && maxIterations >= 0,
  );
  const start = given ? Float64Array.from(given.data) : firstVector(n);
  checkFinite(operation, "start", start);
  const params = { method, tolerance, maxIterations, check, start };
  if (matrix) return bind(pairsPrimitive, [matrix], params);
  const spec: Spec = { shape: [n], dtype: given!.dtype };
  const outputs = emptyEigenOutputs(eigenSpecs({ shape: [n, n], dtype: spec.dtype }, method.count));
  findPairs(functionMap(operation, "a", a as (x: Tensor) => TensorLike, spec), n, 0, outputs, params);
  return finished(outputs);
}

/** The steps are not differentiated: (A − λ) dv − v dλ = −dA v and vᵀ dv = 0 determine the tangents of a pair. */
const pairsPrimitive: Primitive<[a: Tensor], EigenOutputs, Settings> = {
  name: "eigenIteration",
  shape: ([a], { method }) => eigenSpecs(a, method.count),
  kernel: ([a], params) => {
    const { name, symmetric, count } = params.method;
    const outputs = emptyEigenOutputs(eigenSpecs(a, count));
    const [n] = matrixShape(a.shape);
    eachMatrix(a, (matrix, index) => {
      checkFinite(name, "a", matrix);
      const asymmetric = symmetric ? symmetrize(name, matrix, a.shape, index) : undefined;
      if (asymmetric) throw asymmetric;
      findPairs(matrixMap(matrix, n, n), n, index, outputs, params);
    });
    return finished(outputs);
  },
  jvp: ([tangent], [a], [values, vectors], { method, tolerance }) => {
    const tangents = method.symmetric
      ? symmetricPairTangents(tangent, null, a, null, values, vectors)
      : pairTangents(tangent!, a, values, vectors, tolerance);
    return [...tangents, null, null, null];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(pairsPrimitive, [a], params),
};

/** Runs the method on the operator scaled to about 1, and measures what it found by the true residuals. */
function findPairs(
  apply: VectorMap,
  n: number,
  index: number,
  outputs: EigenOutputs,
  params: Settings,
): void {
  const { method, tolerance, maxIterations, check } = params;
  const { count } = method;
  if (n === 0) {
    outputs[4].data[index] = 1;
    return;
  }
  const start = params.start.slice();
  scaleBy(start, powerOfTwoScale(largestMagnitude(start)));
  const length = lengthOf(start);
  if (length === 0) throw new LinAlgError(`${method.name}: start must not be 0`, { operation: method.name });
  scaleBy(start, 1 / length);
  const scale = powerOfTwoScale(largestMagnitude(apply(start)));
  const scaled: VectorMap = (x) => apply(x).map((element) => element * scale);
  const found = method.find(scaled, start, tolerance, maxIterations);
  const size = Math.max(...found.values.map(Math.abs));
  const rounding = n * Number.EPSILON * found.largest;
  let worst = found.values.length < count ? Infinity : 0;
  found.vectors.forEach((v, j) => {
    const r = scaled(v);
    addMultiple(r, -found.values[j]!, v);
    const error = lengthOf(r);
    worst = Math.max(worst, error <= rounding ? 0 : error / size);
  });
  const values = found.values.map((value) => value / scale);
  writePairs(outputs, index, count, { values, vectors: found.vectors });
  const verdict = { iterations: found.iterations, residual: worst };
  writeVerdict(outputs, index, verdict, { name: method.name, tolerance, check });
}

function firstVector(n: number): Float64Array {
  const next = startNumbers(1);
  return Float64Array.from({ length: n }, () => next());
}
