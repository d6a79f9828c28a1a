import { bind, currentInterpreter, unflatten } from "@adjoint/tensor";
import type { Primitive, Tensor } from "@adjoint/tensor";
import { closeProgram } from "./close-program.ts";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { checkFunction, flattenArguments, flattenFunction } from "./flat-function.ts";
import { linearCallPrimitive } from "./linear-call.ts";
import { batchedProgram, tangentProgram, transposedProgram } from "./program-derivatives.ts";
import { nonZero, specsOf, spread } from "./sparse-list.ts";
import type { AcceptsEach } from "./tensors-of.ts";
import type { Differentiable } from "./types.ts";

/**
 * `f`, whose intermediate values a reverse derivative computes a second time instead of keeping.
 *
 * Values and derivatives are those of `f`. Of the forward pass only the arguments stay in memory; the backward pass
 * begins with `f` again. A chain of n checkpointed pieces of k steps each keeps n + k values instead of n·k, for
 * one more evaluation of `f`.
 *
 * Inside a derivative `f` is recorded as a program, so it may not read values with `item()`.
 *
 * Source: A. Griewank and A. Walther, "Algorithm 799: revolve", ACM Transactions on Mathematical Software 26 (2000).
 *
 * @throws TracerError if `f` reads a value while it is recorded.
 * @example
 * ```ts
 * import { checkpoint, grad } from "@adjoint/autodiff";
 * import { exp, sin } from "@adjoint/tensor";
 *
 * const f = checkpoint((x) => sin(exp(x)));
 * grad(f)(0).item(); // => 0.5403023058681398
 * ```
 */
export function checkpoint<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
): (...args: AcceptsEach<Args>) => Result {
  checkFunction("checkpoint", f);
  return (...args) => {
    const { leaves, structure } = flattenArguments("checkpoint", args);
    const { flat, outputStructure } = flattenFunction("checkpoint", f, structure);
    if (currentInterpreter().name === "evaluation") {
      const values = flat(leaves);
      return unflatten(outputStructure(), values) as Result;
    }
    const { program, captured } = closeProgram("checkpoint", flat, leaves);
    const values = bind(checkpointPrimitive, [...captured, ...leaves], { program });
    return unflatten(outputStructure(), values) as Result;
  };
}

export const checkpointPrimitive: Primitive<
  readonly Tensor[],
  readonly Tensor[],
  { readonly program: Recording }
> = {
  name: "checkpoint",
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
  batch: (inputs, batched, size, { program }) =>
    bind(checkpointPrimitive, inputs, { program: batchedProgram(program, inputs, batched, size) }),
};
