import {
  add,
  bind,
  complex,
  div,
  imag,
  mul,
  neg,
  notDifferentiable,
  real,
  sum,
  Tensor,
} from "@adjoint/tensor";
import type { Primitive } from "@adjoint/tensor";
import { length } from "./complex-scalar.ts";
import { matrixShape } from "./matrices.ts";

/** How much smaller than the largest component one may be and still count as equal to it: far above rounding. */
const tie = 1 - 1e-8;

/** Which columns are turned, and what turns with them. */
interface PhaseOptions {
  readonly from?: number;
  readonly partner?: { readonly x: Float64Array; readonly columns: number };
}

/**
 * Turns the columns of a matrix with two numbers an element so that their components of largest magnitude, the first of
 * equals, are real and positive; the columns of `partner` turn with them.
 */
export function normalizePhases(
  x: Float64Array,
  rows: number,
  columns: number,
  { from = 0, partner }: PhaseOptions = {},
): void {
  for (let k = from; k < columns; k++) {
    const pivot = pivotOf(x, rows, columns, k);
    if (pivot < 0) continue;
    const at = 2 * (pivot * columns + k);
    const size = length(x[at]!, x[at + 1]!);
    const [c, s] = [x[at]! / size, -x[at + 1]! / size];
    turnColumn(x, columns, k, c, s);
    x[at] = size;
    x[at + 1] = 0;
    if (partner && k < partner.columns) turnColumn(partner.x, partner.columns, k, c, s);
  }
}

/** Column k times c + i s. */
function turnColumn(x: Float64Array, columns: number, k: number, c: number, s: number): void {
  for (let at = 2 * k; at < x.length; at += 2 * columns) {
    const [re, im] = [x[at]!, x[at + 1]!];
    x[at] = re * c - im * s;
    x[at + 1] = re * s + im * c;
  }
}

/** The row of the first component of largest magnitude of column k; −1 of a column of zeros or NaN. */
function pivotOf(x: Float64Array, rows: number, columns: number, k: number): number {
  let top = 0;
  const sizeAt = (i: number): number => length(x[2 * (i * columns + k)]!, x[2 * (i * columns + k) + 1]!);
  for (let i = 0; i < rows; i++) top = Math.max(top, sizeAt(i));
  for (let i = 0; i < rows; i++) if (top > 0 && sizeAt(i) >= top * tie) return i;
  return -1;
}

/**
 * The tangent of vectors, one a column, whose pivots stay real and positive, from one of vectors that may turn; and for
 * real vectors that tangent itself.
 */
export function withRealPivots(x: Tensor, vectors: Tensor): Tensor {
  return vectors.dtype === "complex128" ? turnedBy(x, vectors, phaseTangent(x, vectors)) : x;
}

/** X + i V diag(φ). */
export function turnedBy(x: Tensor, vectors: Tensor, phi: Tensor): Tensor {
  return add(x, mul(vectors, complex(0, phi)));
}

/** The φ for which the pivots stay real in X + i V diag(φ): `[…, 1, n]`, real. */
export function phaseTangent(x: Tensor, vectors: Tensor): Tensor {
  const isPivot = bind(pivotPrimitive, [vectors], null)[0];
  const pick = (part: Tensor): Tensor => sum(mul(isPivot, part), { axis: -2, keepDims: true });
  return neg(div(pick(imag(x)), pick(real(vectors))));
}

/** 1 at the pivot of each column, and 0 elsewhere. */
const pivotPrimitive: Primitive<[vectors: Tensor], [isPivot: Tensor], null> =
  /* @__PURE__ */ notDifferentiable({
    name: "largestComponents",
    shape: ([{ shape }]) => [{ shape, dtype: "float64" }],
    kernel: ([vectors]) => {
      const [rows, columns] = matrixShape(vectors.shape);
      const isPivot = new Float64Array(vectors.data.length / 2);
      const size = rows * columns;
      for (let start = 0; start < isPivot.length; start += size) {
        const matrix = vectors.data.subarray(2 * start, 2 * (start + size)) as Float64Array;
        for (let k = 0; k < columns; k++) {
          const pivot = pivotOf(matrix, rows, columns, k);
          if (pivot >= 0) isPivot[start + pivot * columns + k] = 1;
        }
      }
      return [new Tensor(vectors.shape, "float64", isPivot)];
    },
    batch: ([vectors]) => bind(pivotPrimitive, [vectors], null),
  });
