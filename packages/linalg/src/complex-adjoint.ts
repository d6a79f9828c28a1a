import { add, conj, formatShape, mul, swapAxes } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { element, size1 } from "./complex-scalar.ts";
import { LinAlgError } from "./linalg-error.ts";
import { inBatch } from "./matrices.ts";
import { largestMagnitude } from "./scaling.ts";
import { allowedAsymmetry } from "./symmetric.ts";

/** Xᴴ, of a real matrix Xᵀ. */
export function adjointOf(x: Tensor): Tensor {
  return conj(swapAxes(x, -1, -2));
}

/** (X + Xᴴ)/2. */
export function hermitianPart(x: Tensor): Tensor {
  return mul(add(x, adjointOf(x)), 0.5);
}

/** Replaces A, with two numbers an element, by (A + Aᴴ)/2; the error if it is far from Hermitian. */
export function hermitianize(
  operation: string,
  a: Float64Array,
  shape: Shape,
  index: number,
): LinAlgError | undefined {
  const n = shape[shape.length - 1]!;
  const allowed = allowedAsymmetry * largestMagnitude(a);
  let problem: LinAlgError | undefined;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [p, q] = element(a, n, i, j);
      const [r, s] = element(a, n, j, i);
      if (!problem && size1(p / 2 - r / 2, q / 2 + s / 2) > allowed / 2) {
        problem = notHermitian(operation, [i, j], [p, q], [r, s], inBatch(shape, index));
      }
      a.set([p / 2 + r / 2, q / 2 - s / 2], 2 * (i * n + j));
      a.set([p / 2 + r / 2, s / 2 - q / 2], 2 * (j * n + i));
    }
  }
  return problem;
}

function notHermitian(
  operation: string,
  [i, j]: [number, number],
  lower: readonly [number, number],
  upper: readonly [number, number],
  place: string,
): LinAlgError {
  const format = ([re, im]: readonly [number, number]): string =>
    `${re} ${im < 0 ? "−" : "+"} ${Math.abs(im)}i`;
  const found =
    i === j
      ? `a${formatShape([i, i])} is ${format(lower)}, not real`
      : `a${formatShape([i, j])} is ${format(lower)} but a${formatShape([j, i])} is ${format(upper)}`;
  return new LinAlgError(
    `${operation}: a is not Hermitian: ${found}${place}; both triangles are read, so fill them both with conjugates, ` +
      `or pass (a + aᴴ)/2 if its Hermitian part is meant`,
    { operation, argument: "a", index: [i, j] },
  );
}
