import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/**
 * Where a distribution has its mass. `low` and `high` bound every number of a draw and may be ±∞.
 *
 * Of one variable: an interval, its integers, or a few points. Of several: all vectors or matrices, vectors of
 * counts, probability vectors (a simplex), positive definite matrices, Cholesky factors, or correlation matrices.
 */
export interface Support {
  readonly kind:
    | "interval"
    | "integers"
    | "points"
    | "reals"
    | "counts"
    | "simplex"
    | "positive definite"
    | "cholesky factor"
    | "correlation";
  readonly low: Tensor;
  readonly high: Tensor;
}

/** All real numbers. */
export function realLine(): Support {
  return { kind: "interval", low: tensor(-Infinity), high: tensor(Infinity) };
}

/** The numbers from 0. */
export function halfLine(): Support {
  return { kind: "interval", low: tensor(0), high: tensor(Infinity) };
}

/** The numbers from 0 to 1. */
export function unitSegment(): Support {
  return { kind: "interval", low: tensor(0), high: tensor(1) };
}

/** The integers from `low` to `high`. */
export function integersBetween(low: number, high: number | Tensor): Support {
  return { kind: "integers", low: tensor(low), high: typeof high === "number" ? tensor(high) : high };
}

/** All vectors. */
export function realVectors(): Support {
  return { ...realLine(), kind: "reals" };
}

/** Vectors of numbers from 0 with the sum 1. */
export function probabilityVectors(): Support {
  return { ...unitSegment(), kind: "simplex" };
}

/** Vectors of integers from 0 to `high`. */
export function countVectors(high: Tensor): Support {
  return { kind: "counts", low: tensor(0), high };
}

/** Symmetric positive definite matrices. */
export function definiteMatrices(): Support {
  return { ...realLine(), kind: "positive definite" };
}

/** Lower triangular matrices with a positive diagonal. */
export function choleskyFactorMatrices(): Support {
  return { ...realLine(), kind: "cholesky factor" };
}

/** Symmetric positive definite matrices with ones on the diagonal. */
export function correlationMatrices(): Support {
  return { kind: "correlation", low: tensor(-1), high: tensor(1) };
}
