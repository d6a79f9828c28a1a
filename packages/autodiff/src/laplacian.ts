import { checkOptions, sum, unflatten, zerosLike } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { chooseArguments } from "./argnums.ts";
import type { Argnums, GradOptions } from "./argnums.ts";
import { chunkSizeFor, mapOverBasis, totalSize } from "./basis.ts";
import type { ChunkOptions } from "./basis.ts";
import { checkFunction, flattenReal, flattenFunction } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { jvpFlat } from "./jvp.ts";
import { linearizeFlat } from "./linearize.ts";
import type { Accepts, Differentiable } from "./types.ts";

/** The options of `laplacian`. */
export interface LaplacianOptions<Chosen extends Argnums = Argnums>
  extends GradOptions<Chosen>, ChunkOptions {}

/**
 * The Laplacian Δf = Σᵢ ∂²f/∂xᵢ², the trace of the Hessian, which is never formed: for each variable the second
 * derivative in its direction, forward over forward.
 *
 * The sum runs over all elements of the arguments that `argnums` names. `f` may return a scalar, a tensor (then each
 * of its elements has its own Laplacian) or a tree of them.
 *
 * @example
 * ```ts
 * import { laplacian } from "@adjoint/autodiff";
 * import { pow, sum, tensor } from "@adjoint/tensor";
 *
 * // ∂²/∂x² x³ = 6x
 * laplacian((x) => sum(pow(x, 3)))(tensor([1, 2, -1])).item(); // => 12
 * ```
 */
export function laplacian<
  Args extends readonly unknown[] = Tensor[],
  Result = Tensor,
  const Chosen extends Argnums = 0,
>(
  f: Differentiable<Args, Result>,
  options: LaplacianOptions<Chosen> = {},
): (...args: Accepts<Args> & readonly unknown[]) => Result {
  checkFunction("laplacian", f);
  const { argnums = 0, chunkSize } = checkOptions("laplacian", options, ["argnums", "chunkSize"]);
  return (...args) => {
    const { chosen, places, call } = chooseArguments("laplacian", f, args, argnums);
    const { leaves, structure } = flattenReal("laplacian", chosen, places);
    const { flat, outputStructure } = flattenFunction("laplacian", call, structure);
    const { values, program } = linearizeFlat(flat, leaves);
    const curvature: FlatFunction = (directions) => secondDerivative(flat, leaves, directions);
    const chunk = chunkSizeFor("laplacian", program, chunkSize);
    const curvatures = totalSize(leaves) === 0 ? [] : mapOverBasis(curvature, leaves, chunk);
    const sums = values.map((value, i) =>
      curvatures[i] === undefined ? zerosLike(value) : sum(curvatures[i], { axis: 0 }),
    );
    return unflatten(outputStructure(), sums) as Result;
  };
}

/** d²/dt² f(x + t·v) at t = 0. */
function secondDerivative(f: FlatFunction, x: readonly Tensor[], v: readonly Tensor[]): readonly Tensor[] {
  const slope: FlatFunction = (at) => tangentsOf(f, at, v);
  return tangentsOf(slope, x, v);
}

function tangentsOf(f: FlatFunction, x: readonly Tensor[], v: readonly Tensor[]): readonly Tensor[] {
  const { values, tangents } = jvpFlat(f, x, v);
  return values.map((value, i) => tangents[i] ?? zerosLike(value));
}
