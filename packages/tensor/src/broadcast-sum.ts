import { plainSum, sum as sumRun } from "@adjoint/kernels";
import type { FloatArray } from "@adjoint/kernels";
import { cast } from "./cast.ts";
import { asTensor, promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { ShapeError } from "./errors.ts";
import { linear } from "./families.ts";
import type { UnaryPrimitive } from "./families.ts";
import { bind } from "./interpreter.ts";
import { allocate } from "./dtype.ts";
import type { TypedArray } from "./dtype.ts";
import { checkOptions } from "./options.ts";
import { reduceAxes, reducedShape } from "./reduce.ts";
import type { AxesParams, ReductionOptions } from "./reduce.ts";
import { reshapeTo } from "./reshape.ts";
import {
  broadcastShapes,
  checkShape,
  formatShape,
  normalizeAxes,
  sameShape,
  sizeOf,
  stridesOf,
} from "./shape.ts";
import type { Shape } from "./shape.ts";
import { gather } from "./strided.ts";
import { sumElements } from "./sum-elements.ts";
import type { SumRun } from "./sum-elements.ts";
import { Tensor } from "./tensor.ts";

/**
 * `x` repeated along axes of length 1 and along new leading axes until it has the given shape.
 *
 * @throws ShapeError if a length is neither 1 nor that of the shape.
 * @example
 * ```ts
 * import { broadcastTo } from "@adjoint/tensor";
 *
 * broadcastTo([1, 2], [2, 2]).toArray(); // => [[1, 2], [1, 2]]
 * ```
 */
export function broadcastTo(x: TensorLike, shape: Shape): Tensor {
  const input = asTensor("broadcastTo", "x", x);
  const target = checkShape("broadcastTo", shape);
  const extra = target.length - input.shape.length;
  if (extra < 0 || input.shape.some((length, axis) => length !== 1 && length !== target[axis + extra])) {
    throw new ShapeError(
      `broadcastTo: x of shape ${formatShape(input.shape)} does not fit into ${formatShape(target)}; ` +
        `its lengths must be 1 or those of the shape, aligned at the last axis`,
      { operation: "broadcastTo", from: input.shape, to: target },
    );
  }
  return expand(input, target);
}

/**
 * Operands of one dtype and one shape, for elementwise operations: promoted as by `promoteOperands`, then broadcast.
 *
 * @throws ShapeError if the shapes do not broadcast.
 * @example
 * ```ts
 * import { broadcastOperands } from "@adjoint/tensor";
 *
 * const [a, b] = broadcastOperands("example", [[1], [2]], [true, false, true]);
 * [a.shape, b.shape]; // => [[2, 3], [2, 3]]
 * b.dtype; // => "float64"
 * ```
 */
export function broadcastOperands(
  operation: string,
  a: TensorLike,
  b: TensorLike,
  nameOfA = "a",
  nameOfB = "b",
): [a: Tensor, b: Tensor] {
  const [x, y] = promoteOperands(operation, a, b, nameOfA, nameOfB);
  if (sameShape(x.shape, y.shape)) return [x, y];
  const shape = broadcastShapes(operation, x.shape, y.shape);
  return [expandOperand(x, shape), expandOperand(y, shape)];
}

/** A known number need not be written out: kernels see that it is one. */
function expandOperand(x: Tensor, shape: Shape): Tensor {
  return x.uniform === undefined ? expand(x, shape) : new Tensor(shape, x.dtype, x.uniform);
}

/** `broadcastTo` a shape that is known to fit. */
function expand(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : bind(broadcastPrimitive, [x], { shape })[0];
}

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

const broadcastPrimitive = linear<{ readonly shape: Shape }>({
  name: "broadcastTo",
  shape: ({ dtype }, { shape }) => ({ shape, dtype }),
  kernel: (x, { shape }) => new Tensor(shape, x.dtype, repeatElements(x, shape)),
  transpose: (cotangent, x) => sumTo(cotangent, x.shape),
  batch: (x, size, { shape }) => {
    const [, ...inner] = x.shape;
    const missing = new Array<number>(shape.length - inner.length).fill(1);
    return expand(reshapeTo(x, [size, ...missing, ...inner]), [size, ...shape]);
  },
});

const sumPrimitive = sumPrimitiveWith(sumRun);

/** The same without WebAssembly, so that whoever only adds does not carry the kernel. */
const plainSumPrimitive = sumPrimitiveWith(plainSum);

/* @__NO_SIDE_EFFECTS__ */
function sumPrimitiveWith(run: SumRun): UnaryPrimitive<AxesParams> {
  const primitive: UnaryPrimitive<AxesParams> = linear<AxesParams>({
    name: "sum",
    shape: ({ shape, dtype }, { axes }) => ({ shape: reducedShape(shape, axes, false), dtype }),
    kernel: (x, { axes }) => sumAxes(x, axes, run),
    transpose: (cotangent, x, { axes }) => {
      // Leading axes are those that broadcasting puts back by itself.
      const leading = axes.every((axis, i) => axis === i);
      const kept = leading ? cotangent : reshapeTo(cotangent, reducedShape(x.shape, axes, true));
      return expand(kept, x.shape);
    },
    batch: (x, _size, { axes }) => bind(primitive, [x], { axes: axes.map((axis) => axis + 1) })[0],
  });
  return primitive;
}

/** Sums away what broadcasting to the shape of `x` had added. */
function sumTo(x: Tensor, shape: Shape): Tensor {
  const extra = x.shape.length - shape.length;
  const axes = x.shape.flatMap((length, axis) =>
    axis < extra || shape[axis - extra] !== length ? [axis] : [],
  );
  return reshapeTo(bind(plainSumPrimitive, [x], { axes })[0], shape);
}

function repeatElements(x: Tensor, shape: Shape): TypedArray {
  if (x.data.length === 1) return allocate(x.dtype, sizeOf(shape)).fill(x.uniform ?? x.data[0]!);
  const extra = shape.length - x.shape.length;
  const own = stridesOf(x.shape);
  const strides = shape.map((_, axis) =>
    axis < extra || x.shape[axis - extra] === 1 ? 0 : own[axis - extra]!,
  );
  return gather(x.dtype, x.data, { shape, strides, offset: 0 });
}

function sumAxes(x: Tensor, axes: readonly number[], run: SumRun): Tensor {
  const { dtype, data } = x;
  if (dtype === "int32") return reduceAxes(x, axes, dtype, integerSum);
  const shape = reducedShape(x.shape, axes, false);
  if (dtype === "complex128") {
    return new Tensor(shape, dtype, sumElements(data as Float64Array, [...x.shape, 2], axes, run));
  }
  if (shape.length === 0) {
    const total = run(data as FloatArray, 0, data.length);
    return new Tensor(shape, dtype, dtype === "float64" ? total : Math.fround(total));
  }
  const sums = sumElements(data instanceof Float64Array ? data : widened(data), x.shape, axes, run);
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
