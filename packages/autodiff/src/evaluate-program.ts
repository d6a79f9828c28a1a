import { sameShape, ShapeError, Tensor } from "@adjoint/tensor";
import type { Recording, Variable } from "./equation.ts";
import { formatSpec } from "./format-spec.ts";
import { isPlanned, planOf, runPlan } from "./plan.ts";

/**
 * Runs a program on the current interpreter, so that programs can themselves be differentiated.
 *
 * Arguments and results are lists of tensors; `program.call` takes and returns the trees of the traced function.
 *
 * @throws ShapeError if the arguments are not tensors of the shapes and dtypes that the program was recorded with:
 * primitives do not check them again.
 * @example
 * ```ts
 * import { evaluateProgram, trace } from "@adjoint/autodiff";
 * import { mul, sin, tensor } from "@adjoint/tensor";
 *
 * const program = trace((x) => mul(2, sin(x)))(0);
 * evaluateProgram(program, [tensor(1)])[0]?.item(); // => 1.682941969615793
 * ```
 */
export function evaluateProgram(program: Recording, args: readonly Tensor[]): Tensor[] {
  checkArguments(program.inputs, args);
  return runPlan(isPlanned(program) ? program.plan() : planOf(program), args);
}

function checkArguments(inputs: readonly Variable[], args: readonly Tensor[]): void {
  if (args.length !== inputs.length) {
    throw new ShapeError(
      `evaluateProgram: the program takes ${inputs.length} argument${inputs.length === 1 ? "" : "s"}, got ${args.length}`,
      { operation: "evaluateProgram", expected: inputs.length, got: args.length },
    );
  }
  for (const [i, input] of inputs.entries()) {
    const arg: unknown = args[i];
    if (arg instanceof Tensor && arg.dtype === input.dtype && sameShape(arg.shape, input.shape)) continue;
    throw new ShapeError(
      `evaluateProgram: argument ${i} must be a tensor ${formatSpec(input)}, ` +
        `got ${arg instanceof Tensor ? formatSpec(arg) : `the ${typeof arg} ${String(arg)}`}; ` +
        `a program holds for the shapes and dtypes that it was recorded with: trace the function again for others`,
      { operation: "evaluateProgram", argument: i, expected: formatSpec(input) },
    );
  }
}
