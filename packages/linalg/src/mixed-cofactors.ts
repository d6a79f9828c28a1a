import { matmul } from "@adjoint/kernels";
import { add, addTangents, alignBatches, bind, Tensor, zerosLike } from "@adjoint/tensor";
import type { Primitive, Tangent } from "@adjoint/tensor";
import { diagonalForm } from "./complete-pivoting.ts";
import { eachMatrix, matrixShape } from "./matrices.ts";
import { productWithout, productOfNonzero } from "./scaled-product.ts";

type MixedCofactors = Primitive<readonly Tensor[], [c: Tensor], null>;

/**
 * The derivative of order k of the matrix of cofactors of a real A of any rank in the directions H₁, …, Hₖ.
 *
 * With A = X D Y, det X det Y = ±1, and Bₗ = X⁻¹ Hₗ Y⁻¹ it is ± X⁻ᵀ M Y⁻ᵀ. Every set of k + 1 places gives M the cofactors
 * of a matrix with its rows from the B in all orders, times the product of the dᵢ at other places: nothing is divided by.
 *
 * It is linear in each direction, and symmetric in the directions and the cotangent.
 */
export function mixedCofactors(a: Tensor, directions: readonly Tensor[]): Tensor {
  return bind(mixedCofactorPrimitive, [a, ...directions], null)[0];
}

const mixedCofactorPrimitive: MixedCofactors = {
  name: "mixedCofactors",
  shape: ([a]) => [{ shape: a!.shape, dtype: a!.dtype }],
  kernel: ([a, ...directions]) => {
    const c = zerosLike(a!);
    const [n] = matrixShape(a!.shape);
    const size = n * n;
    eachMatrix(a!, (matrix, index) => {
      const parts = directions.map((h) =>
        Float64Array.from(h.data.subarray(index * size, (index + 1) * size)),
      );
      c.data.set(mixedCofactorsOf(matrix, parts, n), index * size);
    });
    return [c];
  },
  jvp: (tangents, inputs): [Tangent] => {
    let total: Tangent = null;
    for (const [i, tangent] of tangents.entries()) {
      if (tangent === null) continue;
      const moved = i === 0 ? [...inputs, tangent] : inputs.with(i, tangent);
      total = addTangents(total, bind(mixedCofactorPrimitive, moved, null)[0], add);
    }
    return [total];
  },
  // Of order n − 1 it is linear in A as well, and symmetric in it.
  transpose: ([cotangent], inputs) =>
    inputs.map((input, i) =>
      input instanceof Tensor
        ? null
        : bind(mixedCofactorPrimitive, (inputs as readonly Tensor[]).with(i, cotangent!), null)[0],
    ),
  batch: (inputs, batched, size) =>
    bind(mixedCofactorPrimitive, alignBatches([...inputs], [...batched], size), null),
};

function mixedCofactorsOf(
  a: Float64Array,
  directions: readonly Float64Array[],
  n: number,
): Float64Array<ArrayBuffer> {
  const { sign, d, left, right } = diagonalForm(a, n);
  const half = new Float64Array(n * n);
  const rotated = directions.map((h) => {
    const b = new Float64Array(n * n);
    matmul(left, h, half, { m: n, n, k: n });
    matmul(half, right, b, { m: n, n, k: n });
    return b;
  });
  const m = new Float64Array(n * n);
  const { total, zeros } = productOfNonzero(d);
  eachSet(n, directions.length + 1, (places) => {
    const rest = productWithout(
      total,
      zeros,
      places.map((i) => d[i]!),
    );
    if (rest === 0) return;
    places.forEach((i, p) => {
      places.forEach((j, q) => {
        const minor = mixedMinor(places.toSpliced(p, 1), places.toSpliced(q, 1), rotated, n);
        m[i * n + j]! += ((p + q) % 2 === 0 ? sign : -sign) * rest * minor;
      });
    });
  });
  const result = new Float64Array(n * n);
  matmul(left, m, half, { m: n, n, k: n, transposeA: true });
  matmul(half, right, result, { m: n, n, k: n, transposeB: true });
  return result;
}

/** The sum of the determinants of these rows and columns over all ways to take each row from another matrix. */
function mixedMinor(
  rows: readonly number[],
  columns: readonly number[],
  matrices: readonly Float64Array[],
  n: number,
): number {
  const [row, ...below] = rows;
  if (row === undefined) return 1;
  let total = 0;
  columns.forEach((column, q) => {
    matrices.forEach((b, l) => {
      const factor = b[row * n + column]!;
      if (factor === 0) return;
      const rest = mixedMinor(below, columns.toSpliced(q, 1), matrices.toSpliced(l, 1), n);
      total += (q % 2 === 0 ? factor : -factor) * rest;
    });
  });
  return total;
}

/** All ascending lists of `count` places below n. */
function eachSet(n: number, count: number, visit: (places: readonly number[]) => void): void {
  const extend = (places: readonly number[], from: number): void => {
    if (places.length === count) return visit(places);
    for (let i = from; i < n; i++) extend([...places, i], i + 1);
  };
  extend([], 0);
}
