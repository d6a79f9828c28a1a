import { bind, isInexact, NotDifferentiableError, TracerError, Unknown, zerosLike } from "@adjoint/tensor";
import type { Primitive, Spec, Tangent, Tensor } from "@adjoint/tensor";
import { jvpFlat } from "./jvp.ts";
import { transposeFlat } from "./program-derivatives.ts";
import { nonZero, specsOf, withZeros } from "./sparse-list.ts";
import { vmapFlat } from "./vmap.ts";

/** The cotangents of the arguments, from residuals and the cotangents of the values. */
export type Pullback = (residuals: readonly Tensor[], cotangents: readonly Tensor[]) => readonly Tangent[];

/**
 * The tangents J·v of values of which only the pullback c ↦ Jᵀ·c is known: reverse mode calls the pullback, forward
 * mode its transpose.
 */
export function tangentsByPullback(
  backward: Pullback,
  tangents: readonly Tangent[],
  residuals: readonly Tensor[],
  values: readonly Spec[],
): readonly Tangent[] {
  const present = tangents.map((tangent) => tangent !== null);
  const inputs = [...nonZero(tangents), ...residuals];
  const outputs = bind(pullbackTransposePrimitive, inputs, { backward, present, values: specsOf(values) });
  return outputs.map((output) => (isInexact(output.dtype) ? output : null));
}

interface PullbackTranspose {
  readonly backward: Pullback;
  /** Which arguments have a tangent; these are the first inputs, the residuals the others. */
  readonly present: readonly boolean[];
  readonly values: readonly Spec[];
}

const pullbackTransposePrimitive: Primitive<readonly Tensor[], readonly Tensor[], PullbackTranspose> = {
  name: "pullbackTranspose",
  shape: (_inputs, { values }) => values,
  kernel: pushThrough,
  jvp: (tangents, inputs, _outputs, params) =>
    jvpFlat((xs) => pushThrough(xs, params), inputs, tangents).tangents,
  transpose(cotangents, inputs, params) {
    const { backward, present, values } = params;
    const count = present.filter(Boolean).length;
    const residuals = inputs.slice(count);
    if (!residuals.every((residual) => !(residual instanceof Unknown))) {
      return transposeFlat((xs) => pushThrough(xs, params), inputs, cotangents);
    }
    const results = backward(residuals as readonly Tensor[], withZeros(cotangents, values));
    const chosen = results.filter((_, i) => present[i]);
    return [
      ...chosen.map((result, i) => (inputs[i] instanceof Unknown ? result : null)),
      ...residuals.map(() => null),
    ];
  },
  batch: (inputs, batched, size, params) => vmapFlat((xs) => pushThrough(xs, params), inputs, batched, size),
};

/** The transpose of the pullback, which is the transpose of the transpose. */
function pushThrough(
  inputs: readonly Tensor[],
  { backward, present, values }: PullbackTranspose,
): readonly Tensor[] {
  const count = present.filter(Boolean).length;
  const tangents = inputs.slice(0, count);
  const residuals = inputs.slice(count);
  const unknown = values.map((value) => (isInexact(value.dtype) ? new Unknown(value) : zerosLike(value)));
  const pull = (cotangents: readonly Tensor[]): readonly Tensor[] => {
    const results = backward(residuals, cotangents).filter((_, i) => present[i]);
    return withZeros(results, tangents);
  };
  try {
    return withZeros(transposeFlat(pull, unknown, tangents), values);
  } catch (error) {
    if (!(error instanceof NotDifferentiableError || error instanceof TracerError)) throw error;
    throw new NotDifferentiableError(
      `customVjp: no forward derivative: it is the transpose of backward, which must be linear in the cotangent ` +
        `(${error.message}); use reverse mode, grad or vjp, or define the function with customJvp`,
      { operation: "customVjp", cause: error },
    );
  }
}
