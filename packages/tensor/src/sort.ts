import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { allocate, checkReal } from "./dtype.ts";
import { DomainError } from "./errors.ts";
import { gather } from "./gather.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import { fewLargest, largestPlaces, LineSorter } from "./order.ts";
import type { Primitive } from "./primitive.ts";
import { formatShape, normalizeAxis, sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** The options of `sort` and `argsort`. */
export interface SortOptions {
  /** The axis along which to sort; the last if not given. */
  readonly axis?: number;
  /** Whether the largest comes first. */
  readonly descending?: boolean;
}

/**
 * The elements of every line along an axis, from the smallest to the largest. NaN stands last in either order.
 *
 * Equal elements keep their order, so each of them keeps its own derivative: that of a permutation, ∂yᵢ/∂xⱼ = 1 where
 * element j went to place i.
 *
 * @throws ShapeError if there is no such axis, DTypeError if `x` is complex.
 * @example
 * ```ts
 * import { sort } from "@adjoint/tensor";
 *
 * sort([3, 1, 2]).toArray(); // => [1, 2, 3]
 * sort([[3, 1], [2, 4]], { axis: 0, descending: true }).toArray(); // => [[3, 4], [2, 1]]
 * ```
 */
export function sort(x: TensorLike, options: SortOptions = {}): Tensor {
  return sorted("sort", x, options).values;
}

/**
 * The places of the elements of every line along an axis, from the smallest to the largest: x[argsort(x)] is sorted.
 *
 * Equal elements keep their order, and NaN stands last in either order.
 *
 * @throws ShapeError if there is no such axis, DTypeError if `x` is complex.
 * @example
 * ```ts
 * import { argsort } from "@adjoint/tensor";
 *
 * argsort([3, 1, 2]).toArray(); // => [1, 2, 0]
 * argsort([1, 1, 2], { descending: true }).toArray(); // => [2, 0, 1]
 * ```
 */
export function argsort(x: TensorLike, options: SortOptions = {}): Tensor {
  return sorted("argsort", x, options).indices;
}

/** The options of `topK`. */
export interface TopKOptions {
  /** The axis along which to choose; the last if not given. */
  readonly axis?: number;
}

/**
 * The `k` largest elements of every line along an axis, the largest first, and their places; of equal ones the first.
 *
 * NaN is chosen only where there are fewer than `k` numbers. The derivative flows to the elements that were chosen.
 *
 * @throws DomainError if `k` is not an integer from 0 to the length of the axis, ShapeError if there is no such axis,
 * DTypeError if `x` is complex.
 * @example
 * ```ts
 * import { topK } from "@adjoint/tensor";
 *
 * const { values, indices } = topK([3, 9, 1, 7], 2);
 * values.toArray(); // => [9, 7]
 * indices.toArray(); // => [1, 3]
 * ```
 */
export function topK(
  x: TensorLike,
  k: number,
  options: TopKOptions = {},
): { values: Tensor; indices: Tensor } {
  const { axis = -1 } = checkOptions("topK", options, ["axis"]);
  const input = asTensor("topK", "x", x);
  checkReal("topK", "x", input);
  const at = normalizeAxis("topK", axis, input.shape.length);
  const length = input.shape[at]!;
  if (!Number.isInteger(k) || k < 0 || k > length) {
    throw new DomainError(
      `topK: k must be an integer from 0 to ${length}, the length of axis ${at} of x, got ${String(k)} ` +
        `(x is ${formatShape(input.shape)})`,
      { operation: "topK", k, axis: at, shape: input.shape },
    );
  }
  const [values, indices] = bind(topKPrimitive, [input], { axis: at, k });
  return { values, indices };
}

function sorted(operation: string, x: TensorLike, options: SortOptions): { values: Tensor; indices: Tensor } {
  const { axis = -1, descending = false } = checkOptions(operation, options, ["axis", "descending"]);
  const input = asTensor(operation, "x", x);
  checkReal(operation, "x", input);
  const at = normalizeAxis(operation, axis, input.shape.length);
  const [values, indices] = bind(sortPrimitive, [input], { axis: at, descending });
  return { values, indices };
}

const sortPrimitive: Primitive<
  [x: Tensor],
  [values: Tensor, indices: Tensor],
  { readonly axis: number; readonly descending: boolean }
> = {
  name: "sort",
  shape: ([{ shape, dtype }]) => [
    { shape, dtype },
    { shape, dtype: "int32" },
  ],
  kernel([x], { axis, descending }) {
    const sorter = new LineSorter(x.shape[axis]!, descending);
    return chooseAlong(x, axis, x.shape[axis]!, (start, stride) => {
      sorter.sort(x.data, start, stride);
      return sorter.places;
    });
  },
  jvp: ([t], _inputs, [, indices], { axis }) => [t && gather(t, indices, { axis }), null],
  transpose: "not linear",
  batch: ([x], _batched, _size, { axis, descending }) =>
    bind(sortPrimitive, [x], { axis: axis + 1, descending }),
};

const topKPrimitive: Primitive<
  [x: Tensor],
  [values: Tensor, indices: Tensor],
  { readonly axis: number; readonly k: number }
> = {
  name: "topK",
  shape: ([{ shape, dtype }], { axis, k }) => [
    { shape: shape.with(axis, k), dtype },
    { shape: shape.with(axis, k), dtype: "int32" },
  ],
  kernel([x], { axis, k }) {
    const length = x.shape[axis]!;
    if (k <= fewLargest) {
      return chooseAlong(x, axis, k, (start, stride) => largestPlaces(x.data, start, length, stride, k));
    }
    const sorter = new LineSorter(length, true);
    return chooseAlong(x, axis, k, (start, stride) => {
      sorter.sort(x.data, start, stride);
      return sorter.places;
    });
  },
  jvp: ([t], _inputs, [, indices], { axis }) => [t && gather(t, indices, { axis }), null],
  transpose: "not linear",
  batch: ([x], _batched, _size, { axis, k }) => bind(topKPrimitive, [x], { axis: axis + 1, k }),
};

/** Of every line along an axis the elements at the first `count` places that `choose` gives, and these places. */
function chooseAlong(
  { shape, dtype, data }: Tensor,
  axis: number,
  count: number,
  choose: (start: number, stride: number) => Int32Array,
): [values: Tensor, indices: Tensor] {
  const chosen = shape.with(axis, count);
  const values = allocate(dtype, sizeOf(chosen));
  const indices = new Int32Array(values.length);
  const stride = sizeOf(shape.slice(axis + 1));
  const row = shape[axis]! * stride;
  for (let first = 0, base = 0; base < values.length; first += row, base += count * stride) {
    for (let i = 0; i < stride; i++) {
      const places = choose(first + i, stride);
      for (let j = 0, at = base + i; j < count; j++, at += stride) {
        indices[at] = places[j]!;
        values[at] = data[first + i + places[j]! * stride]!;
      }
    }
  }
  return [new Tensor(chosen, dtype, values), new Tensor(chosen, "int32", indices)];
}
