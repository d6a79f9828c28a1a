import { bind } from "@adjoint/tensor";
import type { Primitive, Tensor } from "@adjoint/tensor";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { batchedProgram, tangentProgram, transposedProgram } from "./program-derivatives.ts";
import { nonZero, specsOf, spread } from "./sparse-list.ts";

/** A program that is linear in its last inputs; the first `known` of them it is given. */
export interface LinearCall {
  readonly program: Recording;
  readonly known: number;
}

/**
 * A linear program that stays closed while a derivative is recorded: what it computes of the known inputs is computed
 * when it runs, forward or backward, and not kept from one to the other.
 */
export const linearCallPrimitive: Primitive<readonly Tensor[], readonly Tensor[], LinearCall> = {
  name: "linearCall",
  shape: (_inputs, { program }) => specsOf(program.outputs),
  kernel: (inputs, { program }) => evaluateProgram(program, inputs),
  jvp(tangents, inputs, _outputs, { program }) {
    const { program: derivative, present } = tangentProgram(program, tangents);
    const outputs = bind(linearCallPrimitive, [...inputs, ...nonZero(tangents)], {
      program: derivative,
      known: inputs.length,
    });
    return spread(outputs, present);
  },
  transpose(cotangents, inputs, { program }) {
    const { program: adjoint, present, known } = transposedProgram(program, inputs, cotangents);
    const outputs = bind(linearCallPrimitive, [...known, ...nonZero(cotangents)], {
      program: adjoint,
      known: known.length,
    });
    return spread(outputs, present);
  },
  batch: (inputs, batched, size, { program, known }) =>
    bind(linearCallPrimitive, inputs, { program: batchedProgram(program, inputs, batched, size), known }),
};
