import { currentInterpreter, runWith, unflatten, zerosLike } from "@adjoint/tensor";
import type { Tangent, Tensor } from "@adjoint/tensor";
import { checkList, flattenDifferentiable, flattenFunction } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { jvpFlat, tangentsFor } from "./jvp.ts";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { planned } from "./plan.ts";
import { Recorder } from "./recorder.ts";
import type { Accepts, Differentiable } from "./types.ts";

/**
 * The value of `f` and its derivative there as a linear function, v ↦ J·v, to be applied many times:
 * `f` itself runs only once.
 *
 * @example
 * ```ts
 * import { linearize } from "@adjoint/autodiff";
 * import { square } from "@adjoint/tensor";
 *
 * const { value, pushforward } = linearize((x) => square(x), 3);
 * value.item(); // => 9
 * pushforward(1).item(); // => 6
 * pushforward(10).item(); // => 60
 * ```
 */
export function linearize<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
  ...primals: Accepts<Args> & readonly unknown[]
): {
  readonly value: Result;
  readonly pushforward: (...tangents: Accepts<Args> & readonly unknown[]) => Result;
} {
  const { leaves, structure } = flattenDifferentiable("linearize", checkList("linearize", primals));
  const { flat, outputStructure } = flattenFunction("linearize", f, structure);
  const { values, program, tangentsOf } = linearizeFlat(flat, leaves);
  const derivative = planned(program);
  return {
    value: unflatten(outputStructure(), values) as Result,
    pushforward: (...tangents) => {
      const directions = tangentsFor("linearize", leaves, structure, tangents);
      return unflatten(outputStructure(), tangentsOf(evaluateProgram(derivative, directions))) as Result;
    },
  };
}

/** A function of lists at a point: its values and, as a program, its derivative there. */
export interface Linearized {
  readonly values: readonly Tensor[];
  /** Linear, with an output for each value that depends on the arguments. */
  readonly program: Recording;
  /** For each value its place among the program's outputs, or −1 if its derivative is zero. */
  readonly places: readonly number[];
  /** The program's outputs as tangents of the values, with zeros in between. */
  readonly tangentsOf: (outputs: readonly Tensor[]) => readonly Tensor[];
}

/**
 * `linearize` of a function of lists: jvp under a recorder. Values are computed, tangents are written down, and what
 * is written down is linear.
 */
export function linearizeFlat(f: FlatFunction, primals: readonly Tensor[]): Linearized {
  const recorder = new Recorder("a derivative", currentInterpreter());
  const directions = primals.map((primal) => recorder.declare(primal));
  const { values, tangents } = runWith(recorder, () => jvpFlat(f, primals, directions));
  const present = tangents.filter((tangent): tangent is Tensor => tangent !== null);
  let next = 0;
  const places = tangents.map((tangent: Tangent) => (tangent === null ? -1 : next++));
  return {
    values,
    program: recorder.finish(directions, present),
    places,
    tangentsOf: (outputs) =>
      values.map((value, i) => (places[i]! < 0 ? zerosLike(value) : outputs[places[i]!]!)),
  };
}
