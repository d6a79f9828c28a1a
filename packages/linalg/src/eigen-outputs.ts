import { zerosLike } from "@adjoint/tensor";
import type { Shape, Spec, Tensor } from "@adjoint/tensor";
import { LinAlgError } from "./linalg-error.ts";
import { batchShape } from "./matrices.ts";
import { negate, pointsDown } from "./orient.ts";

export type EigenOutputs = [
  values: Tensor,
  vectors: Tensor,
  iterations: Tensor,
  residual: Tensor,
  converged: Tensor,
];

/** The outputs for `count` pairs of matrices of the given shape. */
export function eigenSpecs(
  { shape, dtype }: { shape: Shape; dtype: Spec["dtype"] },
  count: number,
): [Spec, Spec, Spec, Spec, Spec] {
  const batch = batchShape(shape);
  return [
    { shape: [...batch, count], dtype },
    { shape: [...batch, shape.at(-1)!, count], dtype },
    { shape: batch, dtype: "int32" },
    { shape: batch, dtype: "float64" },
    { shape: batch, dtype: "bool" },
  ];
}

export function emptyEigenOutputs(specs: readonly Spec[]): EigenOutputs {
  return specs.map((spec) => zerosLike(spec)) as unknown as EigenOutputs;
}

/** Writes the pairs of one matrix, each vector with its component of largest magnitude positive. */
export function writePairs(
  [values, vectors]: EigenOutputs,
  index: number,
  count: number,
  pairs: { readonly values: readonly number[]; readonly vectors: readonly Float64Array[] },
): void {
  pairs.vectors.forEach((v, j) => {
    if (pointsDown(v)) negate(v);
    values.data[index * count + j] = pairs.values[j]!;
    for (let i = 0; i < v.length; i++) vectors.data[(index * v.length + i) * count + j] = v[i]!;
  });
}

/** Writes how well the pairs of one matrix were found. @throws LinAlgError if that is not well enough and asked for. */
export function writeVerdict(
  [, , iterationsOf, residualOf, convergedOf]: EigenOutputs,
  index: number,
  { iterations, residual }: { readonly iterations: number; readonly residual: number },
  { name, tolerance, check }: { readonly name: string; readonly tolerance: number; readonly check: boolean },
): void {
  iterationsOf.data[index] = iterations;
  residualOf.data[index] = residual;
  convergedOf.data[index] = residual <= tolerance ? 1 : 0;
  if (!check || residual <= tolerance) return;
  throw new LinAlgError(
    `${name}: did not converge: after ${iterations} iterations the residual is ` +
      `${residual.toExponential(2)} of the largest eigenvalue, above the tolerance ${tolerance}; raise maxIterations or ` +
      `tolerance, or use eigh or eig`,
    { operation: name, iterations, residual, tolerance },
  );
}
