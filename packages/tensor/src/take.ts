import { numeric } from "./arithmetic.ts";
import { broadcastTo } from "./broadcast-sum.ts";
import { cast } from "./cast.ts";
import { asTensor, promoteOperands } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { zerosLike } from "./creation.ts";
import { allocate } from "./dtype.ts";
import { DTypeError, ShapeError } from "./errors.ts";
import { alignBatches } from "./families.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { reshape } from "./reshape.ts";
import { broadcastShapes, formatShape, normalizeAxis, sameShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { stackTensors, unstackTensor } from "./stack-primitive.ts";
import { Tensor } from "./tensor.ts";

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
  const [left, right] = promoteOperands("scatterAdd", x, updates);
  const [input, values] = [numeric(left), numeric(right)];
  const at = normalizeAxis("scatterAdd", axis, input.shape.length);
  const places = asIndices("scatterAdd", indices);
  const shape = takenShape(input.shape, places.shape, at);
  if (!sameShape(broadcastShapes("scatterAdd", values.shape, shape), shape)) {
    throw new ShapeError(
      `scatterAdd: updates of shape ${formatShape(values.shape)} do not fit into ${formatShape(shape)}, ` +
        `the shape of x with axis ${at} replaced by that of the indices`,
      { operation: "scatterAdd", updates: values.shape, shape },
    );
  }
  return bind(scatterAddPrimitive, [input, places, broadcastTo(values, shape)], { axis: at })[0];
}

type AxisParams = { readonly axis: number };

const takePrimitive: Primitive<[x: Tensor, indices: Tensor], [y: Tensor], AxisParams> = {
  name: "take",
  shape: ([x, indices], { axis }) => [{ shape: takenShape(x.shape, indices.shape, axis), dtype: x.dtype }],
  kernel([x, indices], { axis }) {
    const shape = takenShape(x.shape, indices.shape, axis);
    const elements = allocate(x.dtype, sizeOf(shape));
    const source = x.data;
    forEachPiece("take", x.shape, indices, axis, (place, at, width) => {
      if (width < longPiece) for (let i = 0; i < width; i++) elements[at + i] = source[place + i]!;
      else elements.set(source.subarray(place, place + width), at);
    });
    return [new Tensor(shape, x.dtype, elements)];
  },
  jvp: ([t], [, indices], _outputs, { axis }) => [t && take(t, indices, { axis })],
  transpose: ([cotangent], [x, indices], { axis }): [Tangent, null] => [
    cotangent && scatterAdd(zerosLike(x), indices as Tensor, cotangent, { axis }),
    null,
  ],
  batch: (inputs, batched, size, { axis }) => {
    if (!batched[1]) return [take(...inputs, { axis: axis + 1 })];
    const [rows, places] = rowsOf(inputs, batched, size);
    return [
      stackTensors(
        rows!.map((row, i) => take(row, places![i]!, { axis })),
        0,
      ),
    ];
  },
};

const scatterAddPrimitive: Primitive<[x: Tensor, indices: Tensor, updates: Tensor], [y: Tensor], AxisParams> =
  {
    name: "scatterAdd",
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel([x, indices, updates], { axis }) {
      const elements = x.data.slice();
      forEachPiece("scatterAdd", x.shape, indices, axis, (place, at, width) => {
        for (let i = 0; i < width; i++) elements[place + i]! += updates.data[at + i]!;
      });
      return [new Tensor(x.shape, x.dtype, elements)];
    },
    jvp: ([s, , t], [x, indices], _outputs, { axis }) => [
      t ? scatterAdd(s ?? zerosLike(x), indices, t, { axis }) : s,
    ],
    transpose: ([cotangent], [x, indices, updates], { axis }): [Tangent, null, Tangent] => [
      x instanceof Tensor ? null : cotangent,
      null,
      updates instanceof Tensor ? null : cotangent && take(cotangent, indices as Tensor, { axis }),
    ],
    batch: (inputs, batched, size, { axis }) => {
      const [rows, places, values] = rowsOf(inputs, batched, size);
      return [
        stackTensors(
          rows!.map((row, i) => scatterAdd(row, places![i]!, values![i]!, { axis })),
          0,
        ),
      ];
    },
  };

/** The rows of each input, for rules that go through the batch one by one. */
function rowsOf<Inputs extends readonly Tensor[]>(
  inputs: Inputs,
  batched: { readonly [Key in keyof Inputs]: boolean },
  size: number,
): Tensor[][] {
  return alignBatches(inputs, batched, size).map((input) => unstackTensor(input, 0));
}

/** The shape of `take`: the indices' shape in place of the axis. */
function takenShape(shape: Shape, indices: Shape, axis: number): Shape {
  return shape.toSpliced(axis, 1, ...indices);
}

/** From this length on `set` of a subarray is faster than a loop. */
const longPiece = 64;

/** Calls `visit` with the place in x, the place in the taken array and the width of every contiguous piece. */
function forEachPiece(
  operation: string,
  shape: Shape,
  indices: Tensor,
  axis: number,
  visit: (place: number, at: number, width: number) => void,
): void {
  const length = shape[axis]!;
  const width = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const index of indices.data) {
      const place = index < 0 ? index + length : index;
      if (place < 0 || place >= length) {
        throw new ShapeError(
          `${operation}: index ${index} is out of bounds on axis ${axis} of x, which has the length ${length} ` +
            `(x is ${formatShape(shape)})`,
          { operation, index, axis, shape },
        );
      }
      visit((o * length + place) * width, at, width);
      at += width;
    }
  }
}

/** Integer indices, from int32 or from numbers that are whole. */
function asIndices(operation: string, indices: TensorLike): Tensor {
  const given = asTensor(operation, "indices", indices);
  if (given.dtype === "int32") return given;
  if (given.dtype === "bool" || !given.data.every(Number.isInteger)) {
    throw new DTypeError(
      `${operation}: indices must be integers, got ${given.dtype === "bool" ? "bool" : String(given)}; ` +
        `for a mask use where`,
      { operation, dtype: given.dtype },
    );
  }
  return cast(given, "int32");
}
