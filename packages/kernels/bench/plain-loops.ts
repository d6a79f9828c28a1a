import type { FloatArray } from "../src/index.ts";

/** A square product C = A·B of order n, as a competitor writes it. */
export type Loop = (a: FloatArray, b: FloatArray, c: FloatArray, n: number) => void;

/** The textbook's three loops, in the order that walks B and C along their rows. */
export function rowLoop(a: FloatArray, b: FloatArray, c: FloatArray, n: number): void {
  c.fill(0);
  for (let i = 0; i < n; i++) {
    for (let p = 0; p < n; p++) {
      const x = a[i * n + p]!;
      for (let j = 0; j < n; j++) c[i * n + j]! += x * b[p * n + j]!;
    }
  }
}

/** Rows as above, four rows of B at a time, in bands of B that stay in the second-level cache. */
export function bandedLoop(a: FloatArray, b: FloatArray, c: FloatArray, n: number): void {
  c.fill(0);
  const band = 64;
  for (let first = 0; first < n; first += band) {
    const end = Math.min(n, first + band);
    for (let i = 0; i < n; i++) {
      const row = i * n;
      let p = first;
      for (; p + 4 <= end; p += 4) {
        const x0 = a[row + p]!;
        const x1 = a[row + p + 1]!;
        const x2 = a[row + p + 2]!;
        const x3 = a[row + p + 3]!;
        const q = p * n;
        for (let j = 0; j < n; j++) {
          c[row + j]! +=
            x0 * b[q + j]! + x1 * b[q + n + j]! + x2 * b[q + 2 * n + j]! + x3 * b[q + 3 * n + j]!;
        }
      }
      for (; p < end; p++) {
        const x = a[row + p]!;
        for (let j = 0; j < n; j++) c[row + j]! += x * b[p * n + j]!;
      }
    }
  }
}

/** B is transposed first; four by two inner products side by side then read both operands along their rows. */
export function dotLoop(a: FloatArray, b: FloatArray, c: FloatArray, n: number): void {
  const t = a instanceof Float64Array ? new Float64Array(n * n) : new Float32Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) t[j * n + i] = b[i * n + j]!;
  const even = n - (n % 4);
  for (let i = 0; i < even; i += 4) {
    for (let j = 0; j + 2 <= n; j += 2) {
      let p0 = i * n;
      let p1 = p0 + n;
      let p2 = p1 + n;
      let p3 = p2 + n;
      let q0 = j * n;
      let q1 = q0 + n;
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      let s20 = 0;
      let s21 = 0;
      let s30 = 0;
      let s31 = 0;
      for (const end = p0 + n; p0 < end; p0++) {
        const y0 = t[q0++]!;
        const y1 = t[q1++]!;
        const x0 = a[p0]!;
        const x1 = a[p1++]!;
        const x2 = a[p2++]!;
        const x3 = a[p3++]!;
        s00 += x0 * y0;
        s01 += x0 * y1;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s20 += x2 * y0;
        s21 += x2 * y1;
        s30 += x3 * y0;
        s31 += x3 * y1;
      }
      const at = i * n + j;
      c[at] = s00;
      c[at + 1] = s01;
      c[at + n] = s10;
      c[at + n + 1] = s11;
      c[at + 2 * n] = s20;
      c[at + 2 * n + 1] = s21;
      c[at + 3 * n] = s30;
      c[at + 3 * n + 1] = s31;
    }
    if (n % 2 === 1) edge(a, t, c, n, i, i + 4, n - 1);
  }
  edge(a, t, c, n, even, n, 0);
}

function edge(
  a: FloatArray,
  t: FloatArray,
  c: FloatArray,
  n: number,
  from: number,
  to: number,
  firstColumn: number,
): void {
  for (let i = from; i < to; i++) {
    for (let j = firstColumn; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < n; p++) sum += a[i * n + p]! * t[j * n + p]!;
      c[i * n + j] = sum;
    }
  }
}
