import {
  add,
  addTangents,
  alignBatches,
  bind,
  broadcastTo,
  matmul,
  moveAxis,
  neg,
  reshape,
  squeeze,
  stopGradient,
  swapAxes,
  zerosLike,
} from "@adjoint/tensor";
import type { Each, Primitive, Shape, Spec, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { iterate } from "./iterate.ts";
import type { SolverMethod } from "./iterate.ts";
import {
  emptyOutputs,
  finished,
  inDType,
  outputSpecs,
  preconditionerOf,
  record,
  settings,
  startLike,
  wrongShape,
} from "./iterative-settings.ts";
import type { IterativeSolution, IterativeSolveOptions, Outputs, Settings } from "./iterative-settings.ts";
import { checkFinite, matrixMap } from "./linear-operator.ts";
import { eachMatrix, matrixShape, squareArgument } from "./matrices.ts";
import { symmetricPart, symmetrize } from "./symmetric.ts";
import { asMoreColumns, linearSystem } from "./systems.ts";

/** Solves with a matrix by the given method. */
export function solveMatrix(
  method: SolverMethod,
  left: TensorLike,
  right: TensorLike,
  options: IterativeSolveOptions,
): IterativeSolution {
  const { name } = method;
  const { a, b, batch, restore } = linearSystem(name, left, right);
  const [n] = matrixShape(b.shape);
  const { start, preconditioner } = options;
  const matrices = broadcastTo(a, [...batch, n, n]);
  const x0 = start === undefined ? zerosLike(b) : startLike(name, start, b, restore);
  const m =
    preconditioner === undefined || typeof preconditioner === "function"
      ? matrices
      : stopGradient(preconditionerLike(name, preconditioner, matrices));
  const params = settings(method, options, n, 1e-10);
  const [x, ...verdict] = bind(solvePrimitive, [matrices, b, x0, m], params);
  const isVector = restore(b).shape.length < b.shape.length;
  const [iterations, residual, converged] = (
    isVector ? verdict.map((value) => squeeze(value, -1)) : verdict
  ) as [Tensor, Tensor, Tensor];
  return { x: restore(x), iterations, residual, converged };
}

type Inputs = [a: Tensor, b: Tensor, start: Tensor, m: Tensor];

/** The steps are not differentiated: dX = A⁻¹ (dB − dA X) is another solve. */
const solvePrimitive: Primitive<Inputs, Outputs, Settings> = {
  name: "iterativeSolve",
  shape: ([, b]) => specsOf(b),
  kernel: (inputs, params) => solveAll(inputs, params),
  jvp: ([da, db], [a, , , m], [x], params) => [tangentOf(da, db, a, x, m, params), null, null, null],
  transpose: "not linear",
  batch: (inputs, batched, size, params) => {
    if (batched[0] || batched[3]) return bind(solvePrimitive, alignBatches(inputs, batched, size), params);
    const { columns, tensor, verdict } = columnsOf(inputs, batched, size);
    const [x, iterations, residual, converged] = bind(solvePrimitive, columns, params);
    return [tensor(x), verdict(iterations), verdict(residual), verdict(converged)];
  },
};

/** The same solve inside a derivative, where b is a tangent or a cotangent: linear in it, and no verdict is given. */
const tangentPrimitive: Primitive<[a: Tensor, b: Tensor, m: Tensor], [x: Tensor], Settings> = {
  name: "iterativeSolveTangent",
  shape: ([, { shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a, b, m], params) => [solveAll([a, b, zerosLike(b), m], params)[0]],
  jvp: ([da, db], [a, , m], [x], params): [Tangent] => [tangentOf(da, db, a, x, m, params)],
  transpose: ([cotangent], [a, , m], params): [Tangent, Tangent, Tangent] => {
    const inputs: [Tensor, Tensor, Tensor] = [a as Tensor, cotangent!, m as Tensor];
    return [null, bind(tangentPrimitive, inputs, { ...params, transposed: !params.transposed })[0], null];
  },
  batch: (inputs, batched, size, params) => {
    if (batched[0] || batched[2]) return bind(tangentPrimitive, alignBatches(inputs, batched, size), params);
    return [asMoreColumns(inputs[1], (b) => bind(tangentPrimitive, [inputs[0], b, inputs[2]], params)[0])];
  },
};

function tangentOf(da: Tangent, db: Tangent, a: Tensor, x: Tensor, m: Tensor, params: Settings): Tangent {
  const part = da && (params.method.symmetric ? symmetricPart(da) : da);
  const moved = part && neg(matmul(params.transposed ? swapAxes(part, -1, -2) : part, x));
  const side = addTangents(db, moved, add);
  return side && bind(tangentPrimitive, [a, side, m], { ...params, derivative: true })[0];
}

function solveAll([a, b, start, m]: Inputs, params: Settings): Outputs {
  const { method } = params;
  const [n, k] = matrixShape(b.shape);
  const outputs = emptyOutputs(specsOf(b));
  checkFinite(method.name, "b", b.data);
  checkFinite(method.name, "start", start.data);
  if (params.preconditioned) checkFinite(method.name, "the preconditioner", m.data);
  eachMatrix(a, (matrix, index) => {
    checkFinite(method.name, "a", matrix);
    const asymmetric = method.symmetric ? symmetrize(method.name, matrix, a.shape, index) : undefined;
    if (asymmetric) throw asymmetric;
    const apply = matrixMap(matrix, n, n, params.transposed);
    const size = n * n;
    const precondition = params.preconditioned
      ? matrixMap(
          Float64Array.from(m.data.subarray(index * size, (index + 1) * size)),
          n,
          n,
          params.transposed,
        )
      : preconditionerOf(params, { shape: [n], dtype: b.dtype });
    for (let j = 0; j < k; j++) {
      const column = (x: Tensor): Float64Array =>
        Float64Array.from({ length: n }, (_, i) => x.data[(index * n + i) * k + j]!);
      const x = column(start);
      const outcome = iterate(method, apply, precondition, column(b), x, params);
      for (let i = 0; i < n; i++) outputs[0].data[(index * n + i) * k + j] = x[i]!;
      record(outputs, index * k + j, outcome, params);
    }
  });
  return finished(outputs);
}

function specsOf(b: Spec): [Spec, Spec, Spec, Spec] {
  return outputSpecs(b, [...b.shape.slice(0, -2), b.shape.at(-1)!]);
}

/** A batch of right-hand sides of the same matrices as more columns, as `asMoreColumns` does, and the way back. */
function columnsOf(
  inputs: Inputs,
  batched: Each<Inputs, boolean>,
  size: number,
): { columns: Inputs; tensor: (x: Tensor) => Tensor; verdict: (x: Tensor) => Tensor } {
  const [a, , , m] = inputs;
  const [, b, start] = alignBatches(inputs, [true, batched[1], batched[2], true], size);
  const shape: Shape = b.shape.slice(1);
  const [n, k] = matrixShape(shape);
  const batch = shape.slice(0, -2);
  const join = (x: Tensor): Tensor => reshape(moveAxis(x, 0, -2), [...batch, n, size * k]);
  return {
    columns: [a, join(b), join(start), m],
    tensor: (x) => moveAxis(reshape(x, [...batch, n, size, k]), -2, 0),
    verdict: (x) => moveAxis(reshape(x, [...batch, size, k]), -2, 0),
  };
}

function preconditionerLike(name: string, preconditioner: TensorLike, a: Tensor): Tensor {
  const m = squareArgument(name, "preconditioner", preconditioner);
  const [n] = matrixShape(a.shape);
  if (matrixShape(m.shape)[0] !== n) throw wrongShape(name, "preconditioner", m.shape, a.shape);
  return broadcastTo(inDType(m, a), a.shape);
}
