import { sizeOf, Tensor } from "@adjoint/tensor";
import { element } from "./complex-scalar.ts";
import { diagonalizeBidiagonal } from "./bidiagonal-qr.ts";
import { normalizePhases } from "./complex-phase.ts";
import { conjugateTransposed } from "./complex-product.ts";
import { reflectRowsInTurn } from "./complex-reflection-blocks.ts";
import { makeComplexReflection, reflectColumns, reflectRows } from "./complex-reflections.ts";
import type { ComplexReflection } from "./complex-reflections.ts";
import { identityMatrix } from "./identity-matrix.ts";
import { eachInexactMatrix, nonFiniteInexact, unconverged } from "./inexact-matrices.ts";
import { batchShape, inBatch, matrixShape } from "./matrices.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";

interface Wanted {
  readonly vectors: boolean;
  readonly full: boolean;
  readonly check: boolean;
}

/** A = U diag(s) Vᴴ, with two numbers an element of U and V, which have their vectors in columns. */
interface ComplexDecomposition {
  readonly s: Float64Array;
  /** Nothing, as `v`, if the vectors were not asked for. */
  readonly u: Float64Array;
  readonly v: Float64Array;
}

/** U, the singular values and Vᴴ of each matrix of a complex batch; without vectors the first and the last are empty. */
export function complexSvd(operation: string, a: Tensor, wanted: Wanted): [u: Tensor, s: Tensor, vh: Tensor] {
  const [m, n] = matrixShape(a.shape);
  const k = Math.min(m, n);
  const [rows, columns] = wanted.vectors ? (wanted.full ? [m, n] : [k, k]) : [0, 0];
  const batch = batchShape(a.shape);
  const count = sizeOf(batch);
  const u = new Float64Array(2 * count * m * rows);
  const s = new Float64Array(count * k);
  const vh = new Float64Array(2 * count * columns * n);
  eachInexactMatrix(a, (matrix, index) => {
    const found = decomposeComplex(operation, matrix, a, index, wanted);
    s.set(found.s, index * k);
    u.set(found.u, 2 * index * m * rows);
    vh.set(conjugateTransposed(found.v, n, columns), 2 * index * n * columns);
  });
  return [
    new Tensor([...batch, m, rows], "complex128", u),
    new Tensor([...batch, k], "float64", s),
    new Tensor([...batch, columns, n], "complex128", vh),
  ];
}

/** The decomposition of one matrix of a batch, by way of its adjoint if it is wide; the matrix may be overwritten. */
export function decomposeComplex(
  operation: string,
  matrix: Float64Array,
  a: Tensor,
  index: number,
  { vectors, full, check }: Wanted,
): ComplexDecomposition {
  const [m, n] = matrixShape(a.shape);
  const infinite = nonFiniteInexact(operation, matrix, a, index);
  if (infinite && check) throw infinite;
  const scale = powerOfTwoScale(largestMagnitude(matrix));
  for (let i = 0; i < matrix.length; i++) matrix[i] = matrix[i]! * scale;
  const isWide = m < n;
  const [long, short] = isWide ? [n, m] : [m, n];
  const tall = isWide ? conjugateTransposed(matrix, m, n) : matrix;
  const found = infinite ? null : tallSvd(tall, long, short, vectors, full);
  if (!found && check) throw unconverged(operation, inBatch(a.shape, index), a.shape, 6 * short ** 2);
  const [rows, columns] = vectors ? (full ? [m, n] : [short, short]) : [0, 0];
  if (!found) {
    const nothing = (size: number): Float64Array => new Float64Array(size).fill(NaN);
    return { s: nothing(short), u: nothing(2 * m * rows), v: nothing(2 * n * columns) };
  }
  const [u, v] = isWide ? [found.v, found.u] : [found.u, found.v];
  normalizePhases(u, m, rows, { partner: { x: v, columns } });
  normalizePhases(v, n, columns, { from: Math.min(rows, columns) });
  return { s: found.s.map((value) => value / scale), u, v };
}

/**
 * The decomposition of an m × n matrix, m ≥ n, which is overwritten; `null` if there was no convergence.
 *
 * Householder reduction to a real bidiagonal matrix, whose singular values are found as those of real matrices are.
 * Golub & Van Loan, Matrix Computations, 4th ed., §5.4.8 and §8.6; LAPACK's zgesvd.
 */
function tallSvd(
  a: Float64Array,
  m: number,
  n: number,
  vectors: boolean,
  full: boolean,
): ComplexDecomposition | null {
  const { diagonal: s, offDiagonal, left, right } = bidiagonalizeComplex(a, m, n);
  const turnLeft = vectors ? identityMatrix(n) : null;
  const turnRight = vectors ? identityMatrix(n) : null;
  if (diagonalizeBidiagonal(s, offDiagonal, turnLeft, turnRight) === null) return null;
  const order = Array.from(s.keys()).sort((i, j) => Math.abs(s[j]!) - Math.abs(s[i]!));
  const sorted = Float64Array.from(order, (i) => Math.abs(s[i]!));
  if (!turnLeft || !turnRight) return { s: sorted, u: new Float64Array(0), v: new Float64Array(0) };
  const columns = full ? m : n;
  const u = new Float64Array(2 * m * columns);
  const v = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const from = i * n + order[j]!;
      u[2 * (i * columns + j)] = turnLeft[from]!;
      v[2 * (i * n + j)] = s[order[j]!]! < 0 ? -turnRight[from]! : turnRight[from]!;
    }
  }
  for (let i = n; i < columns; i++) u[2 * (i * columns + i)] = 1;
  reflectRowsInTurn(left, 0, u, columns);
  reflectRowsInTurn(right, 1, v, n);
  return { s: sorted, u, v };
}

/** A = U B Vᴴ with B real and upper bidiagonal; U = H₀ H₁ ⋯ and V = G₀ G₁ ⋯, where Gₖ works on the rows from k + 1 on. */
interface RealBidiagonal {
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
  readonly left: readonly ComplexReflection[];
  readonly right: readonly ComplexReflection[];
}

/** Golub & Van Loan, algorithm 5.4.2 for complex numbers; LAPACK's zgebd2. */
function bidiagonalizeComplex(a: Float64Array, m: number, n: number): RealBidiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(Math.max(n - 1, 0));
  const left: ComplexReflection[] = [];
  const right: ComplexReflection[] = [];
  for (let k = 0; k < n; k++) {
    const x = new Float64Array(2 * (m - k));
    for (let i = k; i < m; i++) x.set(element(a, n, i, k), 2 * (i - k));
    const fromLeft = makeComplexReflection(x);
    left.push(fromLeft);
    diagonal[k] = fromLeft.beta;
    if (k === n - 1) break;
    reflectRows(fromLeft, true, a, n, k, k + 1);
    const y = a.slice(2 * (k * n + k + 1), 2 * (k + 1) * n);
    for (let j = 1; j < y.length; j += 2) y[j] = -y[j]!;
    const fromRight = makeComplexReflection(y);
    right.push(fromRight);
    offDiagonal[k] = fromRight.beta;
    reflectColumns(fromRight, a, n, k + 1, k + 1);
  }
  return { diagonal, offDiagonal, left, right };
}
