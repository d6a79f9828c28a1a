import { cast } from "./cast.ts";
import { asTensor, promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { linear } from "./families.ts";
import type { UnaryPrimitive } from "./families.ts";
import { bind } from "./interpreter.ts";
import { reduceAxes, reducedShape } from "./reduce.ts";
import type { AxesParams, ReductionOptions } from "./reduce.ts";
import { reshape } from "./reshape.ts";
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
  if (sameShape(input.shape, shape)) return input;
  if (!sameShape(broadcastShapes("broadcastTo", input.shape, checkShape("broadcastTo", shape)), shape)) {
    throw new ShapeError(
      `broadcastTo: x of shape ${formatShape(input.shape)} does not fit into ${formatShape(shape)}; ` +
        `its lengths must be 1 or those of the shape, aligned at the last axis`,
      { operation: "broadcastTo", from: input.shape, to: shape },
    );
  }
  return bind(broadcastPrimitive, [input], { shape })[0];
}

/** Operands of one dtype and one shape, for elementwise operations. */
export function broadcastOperands(operation: string, a: TensorLike, b: TensorLike): [a: Tensor, b: Tensor] {
  const [x, y] = promoteOperands(operation, a, b);
  if (sameShape(x.shape, y.shape)) return [x, y];
  const shape = broadcastShapes(operation, x.shape, y.shape);
  return [broadcastTo(x, shape), broadcastTo(y, shape)];
}

/**
 * The sum over the given axes, or over all: Σᵢ xᵢ, added pairwise so that rounding grows as log n.
 *
 * Booleans are counted: the result is int32. The sum of nothing is 0.
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
export function sum(x: TensorLike, { axis, keepDims = false }: ReductionOptions = {}): Tensor {
  const given = asTensor("sum", "x", x);
  const input = given.dtype === "bool" ? cast(given, "int32") : given;
  const axes = normalizeAxes("sum", axis, input.shape.length);
  const result = axes.length === 0 ? input : bind(sumPrimitive, [input], { axes })[0];
  return keepDims ? reshape(result, reducedShape(input.shape, axes, true)) : result;
}

const broadcastPrimitive = linear<{ readonly shape: Shape }>({
  name: "broadcastTo",
  shape: ({ dtype }, { shape }) => ({ shape, dtype }),
  kernel: (x, { shape }) => new Tensor(shape, x.dtype, expand(x, shape)),
  transpose: (cotangent, x) => sumTo(cotangent, x.shape),
  batch: (x, size, { shape }) => {
    const [, ...inner] = x.shape;
    const missing = new Array<number>(shape.length - inner.length).fill(1);
    return broadcastTo(reshape(x, [size, ...missing, ...inner]), [size, ...shape]);
  },
});

const sumPrimitive: UnaryPrimitive<AxesParams> = linear<AxesParams>({
  name: "sum",
  shape: ({ shape, dtype }, { axes }) => ({ shape: reducedShape(shape, axes, false), dtype }),
  kernel: (x, { axes }) => reduceAxes(x, axes, x.dtype, pairwiseSum),
  transpose: (cotangent, x, { axes }) =>
    broadcastTo(reshape(cotangent, reducedShape(x.shape, axes, true)), x.shape),
  batch: (x, _size, { axes }) => bind(sumPrimitive, [x], { axes: axes.map((axis) => axis + 1) })[0],
});

/** Sums away what broadcasting to the shape of `x` had added. */
function sumTo(x: Tensor, shape: Shape): Tensor {
  const extra = x.shape.length - shape.length;
  const axes = x.shape.flatMap((length, axis) =>
    axis < extra || shape[axis - extra] !== length ? [axis] : [],
  );
  return reshape(sum(x, { axis: axes }), shape);
}

function expand(x: Tensor, shape: Shape): Tensor["data"] {
  const elements = allocate(x.dtype, sizeOf(shape));
  const { data } = x;
  if (x.size === 1) return elements.fill(data[0]!);
  if (elements.length === 0) return elements;
  const extra = shape.length - x.shape.length;
  const own = stridesOf(x.shape);
  const strides = shape.map((_, axis) =>
    axis < extra || x.shape[axis - extra] === 1 ? 0 : own[axis - extra]!,
  );
  let at = 0;
  const fill = (axis: number, offset: number): void => {
    const length = shape[axis]!;
    const stride = strides[axis]!;
    if (axis < shape.length - 1) for (let i = 0; i < length; i++) fill(axis + 1, offset + i * stride);
    else for (let i = 0; i < length; i++) elements[at++] = data[offset + i * stride]!;
  };
  fill(0, 0);
  return elements;
}

const pairwiseBlock = 128;

function pairwiseSum(data: ArrayLike<number>, base: number, offsets: Int32Array): number {
  const add = (from: number, to: number): number => {
    if (to - from > pairwiseBlock) {
      const middle = (from + to) >>> 1;
      return add(from, middle) + add(middle, to);
    }
    let total = 0;
    for (let i = from; i < to; i++) total += data[base + offsets[i]!]!;
    return total;
  };
  return add(0, offsets.length);
}
