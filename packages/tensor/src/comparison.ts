import { broadcastOperands } from "./broadcast-sum.ts";
import { cast } from "./cast.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { compareComplex, mapParts } from "./complex-elements.ts";
import type { Complex } from "./complex-number.ts";
import { allocate, checkReal } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { alignBatches, notDifferentiable } from "./families.ts";
import type { BinaryPrimitive } from "./families.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { pointwise } from "./lowering.ts";
import type { ScalarOperation } from "./lowering.ts";
import { zipLoop } from "./pair-loop.ts";
import type { PairLoop } from "./pair-loop.ts";
import { Tensor } from "./tensor.ts";

/**
 * a = b, elementwise with broadcasting: a tensor of booleans. A comparison with NaN is false, also of a part of a
 * complex number.
 *
 * @example
 * ```ts
 * import { equal } from "@adjoint/tensor";
 *
 * equal([1, 2], [1, 3]).toArray(); // => [true, false]
 * ```
 */
export function equal(a: TensorLike, b: TensorLike): Tensor {
  return bind(equalPrimitive, broadcastOperands("equal", a, b), null)[0];
}

/**
 * a ≠ b, elementwise with broadcasting: a tensor of booleans. A comparison with NaN is true.
 *
 * @example
 * ```ts
 * import { notEqual } from "@adjoint/tensor";
 *
 * notEqual([1, 2], [1, 3]).toArray(); // => [false, true]
 * ```
 */
export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return bind(notEqualPrimitive, broadcastOperands("notEqual", a, b), null)[0];
}

/**
 * a < b, elementwise with broadcasting: a tensor of booleans. A comparison with NaN is false.
 *
 * @example
 * ```ts
 * import { less } from "@adjoint/tensor";
 *
 * less([1, 2], 2).toArray(); // => [true, false]
 * ```
 */
export function less(a: TensorLike, b: TensorLike): Tensor {
  return bind(lessPrimitive, broadcastOperands("less", a, b), null)[0];
}

/**
 * a ≤ b, elementwise with broadcasting: a tensor of booleans. A comparison with NaN is false.
 *
 * @example
 * ```ts
 * import { lessEqual } from "@adjoint/tensor";
 *
 * lessEqual([1, 3], 2).toArray(); // => [true, false]
 * ```
 */
export function lessEqual(a: TensorLike, b: TensorLike): Tensor {
  return bind(lessEqualPrimitive, broadcastOperands("lessEqual", a, b), null)[0];
}

/**
 * a > b, elementwise with broadcasting: a tensor of booleans. A comparison with NaN is false.
 *
 * @example
 * ```ts
 * import { greater } from "@adjoint/tensor";
 *
 * greater([1, 3], 2).toArray(); // => [false, true]
 * ```
 */
export function greater(a: TensorLike, b: TensorLike): Tensor {
  return bind(greaterPrimitive, broadcastOperands("greater", a, b), null)[0];
}

/**
 * a ≥ b, elementwise with broadcasting: a tensor of booleans. A comparison with NaN is false.
 *
 * @example
 * ```ts
 * import { greaterEqual } from "@adjoint/tensor";
 *
 * greaterEqual([1, 2], 2).toArray(); // => [false, true]
 * ```
 */
export function greaterEqual(a: TensorLike, b: TensorLike): Tensor {
  return bind(greaterEqualPrimitive, broadcastOperands("greaterEqual", a, b), null)[0];
}

/**
 * True where both are not zero, elementwise with broadcasting.
 *
 * @example
 * ```ts
 * import { logicalAnd } from "@adjoint/tensor";
 *
 * logicalAnd([true, true], [true, false]).toArray(); // => [true, false]
 * ```
 */
export function logicalAnd(a: TensorLike, b: TensorLike): Tensor {
  return bind(
    logicalAndPrimitive,
    broadcastOperands("logicalAnd", truth("logicalAnd", "a", a), truth("logicalAnd", "b", b)),
    null,
  )[0];
}

/**
 * True where at least one is not zero, elementwise with broadcasting.
 *
 * @example
 * ```ts
 * import { logicalOr } from "@adjoint/tensor";
 *
 * logicalOr([true, false], [false, false]).toArray(); // => [true, false]
 * ```
 */
export function logicalOr(a: TensorLike, b: TensorLike): Tensor {
  return bind(
    logicalOrPrimitive,
    broadcastOperands("logicalOr", truth("logicalOr", "a", a), truth("logicalOr", "b", b)),
    null,
  )[0];
}

/**
 * True where x is zero, elementwise.
 *
 * @example
 * ```ts
 * import { logicalNot } from "@adjoint/tensor";
 *
 * logicalNot([true, false]).toArray(); // => [false, true]
 * ```
 */
export function logicalNot(x: TensorLike): Tensor {
  return bind(logicalNotPrimitive, [asTensor("logicalNot", "x", x)], null)[0];
}

/**
 * True where x is not a number, elementwise; where either part is not, if it is complex.
 *
 * @example
 * ```ts
 * import { isNaN } from "@adjoint/tensor";
 *
 * isNaN([1, NaN]).toArray(); // => [false, true]
 * ```
 */
export function isNaN(x: TensorLike): Tensor {
  return bind(isNaNPrimitive, [asTensor("isNaN", "x", x)], null)[0];
}

/**
 * True where x is neither infinite nor NaN, elementwise; where neither part is, if it is complex.
 *
 * @example
 * ```ts
 * import { isFinite } from "@adjoint/tensor";
 *
 * isFinite([1, Infinity, NaN]).toArray(); // => [true, false, false]
 * ```
 */
export function isFinite(x: TensorLike): Tensor {
  return bind(isFinitePrimitive, [asTensor("isFinite", "x", x)], null)[0];
}

const equalPrimitive = /* @__PURE__ */ comparison(
  "equal",
  (a, s, b, t, y) => {
    for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = Number(a[j] === b[k]);
  },
  (a, b) => a.re === b.re && a.im === b.im,
);
const notEqualPrimitive = /* @__PURE__ */ comparison(
  "notEqual",
  (a, s, b, t, y) => {
    for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = Number(a[j] !== b[k]);
  },
  (a, b) => a.re !== b.re || a.im !== b.im,
);
const lessPrimitive = /* @__PURE__ */ comparison("less", (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = Number(a[j]! < b[k]!);
});
const lessEqualPrimitive = /* @__PURE__ */ comparison("lessEqual", (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = Number(a[j]! <= b[k]!);
});
const greaterPrimitive = /* @__PURE__ */ comparison("greater", (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = Number(a[j]! > b[k]!);
});
const greaterEqualPrimitive = /* @__PURE__ */ comparison("greaterEqual", (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = Number(a[j]! >= b[k]!);
});
const logicalAndPrimitive = /* @__PURE__ */ comparison("logicalAnd", (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = a[j]! & b[k]!;
});
const logicalOrPrimitive = /* @__PURE__ */ comparison("logicalOr", (a, s, b, t, y) => {
  for (let i = 0, j = 0, k = 0; i < y.length; i++, j += s, k += t) y[i] = a[j]! | b[k]!;
});
const logicalNotPrimitive = /* @__PURE__ */ predicate(
  "logicalNot",
  (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Number(x[i] === 0);
  },
  (re, im) => (re === 0 && im === 0 ? 1 : 0),
);
const isNaNPrimitive = /* @__PURE__ */ predicate(
  "isNaN",
  (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Number(Number.isNaN(x[i]!));
  },
  (re, im) => (Number.isNaN(re) || Number.isNaN(im) ? 1 : 0),
);
const isFinitePrimitive = /* @__PURE__ */ predicate(
  "isFinite",
  (x, y) => {
    for (let i = 0; i < y.length; i++) y[i] = Number(Number.isFinite(x[i]!));
  },
  (re, im) => (Number.isFinite(re) && Number.isFinite(im) ? 1 : 0),
);

/** Without a `complex` comparison, complex numbers are refused: they have no order. */
/* @__NO_SIDE_EFFECTS__ */
function comparison(
  name: ScalarOperation,
  loop: PairLoop,
  complex?: (a: Complex, b: Complex) => boolean,
): BinaryPrimitive {
  const check = (dtype: DType): void => {
    if (complex === undefined) checkReal(name, "a", { dtype });
  };
  const primitive: BinaryPrimitive = notDifferentiable({
    name,
    shape([{ shape, dtype }]) {
      check(dtype);
      return [{ shape, dtype: "bool" }];
    },
    kernel([a, b]) {
      check(a.dtype);
      return a.dtype === "complex128" ? [compareComplex(a, b, complex!)] : [zipLoop(a, b, "bool", loop)];
    },
    batch: (inputs, batched, size) => bind(primitive, alignBatches(inputs, batched, size), null),
    lowering: /* @__PURE__ */ pointwise(name),
  });
  return primitive;
}

/* @__NO_SIDE_EFFECTS__ */
function predicate(
  name: ScalarOperation,
  loop: (x: TypedArray, y: TypedArray) => void,
  complex: (re: number, im: number) => number,
): UnaryPrimitive {
  const primitive: UnaryPrimitive = notDifferentiable({
    name,
    shape: ([{ shape }]) => [{ shape, dtype: "bool" }],
    kernel([x]) {
      if (x.dtype === "complex128") return [mapParts(x, "bool", complex)];
      const elements = allocate("bool", x.size);
      loop(x.data, elements);
      return [new Tensor(x.shape, "bool", elements)];
    },
    batch: ([x]) => bind(primitive, [x], null),
    lowering: /* @__PURE__ */ pointwise(name),
  });
  return primitive;
}

function truth(operation: string, argument: string, x: TensorLike): Tensor {
  return cast(asTensor(operation, argument, x), "bool");
}
