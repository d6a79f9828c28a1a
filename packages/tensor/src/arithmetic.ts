import type { ElementaryFunction } from "@adjoint/kernels";
import { cast } from "./cast.ts";
import { broadcastOperands } from "./broadcast-sum.ts";
import { asInexact, asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { mapComplex } from "./complex-elements.ts";
import { addElements, divElements, mulElements, subElements } from "./elementwise.ts";
import { addTangents, alignBatches, mapElementary } from "./families.ts";
import { linear } from "./linear.ts";
import type { BinaryPrimitive } from "./families.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { pointwise } from "./lowering.ts";
import type { Tangent } from "./primitive.ts";
import { Tensor } from "./tensor.ts";

/**
 * a + b, elementwise with broadcasting. Booleans count as 0 and 1; int32 wraps around modulo 2³².
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { add } from "@adjoint/tensor";
 *
 * add([1, 2], 10).toArray(); // => [11, 12]
 * ```
 */
export function add(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = numericOperands("add", a, b);
  return bind(addPrimitive, [x, y], null)[0];
}

/**
 * a − b, elementwise with broadcasting. Booleans count as 0 and 1; int32 wraps around modulo 2³².
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { sub } from "@adjoint/tensor";
 *
 * sub([1, 2], [10, 20]).toArray(); // => [-9, -18]
 * ```
 */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = numericOperands("sub", a, b);
  return bind(subPrimitive, [x, y], null)[0];
}

/**
 * −x, elementwise; of booleans, which count as 0 and 1, an int32.
 *
 * @example
 * ```ts
 * import { neg } from "@adjoint/tensor";
 *
 * neg([1, -2]).toArray(); // => [-1, 2]
 * ```
 */
export function neg(x: TensorLike): Tensor {
  return bind(negPrimitive, [numeric(asTensor("neg", "x", x))], null)[0];
}

/**
 * a · b, elementwise with broadcasting. Booleans count as 0 and 1; int32 wraps around modulo 2³².
 * The product of matrices is `matmul`.
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { mul } from "@adjoint/tensor";
 *
 * mul([[1], [2]], [10, 20]).toArray(); // => [[10, 20], [20, 40]]
 * ```
 */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = numericOperands("mul", a, b);
  return bind(mulPrimitive, [x, y], null)[0];
}

/**
 * a / b, elementwise with broadcasting. Integers give float64; division by zero gives ±∞ or NaN, as IEEE 754 says.
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { div } from "@adjoint/tensor";
 *
 * div([1, 2, -1], [2, 0, 0]).toArray(); // => [0.5, Infinity, -Infinity]
 * ```
 */
export function div(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = broadcastOperands("div", a, b);
  return bind(divPrimitive, [asInexact("div", "a", x), asInexact("div", "b", y)], null)[0];
}

/**
 * 1 / x, elementwise; ±∞ at ±0. Integers give float64.
 *
 * @example
 * ```ts
 * import { reciprocal } from "@adjoint/tensor";
 *
 * reciprocal([2, 4]).toArray(); // => [0.5, 0.25]
 * ```
 */
export function reciprocal(x: TensorLike): Tensor {
  return div(1, asInexact("reciprocal", "x", x));
}

/**
 * x², elementwise; int32 wraps around modulo 2³².
 *
 * @example
 * ```ts
 * import { square } from "@adjoint/tensor";
 *
 * square([1, -3]).toArray(); // => [1, 9]
 * ```
 */
export function square(x: TensorLike): Tensor {
  return bind(squarePrimitive, [numeric(asTensor("square", "x", x))], null)[0];
}

const addPrimitive: BinaryPrimitive = {
  name: "add",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a, b]) => [addElements(a, b)],
  jvp: ([s, t]) => [addTangents(s, t, add)],
  transpose: ([cotangent], [a, b]): [Tangent, Tangent] => [
    a instanceof Tensor ? null : cotangent,
    b instanceof Tensor ? null : cotangent,
  ],
  batch: (inputs, batched, size) => bind(addPrimitive, alignBatches(inputs, batched, size), null),
  lowering: /* @__PURE__ */ pointwise("add"),
  form: "elementwise",
};

const subPrimitive: BinaryPrimitive = {
  name: "sub",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a, b]) => [subElements(a, b)],
  jvp: ([s, t]) => [subTangents(s, t)],
  transpose: ([cotangent], [a, b]): [Tangent, Tangent] => [
    a instanceof Tensor ? null : cotangent,
    b instanceof Tensor ? null : cotangent && neg(cotangent),
  ],
  batch: (inputs, batched, size) => bind(subPrimitive, alignBatches(inputs, batched, size), null),
  lowering: /* @__PURE__ */ pointwise("sub"),
  form: "elementwise",
};

const negPrimitive = /* @__PURE__ */ linear<null>({
  name: "neg",
  shape: ({ shape, dtype }) => ({ shape, dtype }),
  kernel: (x) =>
    x.dtype === "complex128"
      ? mapComplex(x, ({ re, im }) => ({ re: -re, im: -im }))
      : mapElementary(x, negation),
  transpose: neg,
  batch: neg,
  lowering: /* @__PURE__ */ pointwise("neg"),
});

const negation: ElementaryFunction = {
  at: (x) => -x,
  map(x, y) {
    for (let i = 0; i < y.length; i++) y[i] = -x[i]!;
  },
};

const mulPrimitive: BinaryPrimitive = {
  name: "mul",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a, b]) => [mulElements(a, b)],
  jvp: ([s, t], [a, b]) => [addTangents(s && mul(s, b), t && mul(a, t), add)],
  transpose: ([cotangent], [a, b]): [Tangent, Tangent] => [
    b instanceof Tensor ? cotangent && mul(cotangent, b) : null,
    a instanceof Tensor ? cotangent && mul(a, cotangent) : null,
  ],
  batch: (inputs, batched, size) => bind(mulPrimitive, alignBatches(inputs, batched, size), null),
  lowering: /* @__PURE__ */ pointwise("mul"),
  form: "elementwise",
};

const divPrimitive: BinaryPrimitive = {
  name: "div",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a, b]) => [divElements(a, b)],
  jvp([s, t], [, b], [y]) {
    const numerator = subTangents(s, t && mul(y, t));
    return [numerator && div(numerator, b)];
  },
  transpose: ([cotangent], [, b]): [Tangent, Tangent] => [cotangent && div(cotangent, b as Tensor), null],
  batch: (inputs, batched, size) => bind(divPrimitive, alignBatches(inputs, batched, size), null),
  lowering: /* @__PURE__ */ pointwise("div"),
  form: "elementwise",
};

const squarePrimitive: UnaryPrimitive = {
  name: "square",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([x]) => [mulElements(x, x)],
  jvp: ([t], [x]) => [t && mul(t, mul(2, x))],
  transpose: "not linear",
  batch: ([x]) => bind(squarePrimitive, [x], null),
  lowering: /* @__PURE__ */ pointwise("square"),
  form: "elementwise",
};

function subTangents(s: Tangent, t: Tangent): Tangent {
  return s && t ? sub(s, t) : (s ?? (t && neg(t)));
}

/** Booleans count as integers in arithmetic. */
export function numeric(x: Tensor): Tensor {
  return x.dtype === "bool" ? cast(x, "int32") : x;
}

function numericOperands(operation: string, a: TensorLike, b: TensorLike): [a: Tensor, b: Tensor] {
  const [x, y] = broadcastOperands(operation, a, b);
  return [numeric(x), numeric(y)];
}
