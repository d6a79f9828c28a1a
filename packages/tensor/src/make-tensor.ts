import { convertTo } from "./cast.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import type { DType } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { reshape } from "./reshape.ts";
import { checkShape, formatShape, sameShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The options of `tensor`. */
export interface TensorOptions {
  /** The element type; without it numbers become float64, `{ re, im }` complex128, booleans bool, typed arrays what they
   * are. */
  readonly dtype?: DType;
  /** The shape to give to flat data, instead of that of the nesting. */
  readonly shape?: Shape;
}

/**
 * A tensor of the given data.
 *
 * The data are copied, so that later writes to a typed array do not reach the tensor.
 * Nested arrays may contain tensors: they are stacked, and derivatives flow through.
 * Typed arrays keep their type; of those that are no storage of a dtype, small integers become int32 (also the
 * bytes of a Uint8Array: say `dtype: "bool"` for booleans) and a Uint32Array float64.
 *
 * A complex number is written `{ re, im }`; one of them makes the whole tensor complex128.
 *
 * @param data - numbers, complex numbers, booleans, typed arrays or nested arrays of equal lengths.
 * @throws ShapeError for ragged arrays and if flat data do not fill the shape, DTypeError for strings and other
 * things that are not numbers and for complex numbers as a real dtype, DomainError for numbers that do not fit into
 * int32.
 * @example
 * ```ts
 * import { tensor } from "@adjoint/tensor";
 *
 * tensor([1, 2.5, -3]); // => [ 1.   2.5 -3. ]
 * tensor([[1, 2], [3, 4]], { dtype: "int32" }).dtype; // => "int32"
 * tensor([1, { re: 0, im: 2 }]); // => [1.+0.j 0.+2.j]
 * tensor(new Float32Array([1, 2, 3, 4]), { shape: [2, 2] }).toArray(); // => [[1, 2], [3, 4]]
 * ```
 */
export function tensor(data: TensorLike, options: TensorOptions = {}): Tensor {
  const { dtype, shape } = checkOptions("tensor", options, ["dtype", "shape"]);
  const converted = asTensor("tensor", "data", data);
  const typed = dtype === undefined ? converted : convertTo("tensor", "data", converted, dtype);
  if (shape === undefined) return typed;
  const target = checkShape("tensor", shape);
  if (sizeOf(target) !== typed.size || !(typed.shape.length === 1 || sameShape(target, typed.shape))) {
    throw new ShapeError(
      `tensor: data of shape ${formatShape(typed.shape)} cannot be given the shape ${formatShape(target)}; ` +
        `flat data with ${sizeOf(target)} elements is needed`,
      { operation: "tensor", shape: target, data: typed.shape },
    );
  }
  return reshape(typed, target);
}
