import { argmax, broadcastTo, expandDims, reshape, stopGradient, take, where } from "@adjoint/tensor";
import type { Spec, Tensor } from "@adjoint/tensor";

/** `a` in the calls that a mask marks, `b` in the others; axis 0 counts the calls. */
export function whereCalls(mask: Tensor, a: Tensor, b: Tensor): Tensor {
  return where(alongside(mask, a), a, b);
}

/**
 * The operands of the calls that a mask marks, with those of one of them in the place of all others. What the others
 * compute of them is thrown away, but at their own operands an infinite derivative times a cotangent of 0 could be NaN.
 */
export function onlyCalls(
  mask: Tensor,
  operands: readonly Tensor[],
  mapped: readonly boolean[],
): readonly Tensor[] {
  const example = argmax(mask, { axis: 0 });
  return operands.map((operand, i) => {
    if (!mapped[i]) return operand;
    const stand = expandDims(stopGradient(take(operand, example, { axis: 0 })), 0);
    return whereCalls(mask, operand, broadcastTo(stand, operand.shape));
  });
}

/** A vector with an entry for each call, in a shape that broadcasts against values of the calls. */
function alongside(mask: Tensor, { shape }: Spec): Tensor {
  return reshape(mask, [mask.size, ...shape.slice(1).map(() => 1)]);
}
