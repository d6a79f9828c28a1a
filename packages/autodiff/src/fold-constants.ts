import { bind, Tensor } from "@adjoint/tensor";
import type { Equation, Recording } from "./equation.ts";
import { rewriteProgram } from "./rewrite-program.ts";

/**
 * The program with every equation computed whose inputs are all constants.
 *
 * An equation that throws is kept, to throw when it is reached.
 *
 * @returns the same program if there is nothing to compute.
 * @example
 * ```ts
 * import { foldConstants, Program, trace } from "@adjoint/autodiff";
 * import { add, exp, tensor } from "@adjoint/tensor";
 *
 * const { inputs, equations, outputs } = trace((x, y) => add(exp(x), y))(0, 0);
 * const atZero = equations.map((equation) => ({
 *   ...equation, inputs: equation.inputs.map((atom) => (atom === inputs[0] ? tensor(0) : atom)),
 * }));
 * const folded = foldConstants(new Program({ inputs: inputs.slice(1), equations: atZero, outputs }));
 * folded.equations.map(({ primitive }) => primitive.name); // => ["add"]
 * ```
 */
export function foldConstants<Given extends Recording>(program: Given): Given {
  return rewriteProgram(program, () => computed);
}

function computed({ primitive, params, inputs }: Equation): readonly Tensor[] | null {
  const constants = inputs.filter((atom) => atom instanceof Tensor);
  if (constants.length < inputs.length) return null;
  try {
    return bind(primitive, constants, params);
  } catch {
    return null;
  }
}
