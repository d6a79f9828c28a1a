import {
  abs,
  asInexact,
  checkOptions,
  concat,
  DomainError,
  expandDims,
  formatShape,
  imag,
  moveAxis,
  normalizeAxis,
  real,
  reshape,
  ShapeError,
  sizeOf,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { nuclearNorm } from "./nuclear-norm.ts";
import { svdvals } from "./svd.ts";
import { vectorNorm } from "./vector-norm.ts";

/** Which norm: a number p > 0 or ∞, or by name the Frobenius and the nuclear norm of matrices. */
export type NormOrder = number | "fro" | "nuc";

/** The options of `norm`. */
export interface NormOptions {
  /** The norm; without it the Euclidean norm of all elements. */
  readonly ord?: NormOrder;
  /** One axis for norms of vectors, two for norms of matrices (rows, columns); without it the axes of `x` say which. */
  readonly axis?: number | readonly [rows: number, columns: number];
  /** Whether the axes stay, with the length 1. */
  readonly keepDims?: boolean;
}

/**
 * The norm of vectors or matrices, real or complex; it is real.
 *
 * Without `ord` and `axis`: the Euclidean norm of all elements, √(Σ xᵢ²), for any shape.
 * Of vectors (one axis, or `x` of rank 1): the p-norm (Σ |xᵢ|ᵖ)^(1/p), p > 0, or max |xᵢ| for `Infinity`.
 * Of matrices (two axes, or `x` of rank 2): `1` the largest column sum of |aᵢⱼ|, `Infinity` the largest row sum,
 * `2` the largest singular value, `"nuc"` the sum of singular values, `"fro"` √(Σ aᵢⱼ²).
 *
 * Scaled, so that it neither overflows nor underflows before its value does. The norm of nothing is 0.
 *
 * Derivatives: ∂‖x‖₂ = x/‖x‖₂. Where the norm has a kink its derivative is the shortest subgradient: 0 at x = 0, 0 for
 * zeros in the 1-norm, equal shares for ties in the ∞-norm, nothing from singular values that are 0. Those of the nuclear norm, U Vᵀ and on, are
 * exact at repeated singular values, to any order; of complex matrices, the first ones.
 *
 * Shapes: any shape → `[]`; with one or two axes these vanish, or stay with the length 1 if `keepDims`.
 * Method: sums of scaled squares; the largest of the sums of columns or rows; singular values for 2 and "nuc".
 * Cost: one pass over the elements; O(m n min(m, n)) where singular values are needed.
 * Source: J. L. Blue, "A portable Fortran program to find the Euclidean norm of a vector", ACM TOMS 4 (1978).
 *
 * @throws DomainError for an `ord` that does not exist, ShapeError if the axes do not fit it,
 * LinAlgError if singular values of NaN or ∞ are needed.
 * @example
 * ```ts
 * import { norm } from "@adjoint/linalg";
 *
 * norm([3, 4]).item(); // => 5
 * norm([3, 4], { ord: 1 }).item(); // => 7
 * norm([[1, 2], [3, 4]], { ord: Infinity }).item(); // => 7
 * norm([[3, 4], [6, 8]], { axis: 1 }).toArray(); // => [5, 10]
 * ```
 */
export function norm(x: TensorLike, options: NormOptions = {}): Tensor {
  const { ord, axis, keepDims = false } = checkOptions("norm", options, ["ord", "axis", "keepDims"]);
  const input = asInexact("norm", "x", x);
  const rank = input.shape.length;
  if (ord !== undefined && ord !== "fro" && ord !== "nuc" && !(typeof ord === "number" && ord > 0))
    throw noSuchNorm(ord);
  if (axis === undefined && ord === undefined)
    return kept(lengthOf(reshape(input, [input.size]), 2), rank, keepDims);
  const axes = axesOf(input, options);
  const atEnd = moveAxis(
    input,
    axes,
    axes.map((_, i) => i - axes.length),
  );
  const result = axes.length === 1 ? ofVectors(atEnd, ord ?? 2) : ofMatrices(atEnd, ord ?? "fro");
  return keepDims
    ? expandDims(
        result,
        [...axes].sort((a, b) => a - b),
      )
    : result;
}

function ofVectors(x: Tensor, ord: NormOrder): Tensor {
  if (typeof ord === "number") return lengthOf(x, ord);
  throw new ShapeError(
    `norm: "${ord}" is a norm of matrices, but one axis was given; name two axes, or leave ord out for the 2-norm`,
    { operation: "norm", ord },
  );
}

/** The p-norm along the last axis; the Euclidean one of complex numbers is that of their parts. */
function lengthOf(x: Tensor, p: number): Tensor {
  if (x.dtype !== "complex128") return vectorNorm(x, p);
  return vectorNorm(p === 2 ? concat([real(x), imag(x)], { axis: -1 }) : abs(x), p);
}

function ofMatrices(x: Tensor, ord: NormOrder): Tensor {
  switch (ord) {
    case "fro":
      return lengthOf(reshape(x, [...x.shape.slice(0, -2), sizeOf(x.shape.slice(-2))]), 2);
    case "nuc":
      return x.dtype === "complex128" ? vectorNorm(svdvals(x), 1) : nuclearNorm(x);
    case 2:
      return vectorNorm(svdvals(x), Infinity);
    case 1:
      return vectorNorm(lengthOf(moveAxis(x, -2, -1), 1), Infinity);
    case Infinity:
      return vectorNorm(lengthOf(x, 1), Infinity);
    default:
      throw new DomainError(
        `norm: no norm of order ${ord} for matrices, which have 1, 2, Infinity, "fro" and "nuc"; ` +
          `for the ${ord}-norm of all elements reshape x to one axis first`,
        { operation: "norm", ord },
      );
  }
}

function axesOf(x: Tensor, { ord, axis }: NormOptions): readonly number[] {
  const rank = x.shape.length;
  if (axis === undefined) {
    if (rank === 1) return [0];
    if (rank === 2) return [0, 1];
    throw new ShapeError(
      `norm: with ord ${String(ord)} and x of shape ${formatShape(x.shape)} say which axes are meant: ` +
        `axis: -1 for norms of vectors, axis: [-2, -1] for norms of matrices`,
      { operation: "norm", shape: x.shape, ord },
    );
  }
  const axes = (typeof axis === "number" ? [axis] : axis).map((each) => normalizeAxis("norm", each, rank));
  if (axes.length > 2 || axes.length === 0 || axes[0] === axes[1]) {
    throw new ShapeError(
      `norm: axis must be one axis or two different ones, got ${formatShape(axes)}; reshape x to join axes`,
      { operation: "norm", axis: axes },
    );
  }
  return axes;
}

function kept(result: Tensor, rank: number, keepDims: boolean): Tensor {
  return keepDims ? reshape(result, new Array<number>(rank).fill(1)) : result;
}

function noSuchNorm(ord: unknown): DomainError {
  return new DomainError(
    `norm: ord must be a number above 0, Infinity, "fro" or "nuc", got ${typeof ord === "string" ? JSON.stringify(ord) : String(ord)}`,
    { operation: "norm", ord },
  );
}
