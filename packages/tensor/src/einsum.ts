import { numeric } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { contract } from "./contract.ts";
import { asTensor, commonDType } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { prepareOperand } from "./einsum-operand.ts";
import { planEinsum } from "./einsum-plan.ts";
import { DTypeError } from "./errors.ts";
import type { Tensor } from "./tensor.ts";
import { transpose } from "./transpose.ts";

/**
 * Products and sums in Einstein's notation: `"ij,jk->ik"` is Cᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ.
 *
 * Every axis of an operand has a letter. Axes of one letter run together: within an operand they are its diagonal,
 * between operands their elements are multiplied. The letters after `->` are the axes of the result; the others are
 * summed. Without `->` the result has the letters that stand once, in alphabetical order. `...` stands for axes
 * without a letter; these broadcast. Spaces mean nothing.
 *
 * Operands are contracted in pairs, each by one batched matrix product, in the order with the fewest multiplications
 * for up to six operands and in a greedy one beyond. A letter has one length: unlike NumPy's, it does not stretch
 * an axis of length 1. Booleans count as 0 and 1; int32 wraps around modulo 2³².
 *
 * @throws DomainError for subscripts that cannot be read, with the position, or that name another number of operands;
 * ShapeError if the letters are not as many as the axes, or a letter has two lengths.
 * @example
 * ```ts
 * import { einsum } from "@adjoint/tensor";
 *
 * const a = [[1, 2], [3, 4]];
 * einsum("ij,jk->ik", a, [[5, 6], [7, 8]]).toArray(); // => [[19, 22], [43, 50]]
 * einsum("ii", a).item(); // => 5
 * einsum("ij->j", a).toArray(); // => [4, 6]
 * einsum("i,ij,j", [1, -1], a, [2, 3]).item(); // => -10
 * einsum("...i,...i", a, [10, 1]).toArray(); // => [12, 34]
 * ```
 */
export function einsum(subscripts: string, ...operands: readonly TensorLike[]): Tensor {
  if (typeof subscripts !== "string") {
    throw new DTypeError(
      `einsum: subscripts must be a string such as "ij,jk->ik", got ${String(subscripts)}; operands come after it`,
      { operation: "einsum", subscripts },
    );
  }
  const parts = operands.map((operand, i) => asTensor("einsum", `operands[${i}]`, operand));
  const plan = planEinsum(
    subscripts,
    parts.map(({ shape }) => shape),
  );
  const dtype = commonDType(operands, parts);
  const values = parts.map((part, i) => prepareOperand(numeric(cast(part, dtype)), plan.operands[i]!));
  for (const step of plan.steps) {
    const [left, right] = step.places;
    values.push(contract(values[left]!, values[right]!, step));
  }
  const result = values.at(-1)!;
  return plan.order === undefined ? result : transpose(result, plan.order);
}
