import {
  asInexact,
  checkOptions,
  div,
  DomainError,
  equal,
  expandDims,
  eye,
  mul,
  slice,
  where,
  zeros,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { batchShape, matrixArgument, matrixShape, squareArgument } from "./matrices.ts";
import { norm } from "./norm.ts";
import type { NormOrder } from "./norm.ts";
import { rcond } from "./rcond.ts";
import { renamed } from "./renamed.ts";
import { inv } from "./solve.ts";
import { svdvals } from "./svd.ts";

/** The options of `cond`. */
export interface CondOptions {
  /** The norm: 2, unless given, for the ratio of singular values, 1, `Infinity`, `"fro"` or `"nuc"` for ‖A‖ ‖A⁻¹‖. */
  readonly ord?: NormOrder;
}

/**
 * The condition number of a real or complex matrix: κ(A) = ‖A‖ ‖A⁻¹‖, by which a relative error of A or b can grow in the solution.
 *
 * Shapes: `[…, m, n]` → `[…]`. For `ord: 2`, the default, it is s₁/sₖ, k = min(m, n), of a matrix of any shape; for the
 * other norms the matrix must be square. ∞ for a singular matrix, where the derivative counts as 0; 0 for an empty one.
 * `rcond` estimates 1/κ₁ at the price of a factorization.
 *
 * Derivatives: those of the singular values, or of the norms and the inverse.
 *
 * Method: σ₁/σₙ by singular values in the 2-norm, the norms of A and of its inverse else.
 * Cost: O(n³).
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §6.2 and §7.1.
 *
 * @throws DomainError for an `ord` that does not exist. LinAlgError if the matrix is not square though it must be, or holds
 * NaN or ∞.
 * @example
 * ```ts
 * import { cond } from "@adjoint/linalg";
 *
 * cond([[1, 0], [0, 4]]).item(); // => 4
 * cond([[1, 2], [3, 4]], { ord: 1 }).item(); // => 21
 * cond([[1, 2], [2, 4]], { ord: 1 }).item(); // => Infinity
 * ```
 */
export function cond(a: TensorLike, options: CondOptions = {}): Tensor {
  const { ord = 2 } = checkOptions("cond", options, ["ord"]);
  if (ord === 2) return ratioOfSingularValues(matrixArgument("cond", "a", a, asInexact));
  if (ord !== 1 && ord !== Infinity && ord !== "fro" && ord !== "nuc") throw noSuchNorm(ord);
  const matrix = squareArgument("cond", "a", a, asInexact);
  const isSingular = equal(rcond(matrix), 0);
  const identity = eye(matrixShape(matrix.shape)[0], undefined, { dtype: matrix.dtype });
  const regular = where(expandDims(isSingular, [-2, -1]), identity, matrix);
  const of = (x: Tensor): Tensor => norm(x, { ord, axis: [-2, -1] });
  return where(isSingular, Infinity, mul(of(regular), of(inv(regular, { check: false }))));
}

function ratioOfSingularValues(a: Tensor): Tensor {
  const s = renamed("cond", () => svdvals(a));
  const k = s.shape.at(-1)!;
  if (k === 0) return zeros(batchShape(a.shape), { dtype: s.dtype });
  const smallest = slice(s, "...", k - 1);
  const isSingular = equal(smallest, 0);
  return where(isSingular, Infinity, div(slice(s, "...", 0), where(isSingular, 1, smallest)));
}

function noSuchNorm(ord: unknown): DomainError {
  return new DomainError(
    `cond: ord must be 1, 2, Infinity, "fro" or "nuc", got ${typeof ord === "string" ? JSON.stringify(ord) : String(ord)}`,
    { operation: "cond", ord },
  );
}
