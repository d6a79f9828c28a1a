import {
  asTensor,
  astype,
  bind,
  concat,
  currentInterpreter,
  NotDifferentiableError,
  reshape,
  runWith,
  sameShape,
  ShapeError,
  sizeOf,
  slice,
  sub,
  tensor,
  Tensor,
} from "@adjoint/tensor";
import type { Primitive, Spec, TensorLike } from "@adjoint/tensor";
import { chunkSizeFor, mapOverBasis, totalSize } from "./basis.ts";
import { apply, enclosed } from "./callable.ts";
import type { Callable } from "./callable.ts";
import { solveDense } from "./dense-solve.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { formatSpec } from "./format-spec.ts";
import { jvpFlat } from "./jvp.ts";
import { linearizeFlat } from "./linearize.ts";
import type { Linearized } from "./linearize.ts";
import { mapCallByCall } from "./map-call-by-call.ts";
import { nonZero, specsOf, withZeros } from "./sparse-list.ts";
import { pullBack } from "./vjp.ts";

/** Solves A·y = b, given what A does to vectors of the length of b. */
export type LinearSolve = (multiply: (v: TensorLike) => Tensor, b: Tensor) => TensorLike;

/** A linear system whose matrix is the derivative of a residual with respect to the root. */
export interface JacobianSolve {
  /** From the root and what it depends on to as many equations. */
  readonly residual: Callable;
  /** How many tensors the root consists of. */
  readonly count: number;
  readonly transposed: boolean;
  readonly linearSolve: LinearSolve | undefined;
}

/** Its inputs are the right-hand side, the root, and what the root depends on. */
export const jacobianSolvePrimitive: Primitive<readonly Tensor[], readonly Tensor[], JacobianSolve> = {
  name: "jacobianSolve",
  shape: (inputs, { count }) => specsOf(inputs.slice(0, count)),
  kernel(inputs, params) {
    return runWith(enclosed("implicitRoot", currentInterpreter()), () => solveSystem(inputs, params));
  },
  // A·y = b differentiates to A·dy = db − dA·y.
  jvp(tangents, inputs, outputs, params) {
    const { count } = params;
    const product = (at: readonly Tensor[]): readonly Tensor[] =>
      multiply(systemAt(at, params), outputs, params);
    const change = jvpFlat(product, inputs.slice(count), tangents.slice(count)).tangents;
    const side = outputs.map((_, i) => {
      const [t, c] = [tangents[i]!, change[i]!];
      return c === null ? t : sub(t ?? 0, c);
    });
    if (nonZero(side).length === 0) return side;
    return bind(jacobianSolvePrimitive, [...withZeros(side, outputs), ...inputs.slice(count)], params);
  },
  transpose(cotangents, inputs, params) {
    const { count, transposed } = params;
    const at = inputs.slice(count);
    if (!at.every((input) => input instanceof Tensor)) {
      throw new NotDifferentiableError("jacobianSolve: not linear in the root or what it depends on", {
        operation: "jacobianSolve",
      });
    }
    const side = withZeros(cotangents, inputs);
    const results = bind(jacobianSolvePrimitive, [...side, ...at], { ...params, transposed: !transposed });
    return inputs.map((input, i) => (input instanceof Tensor ? null : results[i]!));
  },
  batch: (inputs, batched, size, params) =>
    mapCallByCall((xs) => bind(jacobianSolvePrimitive, xs, params), inputs, batched, size),
};

/** The derivative of the residual at the root, and the root. */
interface System {
  readonly linearized: Linearized;
  readonly root: readonly Tensor[];
}

function systemAt(at: readonly Tensor[], { residual, count }: JacobianSolve): System {
  const root = at.slice(0, count);
  const rest = at.slice(count);
  return { linearized: linearizeFlat((xs) => apply(residual, [...xs, ...rest]), root), root };
}

function multiply(
  { linearized, root }: System,
  vectors: readonly Tensor[],
  { transposed }: Pick<JacobianSolve, "transposed">,
): readonly Tensor[] {
  if (transposed) return pullBack(linearized, root, vectors);
  return linearized.tangentsOf(evaluateProgram(linearized.program, vectors));
}

function solveSystem(inputs: readonly Tensor[], params: JacobianSolve): readonly Tensor[] {
  const { count, linearSolve } = params;
  const side = inputs.slice(0, count);
  const system = systemAt(inputs.slice(count), params);
  if (totalSize(side) === 0) return side;
  if (linearSolve === undefined) return fromVector(denseSolution(side, system, params), side);
  const b = toVector(side);
  const product = (v: TensorLike): Tensor => {
    const parts = fromVector(asTensor("linearSolve", "v", v), side);
    return toVector(multiply(system, parts, params));
  };
  const solution = asTensor("implicitRoot", "result of linearSolve", linearSolve(product, b));
  if (sameShape(solution.shape, b.shape)) return fromVector(solution, side);
  throw new ShapeError(
    `implicitRoot: linearSolve must return a vector like its right-hand side, ${formatSpec(b)}, ` +
      `got ${formatSpec(solution)}`,
    { operation: "implicitRoot", expected: b.shape, got: solution.shape },
  );
}

function denseSolution(side: readonly Tensor[], system: System, { transposed }: JacobianSolve): Tensor {
  const { linearized, root } = system;
  const chunk = chunkSizeFor("implicitRoot", linearized.program, undefined);
  const columns = mapOverBasis((vs) => multiply(system, vs, { transposed: false }), root, chunk);
  const n = totalSize(side);
  const rows = concat(
    columns.map((column) => reshape(column, [n, -1])),
    { axis: 1 },
  );
  const matrix = Float64Array.from(rows.data);
  const solution = Float64Array.from(toVector(side).data);
  if (!transposed) transposeInPlace(matrix, n);
  solveDense("implicitRoot", matrix, solution);
  return tensor(solution);
}

function transposeInPlace(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const element = matrix[i * n + j]!;
      matrix[i * n + j] = matrix[j * n + i]!;
      matrix[j * n + i] = element;
    }
  }
}

function toVector(parts: readonly Tensor[]): Tensor {
  return concat(parts.map((part) => reshape(part, [-1])));
}

function fromVector(vector: Tensor, like: readonly Spec[]): readonly Tensor[] {
  let start = 0;
  return like.map(({ shape, dtype }) => {
    const end = start + sizeOf(shape);
    const part = reshape(slice(vector, [start, end]), shape);
    start = end;
    return astype(part, dtype);
  });
}
