import { checkOptions } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { givens } from "./givens.ts";
import type { Cycle, SolverMethod } from "./iterate.ts";
import { checkLimit } from "./iterative-settings.ts";
import { iterativeSolve } from "./iterative-solve.ts";
import type { IterativeSolution, IterativeSolveOptions } from "./iterative-settings.ts";
import type { LinearOperator, VectorMap } from "./linear-operator.ts";
import { addMultiple, lengthOf, orthogonalize, scaleBy } from "./vectors.ts";

/** The options of `gmres`. */
export interface GmresOptions extends IterativeSolveOptions {
  /** After how many steps the basis is given up and a new one begun, to bound its memory. Default 50. */
  readonly restart?: number;
  /** x ↦ Aᵀ x, which reverse mode needs if `a` is a function. */
  readonly transpose?: (x: Tensor) => TensorLike;
}

/**
 * The solution of A x = b for any square A by generalized minimal residuals, restarted: of all vectors of the Krylov
 * space it takes the one with the smallest ‖b − A x‖, in an orthonormal basis that is orthogonalized twice.
 *
 * Shapes: as in `cg`, with its verdict, but `a` need not be symmetric; the preconditioner M stands on the right,
 * A M y = b with x = M y, so that the residual is the true one. After at most n steps without a restart the solution is
 * exact up to rounding; with restarts it may stagnate, which `converged` tells. Memory: `restart` vectors.
 *
 * Derivative: as in `cg`.
 * Method: the Arnoldi process, and a QR factorization of its Hessenberg matrix that is updated by rotations.
 * Cost: one product with A a step, and 4 n multiplications for every step since the restart.
 * Source: Saad & Schultz 1986, "GMRES: a generalized minimal residual algorithm for solving nonsymmetric linear systems".
 *
 * @throws LinAlgError and NotDifferentiableError as `cg` does, except for symmetry.
 * @example
 * ```ts
 * import { gmres } from "@adjoint/linalg";
 *
 * gmres([[0, 1], [-1, 1]], [2, 1]).x.toArray(); // => [1, 2]
 * ```
 */
export function gmres(a: LinearOperator, b: TensorLike, options: GmresOptions = {}): IterativeSolution {
  const names = [
    "tolerance",
    "maxIterations",
    "start",
    "preconditioner",
    "check",
    "restart",
    "transpose",
  ] as const;
  const { restart = 50, transpose, ...common } = checkOptions("gmres", options, names);
  checkLimit("gmres", "restart", restart, Number.isInteger(restart) && restart > 0);
  const method: SolverMethod = {
    name: "gmres",
    symmetric: false,
    remedy: "a larger restart, a preconditioner, or solve",
    cycle: (apply, precondition, r, target, steps) =>
      cycle(apply, precondition, r, target, Math.min(steps, restart)),
  };
  return iterativeSolve(method, a, b, common, transpose);
}

function cycle(
  apply: VectorMap,
  precondition: VectorMap | null,
  residual: Float64Array,
  target: number,
  steps: number,
): Cycle {
  const basis = [residual];
  const columns: Float64Array[] = [];
  const rotations: { c: number; s: number }[] = [];
  const g = [1];
  let breakdown: string | null = null;
  let step = 0;
  while (step < steps && Math.abs(g[step]!) > target && breakdown === null) {
    const w = apply(precondition ? precondition(basis[step]!) : basis[step]!);
    const size = lengthOf(w);
    const column = [...orthogonalize(w, basis)];
    const rest = lengthOf(w);
    const isInvariant = rest <= Number.EPSILON * w.length * size;
    column.push(isInvariant ? 0 : rest);
    rotations.forEach(({ c, s }, i) => {
      const [above, below] = [column[i]!, column[i + 1]!];
      column[i] = c * above + s * below;
      column[i + 1] = c * below - s * above;
    });
    const { c, s, r } = givens(column[step]!, column[step + 1]!);
    // A singular A can end the basis before the solution lies in it: then the last direction must be left out.
    const isSingular = isInvariant && Math.abs(r) <= Number.EPSILON * w.length * size;
    step++;
    if (isSingular) {
      breakdown = "a is singular on the Krylov space of b";
      break;
    }
    column[step - 1] = r;
    columns.push(Float64Array.from(column.slice(0, step)));
    rotations.push({ c, s });
    const last = g[step - 1]!;
    g[step - 1] = c * last;
    g.push(-s * last);
    if (isInvariant) break;
    scaleBy(w, 1 / rest);
    basis.push(w);
  }
  return { d: combine(basis, columns, g, precondition), steps: step, breakdown };
}

/** V R⁻¹ g, where the columns of R are given down to its diagonal; then the preconditioner. */
function combine(
  basis: readonly Float64Array[],
  columns: readonly Float64Array[],
  g: readonly number[],
  precondition: VectorMap | null,
): Float64Array {
  const y = g.slice(0, columns.length);
  const d = new Float64Array(basis[0]!.length);
  for (let j = columns.length - 1; j >= 0; j--) {
    y[j] = y[j]! / columns[j]![j]!;
    for (let i = 0; i < j; i++) y[i] = y[i]! - columns[j]![i]! * y[j]!;
    addMultiple(d, y[j]!, basis[j]!);
  }
  return precondition ? precondition(d) : d;
}
