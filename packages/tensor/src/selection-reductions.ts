import { div, mul } from "./arithmetic.ts";
import { sum } from "./sum.ts";
import { cast } from "./cast.ts";
import { equal, isNaN, logicalOr } from "./comparison.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { checkReal } from "./dtype.ts";
import type { TypedArray } from "./dtype.ts";
import { DomainError } from "./errors.ts";
import { notDifferentiable } from "./families.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import type { Combination } from "./lowering.ts";
import { checkOptions } from "./options.ts";
import { reduceAxes, reducedShape } from "./reduce.ts";
import type { AxesParams, Reducer, ReductionOptions } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { formatShape, normalizeAxes, normalizeAxis } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The largest element over the given axes, or over all; NaN if one is NaN.
 * Where several are largest, they share the derivative equally.
 *
 * @throws DomainError if there is nothing to choose from.
 * @example
 * ```ts
 * import { max } from "@adjoint/tensor";
 *
 * max([[1, 5], [3, 2]], { axis: 1 }).toArray(); // => [5, 3]
 * ```
 */
export function max(x: TensorLike, options: ReductionOptions = {}): Tensor {
  return reduceWith("max", maxPrimitive, x, options, true);
}

/**
 * The smallest element over the given axes, or over all; NaN if one is NaN.
 * Where several are smallest, they share the derivative equally.
 *
 * @throws DomainError if there is nothing to choose from.
 * @example
 * ```ts
 * import { min } from "@adjoint/tensor";
 *
 * min([[1, 5], [3, 2]], { axis: 1 }).toArray(); // => [1, 2]
 * ```
 */
export function min(x: TensorLike, options: ReductionOptions = {}): Tensor {
  return reduceWith("min", minPrimitive, x, options, true);
}

/** The options of `argmax` and `argmin`. */
export interface ArgOptions {
  /** The axis to search; without it the index counts in row-major order through all elements. */
  readonly axis?: number;
  /** Whether the searched axis stays, with the length 1. */
  readonly keepDims?: boolean;
}

/**
 * The index of the first largest element; of the first NaN if there is one.
 *
 * @throws DomainError if there is nothing to choose from.
 * @example
 * ```ts
 * import { argmax } from "@adjoint/tensor";
 *
 * argmax([3, 7, 7]).item(); // => 1
 * ```
 */
export function argmax(x: TensorLike, options: ArgOptions = {}): Tensor {
  return argExtreme("argmax", argmaxPrimitive, x, options);
}

/**
 * The index of the first smallest element; of the first NaN if there is one.
 *
 * @throws DomainError if there is nothing to choose from.
 * @example
 * ```ts
 * import { argmin } from "@adjoint/tensor";
 *
 * argmin([[3, 1], [0, 2]], { axis: 1 }).toArray(); // => [1, 0]
 * ```
 */
export function argmin(x: TensorLike, options: ArgOptions = {}): Tensor {
  return argExtreme("argmin", argminPrimitive, x, options);
}

/**
 * Whether any element over the given axes, or over all, is not zero.
 *
 * @example
 * ```ts
 * import { any } from "@adjoint/tensor";
 *
 * any([false, true]).toArray(); // => true
 * ```
 */
export function any(x: TensorLike, options: ReductionOptions = {}): Tensor {
  return reduceWith("any", anyPrimitive, x, options, false);
}

/**
 * Whether every element over the given axes, or over all, is not zero.
 *
 * @example
 * ```ts
 * import { all } from "@adjoint/tensor";
 *
 * all([false, true]).toArray(); // => false
 * ```
 */
export function all(x: TensorLike, options: ReductionOptions = {}): Tensor {
  return reduceWith("all", allPrimitive, x, options, false);
}

const maxPrimitive = /* @__PURE__ */ extremePrimitive("max", largest, "maximum");
const minPrimitive = /* @__PURE__ */ extremePrimitive("min", smallest, "minimum");
const argmaxPrimitive = argPrimitive("argmax", (candidate, best) => candidate > best);
const argminPrimitive = argPrimitive("argmin", (candidate, best) => candidate < best);
const anyPrimitive = /* @__PURE__ */ truthPrimitive("any", true);
const allPrimitive = /* @__PURE__ */ truthPrimitive("all", false);

/* @__NO_SIDE_EFFECTS__ */
function extremePrimitive(name: string, choose: Reducer, combine: Combination): UnaryPrimitive<AxesParams> {
  const primitive: UnaryPrimitive<AxesParams> = {
    name,
    shape: ([{ shape, dtype }], { axes }) => [{ shape: reducedShape(shape, axes, false), dtype }],
    kernel: ([x], { axes }) => [reduceAxes(x, axes, x.dtype, choose)],
    jvp: ([t], [x], [y], { axes }) => {
      const kept = reshape(y, reducedShape(x.shape, axes, true));
      const chosen = cast(logicalOr(equal(x, kept), isNaN(x)), x.dtype);
      return [div(sum(mul(t!, chosen), { axis: axes }), sum(chosen, { axis: axes }))];
    },
    transpose: "not linear",
    batch: ([x], _batched, _size, { axes }) => bind(primitive, [x], { axes: axes.map((axis) => axis + 1) }),
    lowering: { kind: "reduction", combine },
  };
  return primitive;
}

/* @__NO_SIDE_EFFECTS__ */
function argPrimitive(
  name: string,
  better: (candidate: number, best: number) => boolean,
): UnaryPrimitive<{ readonly axis: number }> {
  const primitive: UnaryPrimitive<{ readonly axis: number }> = notDifferentiable({
    name,
    shape: ([{ shape }], { axis }) => [{ shape: reducedShape(shape, [axis], false), dtype: "int32" }],
    kernel: ([x], { axis }) => [
      reduceAxes(x, [axis], "int32", (data, start, count, stride) => {
        let best = 0;
        let value = data[start]!;
        for (let i = 0, at = start; i < count; i++, at += stride) {
          const candidate = data[at]!;
          if (Number.isNaN(candidate)) return i;
          if (better(candidate, value)) {
            best = i;
            value = candidate;
          }
        }
        return best;
      }),
    ],
    batch: ([x], _batched, _size, { axis }) => bind(primitive, [x], { axis: axis + 1 }),
  });
  return primitive;
}

/* @__NO_SIDE_EFFECTS__ */
function truthPrimitive(name: string, decisive: boolean): UnaryPrimitive<AxesParams> {
  const primitive: UnaryPrimitive<AxesParams> = notDifferentiable({
    name,
    shape: ([{ shape }], { axes }) => [{ shape: reducedShape(shape, axes, false), dtype: "bool" }],
    kernel: ([x], { axes }) => [
      reduceAxes(x, axes, "bool", (data, start, count, stride) => {
        for (let i = 0, at = start; i < count; i++, at += stride) {
          if ((data[at] !== 0) === decisive) return Number(decisive);
        }
        return Number(!decisive);
      }),
    ],
    batch: ([x], _batched, _size, { axes }) => bind(primitive, [x], { axes: axes.map((axis) => axis + 1) }),
    lowering: { kind: "reduction", combine: decisive ? "or" : "and" },
  });
  return primitive;
}

function largest(data: TypedArray, start: number, count: number, stride: number): number {
  let result = -Infinity;
  for (let i = 0, at = start; i < count; i++, at += stride) result = Math.max(result, data[at]!);
  return result;
}

function smallest(data: TypedArray, start: number, count: number, stride: number): number {
  let result = Infinity;
  for (let i = 0, at = start; i < count; i++, at += stride) result = Math.min(result, data[at]!);
  return result;
}

function argExtreme(
  operation: string,
  primitive: UnaryPrimitive<{ readonly axis: number }>,
  x: TensorLike,
  options: ArgOptions,
): Tensor {
  const { axis, keepDims = false } = checkOptions(operation, options, ["axis", "keepDims"]);
  const given = asTensor(operation, "x", x);
  checkReal(operation, "x", given);
  const input = axis === undefined ? reshape(given, [-1]) : given;
  const at = normalizeAxis(operation, axis ?? 0, input.shape.length);
  checkNotEmpty(operation, input, at);
  const result = bind(primitive, [input], { axis: at })[0];
  if (!keepDims) return result;
  return reshape(
    result,
    axis === undefined ? given.shape.map(() => 1) : reducedShape(input.shape, [at], true),
  );
}

/** A reduction that chooses an element needs one, and over no axes leaves the input as it is. */
function reduceWith(
  operation: string,
  primitive: UnaryPrimitive<AxesParams>,
  x: TensorLike,
  options: ReductionOptions,
  chooses: boolean,
): Tensor {
  const { axis, keepDims = false } = checkOptions(operation, options, ["axis", "keepDims"]);
  const given = asTensor(operation, "x", x);
  if (chooses) checkReal(operation, "x", given);
  const input = given.dtype === "complex128" ? cast(given, "bool") : given;
  const axes = normalizeAxes(operation, axis, input.shape.length);
  if (chooses) for (const reduced of axes) checkNotEmpty(operation, input, reduced);
  const result = chooses && axes.length === 0 ? input : bind(primitive, [input], { axes })[0];
  return keepDims ? reshape(result, reducedShape(input.shape, axes, true)) : result;
}

function checkNotEmpty(operation: string, x: Tensor, axis: number): void {
  if (x.shape[axis] !== 0) return;
  throw new DomainError(
    `${operation}: axis ${axis} of x is empty (x is ${formatShape(x.shape)}); the ${operation} of nothing is not defined`,
    { operation, axis, shape: x.shape },
  );
}
