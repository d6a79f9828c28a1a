import { matmul } from "@adjoint/kernels";
import type { VectorMap } from "./linear-operator.ts";
import { negate, pointsDown } from "./orient.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { decompose } from "./svd.ts";
import { addMultiple, lengthOf, scaleBy, startNumbers } from "./vectors.ts";

/** Products of A and of Aᵀ, scaled to about 1, with some vectors, which stand in rows one after the other. */
export interface BlockProducts {
  /** A power of two. */
  readonly scale: number;
  readonly forward: (rows: Float64Array) => Float64Array;
  readonly adjoint: (rows: Float64Array) => Float64Array;
}

/** Of a row-major m × n matrix, which is scaled in place. */
export function matrixProducts(a: Float64Array, m: number, n: number): BlockProducts {
  const scale = powerOfTwoScale(largestMagnitude(a));
  scaleBy(a, scale);
  return {
    scale,
    forward: (rows) => {
      const count = rows.length / n;
      const y = new Float64Array(count * m);
      matmul(rows, a, y, { m: count, n: m, k: n, transposeB: true });
      return y;
    },
    adjoint: (rows) => {
      const count = rows.length / m;
      const y = new Float64Array(count * n);
      matmul(rows, a, y, { m: count, n, k: m });
      return y;
    },
  };
}

/** Of a function, whose size its product with one vector shows. */
export function vectorProducts(
  forward: VectorMap,
  adjoint: VectorMap,
  m: number,
  n: number,
  probe: Float64Array,
): BlockProducts {
  const scale = powerOfTwoScale(largestMagnitude(forward(probe)));
  const each = (map: VectorMap, from: number, to: number) => (rows: Float64Array) => {
    const y = new Float64Array((rows.length / from) * to);
    for (let j = 0; j < rows.length / from; j++) y.set(map(rows.slice(j * from, (j + 1) * from)), j * to);
    scaleBy(y, scale);
    return y;
  };
  return { scale, forward: each(forward, n, m), adjoint: each(adjoint, m, n) };
}

/** Normal random numbers from a seed (mulberry32; Box & Muller 1958). */
export function testRows(seed: number, count: number): Float64Array {
  const next = startNumbers(seed);
  return Float64Array.from({ length: count }, () => {
    const [u, v] = [(1 - next()) / 2, next()];
    // The generator reaches −1 and not 1, so that u is never 0.
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(Math.PI * v);
  });
}

export interface Sketch {
  readonly k: number;
  readonly powerIterations: number;
  readonly rows: Float64Array;
  readonly width: number;
}

export interface SketchSvd {
  readonly left: readonly Float64Array[];
  readonly s: Float64Array;
  readonly right: readonly Float64Array[];
  readonly residual: number;
}

/** The k largest singular triplets by a sketch of the range: Halko, Martinsson & Tropp 2011, algorithms 4.4 and 5.1. */
export function sketchSvd(products: BlockProducts, m: number, n: number, sketch: Sketch): SketchSvd {
  const { k, powerIterations, rows, width } = sketch;
  const random = startNumbers(5);
  const q = products.forward(rows);
  orthonormalize(q, m, random);
  for (let turn = 0; turn < powerIterations; turn++) {
    const z = products.adjoint(q);
    orthonormalize(z, n, random);
    q.set(products.forward(z));
    orthonormalize(q, m, random);
  }
  const small = decompose("randomizedSvd", products.adjoint(q), [width, n], 0, {
    vectors: true,
    full: false,
    check: true,
  });
  const right = small.right.slice(0, k);
  const left = small.left.slice(0, k).map((coefficients) => {
    const u = new Float64Array(m);
    for (let j = 0; j < width; j++) addMultiple(u, coefficients[j]!, q.subarray(j * m, (j + 1) * m));
    return u;
  });
  left.forEach((u, j) => {
    if (!pointsDown(u)) return;
    negate(u);
    negate(right[j]!);
  });
  const images = products.forward(joined(right, n));
  let worst = 0;
  left.forEach((u, j) => {
    const r = images.slice(j * m, (j + 1) * m);
    addMultiple(r, -small.s[j]!, u);
    worst = Math.max(worst, lengthOf(r));
  });
  return {
    left,
    s: small.s.subarray(0, k).map((value) => value / products.scale),
    right,
    residual: worst === 0 ? 0 : worst / small.s[0]!,
  };
}

/** Makes rows of the given length orthonormal in place; what depends on those before is replaced by random numbers. */
function orthonormalize(rows: Float64Array, length: number, random: () => number): void {
  const v = new Float64Array(length);
  for (let j = 0; j < rows.length / length; j++) {
    v.set(rows.subarray(j * length, (j + 1) * length));
    while (!separate(v, rows, j)) for (let i = 0; i < length; i++) v[i] = random();
    rows.set(v, j * length);
  }
}

/** Makes v orthogonal to the first j rows and of length 1; `false` if it depends on them. Again as long as it shrinks. */
function separate(v: Float64Array, rows: Float64Array, j: number): boolean {
  const n = v.length;
  scaleBy(v, powerOfTwoScale(largestMagnitude(v)));
  let length = lengthOf(v);
  const none = n * Number.EPSILON * length;
  for (let pass = 0; pass < 5; pass++) {
    for (let start = 0; start < j * n; start += n) {
      let part = 0;
      for (let i = 0; i < n; i++) part += rows[start + i]! * v[i]!;
      for (let i = 0; i < n; i++) v[i] = v[i]! - part * rows[start + i]!;
    }
    const left = lengthOf(v);
    if (!(left > none)) return false;
    const isSmaller = left < 0.5 * length;
    length = left;
    if (pass > 0 && !isSmaller) break;
  }
  scaleBy(v, 1 / length);
  return true;
}

function joined(rows: readonly Float64Array[], n: number): Float64Array {
  const result = new Float64Array(rows.length * n);
  rows.forEach((row, j) => result.set(row, j * n));
  return result;
}
