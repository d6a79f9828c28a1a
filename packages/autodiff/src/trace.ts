import { currentInterpreter, runWith } from "@adjoint/tensor";
import type { Spec, Tensor } from "@adjoint/tensor";
import { checkFunction, flattenArguments, flattenFunction } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import type { Recording } from "./equation.ts";
import { Program } from "./program.ts";
import { Recorder } from "./recorder.ts";
import type { Accepts, Differentiable } from "./types.ts";

/**
 * The program of a function: what it does to arguments of the given shapes, step by step.
 *
 * The function is run once with stand-ins for its arguments, so a plain JavaScript `if` on their values throws;
 * operations on constants alone are carried out at once.
 *
 * @example
 * ```ts
 * import { trace } from "@adjoint/autodiff";
 * import { mul, sin } from "@adjoint/tensor";
 *
 * trace((x, y) => mul(sin(x), y))(1, 2).equations.map((equation) => equation.primitive.name); // => ["sin", "mul"]
 * ```
 */
export function trace<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
): (...args: Accepts<Args> & readonly unknown[]) => Program<Args, Result> {
  checkFunction("trace", f);
  return (...args) => {
    const { leaves, structure } = flattenArguments("trace", args);
    const { flat, outputStructure } = flattenFunction("trace", f, structure);
    const recording = traceFlat("trace", flat, leaves);
    return new Program(recording, { inputs: structure, outputs: outputStructure() });
  };
}

/** What a function of lists does, on behalf of a transformation that its messages name. */
export function traceFlat(name: string, f: FlatFunction, args: readonly Spec[]): Recording {
  const recorder = new Recorder(name, currentInterpreter());
  const inputs = args.map((spec) => recorder.declare(spec));
  const outputs = runWith(recorder, () => f(inputs));
  return recorder.finish(inputs, outputs);
}
