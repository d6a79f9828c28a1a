import { asTensor, promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate, widthOf } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { linear } from "./linear.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { reducedShape } from "./reduce.ts";
import type { AxesParams } from "./reduce.ts";
import { reshapeTo } from "./reshape.ts";
import { broadcastShapes, checkShape, formatShape, sameShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import type { View } from "./lowering.ts";
import { Tensor } from "./tensor.ts";
import type { Spec } from "./tensor.ts";

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

/** An operand of an elementwise primitive in a shape that it fits into. A known number need not be written out: kernels see that it is one. */
export function expandOperand(x: Tensor, shape: Shape): Tensor {
  return x.uniform === undefined ? expand(x, shape) : new Tensor(shape, x.dtype, x.uniform);
}

/** `broadcastTo` a shape that is known to fit. */
function expand(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : bind(broadcastPrimitive, [x], { shape })[0];
}

const broadcastPrimitive = /* @__PURE__ */ linear<{ readonly shape: Shape }>({
  name: "broadcastTo",
  shape: ({ dtype }, { shape }) => ({ shape, dtype }),
  kernel: (x, { shape }) => new Tensor(shape, x.dtype, repeatElements(x, shape)),
  transpose: (cotangent, x) => sumTo(cotangent, x.shape),
  batch: (x, size, { shape }) => {
    const [, ...inner] = x.shape;
    const missing = new Array<number>(shape.length - inner.length).fill(1);
    return expand(reshapeTo(x, [size, ...missing, ...inner]), [size, ...shape]);
  },
  lowering: { kind: "view", view: repeatedView },
});

/** Axes of length 1 and missing ones repeat. */
function repeatedView(x: Spec, { shape }: { readonly shape: Shape }): View {
  const extra = shape.length - x.shape.length;
  return { axes: shape.map((length, axis) => (x.shape[axis - extra] === length ? axis - extra : null)) };
}

/** The small sum that reverses broadcasting, for a bundle that never calls `sum`. */
const foldPrimitive = /* @__PURE__ */ sumPrimitiveWith(sumRepeated);

/** The primitive `sum` by a kernel. */
/* @__NO_SIDE_EFFECTS__ */
export function sumPrimitiveWith(
  kernel: (x: Tensor, axes: readonly number[]) => Tensor,
): UnaryPrimitive<AxesParams> {
  const primitive: UnaryPrimitive<AxesParams> = linear<AxesParams>({
    name: "sum",
    shape: ({ shape, dtype }, { axes }) => ({ shape: reducedShape(shape, axes, false), dtype }),
    kernel: (x, { axes }) => kernel(x, axes),
    transpose: (cotangent, x, { axes }) => {
      // Leading axes are those that broadcasting puts back by itself.
      const leading = axes.every((axis, i) => axis === i);
      const kept = leading ? cotangent : reshapeTo(cotangent, reducedShape(x.shape, axes, true));
      return expand(kept, x.shape);
    },
    batch: (x, _size, { axes }) => bind(primitive, [x], { axes: axes.map((axis) => axis + 1) })[0],
    lowering: { kind: "reduction", combine: "add" },
  });
  return primitive;
}

/** Sums away what broadcasting to the shape of `x` had added. */
function sumTo(x: Tensor, shape: Shape): Tensor {
  const extra = x.shape.length - shape.length;
  const axes = x.shape.flatMap((length, axis) =>
    axis < extra || shape[axis - extra] !== length ? [axis] : [],
  );
  return reshapeTo(bind(foldPrimitive, [x], { axes })[0], shape);
}

/** Repeats the elements along one axis after another; of one element that is all there is to do. */
function repeatElements(x: Tensor, shape: Shape): TypedArray {
  let elements = x.data;
  if (x.size === 1 && elements.length === 1) return allocate(x.dtype, sizeOf(shape)).fill(elements[0]!);
  let inner = widthOf(x.dtype);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = x.shape.at(axis - shape.length) ?? 1;
    if (length !== shape[axis]) elements = repeatRows(x.dtype, elements, inner, shape[axis]!);
    inner *= shape[axis]!;
  }
  return elements;
}

/** From this length on `set` is faster than a loop. */
const longRun = 64;

/** Each row of `width` numbers, `count` times. */
function repeatRows(dtype: DType, data: TypedArray, width: number, count: number): TypedArray {
  const elements = allocate(dtype, (data.length * count) / widthOf(dtype));
  for (let start = 0, at = 0; start < data.length; start += width) {
    if (width === 1) elements.fill(data[start]!, at, (at += count));
    else {
      for (let i = 0; i < count; i++, at += width) {
        if (width < longRun) for (let j = 0; j < width; j++) elements[at + j] = data[start + j]!;
        else elements.set(data.subarray(start, start + width), at);
      }
    }
  }
  return elements;
}

/** Undoes `repeatElements`: sums floating-point numbers over one axis after another. */
function sumRepeated({ shape, dtype, data }: Tensor, axes: readonly number[]): Tensor {
  // The parts of complex numbers are one more axis.
  const lengths = [...shape, widthOf(dtype)];
  let sums: TypedArray = data;
  for (const axis of axes.toReversed()) {
    const width = sizeOf(lengths.slice(axis + 1));
    const [rows] = lengths.splice(axis, 1) as [number];
    const rest = new Float64Array(sizeOf(lengths));
    for (let at = 0, start = 0; at < rest.length; at += width, start += rows * width) {
      addRows(sums, start, rows, width, rest, at);
    }
    sums = rest;
  }
  const elements = dtype === "float32" ? Float32Array.from(sums) : sums;
  return new Tensor(lengths.slice(0, -1), dtype, elements.length === 1 ? elements[0] : elements);
}

/** Adds rows to sums, four at a time; many in halves, so that rounding grows as log n. */
function addRows(
  data: TypedArray,
  start: number,
  rows: number,
  width: number,
  sums: Float64Array,
  at: number,
): void {
  if (rows > 128) {
    const half = 4 * (rows >> 3);
    const others = new Float64Array(width);
    addRows(data, start, half, width, sums, at);
    addRows(data, start + half * width, rows - half, width, others, 0);
    for (let j = 0; j < width; j++) sums[at + j]! += others[j]!;
    return;
  }
  if (width === 1) {
    let total = 0;
    for (let i = 0; i < rows; i++) total += data[start + i]!;
    sums[at]! += total;
    return;
  }
  let row = start;
  const end = start + rows * width;
  for (; row + 3 * width < end; row += 4 * width) {
    for (let j = 0, i = row; j < width; j++, i++) {
      sums[at + j]! += data[i]! + data[i + width]! + (data[i + 2 * width]! + data[i + 3 * width]!);
    }
  }
  for (; row < end; row += width) for (let j = 0; j < width; j++) sums[at + j]! += data[row + j]!;
}
