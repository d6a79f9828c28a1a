import { broadcastTo } from "./broadcast-sum.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate, widthOf } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { alignBatches } from "./families.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { broadcastShapes, formatShape, normalizeAxis, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { asIndices, placesOfIndices } from "./take.ts";
import { Tensor } from "./tensor.ts";

/** The options of `gather`. */
export interface GatherOptions {
  /** The axis that the indices count along; the last if not given. */
  readonly axis?: number;
}

/**
 * One element for every index, each line along the axis by indices of its own: NumPy's `take_along_axis`.
 *
 * For a matrix and axis 1, yᵢⱼ = x[i, indices[i, j]]. `x` and `indices` have equally many axes and broadcast in all
 * but that one. Negative indices count from the back. It undoes `argsort`: `gather(x, argsort(x))` is `sort(x)`.
 *
 * @throws ShapeError if an index is out of bounds or the shapes do not fit, DTypeError if an index is no integer.
 * @example
 * ```ts
 * import { gather } from "@adjoint/tensor";
 *
 * gather([[1, 2, 3], [4, 5, 6]], [[2, 0], [1, 1]]).toArray(); // => [[3, 1], [5, 5]]
 * gather([[1, 2, 3], [4, 5, 6]], [[1, 0, 1]], { axis: 0 }).toArray(); // => [[4, 2, 6]]
 * ```
 */
export function gather(x: TensorLike, indices: TensorLike, options: GatherOptions = {}): Tensor {
  const { axis = -1 } = checkOptions("gather", options, ["axis"]);
  const input = asTensor("gather", "x", x);
  const places = asIndices("gather", indices);
  const at = normalizeAxis("gather", axis, input.shape.length);
  if (places.shape.length !== input.shape.length) {
    throw new ShapeError(
      `gather: indices must have as many axes as x: indices is ${formatShape(places.shape)}, ` +
        `x is ${formatShape(input.shape)}; use take for one list of indices for all lines`,
      { operation: "gather", axis: at, indices: places.shape, shape: input.shape },
    );
  }
  const others = broadcastShapes("gather", input.shape.with(at, 1), places.shape.with(at, 1));
  const lines = broadcastTo(input, others.with(at, input.shape[at]!));
  const chosen = broadcastTo(places, others.with(at, places.shape[at]!));
  return bind(gatherPrimitive, [lines, chosen], { axis: at })[0];
}

const gatherPrimitive: Primitive<[x: Tensor, indices: Tensor], [y: Tensor], { readonly axis: number }> = {
  name: "gather",
  form: "linear",
  shape: ([{ dtype }, { shape }]) => [{ shape, dtype }],
  kernel([x, indices], { axis }) {
    const elements = allocate(x.dtype, indices.size);
    const { data } = x;
    const places = flatPlaces(x.shape, indices, axis);
    const width = widthOf(x.dtype);
    if (width === 1) for (let k = 0; k < places.length; k++) elements[k] = data[places[k]!]!;
    else {
      for (let k = 0; k < elements.length; k++) {
        const part = k % width;
        elements[k] = data[places[(k - part) / width]! * width + part]!;
      }
    }
    return [new Tensor(indices.shape, x.dtype, elements)];
  },
  jvp: ([t], [, indices], _outputs, params) => [t && bind(gatherPrimitive, [t, indices], params)[0]],
  transpose: ([cotangent], [x, indices], { axis }): [Tangent, null] => [
    cotangent && bind(spreadPrimitive, [cotangent, indices as Tensor], { axis, length: x.shape[axis]! })[0],
    null,
  ],
  batch: (inputs, batched, size, { axis }) =>
    bind(gatherPrimitive, alignBatches(inputs, batched, size), { axis: axis + 1 }),
};

/** The transpose of `gather`: every element is added at its place among zeros, along an axis of the given length. */
const spreadPrimitive: Primitive<
  [y: Tensor, indices: Tensor],
  [x: Tensor],
  { readonly axis: number; readonly length: number }
> = {
  name: "spread",
  form: "linear",
  shape: ([{ shape, dtype }], { axis, length }) => [{ shape: shape.with(axis, length), dtype }],
  kernel([y, indices], { axis, length }) {
    const { dtype, data } = y;
    const shape = y.shape.with(axis, length);
    const elements = allocate(dtype, sizeOf(shape));
    const places = flatPlaces(shape, indices, axis);
    const width = widthOf(dtype);
    if (width === 1) for (let k = 0; k < places.length; k++) elements[places[k]!]! += data[k]!;
    else {
      for (let k = 0; k < data.length; k++) {
        const part = k % width;
        elements[places[(k - part) / width]! * width + part]! += data[k]!;
      }
    }
    return [new Tensor(shape, dtype, elements)];
  },
  jvp: ([t], [, indices], _outputs, params) => [t && bind(spreadPrimitive, [t, indices], params)[0]],
  transpose: ([cotangent], [, indices], { axis }): [Tangent, null] => [
    cotangent && bind(gatherPrimitive, [cotangent, indices as Tensor], { axis })[0],
    null,
  ],
  batch: (inputs, batched, size, { axis, length }) =>
    bind(spreadPrimitive, alignBatches(inputs, batched, size), { axis: axis + 1, length }),
};

/** Where in row-major order of an array of the given shape each index leads. */
function flatPlaces(shape: Shape, indices: Tensor, axis: number): Int32Array {
  const data = placesOfIndices("gather", indices, axis, shape);
  const length = shape[axis]!;
  const inner = sizeOf(shape.slice(axis + 1));
  const count = indices.shape[axis]!;
  if (inner === 1 && data.length === count) return data;
  const places = new Int32Array(data.length);
  for (let start = 0, k = 0; k < data.length; start += length * inner) {
    for (let j = 0; j < count; j++) {
      for (let i = 0; i < inner; i++, k++) places[k] = start + data[k]! * inner + i;
    }
  }
  return places;
}
