import { alignBatches, asFloat, bind, ShapeError, sizeOf, stack, unstack, zerosLike } from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor, TensorLike } from "@adjoint/tensor";
import { iterate } from "./iterate.ts";
import type { SolverMethod } from "./iterate.ts";
import {
  emptyOutputs,
  finished,
  outputSpecs,
  preconditionerOf,
  record,
  settings,
  startLike,
} from "./iterative-settings.ts";
import type { IterativeSolution, IterativeSolveOptions, Outputs, Settings } from "./iterative-settings.ts";
import { LinAlgError } from "./linalg-error.ts";
import { checkFinite, functionMap } from "./linear-operator.ts";

interface FunctionSettings extends Settings {
  readonly apply: (x: Tensor) => TensorLike;
  /** x ↦ Aᵀ x. */
  readonly transpose: ((x: Tensor) => TensorLike) | undefined;
}

/** Solves with a function by the given method. */
export function solveFunction(
  method: SolverMethod,
  apply: (x: Tensor) => TensorLike,
  right: TensorLike,
  options: IterativeSolveOptions,
  transpose: ((x: Tensor) => TensorLike) | undefined,
): IterativeSolution {
  const b = asFloat(method.name, "b", right);
  const { preconditioner, start } = options;
  if (preconditioner !== undefined && typeof preconditioner !== "function") {
    throw new ShapeError(
      `${method.name}: the preconditioner of a function must be a function too: write r => matmul(m, r)`,
      { operation: method.name, argument: "preconditioner" },
    );
  }
  const params: FunctionSettings = {
    ...settings(method, options, sizeOf(b.shape), b.dtype === "float32" ? 1e-5 : 1e-10),
    apply,
    transpose: method.symmetric ? apply : transpose,
  };
  const x0 = start === undefined ? zerosLike(b) : startLike(method.name, start, b, (x) => x);
  const [x, iterations, residual, converged] = bind(solvePrimitive, [b, x0], params);
  return { x, iterations, residual, converged };
}

/** What the function itself depends on is fixed, and `functionMap` says so if that is not so. */
const solvePrimitive: Primitive<[b: Tensor, start: Tensor], Outputs, FunctionSettings> = {
  name: "iterativeSolve",
  shape: ([b]) => outputSpecs(b, []),
  kernel: (inputs, params) => solveOne(inputs, params),
  jvp: ([db], _inputs, _outputs, params) => [
    db && bind(tangentPrimitive, [db], { ...params, derivative: true })[0],
    null,
    null,
    null,
  ],
  transpose: "not linear",
  batch: (inputs, batched, size, params) => {
    const [b, start] = alignBatches(inputs, batched, size);
    const starts = unstack(start);
    const all = unstack(b).map((each, i) => bind(solvePrimitive, [each, starts[i]!], params));
    const joined = (i: 0 | 1 | 2 | 3): Tensor => stack(all.map((outputs) => outputs[i]));
    return [joined(0), joined(1), joined(2), joined(3)];
  },
};

/** The same solve inside a derivative, where b is a tangent or a cotangent: linear in it, and no verdict is given. */
const tangentPrimitive: Primitive<[b: Tensor], [x: Tensor], FunctionSettings> = {
  name: "iterativeSolveTangent",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([b], params) => [solveOne([b, zerosLike(b)], params)[0]],
  jvp: ([db], _inputs, _outputs, params): [Tangent] => [db && bind(tangentPrimitive, [db], params)[0]],
  transpose: ([cotangent], _inputs, params): [Tangent] => [
    bind(tangentPrimitive, [cotangent!], transposedSettings(params))[0],
  ],
  batch: ([b], _batched, _size, params) => [
    stack(unstack(b).map((each) => bind(tangentPrimitive, [each], params)[0])),
  ],
  form: "linear",
};

function solveOne([b, start]: [b: Tensor, start: Tensor], params: FunctionSettings): Outputs {
  const { method, apply } = params;
  const outputs = emptyOutputs(outputSpecs(b, []));
  checkFinite(method.name, "b", b.data);
  checkFinite(method.name, "start", start.data);
  const x = Float64Array.from(start.data);
  const map = functionMap(method.name, "a", apply, b);
  const outcome = iterate(method, map, preconditionerOf(params, b), Float64Array.from(b.data), x, params);
  outputs[0].data.set(x);
  record(outputs, 0, outcome, params);
  return finished(outputs);
}

function transposedSettings(params: FunctionSettings): FunctionSettings {
  const { method, apply, transpose } = params;
  if (!transpose) {
    throw new LinAlgError(
      `${method.name}: reverse mode needs products with the transpose of a, which is a function: ` +
        `give { transpose: x => Aᵀ x }, or a as a matrix`,
      { operation: method.name, option: "transpose" },
    );
  }
  // The transpose of a preconditioner that is a function is not known.
  const precondition = method.symmetric ? params.precondition : null;
  return { ...params, apply: transpose, transpose: apply, precondition };
}
