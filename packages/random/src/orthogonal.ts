import { checkShape, formatShape, type Shape, ShapeError, sizeOf, Tensor } from "@adjoint/tensor";
import type { Key } from "./key.ts";
import { normal } from "./normal.ts";

/**
 * Matrices with orthonormal columns (or rows, if there are more columns), every one as likely: the Haar measure for
 * square ones. Weights that keep the lengths of what they multiply.
 *
 * Q of a normal matrix with R's diagonal made positive, as a product of reflections of shrinking normal vectors.
 *
 * Source: G. W. Stewart, "The efficient generation of random orthogonal matrices with an application to condition
 * estimators", SIAM J. Numer. Anal. 17 (1980); F. Mezzadri, Notices AMS 54 (2007).
 *
 * @param shape - that of the result, [..., m, n].
 * @throws ShapeError unless the shape has two axes or more.
 *
 * @example
 * ```ts
 * import { key, orthogonal } from "@adjoint/random";
 * import { matmul, transpose } from "@adjoint/tensor";
 *
 * const q = orthogonal(key(1), [3, 2]);
 * Math.abs(matmul(transpose(q), q).data[1] ?? 1) < 1e-15; // => true
 * ```
 */
export function orthogonal(key: Key, shape: Shape): Tensor {
  const checked = checkShape("orthogonal", shape);
  const [m, n] = checked.slice(-2);
  if (n === undefined || m === undefined) {
    throw new ShapeError(
      `orthogonal: shape must be that of matrices, [..., m, n], got ${formatShape(checked)}`,
      {
        operation: "orthogonal",
        shape: checked,
      },
    );
  }
  const [long, short] = [Math.max(m, n), Math.min(m, n)];
  const count = sizeOf(checked.slice(0, -2));
  const z = normal(key, [count, short, long]).data;
  const elements = new Float64Array(sizeOf(checked));
  for (let k = 0; k < count; k++) {
    const q = orthonormalRows(
      z.subarray(k * short * long, (k + 1) * short * long) as Float64Array,
      short,
      long,
    );
    const out = elements.subarray(k * m * n, (k + 1) * m * n);
    if (m < n) out.set(q);
    else for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[i * n + j] = q[j * long + i]!;
  }
  return new Tensor(checked, "float64", elements);
}

/** The product of the reflections of normal vectors with `long`, `long` − 1, … last elements, applied to unit rows. */
function orthonormalRows(z: Float64Array, short: number, long: number): Float64Array {
  const q = new Float64Array(short * long);
  for (let i = short - 1; i >= 0; i--) {
    const v = z.subarray(i * long, (i + 1) * long);
    // Normal numbers neither overflow nor underflow when they are squared.
    const norm = Math.sqrt(dot(v, 0, v, i, long));
    // The diagonal of R would be −sign · norm; making it positive turns the row round.
    const sign = v[i]! < 0 ? -1 : 1;
    v[i]! += sign * norm;
    const squared = dot(v, 0, v, i, long);
    q[i * long + i] = 1;
    for (let row = i; row < short; row++) {
      const at = row * long;
      const along = squared === 0 ? 0 : (2 * dot(q, at, v, i, long)) / squared;
      for (let j = i; j < long; j++) q[at + j]! -= along * v[j]!;
    }
    for (let j = i; j < long; j++) q[i * long + j]! *= -sign;
  }
  return q;
}

/** The sum of products of the elements from `start` to `end` of the row of x at `at` and of y. */
function dot(x: Float64Array, at: number, y: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let j = start; j < end; j++) sum += x[at + j]! * y[j]!;
  return sum;
}
