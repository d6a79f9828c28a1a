import type { JoinOptions } from "./concat.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { checkOptions } from "./options.ts";
import { normalizeAxis } from "./shape.ts";
import { unstackTensor } from "./stack-primitive.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The slices of a tensor along an axis, as a list; undoes `stack`.
 *
 * @throws ShapeError if there is no such axis; a scalar has none.
 * @example
 * ```ts
 * import { unstack } from "@adjoint/tensor";
 *
 * const [first, second] = unstack([[1, 2], [3, 4]]);
 * second?.toArray(); // => [3, 4]
 * unstack([[1, 2], [3, 4]], { axis: 1 })[0]?.toArray(); // => [1, 3]
 * ```
 */
export function unstack(x: TensorLike, options: JoinOptions = {}): Tensor[] {
  const { axis = 0 } = checkOptions("unstack", options, ["axis"]);
  const input = asTensor("unstack", "x", x);
  return unstackTensor(input, normalizeAxis("unstack", axis, input.shape.length));
}
