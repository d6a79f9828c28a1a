import { solveTriangular } from "@adjoint/linalg";
import { broadcastShapes, broadcastTo, matmul, moveAxis, reshape, sizeOf, swapAxes } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";

/** A v for every vector along the last axis, with matrices `[…, m, n]` whose batch axes are the last ones of the vectors'. */
export function multiplyVectors(matrices: Tensor, vectors: Tensor): Tensor {
  return asColumns("matmul", matrices, vectors, (columns) => matmul(matrices, columns));
}

/** L⁻¹ v, or L⁻ᵀ v, for every vector along the last axis and lower triangular L. */
export function solveVectors(factors: Tensor, vectors: Tensor, transposed = false): Tensor {
  return asColumns("solveTriangular", factors, vectors, (columns) =>
    solveTriangular(factors, columns, { lower: true, transposed, check: false }),
  );
}

/** Mᵀ, of every matrix. */
export function transposed(matrices: Tensor): Tensor {
  return swapAxes(matrices, -1, -2);
}

/** Vectors that share a matrix become its columns, so that the matrix is not repeated for each. */
function asColumns(
  operation: string,
  matrices: Tensor,
  vectors: Tensor,
  apply: (columns: Tensor) => Tensor,
): Tensor {
  const batch = matrices.shape.slice(0, -2);
  const n = vectors.shape.at(-1)!;
  const full: Shape = broadcastShapes(operation, vectors.shape.slice(0, -1), batch);
  const lead = full.slice(0, full.length - batch.length);
  const inner = full.slice(lead.length);
  const columns = moveAxis(reshape(broadcastTo(vectors, [...full, n]), [sizeOf(lead), ...inner, n]), 0, -1);
  const results = moveAxis(apply(columns), -1, 0);
  return reshape(results, [...full, results.shape.at(-1)!]);
}
