import { alignBatches, bind, notDifferentiable, sizeOf, Tensor } from "@adjoint/tensor";
import type { Primitive } from "@adjoint/tensor";
import { complexReciprocalCondition } from "./complex-solve.ts";
import { eachInexactMatrix } from "./inexact-matrices.ts";
import { luSolve, luSolveTransposed } from "./lu-solve.ts";
import { batchShape, matrixShape } from "./matrices.ts";
import { estimateOneNorm } from "./one-norm-estimate.ts";
import { rightHandScale } from "./scaling.ts";

/** An estimate of 1/(‖A‖₁ ‖A⁻¹‖₁) from the factors of A; 0 for what is singular or not finite. */
export function estimateReciprocalCondition(
  matrix: Float64Array,
  factors: Float64Array,
  rows: Int32Array,
): number {
  const n = rows.length;
  if (n === 0) return 1;
  for (let i = 0; i < n; i++) if (factors[i * n + i] === 0) return 0;
  const norm = oneNorm(matrix, n);
  const scale = rightHandScale(norm);
  const by =
    (solveWith: typeof luSolve) =>
    (b: Float64Array): Float64Array => {
      const x = new Float64Array(n);
      if (scale !== 1) for (let i = 0; i < n; i++) b[i] = b[i]! * scale;
      solveWith(factors, rows, b, 0, x, 1);
      return x;
    };
  const inverse = estimateOneNorm(n, by(luSolve), by(luSolveTransposed));
  const reciprocal = 1 / inverse / (norm / scale);
  // The estimate is a lower bound and its rounding may pass 1.
  return reciprocal > 0 ? Math.min(reciprocal, 1) : 0;
}

/** The estimate for tensors: A `[…, n, n]`, its factors and the order of its rows → `[…]`. */
export const rcondPrimitive: Primitive<[a: Tensor, factors: Tensor, rows: Tensor], [rcond: Tensor], null> =
  /* @__PURE__ */ notDifferentiable({
    name: "rcond",
    shape: ([{ shape }]) => [{ shape: batchShape(shape), dtype: "float64" }],
    kernel: ([a, factors, rows]) => {
      const [n] = matrixShape(a.shape);
      const shape = batchShape(a.shape);
      const rcond = new Float64Array(sizeOf(shape));
      const estimate = a.dtype === "complex128" ? complexReciprocalCondition : estimateReciprocalCondition;
      eachInexactMatrix(a, (matrix, index) => {
        const order = rows.data.subarray(index * n, (index + 1) * n) as Int32Array;
        const size = matrix.length;
        const lu = factors.data.subarray(index * size, (index + 1) * size) as Float64Array;
        rcond[index] = estimate(matrix, lu, order);
      });
      return [new Tensor(shape, "float64", rcond)];
    },
    batch: (inputs, batched, size) => bind(rcondPrimitive, alignBatches(inputs, batched, size), null),
  });

function oneNorm(a: Float64Array, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.abs(a[i * n + j]!);
    largest = Math.max(largest, sum);
  }
  return largest;
}
