import { zerosLike } from "@adjoint/tensor";
import type { Spec, Tangent, Tensor } from "@adjoint/tensor";

/** A list with the values in the places that are present, and `null` in between. */
export function spread<Value>(values: readonly Value[], present: readonly boolean[]): (Value | null)[] {
  let next = 0;
  return present.map((here) => (here ? values[next++]! : null));
}

/** The tangents that are not known to be zero. */
export function nonZero(tangents: readonly Tangent[]): readonly Tensor[] {
  return tangents.filter((tangent) => tangent !== null);
}

/** Tangents with arrays of zeros in the places of known zeros. */
export function withZeros(tangents: readonly Tangent[], like: readonly Spec[]): readonly Tensor[] {
  return tangents.map((tangent, i) => tangent ?? zerosLike(like[i]!));
}

/** Shapes and dtypes alone. */
export function specsOf(atoms: readonly Spec[]): readonly Spec[] {
  return atoms.map(({ shape, dtype }) => ({ shape, dtype }));
}
