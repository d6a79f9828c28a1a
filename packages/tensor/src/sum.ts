import { sum as sumRun } from "@adjoint/kernels";
import type { FloatArray } from "@adjoint/kernels";
import { sumPrimitiveWith } from "./broadcast-sum.ts";
import { cast } from "./cast.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import type { TypedArray } from "./dtype.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import { reduceAxes, reducedShape } from "./reduce.ts";
import type { ReductionOptions } from "./reduce.ts";
import { reshapeTo } from "./reshape.ts";
import { normalizeAxes } from "./shape.ts";
import { sumElements } from "./sum-elements.ts";
import { Tensor } from "./tensor.ts";

/**
 * The sum over the given axes, or over all: Σᵢ xᵢ, added pairwise so that rounding grows as log n.
 *
 * Booleans are counted: the result is int32, which wraps around modulo 2³². float32 is added in float64 and rounded
 * once. The sum of nothing is 0.
 *
 * Source: N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14 (1993).
 *
 * @example
 * ```ts
 * import { sum } from "@adjoint/tensor";
 *
 * sum([[1, 2], [3, 4]]).item(); // => 10
 * sum([[1, 2], [3, 4]], { axis: 0 }).toArray(); // => [4, 6]
 * ```
 */
export function sum(x: TensorLike, options: ReductionOptions = {}): Tensor {
  const { axis, keepDims = false } = checkOptions("sum", options, ["axis", "keepDims"]);
  const given = asTensor("sum", "x", x);
  const input = given.dtype === "bool" ? cast(given, "int32") : given;
  const axes = normalizeAxes("sum", axis, input.shape.length);
  const result = axes.length === 0 ? input : bind(sumPrimitive, [input], { axes })[0];
  return keepDims ? reshapeTo(result, reducedShape(input.shape, axes, true)) : result;
}

const sumPrimitive = /* @__PURE__ */ sumPrimitiveWith(sumAxes);

function sumAxes(x: Tensor, axes: readonly number[]): Tensor {
  const { dtype, data } = x;
  if (dtype === "int32") return reduceAxes(x, axes, dtype, integerSum);
  const shape = reducedShape(x.shape, axes, false);
  if (dtype === "complex128") {
    return new Tensor(shape, dtype, sumElements(data as Float64Array, [...x.shape, 2], axes, sumRun));
  }
  if (shape.length === 0) {
    const total = sumRun(data as FloatArray, 0, data.length);
    return new Tensor(shape, dtype, dtype === "float64" ? total : Math.fround(total));
  }
  const sums = sumElements(data instanceof Float64Array ? data : widened(data), x.shape, axes, sumRun);
  return new Tensor(shape, dtype, dtype === "float64" ? sums : new Float32Array(sums));
}

/** A loop, since the constructor of Float64Array may take twenty times as long. */
function widened(data: TypedArray): Float64Array {
  const wide = new Float64Array(data.length);
  for (let i = 0; i < wide.length; i++) wide[i] = data[i]!;
  return wide;
}

/** Modulo 2³²: doubles would lose the last digits of a large sum first. */
function integerSum(data: TypedArray, start: number, count: number, stride: number): number {
  let total = 0;
  for (let i = 0, at = start; i < count; i++, at += stride) total = (total + data[at]!) | 0;
  return total;
}
