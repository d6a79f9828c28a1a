import { numeric } from "./arithmetic.ts";
import { broadcastTo } from "./broadcast-sum.ts";
import { convertTo } from "./cast.ts";
import { asTensor, promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { zerosLike } from "./creation.ts";
import { allocate, isFloat, widthOf } from "./dtype.ts";
import { DTypeError, ShapeError } from "./errors.ts";
import { alignBatches } from "./families.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { reshape } from "./reshape.ts";
import { broadcastShapes, formatShape, normalizeAxis, sameShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { Tensor } from "./tensor.ts";
import type { Spec } from "./tensor.ts";
import { moveAxis } from "./transpose.ts";

/** The options of `take` and `scatterAdd`. */
export interface TakeOptions {
  /** The axis that the indices count along; for `take` without it, `x` is flattened first. */
  readonly axis?: number;
}

/**
 * The elements, rows or slices at the given places of an axis; negative indices count from the back.
 *
 * The result has the shape of `x` with the axis replaced by the shape of `indices`. Indices are int32, or numbers
 * that are whole.
 *
 * @throws ShapeError if an index is out of bounds, DTypeError if it is not an integer.
 * @example
 * ```ts
 * import { take } from "@adjoint/tensor";
 *
 * take([[1, 2], [3, 4], [5, 6]], [2, 0], { axis: 0 }).toArray(); // => [[5, 6], [1, 2]]
 * ```
 */
export function take(x: TensorLike, indices: TensorLike, options: TakeOptions = {}): Tensor {
  const { axis } = checkOptions("take", options, ["axis"]);
  const given = asTensor("take", "x", x);
  const input = axis === undefined ? reshape(given, [-1]) : given;
  const at = normalizeAxis("take", axis ?? 0, input.shape.length);
  return bind(takePrimitive, [input, asIndices("take", indices)], { axis: at })[0];
}

/**
 * `x` with the updates added at the given places of an axis; places named twice receive both.
 * It is the transpose of `take`.
 *
 * @param updates - broadcast to the shape of `take(x, indices, {axis})`, and promoted together with `x`.
 * @throws ShapeError if an index is out of bounds or the shapes do not fit, DTypeError if an index is no integer.
 * @example
 * ```ts
 * import { scatterAdd } from "@adjoint/tensor";
 *
 * scatterAdd([0, 0, 0], [2, 0, 2], [1, 10, 100]).toArray(); // => [10, 0, 101]
 * ```
 */
export function scatterAdd(
  x: TensorLike,
  indices: TensorLike,
  updates: TensorLike,
  options: TakeOptions = {},
): Tensor {
  const { axis = 0 } = checkOptions("scatterAdd", options, ["axis"]);
  const [left, right] = promoteOperands("scatterAdd", x, updates, "x", "updates");
  const [input, values] = [numeric(left), numeric(right)];
  const at = normalizeAxis("scatterAdd", axis, input.shape.length);
  const places = asIndices("scatterAdd", indices);
  const shape = takenShape(input.shape, places.shape, { axis: at });
  if (!sameShape(broadcastShapes("scatterAdd", values.shape, shape), shape)) {
    throw new ShapeError(
      `scatterAdd: updates of shape ${formatShape(values.shape)} do not fit into ${formatShape(shape)}, ` +
        `the shape of x with axis ${at} replaced by that of the indices`,
      { operation: "scatterAdd", updates: values.shape, shape },
    );
  }
  return bind(scatterAddPrimitive, [input, places, broadcastTo(values, shape)], { axis: at })[0];
}

interface TakeParams {
  readonly axis: number;
  /** How many leading axes `x` and the indices have in common, one after another: those that `vmap` put there. */
  readonly shared?: number;
}

const takePrimitive: Primitive<[x: Tensor, indices: Tensor], [y: Tensor], TakeParams> = {
  name: "take",
  form: "linear",
  shape: ([x, indices], params) => [{ shape: takenShape(x.shape, indices.shape, params), dtype: x.dtype }],
  kernel([x, indices], params) {
    const shape = takenShape(x.shape, indices.shape, params);
    const elements = allocate(x.dtype, sizeOf(shape));
    const source = x.data;
    forEachRun("take", x, indices, params, (places, start, at, width) => {
      if (width === 1) for (let k = 0; k < places.length; k++) elements[at + k] = source[start + places[k]!]!;
      else if (width < longPiece) {
        for (let k = 0, to = at; k < places.length; k++) {
          const from = start + places[k]! * width;
          for (let i = 0; i < width; i++, to++) elements[to] = source[from + i]!;
        }
      } else {
        for (let k = 0; k < places.length; k++) {
          const from = start + places[k]! * width;
          elements.set(source.subarray(from, from + width), at + k * width);
        }
      }
    });
    return [new Tensor(shape, x.dtype, elements)];
  },
  jvp: ([t], [, indices], _outputs, params) => [t && bind(takePrimitive, [t, indices], params)[0]],
  transpose: ([cotangent], [x, indices], params): [Tangent, null] => [
    cotangent && bind(scatterAddPrimitive, [zerosLike(x), indices as Tensor, cotangent], params)[0],
    null,
  ],
  batch: (inputs, batched, size, { axis, shared = 0 }) => {
    if (shared === 0 && !batched[1]) return bind(takePrimitive, inputs, { axis: axis + 1 });
    if (shared === 0 && !batched[0]) return [moveAxis(bind(takePrimitive, inputs, { axis })[0], axis, 0)];
    const aligned = alignBatches(inputs, batched, size);
    return bind(takePrimitive, aligned, { axis: axis + 1, shared: shared + 1 });
  },
};

const scatterAddPrimitive: Primitive<[x: Tensor, indices: Tensor, updates: Tensor], [y: Tensor], TakeParams> =
  {
    name: "scatterAdd",
    form: "linear",
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel([x, indices, updates], params) {
      const elements = x.data.slice();
      const { data } = updates;
      forEachRun("scatterAdd", x, indices, params, (places, start, at, width) => {
        for (let k = 0, from = at; k < places.length; k++) {
          const to = start + places[k]! * width;
          for (let i = 0; i < width; i++, from++) elements[to + i]! += data[from]!;
        }
      });
      return [new Tensor(x.shape, x.dtype, elements)];
    },
    jvp: ([s, , t], [x, indices], _outputs, params) => [
      t ? bind(scatterAddPrimitive, [s ?? zerosLike(x), indices, t], params)[0] : s,
    ],
    transpose: ([cotangent], [x, indices, updates], params): [Tangent, null, Tangent] => [
      x instanceof Tensor ? null : cotangent,
      null,
      updates instanceof Tensor || !cotangent
        ? null
        : bind(takePrimitive, [cotangent, indices as Tensor], params)[0],
    ],
    batch: (inputs, batched, size, { axis, shared = 0 }) => {
      const once = shared === 0 && !batched[1];
      const [x, indices, updates] = alignBatches(inputs, batched, size);
      return once
        ? bind(scatterAddPrimitive, [x, inputs[1], updates], { axis: axis + 1 })
        : bind(scatterAddPrimitive, [x, indices, updates], { axis: axis + 1, shared: shared + 1 });
    },
  };

/** The shape of `take`: the indices' shape in place of the axis. */
function takenShape(shape: Shape, indices: Shape, { axis, shared = 0 }: TakeParams): Shape {
  return shape.toSpliced(axis, 1, ...indices.slice(shared));
}

/** From this length on `set` of a subarray is faster than a loop. */
const longPiece = 64;

/**
 * Calls `visit` for every place of the axes before: with the indices, counted from the front, where in x the axis begins,
 * where in the taken array, and how wide a piece is, in numbers.
 */
function forEachRun(
  operation: string,
  { shape, dtype }: Spec,
  indices: Tensor,
  { axis, shared = 0 }: TakeParams,
  visit: (places: Int32Array, start: number, at: number, width: number) => void,
): void {
  const width = sizeOf(shape.slice(axis + 1)) * widthOf(dtype);
  const row = shape[axis]! * width;
  const places = placesOfIndices(operation, indices, axis, shape);
  const count = sizeOf(indices.shape.slice(shared));
  // Within one place of the shared axes the same indices serve again.
  const repeats = sizeOf(shape.slice(shared, axis));
  for (let s = 0, o = 0; s < sizeOf(shape.slice(0, shared)); s++) {
    const own = shared === 0 ? places : places.subarray(s * count, (s + 1) * count);
    for (let i = 0; i < repeats; i++, o++) visit(own, o * row, o * count * width, width);
  }
}

/** All indices counted from the front; each must lie on the axis. */
export function placesOfIndices(operation: string, indices: Tensor, axis: number, shape: Shape): Int32Array {
  const data = indices.data as Int32Array;
  const length = shape[axis]!;
  for (let k = 0; k < data.length; k++) {
    if (data[k]! < 0 || data[k]! >= length)
      return data.map((index) => placeOf(operation, index, axis, shape));
  }
  return data;
}

/** An index counted from the front, which must lie on the axis. */
export function placeOf(operation: string, index: number, axis: number, shape: Shape): number {
  const length = shape[axis]!;
  const place = index < 0 ? index + length : index;
  if (place >= 0 && place < length) return place;
  throw new ShapeError(
    `${operation}: index ${index} is out of bounds on axis ${axis} of x, which has the length ${length} ` +
      `(x is ${formatShape(shape)})`,
    { operation, index, axis, shape },
  );
}

/** Integer indices, from int32 or from numbers that are whole. */
export function asIndices(operation: string, indices: TensorLike): Tensor {
  const given = asTensor(operation, "indices", indices);
  if (given.dtype === "int32") return given;
  if (!isFloat(given.dtype) || !given.data.every(Number.isInteger)) {
    throw new DTypeError(
      `${operation}: indices must be integers, got ${isFloat(given.dtype) ? String(given) : given.dtype}; ` +
        `for a mask use compress or where`,
      { operation, dtype: given.dtype },
    );
  }
  return convertTo(operation, "indices", given, "int32");
}
