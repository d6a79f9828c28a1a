import { maximum as maximumLoop, minimum as minimumLoop } from "@adjoint/kernels";
import { add, div, mul } from "./arithmetic.ts";
import { broadcastOperands } from "./broadcast-sum.ts";
import { cast } from "./cast.ts";
import { equal, greater, less } from "./comparison.ts";
import { conj, real } from "./complex.ts";
import { mapParts } from "./complex-elements.ts";
import { magnitude } from "./complex-number.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { checkReal } from "./dtype.ts";
import { binary, mapElements, notDifferentiable, unary } from "./families.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { pointwise } from "./lowering.ts";
import type { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/**
 * The larger of two values, elementwise with broadcasting; NaN if either is. At a tie each gets half the derivative.
 *
 * @example
 * ```ts
 * import { maximum } from "@adjoint/tensor";
 *
 * maximum([1, 5], 3).toArray(); // => [3, 5]
 * ```
 */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return bind(maximumPrimitive, broadcastOperands("maximum", a, b), null)[0];
}

/**
 * The smaller of two values, elementwise with broadcasting; NaN if either is. At a tie each gets half the derivative.
 *
 * @example
 * ```ts
 * import { minimum } from "@adjoint/tensor";
 *
 * minimum([1, 5], 3).toArray(); // => [1, 3]
 * ```
 */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return bind(minimumPrimitive, broadcastOperands("minimum", a, b), null)[0];
}

/**
 * `x` limited to [low, high], elementwise with broadcasting; where low > high it is high. NaN stays NaN.
 * On a bound, x and the bound each get half the derivative.
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { clip } from "@adjoint/tensor";
 *
 * clip([-2, 0.5, 2], -1, 1).toArray(); // => [-1, 0.5, 1]
 * ```
 */
export function clip(x: TensorLike, low: TensorLike, high: TensorLike): Tensor {
  const above = broadcastOperands("clip", x, low, "x", "low");
  checkReal("clip", "x", above[0]);
  const [raised] = bind(maximumPrimitive, above, null);
  const below = broadcastOperands("clip", raised, high, "x", "high");
  checkReal("clip", "high", below[0]);
  return bind(minimumPrimitive, below, null)[0];
}

/**
 * |x|, elementwise; of complex numbers √(re² + im²), which is real. The derivative at 0 is taken as 0.
 *
 * @example
 * ```ts
 * import { abs } from "@adjoint/tensor";
 *
 * abs([-2, 3]).toArray(); // => [2, 3]
 * ```
 */
export function abs(x: TensorLike): Tensor {
  const input = asTensor("abs", "x", x);
  return bind(input.dtype === "complex128" ? magnitudePrimitive : absPrimitive, [input], null)[0];
}

/**
 * −1, 0 or 1 by the sign of x, elementwise; its derivative is 0.
 *
 * @example
 * ```ts
 * import { sign } from "@adjoint/tensor";
 *
 * sign([-2, 0, 3]).toArray(); // => [-1, 0, 1]
 * ```
 */
export function sign(x: TensorLike): Tensor {
  const input = asTensor("sign", "x", x);
  checkReal("sign", "x", input);
  return bind(signPrimitive, [input], null)[0];
}

/**
 * max(x, 0), elementwise. The derivative at 0 is taken as 0.
 *
 * @example
 * ```ts
 * import { relu } from "@adjoint/tensor";
 *
 * relu([-1, 2]).toArray(); // => [0, 2]
 * ```
 */
export function relu(x: TensorLike): Tensor {
  return bind(reluPrimitive, [asTensor("relu", "x", x)], null)[0];
}

const maximumPrimitive = /* @__PURE__ */ binary({
  name: "maximum",
  kernel: { map: maximumLoop, operation: "maximum" },
  tangents: [
    (t, a, b) => mul(t, share(greater(a, b), a, b)),
    (t, a, b) => mul(t, share(greater(b, a), a, b)),
  ],
  add,
});

const minimumPrimitive = /* @__PURE__ */ binary({
  name: "minimum",
  kernel: { map: minimumLoop, operation: "minimum" },
  tangents: [(t, a, b) => mul(t, share(less(a, b), a, b)), (t, a, b) => mul(t, share(less(b, a), a, b))],
  add,
});

const absPrimitive = /* @__PURE__ */ unary({
  name: "abs",
  kernel: {
    at: Math.abs,
    map(x, y) {
      for (let i = 0; i < y.length; i++) y[i] = Math.abs(x[i]!);
    },
  },
  operation: "abs",
  tangent: (t, x) => mul(t, sign(x)),
});

const magnitudePrimitive: UnaryPrimitive = {
  name: "abs",
  shape: ([{ shape }]) => [{ shape, dtype: "float64" }],
  kernel: ([z]) => [mapParts(z, "float64", magnitude)],
  // Re(z̄ t)/|z|.
  jvp: ([t], [z], [y]) => [t && real(mul(conj(div(z, where(equal(y, 0), 1, y))), t))],
  transpose: "not linear",
  batch: ([z]) => bind(magnitudePrimitive, [z], null),
};

const signPrimitive: UnaryPrimitive = /* @__PURE__ */ notDifferentiable({
  name: "sign",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([x]) => [mapElements(x, x.dtype, Math.sign)],
  batch: ([x]) => bind(signPrimitive, [x], null),
  lowering: /* @__PURE__ */ pointwise(Math.sign),
});

const reluPrimitive = /* @__PURE__ */ unary({
  name: "relu",
  kernel: {
    at: rectified,
    map: (x, y) => maximumLoop(x, 1, zero, 0, y),
  },
  operation: "relu",
  tangent: (t, x) => mul(t, cast(greater(x, 0), x.dtype)),
});

/** A number that `relu` compares with; it takes float64 to reach the kernel. */
const zero = /* @__PURE__ */ new Float64Array(1);

function rectified(x: number): number {
  return x > 0 || Number.isNaN(x) ? x : 0;
}

/** 1 where this operand wins, ½ at a tie, 0 where it loses. */
function share(wins: Tensor, a: Tensor, b: Tensor): Tensor {
  return add(cast(wins, a.dtype), mul(0.5, cast(equal(a, b), a.dtype)));
}
