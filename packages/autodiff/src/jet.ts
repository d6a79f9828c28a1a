import {
  checkOptions,
  currentInterpreter,
  DomainError,
  runWith,
  unflatten,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkList, flattenFunction, flattenReal } from "./flat-function.ts";
import { tangentsFor } from "./jvp.ts";
import { PowerSeries, SeriesInterpreter } from "./power-series.ts";
import type { Accepts, Differentiable } from "./types.ts";

/** The options of `jet`. */
export interface JetOptions {
  /** The degree of the expansion. */
  readonly order: number;
}

/**
 * The Taylor expansion of `f` in a direction: the coefficients cₖ of f(x + t·v) = Σₖ cₖ·tᵏ up to an order, in one
 * pass. The derivatives along the direction are dᵏ/dtᵏ f(x + t·v) = k!·cₖ at t = 0.
 *
 * Values are truncated power series; the coefficients come from the jvp rules of the primitives, so whatever can be
 * differentiated has a jet. The cost grows with a power of the order (at most the third for the usual functions), where
 * derivatives of derivatives would grow with 2ᵏ.
 *
 * @param primals - the arguments of `f`, as a list.
 * @param tangents - the direction: a list of the same form.
 * @returns the coefficients c₀ … c_order, each of the form of the result.
 * @throws DomainError if the order is not a whole number from 0 on, ShapeError if the tangents do not have the form
 * and the shapes of the primals.
 * @example
 * ```ts
 * import { jet } from "@adjoint/autodiff";
 * import { exp } from "@adjoint/tensor";
 *
 * // 1, 1, 1/2, 1/6
 * jet(exp, [0], [1], { order: 3 }).map((c) => c.item()); // => [1, 1, 0.5, 0.16666666666666666]
 * ```
 */
export function jet<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
  primals: Accepts<Args>,
  tangents: Accepts<Args>,
  options: JetOptions,
): Result[] {
  const { order } = checkOptions("jet", options, ["order"]);
  if (!Number.isInteger(order) || order < 0) {
    throw new DomainError(`jet: order must be a whole number from 0 on, got ${String(order)}`, { order });
  }
  const { leaves, structure } = flattenReal("jet", checkList("jet", primals));
  const directions = tangentsFor("jet", leaves, structure, tangents);
  const { flat, outputStructure } = flattenFunction("jet", f, structure);
  const interpreter = new SeriesInterpreter(currentInterpreter());
  const lines = leaves.map((x, i) =>
    interpreter.box(new PowerSeries(x, (k) => (k === 1 ? directions[i]! : null))),
  );
  const outputs = runWith(interpreter, () => flat(lines));
  return Array.from({ length: order + 1 }, (_, k) => {
    const coefficients = outputs.map((output) => {
      const series = interpreter.seriesOf(output);
      return series.coefficient(k) ?? zerosLike(series.coefficient(0)!);
    });
    return unflatten(outputStructure(), coefficients) as Result;
  });
}
