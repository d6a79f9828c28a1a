import {
  add,
  addTangents,
  alignBatches,
  asFloat,
  asTensor,
  astype,
  bind,
  broadcastTo,
  checkOptions,
  formatShape,
  mul,
  ShapeError,
  stack,
  Tensor,
  unstack,
} from "@adjoint/tensor";
import type { Primitive, Tangent, TensorLike } from "@adjoint/tensor";
import { expmMultiplyPrimitive, tooFar } from "./expm-multiply-derivatives.ts";
import { checkLimit } from "./iterative-settings.ts";
import { LinAlgError } from "./linalg-error.ts";
import { checkFinite, functionMap } from "./linear-operator.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { matrixShape } from "./matrices.ts";
import { linearSystem } from "./systems.ts";
import { lengthOf } from "./vectors.ts";

/** The options of `expmMultiply`. */
export interface ExpmMultiplyOptions {
  /** The factor of A, a scalar: e^{tA} B. It may be negative and has a derivative. Default 1. */
  readonly t?: TensorLike;
  /** x ↦ Aᵀ x, which reverse mode needs if `a` is a function. */
  readonly transpose?: (x: Tensor) => TensorLike;
  /** Products with A at most. Default 100 000; about 8 ‖tA‖₁ are needed. */
  readonly maxIterations?: number;
}

/**
 * The action of the matrix exponential, e^{tA} B, without e^{tA}: the solution at the time t of y′ = A y from B, by Taylor
 * polynomials of degrees up to 35 over as many equal steps as the norms of A − μ I and of its powers demand.
 *
 * Shapes: a matrix `[…, n, n]` with b `[n]` or `[…, n, k]`, or a function x ↦ A x with b of any one shape, which it keeps. Of a
 * function no norm is known: its steps are halved where the terms of the polynomial grow too far above its start.
 * Cost: about 8 ‖tA‖₁ products with A at most; `expm` is faster where ‖tA‖₁ is above about n.
 *
 * Derivatives: in B e^{tA} dB, in t A e^{tA} B dt, in A the Fréchet derivative by the same action of [A E; 0 A], and in reverse
 * mode by the polynomials backwards, in memory of n vectors a step; of every order, each of which doubles the size.
 * A function has none with respect to what it uses; in reverse mode it needs `transpose`.
 *
 * Method: Taylor polynomials over equal steps.
 * Source: Al-Mohy & Higham 2011, "Computing the action of the matrix exponential, with an application to exponential
 * integrators", SIAM J. Sci. Comput. 33, 488–511.
 *
 * @throws LinAlgError if `a` is not square, anything is NaN or ∞, or it takes too many products. ShapeError if `t` is not a
 * scalar. NotDifferentiableError if a function uses a value that is differentiated.
 * @example
 * ```ts
 * import { expmMultiply } from "@adjoint/linalg";
 *
 * expmMultiply([[0, 1], [-1, 0]], [1, 0], { t: Math.PI / 6 }).toArray(); // => [0.8660254038, -0.5]
 * ```
 */
export function expmMultiply(a: LinearOperator, b: TensorLike, options: ExpmMultiplyOptions = {}): Tensor {
  const names = ["t", "transpose", "maxIterations"] as const;
  const { t = 1, transpose, maxIterations = 100_000 } = checkOptions("expmMultiply", options, names);
  const isCount = Number.isInteger(maxIterations) && maxIterations >= 0;
  checkLimit("expmMultiply", "maxIterations", maxIterations, isCount);
  const factor = asFloat("expmMultiply", "t", t);
  if (factor.shape.length > 0) {
    throw new ShapeError(
      `expmMultiply: t must be a scalar, got shape ${formatShape(factor.shape)}; vmap takes many times`,
      { operation: "expmMultiply", argument: "t", shape: factor.shape },
    );
  }
  if (typeof a === "function") {
    const right = asFloat("expmMultiply", "b", b);
    return bind(functionPrimitive, [right, factor], { apply: a, transpose, maxIterations })[0];
  }
  const { a: matrix, b: columns, batch, restore } = linearSystem("expmMultiply", a, b);
  const [n] = matrixShape(columns.shape);
  const scaled = t === 1 ? matrix : mul(matrix, astype(factor, matrix.dtype));
  return restore(
    bind(expmMultiplyPrimitive, [broadcastTo(scaled, [...batch, n, n]), columns], { maxIterations })[0],
  );
}

interface FunctionParams {
  readonly apply: (x: Tensor) => TensorLike;
  /** x ↦ Aᵀ x. */
  readonly transpose: ((x: Tensor) => TensorLike) | undefined;
  readonly maxIterations: number;
}

/** Linear in b; what the function itself depends on is fixed, and `functionMap` says so if that is not so. */
const functionPrimitive: Primitive<[b: Tensor, t: Tensor], [y: Tensor], FunctionParams> = {
  name: "expmMultiplyFunction",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([b, t], params) => {
    checkFinite("expmMultiply", "b", b.data);
    checkFinite("expmMultiply", "t", t.data);
    const map = functionMap("expmMultiply", "a", params.apply, b);
    const unit = b.dtype === "float32" ? 2 ** -24 : Number.EPSILON / 2;
    const y = actInSteps(map, Float64Array.from(b.data), t.item(), unit, params.maxIterations);
    return [new Tensor(b.shape, b.dtype, b.dtype === "float32" ? Float32Array.from(y) : y)];
  },
  jvp: ([db, dt], [, t], [y], params): [Tangent] => {
    const moved = db && bind(functionPrimitive, [db, t], params)[0];
    const later = dt && mul(dt, asTensor("expmMultiply", "a(x)", params.apply(y)));
    return [addTangents(moved, later, add)];
  },
  transpose: ([cotangent], [, t], params): [Tangent, Tangent] => {
    const { apply, transpose } = params;
    if (!transpose) {
      throw new LinAlgError(
        "expmMultiply: reverse mode needs products with the transpose of a, which is a function: " +
          "give { transpose: x => Aᵀ x }, or a as a matrix",
        { operation: "expmMultiply", option: "transpose" },
      );
    }
    const turned = { ...params, apply: transpose, transpose: apply };
    return [bind(functionPrimitive, [cotangent!, t as Tensor], turned)[0], null];
  },
  batch: (inputs, batched, size, params) => {
    const [b, t] = alignBatches(inputs, batched, size);
    const times = unstack(t);
    return [stack(unstack(b).map((each, i) => bind(functionPrimitive, [each, times[i]!], params)[0]))];
  },
};

/** How far above its start a term of the polynomial may grow: where ‖hA‖ is about 4, and one digit is lost. */
const allowedGrowth = 16;

/** e^{tA} y by Taylor polynomials with steps h that are halved where terms grow too far or do not end, and doubled again. */
function actInSteps(
  apply: VectorMap,
  start: Float64Array,
  t: number,
  unit: number,
  maxIterations: number,
): Float64Array {
  let y = start;
  let done = 0;
  let h = 1;
  let products = 0;
  while (done < 1) {
    h = Math.min(h, 1 - done);
    const limit = allowedGrowth * lengthOf(y);
    const sum = y.slice();
    let term = y;
    let before = lengthOf(term);
    let largest = before;
    let isDone = false;
    for (let j = 1; j <= 55 && !isDone && largest <= limit; j++) {
      if (products++ === maxIterations) throw tooFar(maxIterations, maxIterations, true);
      const factor = (h * t) / j;
      term = apply(term.map((element) => element * factor));
      const size = lengthOf(term);
      for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + term[i]!;
      isDone = before + size <= unit * lengthOf(sum);
      largest = Math.max(largest, size);
      before = size;
    }
    if (!isDone || largest > limit) {
      h /= 2;
      continue;
    }
    y = sum;
    done += h;
    if (largest < limit / 8) h *= 2;
  }
  return y;
}
