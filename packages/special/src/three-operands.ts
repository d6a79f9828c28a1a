import { asFloat, broadcastOperands, promoteOperands, type Tensor, type TensorLike } from "@adjoint/tensor";

/** Three floating operands of one shape and dtype; plain numbers take the dtype of the others. */
export function threeOperands(
  operation: string,
  values: readonly [TensorLike, TensorLike, TensorLike],
  names: readonly [string, string, string],
): [Tensor, Tensor, Tensor] {
  const model = values.find((value) => typeof value !== "number");
  const [first, second, third] = values.map((value, i) =>
    asFloat(
      operation,
      names[i]!,
      model === undefined || typeof value !== "number"
        ? value
        : promoteOperands(operation, value, model, names[i])[0],
    ),
  ) as [Tensor, Tensor, Tensor];
  const [a, b] = broadcastOperands(operation, first, second, names[0], names[1]);
  const [left, x] = broadcastOperands(operation, a, third, names[0], names[2]);
  return [left, broadcastOperands(operation, b, x, names[1], names[2])[0], x];
}
