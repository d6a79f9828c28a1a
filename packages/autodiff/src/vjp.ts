import {
  checkSameStructure,
  conj,
  formatShape,
  isInexact,
  sameShape,
  ShapeError,
  unflatten,
  zerosLike,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import {
  asGradient,
  checkList,
  flattenCotangent,
  flattenDifferentiable,
  flattenFunction,
  withDType,
} from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { linearizeFlat } from "./linearize.ts";
import type { Linearized } from "./linearize.ts";
import { transposeProgram } from "./transpose-program.ts";
import type { Accepts, Differentiable, Gradient } from "./types.ts";

/**
 * The value of `f` and its pullback, c ↦ Jᵀ·c: the vector-Jacobian product, which is reverse mode.
 *
 * The pullback takes a cotangent of the form of the result and returns a list with one for each argument.
 * It may be called any number of times. Of complex arguments and results it is c ↦ Jᴴ·c.
 *
 * @throws ShapeError if the cotangent does not have the form and the shapes of the result, DTypeError if it is complex
 * and the result is real.
 * @example
 * ```ts
 * import { vjp } from "@adjoint/autodiff";
 * import { matmul } from "@adjoint/tensor";
 *
 * const { value, pullback } = vjp((x) => matmul([[1, 2], [3, 4]], x), new Float64Array([1, 1]));
 * value.toArray(); // => [3, 7]
 * pullback(new Float64Array([1, 0]))[0].toArray(); // => [1, 2]
 * ```
 */
export function vjp<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
  ...primals: Accepts<Args> & readonly unknown[]
): { readonly value: Result; readonly pullback: (cotangent: Accepts<Result>) => Gradient<Args> } {
  const { leaves, structure } = flattenDifferentiable("vjp", checkList("vjp", primals));
  const { flat, outputStructure } = flattenFunction("vjp", f, structure);
  const { values, pullback } = vjpFlat(flat, leaves);
  return {
    value: unflatten(outputStructure(), values) as Result,
    pullback: (cotangent) => {
      const given = flattenCotangent("vjp", cotangent);
      checkSameStructure("vjp", outputStructure(), given.structure);
      const cotangents = given.leaves.map((leaf, i) => {
        const { shape } = leaf;
        const { dtype } = values[i]!;
        // Integers have no derivative. The rules pair complex numbers without conjugation: Re Σ cᵢ tᵢ.
        if (sameShape(shape, values[i]!.shape)) {
          return isInexact(dtype) ? conj(withDType("vjp", "cotangent", leaf, dtype)) : leaf;
        }
        throw new ShapeError(
          `vjp: a cotangent of shape ${formatShape(shape)} was given for a result of shape ` +
            `${formatShape(values[i]!.shape)}; they must be equal`,
          { operation: "vjp", cotangent: shape, value: values[i]!.shape },
        );
      });
      return asGradient(structure, pullback(cotangents).map(conj)) as Gradient<Args>;
    },
  };
}

/** `vjp` of a function of lists: linearize, then transpose. */
export function vjpFlat(
  f: FlatFunction,
  primals: readonly Tensor[],
): {
  readonly values: readonly Tensor[];
  readonly pullback: (cotangents: readonly Tensor[]) => readonly Tensor[];
} {
  const linearized = linearizeFlat(f, primals);
  return {
    values: linearized.values,
    pullback: (cotangents) => pullBack(linearized, primals, cotangents),
  };
}

/** The cotangents of the arguments of a linearized function. */
export function pullBack(
  { program, places }: Linearized,
  primals: readonly Tensor[],
  cotangents: readonly Tensor[],
): readonly Tensor[] {
  const present = cotangents.filter((_, i) => places[i]! >= 0);
  return transposeProgram(program, present).map((cotangent, i) => cotangent ?? zerosLike(primals[i]!));
}
