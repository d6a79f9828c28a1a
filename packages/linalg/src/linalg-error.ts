import { AdjointError } from "@adjoint/tensor";

/**
 * A matrix does not have what the operation needs: it is not square, not finite, singular, not positive definite,
 * or an iteration on it did not converge.
 *
 * The message names the operation, the offending pivot, minor or element and a remedy; `details` holds the same as data.
 *
 * @example
 * ```ts
 * import { LinAlgError, solve } from "@adjoint/linalg";
 *
 * let pivot: unknown;
 * try {
 *   solve([[1, 2], [2, 4]], [1, 1]);
 * } catch (error) {
 *   if (error instanceof LinAlgError) pivot = error.details["pivot"];
 * }
 * pivot; // => 1
 * ```
 */
export class LinAlgError extends AdjointError {}
