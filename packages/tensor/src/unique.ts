import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { checkReal } from "./dtype.ts";
import { knownData } from "./known-data.ts";
import { LineSorter } from "./order.ts";
import { reshape } from "./reshape.ts";
import { take } from "./take.ts";
import { Tensor } from "./tensor.ts";

/** The distinct elements of a tensor, as `unique` gives them. */
export interface Distinct {
  /** Each element once, in ascending order; NaN last. */
  readonly values: Tensor;
  /** Where in row-major order each value stands first. */
  readonly indices: Tensor;
  /** For every element, in the shape of the tensor, which of the values it is: `take(values, inverse)` gives it back. */
  readonly inverse: Tensor;
  /** How often each value occurs. */
  readonly counts: Tensor;
}

/**
 * The distinct elements of all of `x`, in ascending order. All NaN count as one.
 *
 * The derivative of a value flows to the element that stands first. The number of values depends on the elements:
 * inside `trace` and `vmap` these must not depend on the arguments.
 *
 * @throws TracerError if the elements are not known, DTypeError if they are complex.
 * @example
 * ```ts
 * import { unique } from "@adjoint/tensor";
 *
 * const { values, inverse, counts } = unique([3, 1, 3]);
 * values.toArray(); // => [1, 3]
 * inverse.toArray(); // => [1, 0, 1]
 * counts.toArray(); // => [1, 2]
 * ```
 */
export function unique(x: TensorLike): Distinct {
  const input = asTensor("unique", "x", x);
  checkReal("unique", "x", input);
  const data = knownData("unique", "x", input, "know the elements outside of the function");
  const sorter = new LineSorter(data.length, false);
  sorter.sort(data, 0, 1);
  const inverse = new Int32Array(data.length);
  const indices: number[] = [];
  const counts: number[] = [];
  for (const place of sorter.places) {
    const element = data[place]!;
    const known = indices.length > 0 && isSame(element, data[indices.at(-1)!]!);
    if (known) counts[counts.length - 1]!++;
    else {
      indices.push(place);
      counts.push(1);
    }
    inverse[place] = indices.length - 1;
  }
  const integers = (list: ArrayLike<number>): Tensor =>
    new Tensor([list.length], "int32", Int32Array.from(list));
  const first = integers(indices);
  return {
    values: take(reshape(input, [-1]), first, { axis: 0 }),
    indices: first,
    inverse: new Tensor(input.shape, "int32", inverse),
    counts: integers(counts),
  };
}

function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
