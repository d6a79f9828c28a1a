import { cholesky, solveTriangular } from "@adjoint/linalg";
import {
  asFloat,
  diagonal,
  DomainError,
  eye,
  log,
  matmul,
  neg,
  square,
  sum,
  tril,
  zeros,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkParameters } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";
import { multiplyVectors, solveVectors, transposed } from "./matrix-vector.ts";
import { checkLength, orderOf } from "./square.ts";

/** A positive definite matrix Σ as it was given: itself, its inverse, or L with Σ = L Lᵀ. */
export type ScaleMatrix =
  | { readonly covariance: Tensor }
  | { readonly precision: Tensor }
  | { readonly choleskyFactor: Tensor };

/** What a distribution needs of Σ, from one factorization of what was given. */
export interface Whitening {
  /** Numbers z with |z|² = vᵀ Σ⁻¹ v, for every vector v along the last axis. */
  readonly whiten: (vectors: Tensor) => Tensor;
  /** Vectors with the covariance Σ, of vectors of independent numbers with the variance 1. */
  readonly colour: (vectors: Tensor) => Tensor;
  /** ½ log det Σ. */
  readonly halfLogDeterminant: () => Tensor;
}

/** The factorization of Σ. */
export function whitening(scale: ScaleMatrix): Whitening {
  if ("precision" in scale) {
    // Σ⁻¹ = R Rᵀ: no matrix is inverted.
    const r = cholesky(scale.precision);
    return {
      whiten: (vectors) => multiplyVectors(transposed(r), vectors),
      colour: (vectors) => solveVectors(r, vectors, true),
      halfLogDeterminant: () => neg(sumOfLogs(r)),
    };
  }
  const l = factorOf(scale);
  return {
    whiten: (vectors) => solveVectors(l, vectors),
    colour: (vectors) => multiplyVectors(l, vectors),
    halfLogDeterminant: () => sumOfLogs(l),
  };
}

/** The lower triangular L with Σ = L Lᵀ. */
export function factorOf(
  scale: { readonly covariance: Tensor } | { readonly choleskyFactor: Tensor },
): Tensor {
  // What stands above the diagonal is 0, and so is the derivative there.
  return "covariance" in scale ? cholesky(scale.covariance) : tril(scale.choleskyFactor);
}

/** Σ itself. */
export function covarianceOf(scale: ScaleMatrix): Tensor {
  if ("covariance" in scale) return scale.covariance;
  if ("choleskyFactor" in scale) {
    const l = tril(scale.choleskyFactor);
    return matmul(l, transposed(l));
  }
  const w = inverseFactor(scale.precision);
  return matmul(transposed(w), w);
}

/** The diagonal of Σ. */
export function variancesOf(scale: ScaleMatrix): Tensor {
  if ("covariance" in scale) return diagonal(scale.covariance, { axes: [-2, -1] });
  if ("choleskyFactor" in scale) return sum(square(tril(scale.choleskyFactor)), { axis: -1 });
  return sum(square(inverseFactor(scale.precision)), { axis: -2 });
}

/** The matrix that was given, whichever it is. */
export function matrixOf(scale: ScaleMatrix): Tensor {
  if ("covariance" in scale) return scale.covariance;
  return "precision" in scale ? scale.precision : scale.choleskyFactor;
}

/** Σᵢ log Lᵢᵢ. */
export function sumOfLogs(factors: Tensor): Tensor {
  return sum(log(diagonal(factors, { axes: [-2, -1] })), { axis: -1 });
}

/**
 * The one of several ways to give a matrix that was used.
 *
 * @throws DomainError unless exactly one was.
 */
export function onlyOne(
  operation: string,
  given: Readonly<Record<string, TensorLike | undefined>>,
): Readonly<Record<string, TensorLike>> {
  const used = Object.entries(given).filter((entry): entry is [string, TensorLike] => entry[1] !== undefined);
  if (used.length === 1) return Object.fromEntries(used);
  const names = used.map(([name]) => name);
  throw new DomainError(
    `${operation}: give exactly one of ${Object.keys(given).join(", ")}, got ${names.join(" and ") || "none"}`,
    { operation, given: names },
  );
}

/**
 * Checked parameters: numbers and vectors, the latter zeros unless given, and the matrix last.
 *
 * @throws ShapeError if the matrix is not square or a vector is not as long, DomainError if a constraint fails.
 */
export function checkScaled(
  operation: string,
  others: Readonly<Record<string, TensorLike | undefined>>,
  matrix: Readonly<Record<string, TensorLike>>,
  constraints: Readonly<Record<string, Constraint>>,
): Readonly<Record<string, Tensor>> {
  const [argument, value] = Object.entries(matrix)[0]!;
  const n = orderOf(operation, argument, asFloat(operation, argument, value));
  const given = Object.entries(others).filter(
    (entry): entry is [string, TensorLike] => entry[1] !== undefined,
  );
  const checked = checkParameters(operation, { ...Object.fromEntries(given), ...matrix }, constraints);
  const scale = checked[argument]!;
  const complete = Object.keys(others).map((name) => {
    const x = checked[name] ?? zeros([n], { dtype: scale.dtype });
    if (constraints[name]!.rank === 1) checkLength(operation, name, x, -1, [n, `the ${argument}`]);
    return [name, x] as const;
  });
  return { ...Object.fromEntries(complete), [argument]: scale };
}

/** R⁻¹, where the precision is R Rᵀ. */
function inverseFactor(precision: Tensor): Tensor {
  const n = precision.shape.at(-1)!;
  const unit = eye(n, n, { dtype: precision.dtype });
  return solveTriangular(cholesky(precision), unit, { lower: true });
}
