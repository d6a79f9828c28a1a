import type { TypedArray } from "./dtype.ts";
import { TracerError } from "./errors.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The elements of an argument on whose values the shape of a result depends.
 *
 * @param remedy - what works where the values are not known.
 * @throws TracerError if they are not, while a program is recorded or a function is mapped.
 */
export function knownData(operation: string, argument: string, x: Tensor, remedy: string): TypedArray {
  const data = dataIfKnown(x);
  if (data !== undefined) return data;
  throw new TracerError(
    `${operation}: ${argument} is ${x.toString()}, whose values are not known yet, ` +
      `and the result depends on them in a way that cannot be recorded; ${remedy}`,
    { operation, argument, shape: x.shape, dtype: x.dtype },
  );
}

/**
 * The elements, for checks that can be made only where there are any: `undefined` while a program is recorded or a
 * function is mapped.
 *
 * @example
 * ```ts
 * import { dataIfKnown, tensor } from "@adjoint/tensor";
 *
 * dataIfKnown(tensor([1, 2]))?.length; // => 2
 * ```
 */
export function dataIfKnown(x: Tensor): TypedArray | undefined {
  try {
    return x.data;
  } catch (error) {
    if (error instanceof TracerError) return undefined;
    throw error;
  }
}
