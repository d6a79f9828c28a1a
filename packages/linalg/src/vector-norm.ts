import {
  abs,
  bind,
  div,
  equal,
  expandDims,
  mul,
  pow,
  sign,
  sum,
  Tensor,
  where,
  zerosLike,
} from "@adjoint/tensor";
import type { Primitive, Tangent } from "@adjoint/tensor";

type NormParams = { readonly p: number };

/**
 * The p-norm along the last axis, p > 0 or ∞. It is scaled by the largest element, so that no power of an element
 * overflows or underflows. The norm of nothing is 0.
 */
export function vectorNorm(x: Tensor, p: number): Tensor {
  return bind(vectorNormPrimitive, [x], { p })[0];
}

const vectorNormPrimitive: Primitive<[x: Tensor], [y: Tensor], NormParams> = {
  name: "vectorNorm",
  shape: ([{ shape, dtype }]) => [{ shape: shape.slice(0, -1), dtype }],
  kernel: ([x], { p }) => {
    const length = x.shape.at(-1)!;
    const { data, shape, dtype } = zerosLike(vectorNormPrimitive.shape([x], { p })[0]);
    const norms = data.map((_, i) => normOf(x.data.subarray(i * length, (i + 1) * length), p));
    return [new Tensor(shape, dtype, norms)];
  },
  jvp: ([tangent], [x], [y], { p }): [Tangent] => [
    sum(mul(tangent!, subgradient(x, expandDims(y, -1), p)), { axis: -1 }),
  ],
  transpose: "not linear",
  batch: ([x], _batched, _size, params) => bind(vectorNormPrimitive, [x], params),
};

/** The shortest subgradient: 0 at x = 0, 0 for the elements of the 1-norm that are 0, the mean over ties of the ∞-norm. */
function subgradient(x: Tensor, y: Tensor, p: number): Tensor {
  const isZero = equal(y, 0);
  if (p === 1) return sign(x);
  if (p === Infinity) {
    const attained = where(isZero, 0, abs(sign(where(equal(abs(x), y), x, 0))));
    return div(mul(sign(x), attained), where(isZero, 1, sum(attained, { axis: -1, keepDims: true })));
  }
  // The quotient is at most 1, and the places where a power of 0 could be taken are left out.
  const ratio = where(isZero, 0, div(x, where(isZero, 1, y)));
  if (p === 2) return ratio;
  const isElementZero = equal(ratio, 0);
  const power = pow(where(isElementZero, 1, abs(ratio)), p - 1);
  return where(isElementZero, 0, mul(sign(x), power));
}

function normOf(x: ArrayLike<number>, p: number): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs(x[i]!);
    if (Number.isNaN(size)) return NaN;
    if (size > largest) largest = size;
  }
  if (largest === 0 || largest === Infinity || p === Infinity) return largest;
  let total = 0;
  if (p === 1) {
    for (let i = 0; i < x.length; i++) total += Math.abs(x[i]!);
    return total;
  }
  if (p === 2) {
    for (let i = 0; i < x.length; i++) total += x[i]! * x[i]!;
    if (total > 1e-280 && total < 1e280) return Math.sqrt(total);
    total = 0;
    for (let i = 0; i < x.length; i++) total += (x[i]! / largest) ** 2;
    return largest * Math.sqrt(total);
  }
  for (let i = 0; i < x.length; i++) total += (Math.abs(x[i]!) / largest) ** p;
  return largest * total ** (1 / p);
}
