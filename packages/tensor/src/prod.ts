import { mul } from "./arithmetic.ts";
import { sum } from "./sum.ts";
import { cast } from "./cast.ts";
import { multiply } from "./complex-number.ts";
import { concat } from "./concat.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { ones } from "./creation.ts";
import type { TypedArray } from "./dtype.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import { reduceAxes, reduceComplex, reducedShape } from "./reduce.ts";
import type { AxesParams, ReductionOptions } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { normalizeAxes } from "./shape.ts";
import { sliceAxis } from "./slice.ts";
import type { Tensor } from "./tensor.ts";
import { moveAxis } from "./transpose.ts";

/**
 * The product over the given axes, or over all: Πᵢ xᵢ. The product of nothing is 1.
 * Booleans count as 0 and 1; int32 wraps around modulo 2³².
 *
 * ∂/∂xᵢ is the product of all the others, computed without dividing by xᵢ, so zeros have the right derivatives.
 *
 * @example
 * ```ts
 * import { prod } from "@adjoint/tensor";
 *
 * prod([2, 3, 4]).item(); // => 24
 * ```
 */
export function prod(x: TensorLike, options: ReductionOptions = {}): Tensor {
  const { axis, keepDims = false } = checkOptions("prod", options, ["axis", "keepDims"]);
  const given = asTensor("prod", "x", x);
  const input = given.dtype === "bool" ? cast(given, "int32") : given;
  const axes = normalizeAxes("prod", axis, input.shape.length);
  const result = axes.length === 0 ? input : bind(prodPrimitive, [input], { axes })[0];
  return keepDims ? reshape(result, reducedShape(input.shape, axes, true)) : result;
}

const prodPrimitive: UnaryPrimitive<AxesParams> = {
  name: "prod",
  shape: ([{ shape, dtype }], { axes }) => [{ shape: reducedShape(shape, axes, false), dtype }],
  kernel: ([x], { axes }) => [
    x.dtype === "complex128"
      ? reduceComplex(x, axes, { re: 1, im: 0 }, multiply)
      : reduceAxes(x, axes, x.dtype, x.dtype === "int32" ? integerProduct : product),
  ],
  jvp: ([t], [x], _outputs, { axes }) => {
    const flat = flattenAxes(x, axes);
    return [sum(mul(flattenAxes(t!, axes), productOfOthers(flat)), { axis: -1 })];
  },
  transpose: "not linear",
  batch: ([x], _batched, _size, { axes }) => bind(prodPrimitive, [x], { axes: axes.map((axis) => axis + 1) }),
  lowering: { kind: "reduction", combine: "mul" },
};

function product(data: TypedArray, start: number, count: number, stride: number): number {
  let result = 1;
  for (let i = 0, at = start; i < count; i++, at += stride) result *= data[at]!;
  return result;
}

/** Modulo 2³², like `mul`: a product of doubles would lose its last digits first. */
function integerProduct(data: TypedArray, start: number, count: number, stride: number): number {
  let result = 1;
  for (let i = 0, at = start; i < count; i++, at += stride) result = Math.imul(result, data[at]!);
  return result;
}

/** The reduced axes as one, at the end. */
function flattenAxes(x: Tensor, axes: readonly number[]): Tensor {
  const kept = reducedShape(x.shape, axes, false);
  const moved = moveAxis(
    x,
    axes,
    axes.map((_, i) => kept.length + i),
  );
  return reshape(moved, [...kept, axes.reduce((size, axis) => size * x.shape[axis]!, 1)]);
}

/** Πⱼ≠ᵢ xⱼ along the last axis, by halving. */
function productOfOthers(x: Tensor): Tensor {
  const length = x.shape.at(-1)!;
  if (length <= 1) return ones(x.shape, { dtype: x.dtype });
  const middle = length >>> 1;
  const left = sliceAxis(x, -1, 0, middle);
  const right = sliceAxis(x, -1, middle, length);
  return concat([othersOf(left, right), othersOf(right, left)], { axis: -1 });
}

/** The others of one half: its own others times the whole other half. */
function othersOf(half: Tensor, rest: Tensor): Tensor {
  const whole = rest.shape.at(-1) === 1 ? rest : prod(rest, { axis: -1, keepDims: true });
  return half.shape.at(-1) === 1 ? whole : mul(productOfOthers(half), whole);
}
