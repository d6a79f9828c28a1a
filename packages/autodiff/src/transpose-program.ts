import { add, Unknown } from "@adjoint/tensor";
import type { Tangent, Tensor } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Recording } from "./equation.ts";
import { reverseRule } from "./rules.ts";

/**
 * Runs a linear program backwards: from the cotangents of its outputs to those of its inputs, by the transposes of
 * its equations in reverse order. This is backpropagation, and the only place where cotangents are added.
 */
export function transposeProgram(
  { inputs, equations, outputs }: Recording,
  cotangents: readonly Tangent[],
): readonly Tangent[] {
  const known = new Map<Variable, Tensor>();
  const accumulate = (variable: Variable, cotangent: Tensor): void => {
    const sum = known.get(variable);
    known.set(variable, sum === undefined ? cotangent : add(sum, cotangent));
  };
  outputs.forEach((output, i) => {
    const cotangent = cotangents[i];
    if (output instanceof Variable && cotangent) accumulate(output, cotangent);
  });
  for (const { primitive, params, inputs: operands, outputs: results } of equations.toReversed()) {
    const incoming = results.map((variable) => known.get(variable) ?? null);
    if (incoming.every((cotangent) => cotangent === null)) continue;
    const unknowns = operands.map((operand) =>
      operand instanceof Variable ? new Unknown(operand) : operand,
    );
    const outgoing = reverseRule(primitive)(incoming, unknowns, params);
    operands.forEach((operand, i) => {
      const cotangent = outgoing[i];
      if (operand instanceof Variable && cotangent) accumulate(operand, cotangent);
    });
    for (const variable of results) known.delete(variable);
  }
  return inputs.map((variable) => known.get(variable) ?? null);
}
