import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { checkReal } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { knownData } from "./known-data.ts";
import { checkOptions } from "./options.ts";
import { reshape } from "./reshape.ts";
import { formatShape, normalizeAxis, sameShape } from "./shape.ts";
import { take } from "./take.ts";
import { Tensor } from "./tensor.ts";

/** The options of `compress`. */
export interface CompressOptions {
  /** The axis whose places the mask keeps or drops; without it, the mask is for every element. */
  readonly axis?: number;
}

/**
 * The elements where a mask is true, in row-major order, or with an axis the slices where it is.
 *
 * With an axis of length n the mask has the shape [n]. Without one it has the shape of `x`, or is as long as `x` has
 * elements, and the result has one axis. The length of the result depends on the values of the mask: inside `trace`
 * and `vmap` these must not depend on the arguments.
 *
 * @throws ShapeError if the mask does not fit, TracerError if its values are not known.
 * @example
 * ```ts
 * import { compress, greater } from "@adjoint/tensor";
 *
 * const x = [[1, -2], [-3, 4], [5, 6]];
 * compress(x, greater(x, 0)).toArray(); // => [1, 4, 5, 6]
 * compress(x, [true, false, true], { axis: 0 }).toArray(); // => [[1, -2], [5, 6]]
 * ```
 */
export function compress(x: TensorLike, mask: TensorLike, options: CompressOptions = {}): Tensor {
  const { axis } = checkOptions("compress", options, ["axis"]);
  const input = asTensor("compress", "x", x);
  const test = asTensor("compress", "mask", mask);
  checkReal("compress", "mask", test);
  const at = axis === undefined ? undefined : normalizeAxis("compress", axis, input.shape.length);
  const length = at === undefined ? input.size : input.shape[at]!;
  const fits = sameShape(test.shape, [length]) || (at === undefined && sameShape(test.shape, input.shape));
  if (!fits) {
    const wanted = at === undefined ? "the shape of x" : `the shape [${length}] of axis ${at} of x`;
    throw new ShapeError(
      `compress: mask must have ${wanted}: mask is ${formatShape(test.shape)}, x is ${formatShape(input.shape)}`,
      { operation: "compress", axis: at, mask: test.shape, shape: input.shape },
    );
  }
  const places = placesOfTrue("compress", "mask", test);
  return at === undefined ? take(reshape(input, [-1]), places) : take(input, places, { axis: at });
}

/** The places, in row-major order, where a mask is not zero. */
export function placesOfTrue(operation: string, argument: string, mask: Tensor): Tensor {
  const data = knownData(
    operation,
    argument,
    mask,
    "use where, which keeps the shape, or know the mask outside",
  );
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count++;
  const places = new Int32Array(count);
  for (let i = 0, k = 0; k < count; i++) if (data[i] !== 0) places[k++] = i;
  return new Tensor([count], "int32", places);
}
