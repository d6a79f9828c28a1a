import { add, asFloat, checkOptions, mul, promoteOperands, sqrt, square, sub } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** The options of `marchenkoPasturEdge`. */
export interface MarchenkoPasturOptions {
  /** The variance of each variable: 1 unless given. */
  readonly variance?: TensorLike;
}

/** Between which values the eigenvalues of a covariance of pure noise lie. */
export interface SpectralEdges {
  readonly lower: Tensor;
  readonly upper: Tensor;
}

/**
 * The edges of the spectrum that noise alone gives a sample covariance: λ± = σ² (1 ± √γ)², where γ is the number of
 * variables divided by that of observations. Eigenvalues above the upper edge are signal; for γ > 1 the eigenvalues
 * beside the zeros lie between the edges.
 *
 * Shapes: those of `ratio` and `variance` broadcast. Singular values of an n × p matrix of noise end at √(n λ±).
 * Exact as n and p grow; at finite size the largest eigenvalue leaves the interval by O(n^(−2/3)).
 *
 * Derivative: that of the formula.
 * Method: the formula.
 * Cost: a handful of operations.
 * Source: Marchenko & Pastur 1967, Math. USSR Sbornik 1, 457–483. NaN for negative `ratio`.
 *
 * @example
 * ```ts
 * import { marchenkoPasturEdge } from "@adjoint/linalg";
 *
 * const { lower, upper } = marchenkoPasturEdge(25 / 100);
 * [lower.item(), upper.item()]; // => [0.25, 2.25]
 * ```
 */
export function marchenkoPasturEdge(ratio: TensorLike, options: MarchenkoPasturOptions = {}): SpectralEdges {
  const { variance = 1 } = checkOptions("marchenkoPasturEdge", options, ["variance"]);
  const [gamma, scale] = promoteOperands("marchenkoPasturEdge", ratio, variance, "ratio", "variance");
  const root = sqrt(asFloat("marchenkoPasturEdge", "ratio", gamma));
  const sigma = asFloat("marchenkoPasturEdge", "variance", scale);
  return { lower: mul(sigma, square(sub(1, root))), upper: mul(sigma, square(add(1, root))) };
}
