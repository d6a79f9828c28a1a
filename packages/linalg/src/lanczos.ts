import { checkOptions, DomainError } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { eigenIteration } from "./eigen-iteration.ts";
import type { EigenIterationOptions, FoundPairs } from "./eigen-iteration.ts";
import { checkLimit } from "./iterative-settings.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { largestMagnitude } from "./scaling.ts";
import { diagonalizeTridiagonal } from "./tridiagonal-eigen.ts";
import { addMultiple, lengthOf, orthogonalize, scaleBy, startNumbers } from "./vectors.ts";

/** The options of `lanczos`. */
export interface LanczosOptions extends EigenIterationOptions {
  /** How many pairs. Default 1. */
  readonly count?: number;
  /** Which end of the spectrum, by value, not by magnitude. Default `"largest"`. */
  readonly which?: "largest" | "smallest";
}

/** Some eigenvalues with their vectors, and how well they were found; one verdict for each matrix of a batch. */
export interface PartialEigen {
  /** Those asked for, the outermost first: `[…, count]`. */
  readonly values: Tensor;
  /** Orthonormal, one a column, the component of largest magnitude positive: `[…, n, count]`. */
  readonly vectors: Tensor;
  /** How many steps it took, in `lanczos` one product with A each: int32. */
  readonly iterations: Tensor;
  /** The largest ‖A v − λ v‖, as a part of the largest |λ|; 0 if it is rounding, up to n ε times the largest |λ| met. */
  readonly residual: Tensor;
  /** Whether the residual is within the tolerance. */
  readonly converged: Tensor;
}

/**
 * The largest or smallest eigenvalues of a symmetric matrix and their vectors by the Lanczos process: the eigenpairs of
 * A within the span of x, A x, A² x, …, in an orthonormal basis that is orthogonalized in full, twice.
 *
 * Shapes: a matrix `[…, n, n]`, read as (A + Aᵀ)/2, or a symmetric function x ↦ A x of vectors `[n]`, with `{ start }`:
 * `lanczos(v => hvp(f, x, v), { start })` is the sharpness of a loss. At most `maxIterations` products, min(n, 300) by
 * default, each with 4 n operations for every step before it, and as many vectors of memory.
 * Of a repeated eigenvalue one start finds one vector: the others come late, or not at all.
 *
 * Derivative: that of the pairs, dλ = vᵀ dA v and dv = (λ − A)⁺ dA v, in both modes and of every order, by `eigh` of the
 * matrix; at repeated eigenvalues with the convention of `eigh`. A function has none with respect to what it uses.
 *
 * Formula: A v = λ v.
 * Method: the Lanczos process with full orthogonalization, and QL on its tridiagonal matrix.
 * Cost: one product with A a step, and 4 n multiplications for every step before it.
 * Source: Lanczos 1950; Golub & Van Loan, Matrix Computations, 4th ed., §10.1–10.3.
 *
 * @throws LinAlgError if `a` is not square or far from symmetric, if anything is NaN or ∞, and with
 * `{ check: true }` if there is no convergence. NotDifferentiableError as `powerIteration` does.
 * @example
 * ```ts
 * import { lanczos } from "@adjoint/linalg";
 *
 * const a = [[2, -1, 0], [-1, 2, -1], [0, -1, 2]];
 * lanczos(a).values.toArray(); // => [3.414213562373095]
 * lanczos(a, { count: 2, which: "smallest" }).values.toArray(); // => [0.585786437626905, 2]
 * ```
 */
export function lanczos(a: LinearOperator, options: LanczosOptions = {}): PartialEigen {
  const names = ["count", "which", "tolerance", "maxIterations", "start", "check"] as const;
  const { count = 1, which = "largest", ...common } = checkOptions("lanczos", options, names);
  checkLimit("lanczos", "count", count, Number.isInteger(count) && count >= 0);
  if (which !== "largest" && which !== "smallest") {
    throw new DomainError(`lanczos: which must be "largest" or "smallest", got ${String(which)}`, { which });
  }
  const [values, vectors, iterations, residual, converged] = eigenIteration(
    a,
    (n) => ({
      name: "lanczos",
      symmetric: true,
      count: Math.min(count, n),
      find: (apply, start, tolerance, maxIterations) =>
        find(apply, start, tolerance, maxIterations, Math.min(count, n), which === "largest"),
    }),
    common,
    (n) => Math.min(n, 300),
  );
  return { values, vectors, iterations, residual, converged };
}

function find(
  apply: VectorMap,
  start: Float64Array,
  tolerance: number,
  maxIterations: number,
  count: number,
  isLargest: boolean,
): FoundPairs {
  const n = start.length;
  const last = Math.min(maxIterations, n);
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  const random = startNumbers(2);
  let v: Float64Array | null = start;
  // After a block that has come to its end the next one shows what it is only after some steps.
  let earliest = count;
  while (v !== null && basis.length < last) {
    basis.push(v);
    const w = apply(v);
    const before = lengthOf(w);
    diagonal.push(orthogonalize(w, basis)[basis.length - 1]!);
    let beta = lengthOf(w);
    const isInvariant = beta <= Number.EPSILON * n * before;
    if (isInvariant) beta = 0;
    beside.push(beta);
    const step = basis.length;
    if (isInvariant) earliest = step + 10;
    else if (step >= earliest && (step % 5 === 0 || step === last)) {
      const { pairs, largest } = ritzPairs(diagonal, beside, count, isLargest);
      const size = Math.max(...pairs.map(({ value }) => Math.abs(value)));
      const enough = 0.1 * Math.max(tolerance * size, n * Number.EPSILON * largest);
      if (pairs.every(({ row }) => Math.abs(beta * row[step - 1]!) <= enough)) break;
    }
    v = isInvariant ? another(basis, n, random) : w;
    if (!isInvariant) scaleBy(w, 1 / beta);
  }
  const { pairs, largest } = ritzPairs(diagonal, beside, count, isLargest);
  const vectors = pairs.map(({ row }) => {
    const x = new Float64Array(n);
    basis.forEach((q, i) => addMultiple(x, row[i]!, q));
    scaleBy(x, 1 / lengthOf(x));
    return x;
  });
  return { values: pairs.map(({ value }) => value), vectors, iterations: basis.length, largest };
}

/** A unit vector orthogonal to the basis; `null` if that is the whole space. */
function another(basis: readonly Float64Array[], n: number, random: () => number): Float64Array | null {
  if (basis.length >= n) return null;
  const v = Float64Array.from({ length: n }, random);
  orthogonalize(v, basis);
  scaleBy(v, 1 / lengthOf(v));
  orthogonalize(v, basis);
  scaleBy(v, 1 / lengthOf(v));
  return v;
}

/** The outermost eigenvalues of the tridiagonal matrix, with their vectors in the basis, and the largest |λ| of all. */
function ritzPairs(
  diagonal: readonly number[],
  beside: readonly number[],
  count: number,
  isLargest: boolean,
): { pairs: { value: number; row: Float64Array }[]; largest: number } {
  const m = diagonal.length;
  const basis = new Float64Array(m * m);
  for (let i = 0; i < m; i++) basis[i * m + i] = 1;
  const offDiagonal = Float64Array.from(beside);
  if (m > 0) offDiagonal[m - 1] = 0;
  const values = Float64Array.from(diagonal);
  diagonalizeTridiagonal({ diagonal: values, offDiagonal, basis });
  const pairs = Array.from(values, (value, i) => ({
    value,
    row: Float64Array.from({ length: m }, (_, j) => basis[j * m + i]!),
  }))
    .sort((p, q) => (isLargest ? q.value - p.value : p.value - q.value))
    .slice(0, count);
  return { pairs, largest: largestMagnitude(values) };
}
