import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { checkReal } from "./dtype.ts";
import type { TypedArray } from "./dtype.ts";
import { DomainError, ShapeError } from "./errors.ts";
import { alignBatches, notDifferentiable } from "./families.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import type { Primitive } from "./primitive.ts";
import { formatShape, sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** The options of `searchSorted`. */
export interface SearchSortedOptions {
  /** Where a value goes among equal ones: to the `"left"` of them or to the `"right"`; left if not given. */
  readonly side?: "left" | "right";
}

/**
 * Where values belong in a sorted vector: the number of its elements that are smaller, or with side `"right"` that are
 * not larger. NaN counts as larger than all numbers. The derivative is 0.
 *
 * @param sorted - a vector in ascending order, which is not checked; the search halves it.
 * @throws ShapeError if `sorted` is no vector, DomainError for another side, DTypeError for complex numbers.
 * @example
 * ```ts
 * import { searchSorted } from "@adjoint/tensor";
 *
 * searchSorted([1, 2, 2, 3], [2, 0, 9]).toArray(); // => [1, 0, 4]
 * searchSorted([1, 2, 2, 3], 2, { side: "right" }).item(); // => 3
 * ```
 */
export function searchSorted(
  sorted: TensorLike,
  values: TensorLike,
  options: SearchSortedOptions = {},
): Tensor {
  const { side = "left" } = checkOptions("searchSorted", options, ["side"]);
  if (side !== "left" && side !== "right") {
    throw new DomainError(`searchSorted: side must be "left" or "right", got ${JSON.stringify(side)}`, {
      operation: "searchSorted",
      side,
    });
  }
  const line = asTensor("searchSorted", "sorted", sorted);
  const wanted = asTensor("searchSorted", "values", values);
  checkReal("searchSorted", "sorted", line);
  checkReal("searchSorted", "values", wanted);
  if (line.shape.length !== 1) {
    throw new ShapeError(
      `searchSorted: sorted must be a vector, got the shape ${formatShape(line.shape)}; ` +
        `use vmap to search in several`,
      { operation: "searchSorted", shape: line.shape },
    );
  }
  return bind(searchPrimitive, [line, wanted], { side })[0];
}

/** All axes of `sorted` but the last are leading axes of `values` too: those that `vmap` put there. */
const searchPrimitive: Primitive<
  [sorted: Tensor, values: Tensor],
  [places: Tensor],
  { readonly side: "left" | "right" }
> = notDifferentiable({
  name: "searchSorted",
  shape: ([, { shape }]) => [{ shape, dtype: "int32" }],
  kernel([sorted, values], { side }) {
    const length = sorted.shape.at(-1)!;
    const count = sizeOf(values.shape.slice(sorted.shape.length - 1));
    const places = new Int32Array(values.size);
    for (let i = 0; i < places.length; i++) {
      const start = Math.floor(i / count) * length;
      places[i] = placeIn(sorted.data, start, length, values.data[i]!, side === "right");
    }
    return [new Tensor(values.shape, "int32", places)];
  },
  batch: (inputs, batched, size, params) => {
    const [sorted, values] = inputs;
    const once = !batched[0] && sorted.shape.length === 1;
    return bind(searchPrimitive, once ? [sorted, values] : alignBatches(inputs, batched, size), params);
  },
});

/**
 * The number of elements of a sorted line that are below the value, or with `right` not above it.
 *
 * The first guess is where the value would stand if the elements lay at equal distances, as the edges of bins do.
 */
function placeIn(data: TypedArray, start: number, length: number, value: number, right: boolean): number {
  let low = 0;
  let high = length;
  const share = (value - data[start]!) / (data[start + length - 1]! - data[start]!);
  if (share > 0 && share < 1) {
    const guess = Math.min(Math.floor(share * (length - 1)), length - 2);
    if (!isBefore(data[start + guess]!, value, right)) high = guess;
    else if (isBefore(data[start + guess + 1]!, value, right)) low = guess + 2;
    else return guess + 1;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(data[start + middle]!, value, right)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether an element stands before the place of a value, where NaN stands after all numbers. */
function isBefore(element: number, value: number, right: boolean): boolean {
  if (Number.isNaN(value)) return right || !Number.isNaN(element);
  return right ? element <= value : element < value;
}
