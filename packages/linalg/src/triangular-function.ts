import { complexProduct, conjugateTransposed } from "./complex-product.ts";
import { length } from "./complex-scalar.ts";
import { interleaved, realParts, unconverged } from "./inexact-matrices.ts";
import { LinAlgError } from "./linalg-error.ts";
import { inBatch } from "./matrices.ts";
import { blockMatrix, cornerOf } from "./matrix-function.ts";
import type { MatrixJob } from "./matrix-function.ts";
import { allowedSteps } from "./real-schur.ts";
import { largestMagnitude } from "./scaling.ts";
import { triangularForm } from "./triangular-form.ts";
import type { TriangularForm } from "./triangular-form.ts";

/** f of an upper triangular matrix of n rows with two numbers an element, or why there is none, in words. */
export type TriangularEvaluate = (t: Float64Array, n: number) => Float64Array | string;

/**
 * f(A) = Q f(T) Qᴴ by the Schur form of A, and derivatives of f by that of A alone: the block matrix of T and of QᴴEQ is
 * triangular already.
 *
 * The principal square root and logarithm of a real matrix are real unless it has a negative eigenvalue, which is refused;
 * a complex matrix has them all the same, from the root and logarithm of numbers. With `rounding` a negative eigenvalue
 * that rounding could have made of zero is let through.
 */
export function throughTriangularForm(
  operation: string,
  { matrices, n, isComplex, shape, index }: MatrixJob,
  evaluate: TriangularEvaluate,
  options: { readonly rounding: boolean },
): Float64Array | LinAlgError {
  const [a, ...directions] = matrices;
  const form = triangularForm(a!, n, isComplex);
  const place = inBatch(shape, index);
  if (!form) return unconverged(operation, place, shape, allowedSteps(n));
  const problem = negativeEigenvalue(operation, form, options.rounding ? n : 0, place);
  if (problem) return problem;
  const adjoint = conjugateTransposed(form.q, n, n);
  const rotated = directions.map((e) =>
    complexProduct(complexProduct(adjoint, interleaved(e, isComplex), n, n, n), form.q, n, n, n),
  );
  const { matrix, size, factor } = blockMatrix([form.t, ...rotated], n, 2);
  const result = evaluate(matrix, size);
  if (typeof result === "string") {
    return new LinAlgError(
      `${operation}: ${result}${place}; add a small multiple of the identity, or pass { check: false } to get NaN`,
      { operation, shape },
    );
  }
  const corner = cornerOf(result, size, n, 2, factor);
  const y = complexProduct(complexProduct(form.q, corner, n, n, n), adjoint, n, n, n);
  return isComplex ? y : realParts(y);
}

/** The error for an eigenvalue of a real matrix that is negative, by more than n ε ‖A‖ with a given factor n. */
function negativeEigenvalue(
  operation: string,
  { spectrum, t }: TriangularForm,
  factor: number,
  place: string,
): LinAlgError | undefined {
  if (!spectrum) return undefined;
  const bound = factor * Number.EPSILON * largestMagnitude(t);
  for (const [k, value] of spectrum.re.entries()) {
    if (spectrum.im[k] !== 0 || value >= -bound) continue;
    return new LinAlgError(
      `${operation}: a has the negative eigenvalue ${value}${place}, so its principal ${operation} is not real; ` +
        `pass complex(a) for the complex one, or { check: false } to get NaN`,
      { operation, eigenvalue: value },
    );
  }
  return undefined;
}

/** The largest column sum of magnitudes of an upper triangular matrix. */
export function triangularNorm(t: Float64Array, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += length(t[2 * (i * n + j)]!, t[2 * (i * n + j) + 1]!);
    if (!(sum <= largest)) largest = sum;
  }
  return largest;
}
