import { add, formatShape, isFloat, mul, swapAxes } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { LinAlgError } from "./linalg-error.ts";
import { inBatch } from "./matrices.ts";
import { largestMagnitude } from "./scaling.ts";

/**
 * The part of the largest element by which aᵢⱼ and aⱼᵢ may differ.
 * Rounding and the steps of finite differences stay below it; a matrix that is not meant to be symmetric does not.
 */
export const allowedAsymmetry = 1e-3;

/** (X + Xᵀ)/2. */
export function symmetricPart(x: Tensor): Tensor {
  return mul(add(x, swapAxes(x, -1, -2)), 0.5);
}

/** Replaces A by (A + Aᵀ)/2; the error if A, which is the named argument, is far from symmetric. */
export function symmetrize(
  operation: string,
  a: Float64Array,
  shape: Shape,
  index: number,
  argument: "a" | "b" = "a",
): LinAlgError | undefined {
  const n = shape[shape.length - 1]!;
  if (isSymmetric(a, n)) return undefined;
  const allowed = allowedAsymmetry * largestMagnitude(a);
  let problem: LinAlgError | undefined;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const lower = a[i * n + j]!;
      const upper = a[j * n + i]!;
      if (lower === upper) continue;
      if (!problem && Math.abs(lower / 2 - upper / 2) > allowed / 2) {
        problem = asymmetric(operation, argument, [i, j], lower, upper, inBatch(shape, index));
      }
      a[i * n + j] = a[j * n + i] = lower / 2 + upper / 2;
    }
  }
  return problem;
}

/** Both triangles are read by squares of so many elements as lie in a line of the cache. */
const line = 8;

function isSymmetric(a: Float64Array, n: number): boolean {
  for (let first = 0; first < n; first += line) {
    const end = Math.min(first + line, n);
    for (let j = 0; j < end; j++) {
      for (let i = Math.max(first, j + 1); i < end; i++) if (a[i * n + j] !== a[j * n + i]) return false;
    }
  }
  return true;
}

function asymmetric(
  operation: string,
  argument: string,
  [i, j]: [number, number],
  lower: number,
  upper: number,
  place: string,
): LinAlgError {
  return new LinAlgError(
    `${operation}: ${argument} is not symmetric: ${argument}${formatShape([i, j])} is ${lower} but ` +
      `${argument}${formatShape([j, i])} is ${upper}${place}; both triangles are read, so fill them both, ` +
      `or pass (${argument} + ${argument}ᵀ)/2 if its symmetric part is meant`,
    { operation, argument, index: [i, j], lower, upper },
  );
}

/** The rounding unit of a floating dtype. */
export function roundingUnit({ dtype }: Pick<Tensor, "dtype">): number {
  return isFloat(dtype) && dtype === "float32" ? 2 ** -23 : Number.EPSILON;
}
