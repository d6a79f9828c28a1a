import {
  asFloat,
  bind,
  concat,
  expandDims,
  eye,
  formatShape,
  matmul,
  mul,
  neg,
  ShapeError,
  slice,
  squeeze,
  sub,
  swapAxes,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Spec, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { checkLimit, finished } from "./iterative-settings.ts";
import { LinAlgError } from "./linalg-error.ts";
import { checkFinite, functionMap, matrixMap } from "./linear-operator.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { batchShape, eachMatrix, matrixShape, squareArgument } from "./matrices.ts";
import { negate, pointsDown } from "./orient.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { solve } from "./solve.ts";
import { symmetricPart, symmetrize } from "./symmetric.ts";
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

export type EigenOutputs = [
  values: Tensor,
  vectors: Tensor,
  iterations: Tensor,
  residual: Tensor,
  converged: Tensor,
];

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
  const outputs = emptyOutputs(outputSpecs({ shape: [n, n], dtype: spec.dtype }, params));
  findPairs(functionMap(operation, "a", a as (x: Tensor) => TensorLike, spec), n, 0, outputs, params);
  return finished(outputs);
}

/** The steps are not differentiated: (A − λ) dv − v dλ = −dA v and vᵀ dv = 0 determine both at a simple eigenvalue. */
const pairsPrimitive: Primitive<[a: Tensor], EigenOutputs, Settings> = {
  name: "eigenIteration",
  shape: ([a], params) => outputSpecs(a, params),
  kernel: ([a], params) => {
    const { name, symmetric } = params.method;
    const outputs = emptyOutputs(outputSpecs(a, params));
    const [n] = matrixShape(a.shape);
    eachMatrix(a, (matrix, index) => {
      checkFinite(name, "a", matrix);
      const asymmetric = symmetric ? symmetrize(name, matrix, a.shape, index) : undefined;
      if (asymmetric) throw asymmetric;
      findPairs(matrixMap(matrix, n, n), n, index, outputs, params);
    });
    return finished(outputs);
  },
  jvp: ([tangent], [a], [values, vectors], { method }) => {
    const part = (x: Tensor): Tensor => (method.symmetric ? symmetricPart(x) : x);
    return [...pairTangents(part(tangent!), part(a), values, vectors), null, null, null];
  },
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(pairsPrimitive, [a], params),
};

/** One bordered system [A − λ, −v; vᵀ, 0] (dv, dλ) = (−dA v, 0) for each pair. */
function pairTangents(
  da: Tensor,
  a: Tensor,
  values: Tensor,
  vectors: Tensor,
): [values: Tangent, vectors: Tangent] {
  const [n, count] = matrixShape(vectors.shape);
  if (n === 0 || count === 0) return [null, null];
  const v = expandDims(swapAxes(vectors, -1, -2), -1);
  const shifted = sub(
    expandDims(a, -3),
    mul(expandDims(expandDims(values, -1), -1), eye(n, undefined, { dtype: a.dtype })),
  );
  const corner = zerosLike({ shape: [...values.shape, 1, 1], dtype: a.dtype });
  const top = concat([shifted, neg(v)], { axis: -1 });
  const bottom = concat([swapAxes(v, -1, -2), corner], { axis: -1 });
  const side = concat([neg(matmul(expandDims(da, -3), v)), corner], { axis: -2 });
  const solution = squeeze(solve(concat([top, bottom], { axis: -2 }), side), -1);
  return [squeeze(slice(solution, "...", [n, n + 1]), -1), swapAxes(slice(solution, "...", [0, n]), -1, -2)];
}

function outputSpecs({ shape, dtype }: Spec, { method }: Settings): [Spec, Spec, Spec, Spec, Spec] {
  const batch = batchShape(shape);
  const [n] = matrixShape(shape);
  return [
    { shape: [...batch, method.count], dtype },
    { shape: [...batch, n, method.count], dtype },
    { shape: batch, dtype: "int32" },
    { shape: batch, dtype: "float64" },
    { shape: batch, dtype: "bool" },
  ];
}

function emptyOutputs(specs: readonly Spec[]): EigenOutputs {
  return specs.map((spec) => zerosLike(spec)) as unknown as EigenOutputs;
}

/** Runs the method on the operator scaled to about 1, and measures what it found by the true residuals. */
function findPairs(
  apply: VectorMap,
  n: number,
  index: number,
  outputs: EigenOutputs,
  params: Settings,
): void {
  const { method, tolerance, maxIterations, check } = params;
  const [values, vectors, iterations, residual, converged] = outputs;
  const { count } = method;
  if (n === 0) {
    converged.data[index] = 1;
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
  let worst = found.values.length < count ? Infinity : 0;
  found.vectors.forEach((v, j) => {
    if (pointsDown(v)) negate(v);
    const r = scaled(v);
    addMultiple(r, -found.values[j]!, v);
    const error = lengthOf(r);
    worst = Math.max(worst, error === 0 ? 0 : error / size);
    values.data[index * count + j] = found.values[j]! / scale;
    for (let i = 0; i < n; i++) vectors.data[(index * n + i) * count + j] = v[i]!;
  });
  iterations.data[index] = found.iterations;
  residual.data[index] = worst;
  converged.data[index] = worst <= tolerance ? 1 : 0;
  if (check && !(worst <= tolerance)) {
    throw new LinAlgError(
      `${method.name}: did not converge: after ${found.iterations} iterations the residual is ` +
        `${worst.toExponential(2)} of the largest eigenvalue, above the tolerance ${tolerance}; raise maxIterations or ` +
        `tolerance, or use eigh or eig`,
      { operation: method.name, iterations: found.iterations, residual: worst, tolerance },
    );
  }
}

function firstVector(n: number): Float64Array {
  const next = startNumbers(1);
  return Float64Array.from({ length: n }, () => next());
}
