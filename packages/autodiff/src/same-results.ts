import { checkSameStructure, sameShape, ShapeError } from "@adjoint/tensor";
import type { Spec, Structure } from "@adjoint/tensor";
import { formatSpec } from "./format-spec.ts";

/**
 * Checks that two recorded functions return trees of one form, with the same shapes and dtypes.
 *
 * @param what - what the two are together, for messages.
 * @throws ShapeError naming the first leaf that differs.
 */
export function checkSameResults(
  operation: string,
  what: string,
  expected: Structure,
  left: readonly Spec[],
  got: Structure,
  right: readonly Spec[],
): void {
  checkSameStructure(`${operation}: ${what}`, expected, got);
  const place = left.findIndex(
    ({ shape, dtype }, i) => !sameShape(shape, right[i]!.shape) || dtype !== right[i]!.dtype,
  );
  if (place < 0) return;
  const [one, other] = [left[place]!, right[place]!];
  throw new ShapeError(
    `${operation}: ${what} differ in tensor ${place}: ${formatSpec(one)} and ${formatSpec(other)}; ` +
      `they must have equal shapes and dtypes: use broadcastTo or astype`,
    { operation, place, shapes: [one.shape, other.shape], dtypes: [one.dtype, other.dtype] },
  );
}
