import { matmul as multiply } from "@adjoint/kernels";
import {
  add,
  addTangents,
  alignBatches,
  bind,
  expandDims,
  matmul,
  mul,
  sizeOf,
  sub,
  sum,
  swapAxes,
  Tensor,
  tensor,
  Unknown,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent } from "@adjoint/tensor";
import { complexCofactors, complexCofactorTangent } from "./complex-cofactors.ts";
import { complexPivotProduct } from "./complex-determinant.ts";
import { complexNumberOf } from "./complex-scaled-product.ts";
import { diagonalForm } from "./complete-pivoting.ts";
import { eachInexactMatrix, nonFiniteInexact } from "./inexact-matrices.ts";
import { batchShape, eachMatrix, matrixShape } from "./matrices.ts";
import type { CheckOptions } from "./matrices.ts";
import { mixedCofactors } from "./mixed-cofactors.ts";
import { pivotProduct } from "./pivot-product.ts";
import { numberOf, productOfNonzero, productWithout } from "./scaled-product.ts";
import { inv } from "./solve.ts";
import { trace } from "./trace.ts";

/** The determinant of an argument that has been checked. */
export function determinant(a: Tensor, check: boolean): Tensor {
  return bind(determinantPrimitive, [a], { check })[0];
}

const determinantPrimitive: Primitive<[a: Tensor], [d: Tensor], Required<CheckOptions>> = {
  name: "det",
  shape: ([{ shape, dtype }]) => [{ shape: batchShape(shape), dtype }],
  kernel: ([a], { check }) => {
    const shape = batchShape(a.shape);
    const isComplex = a.dtype === "complex128";
    const width = isComplex ? 2 : 1;
    const d = new Float64Array(width * sizeOf(shape));
    const [n] = matrixShape(a.shape);
    eachInexactMatrix(a, (matrix, index) => {
      const infinite = nonFiniteInexact("det", matrix, a, index);
      if (infinite && check) throw infinite;
      if (infinite) d.fill(NaN, width * index, width * (index + 1));
      else if (isComplex) d.set(complexNumberOf(complexPivotProduct(matrix, n)), 2 * index);
      else d[index] = numberOf(pivotProduct(matrix, n));
    });
    return [isComplex ? new Tensor(shape, a.dtype, d) : tensor(d, { shape, dtype: a.dtype })];
  },
  jvp: ([tangent], [a]): [Tangent] => [sum(mul(cofactors(a), tangent!), { axis: [-2, -1] })],
  transpose: "not linear",
  batch: ([a], _batched, _size, params) => bind(determinantPrimitive, [a], params),
};

/**
 * The matrix of cofactors, Cᵢⱼ = ∂ det A/∂aᵢⱼ = det A · A⁻ᵀ, of matrices of any rank.
 *
 * With A = X D Y, det X det Y = ±1, C = ± X⁻ᵀ cof(D) Y⁻ᵀ, and the cofactors of a diagonal matrix are products that need
 * no division by zero. Shapes: `[…, n, n]` → `[…, n, n]`.
 */
function cofactors(a: Tensor): Tensor {
  return bind(cofactorPrimitive, [a], null)[0];
}

const cofactorPrimitive: Primitive<[a: Tensor], [c: Tensor], null> = {
  name: "cofactors",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a]) => {
    const c = zerosLike(a);
    const [n] = matrixShape(a.shape);
    if (a.dtype === "complex128") {
      eachInexactMatrix(a, (matrix, index) => c.data.set(complexCofactors(matrix, n), 2 * index * n * n));
      return [c];
    }
    eachMatrix(a, (matrix, index) => {
      const { sign, d, left, right } = diagonalForm(matrix, n);
      const { total, zeros } = productOfNonzero(d);
      const middle = new Float64Array(n * n);
      d.forEach((each, i) => {
        middle[i * n + i] = sign * productWithout(total, zeros, [each]);
      });
      c.data.set(between(left, middle, right, n), index * n * n);
    });
    return [c];
  },
  jvp: ([tangent], [a]): [Tangent] => bind(cofactorTangentPrimitive, [a, tangent!], null),
  transpose: "not linear",
  batch: ([a]) => bind(cofactorPrimitive, [a], null),
};

/**
 * The directional derivative of the cofactors: with B = X⁻¹ H Y⁻¹ and πᵢⱼ = Π dₖ over k other than i and j,
 * it is ± X⁻ᵀ M Y⁻ᵀ with Mᵢᵢ = Σⱼ πᵢⱼ bⱼⱼ and Mᵢⱼ = −πᵢⱼ bⱼᵢ. As a second derivative, it is its own transpose in H.
 */
const cofactorTangentPrimitive: Primitive<[a: Tensor, h: Tensor], [c: Tensor], null> = {
  name: "cofactorTangent",
  shape: ([{ shape, dtype }]) => [{ shape, dtype }],
  kernel: ([a, h]) => {
    const c = zerosLike(a);
    const [n] = matrixShape(a.shape);
    const size = n * n;
    if (a.dtype === "complex128") {
      eachInexactMatrix(a, (matrix, index) => {
        const direction = h.data.slice(2 * index * size, 2 * (index + 1) * size) as Float64Array;
        c.data.set(complexCofactorTangent(matrix, direction, n), 2 * index * size);
      });
      return [c];
    }
    eachMatrix(a, (matrix, index) => {
      const { sign, d, left, right } = diagonalForm(matrix, n);
      const b = new Float64Array(size);
      const half = new Float64Array(size);
      const direction = Float64Array.from(h.data.subarray(index * size, (index + 1) * size));
      multiply(left, direction, half, { m: n, n, k: n });
      multiply(half, right, b, { m: n, n, k: n });
      c.data.set(between(left, secondOrder(d, b, sign), right, n), index * size);
    });
    return [c];
  },
  jvp: ([da, dh], [a, h]): [Tangent] => {
    const varied = da && (a.dtype === "complex128" ? secondTangent(a, h, da) : mixedCofactors(a, [h, da]));
    const moved = dh && bind(cofactorTangentPrimitive, [a, dh], null)[0];
    return [addTangents(varied, moved, add)];
  },
  // Of order 2 A does not matter; of order 3 it is linear in A as well, and symmetric in A, H and the cotangent.
  transpose: ([cotangent], [a, h]): [Tangent, Tangent] => {
    const along = (at: Tensor): Tensor => bind(cofactorTangentPrimitive, [at, cotangent!], null)[0];
    if (!(a instanceof Unknown)) return [null, along(a)];
    return h instanceof Unknown ? [null, along(zerosLike(a))] : [along(h), null];
  },
  batch: (inputs, batched, size) => bind(cofactorTangentPrimitive, alignBatches(inputs, batched, size), null),
};

/** The second directional derivative of det A · A⁻ᵀ, for complex matrices that are not singular. */
function secondTangent(a: Tensor, h: Tensor, k: Tensor): Tensor {
  const w = inv(a, { check: false });
  const wh = matmul(w, h);
  const wk = matmul(w, k);
  const [th, tk] = [trace(wh), trace(wk)].map((t) => expandDims(t, [-2, -1])) as [Tensor, Tensor];
  const both = sub(mul(th, tk), expandDims(trace(matmul(wh, wk)), [-2, -1]));
  const turned = add(matmul(wk, matmul(wh, w)), matmul(wh, matmul(wk, w)));
  const single = add(mul(th, matmul(wk, w)), mul(tk, matmul(wh, w)));
  const scale = expandDims(determinant(a, false), [-2, -1]);
  return mul(scale, swapAxes(add(mul(both, w), sub(turned, single)), -1, -2));
}

/** M of the rule above. */
function secondOrder(d: Float64Array, b: Float64Array, sign: number): Float64Array {
  const n = d.length;
  const m = new Float64Array(n * n);
  const { total, zeros } = productOfNonzero(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const product = sign * productWithout(total, zeros, [d[i]!, d[j]!]);
      if (product === 0) continue;
      m[i * n + i]! += product * b[j * n + j]!;
      m[j * n + j]! += product * b[i * n + i]!;
      m[i * n + j] = -product * b[j * n + i]!;
      m[j * n + i] = -product * b[i * n + j]!;
    }
  }
  return m;
}

/** X⁻ᵀ M Y⁻ᵀ. */
function between(left: Float64Array, m: Float64Array, right: Float64Array, n: number): Float64Array {
  const half = new Float64Array(n * n);
  const result = new Float64Array(n * n);
  multiply(left, m, half, { m: n, n, k: n, transposeA: true });
  multiply(half, right, result, { m: n, n, k: n, transposeB: true });
  return result;
}
