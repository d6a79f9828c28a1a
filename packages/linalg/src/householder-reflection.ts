import {
  add,
  asFloat,
  bind,
  concat,
  div,
  equal,
  expandDims,
  formatShape,
  matmul,
  mul,
  neg,
  ShapeError,
  slice,
  squeeze,
  sub,
  sum,
  swapAxes,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Spec, Tensor, TensorLike } from "@adjoint/tensor";
import { makeReflector } from "./householder.ts";
import { finished } from "./iterative-settings.ts";
import { checkFinite } from "./linear-operator.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";

/** A Householder reflection, H = I − τ v vᵀ. */
export interface HouseholderReflection {
  /** Its first component is 1: `[…, n]`. */
  readonly v: Tensor;
  /** From 1 to 2, or 0 if H = I: `[…]`. */
  readonly tau: Tensor;
  /** The length that it makes, H x = β e₁: `[…]`. */
  readonly beta: Tensor;
}

/**
 * The Householder reflection that turns a vector onto the first axis: H x = β e₁ with H = I − τ v vᵀ, v₀ = 1 and
 * β = −sign(x₀) ‖x‖, the sign with which nothing cancels. Where the rest of x is 0 already, H = I.
 *
 * Shapes: `[…, n]` → v `[…, n]`, tau and beta `[…]`, n ≥ 1. Numbers of every size neither overflow nor underflow.
 *
 * Derivative: dβ = dx₀ − τ vᵀdx, dτ = −τ (dx₀ + (1 − τ) vᵀdx)/β and dv = (τ v vᵀdx − dx)/(τ β) below the first component, in both modes
 * and of every order. At H = I, where the sign of β jumps, dτ and dv count as 0.
 *
 * Method: one scaled norm, and a sign that avoids cancellation.
 * Cost: about 3 n operations.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.1.3; signs as in LAPACK's dlarfg.
 *
 * @throws LinAlgError if x holds NaN or ∞. ShapeError if it has no component.
 * @example
 * ```ts
 * import { householder } from "@adjoint/linalg";
 *
 * const { v, tau, beta } = householder([3, 4]);
 * v.toArray(); // => [1, 0.5]
 * tau.item(); // => 1.6
 * beta.item(); // => -5
 * ```
 */
export function householder(x: TensorLike): HouseholderReflection {
  const vector = asFloat("householder", "x", x);
  if (!vector.shape.at(-1)) {
    throw new ShapeError(
      `householder: x must have at least one component along its last axis, got shape ${formatShape(vector.shape)}`,
      { operation: "householder", argument: "x", shape: vector.shape },
    );
  }
  const [v, tau, beta] = bind(householderPrimitive, [vector], null);
  return { v, tau, beta };
}

/**
 * The product of a Householder reflection with a vector or a matrix, H A = A − τ v (vᵀ A).
 *
 * Shapes: v `[…, n]` with a `[n]` or `[…, n, k]`; leading axes broadcast. H is symmetric, and A H is (H Aᵀ)ᵀ.
 * Derivative: that of the products.
 * Method: X − τ v (vᵀ X), the matrix H is never formed.
 * Cost: 4 n k operations for k columns.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., §5.1.4.
 *
 * @throws ShapeError if the lengths differ.
 * @example
 * ```ts
 * import { applyHouseholder, householder } from "@adjoint/linalg";
 *
 * applyHouseholder(householder([3, 4]), [3, 4]).toArray(); // => [-5, 0]
 * applyHouseholder(householder([3, 4]), [[3, 5], [4, 0]]).toArray(); // => [[-5, -3], [0, -4]]
 * ```
 */
export function applyHouseholder(
  { v, tau }: { readonly v: TensorLike; readonly tau: TensorLike },
  a: TensorLike,
): Tensor {
  const normal = asFloat("applyHouseholder", "v", v);
  const given = asFloat("applyHouseholder", "a", a);
  const isVector = given.shape.length === 1;
  const matrix = isVector ? expandDims(given, -1) : given;
  const n = normal.shape.at(-1);
  if (n === undefined || matrix.shape.at(-2) !== n) {
    throw new ShapeError(
      `applyHouseholder: a must have as many rows as v has components: v is ${formatShape(normal.shape)}, a is ` +
        formatShape(given.shape),
      { operation: "applyHouseholder", v: normal.shape, a: given.shape },
    );
  }
  const column = expandDims(normal, -1);
  const factor = expandDims(expandDims(asFloat("applyHouseholder", "tau", tau), -1), -1);
  const result = sub(matrix, mul(mul(factor, column), matmul(swapAxes(column, -1, -2), matrix)));
  return isVector ? squeeze(result, -1) : result;
}

type Outputs = [v: Tensor, tau: Tensor, beta: Tensor];

const householderPrimitive: Primitive<[x: Tensor], Outputs, null> = {
  name: "householder",
  shape: ([x]) => specs(x),
  kernel: ([x]) => {
    checkFinite("householder", "x", x.data);
    const [v, tau, beta] = specs(x).map((spec) => zerosLike(spec)) as Outputs;
    const n = x.shape.at(-1)!;
    for (let index = 0; index < tau.size; index++) {
      const vector = Float64Array.from(x.data.subarray(index * n, (index + 1) * n));
      const scale = powerOfTwoScale(largestMagnitude(vector));
      for (let i = 0; i < n; i++) vector[i] = vector[i]! * scale;
      const made = makeReflector(vector, 0, n);
      v.data.set(vector, index * n);
      tau.data[index] = made.tau;
      beta.data[index] = made.beta / scale;
    }
    return finished([v, tau, beta]);
  },
  jvp: ([dx], _inputs, [v, tau, beta]) => {
    const along = sum(mul(v, dx!), { axis: -1 });
    const first = squeeze(slice(dx!, "...", [0, 1]), -1);
    const isIdentity = equal(tau, 0);
    const length = where(isIdentity, 1, beta);
    const dTau = neg(div(mul(tau, add(first, mul(sub(1, tau), along))), length));
    const turned = sub(mul(v, expandDims(mul(tau, along), -1)), dx!);
    const below = div(turned, expandDims(mul(where(isIdentity, 1, tau), length), -1));
    const still = where(expandDims(isIdentity, -1), 0, below);
    const dv = concat([zerosLike(slice(still, "...", [0, 1])), slice(still, "...", [1, null])], { axis: -1 });
    return [dv, dTau, sub(first, mul(tau, along))];
  },
  transpose: "not linear",
  batch: ([x]) => bind(householderPrimitive, [x], null),
};

function specs({ shape, dtype }: Spec): [Spec, Spec, Spec] {
  const batch = shape.slice(0, -1);
  return [
    { shape, dtype },
    { shape: batch, dtype },
    { shape: batch, dtype },
  ];
}
