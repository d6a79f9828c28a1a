import { expect, test } from "vitest";
import { hessenbergReduction, withArena } from "../src/index.ts";

const implementations = ["relaxed-simd", "simd", "typescript"] as const;

/** Without symmetries. */
function element(i: number, j: number): number {
  return Math.sin(1 + 7 * i + 3 * i * j + j);
}

/** The largest element of Q H Qᵀ − A, and of H where it should be zero. */
function residual(
  n: number,
  low: number,
  high: number,
  scale: number,
  implementation: (typeof implementations)[number],
): number {
  const row = n + 3;
  return withArena(
    (2 * n + 6) * row,
    ({ data, take, use }) => {
      const [a, vectors, taus, work] = [take(n * row), take(n * row), take(row), take(5 * row)];
      const kept: number[] = [];
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < row; j++) {
          // Triangular outside the rows and columns that are reduced, as balancing leaves it.
          const isOutside = j >= n || (j < i && (j < low || i > high));
          data[a + i * row + j] = isOutside ? 0 : scale * element(i, j);
        }
        for (let j = 0; j < n; j++) kept.push(data[a + i * row + j]! / scale);
      }
      use(hessenbergReduction).reduceGeneral(a, row, n, low, high, vectors, taus, work);
      let worst = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i - 1; j++) worst = Math.max(worst, Math.abs(data[a + i * row + j]!) / scale);
      }
      const product = Array.from(
        { length: n * n },
        (_, at) => data[a + Math.floor(at / n) * row + (at % n)]! / scale,
      );
      for (let k = high - 2; k >= low; k--) {
        const v = Array.from({ length: n }, (_, i) => data[vectors + k * row + i]!);
        const tau = data[taus + k]!;
        for (const [across, along] of [
          [1, n],
          [n, 1],
        ] as const) {
          for (let line = 0; line < n; line++) {
            const dot = v.reduce((sum, vi, i) => sum + vi * product[line * along + i * across]!, 0);
            v.forEach((vi, i) => (product[line * along + i * across]! -= tau * dot * vi));
          }
        }
      }
      product.forEach((x, at) => (worst = Math.max(worst, Math.abs(x - kept[at]!))));
      return worst;
    },
    implementation,
  );
}

test.each(implementations)("Q H Qᵀ in %s is the matrix", (implementation) => {
  const cases = [
    [1, 0, 0],
    [2, 0, 1],
    [3, 0, 2],
    [4, 0, 3],
    [9, 0, 8],
    [24, 0, 23],
    [9, 2, 6],
    [10, 3, 9],
    [7, 0, 4],
    [5, 2, 2],
  ] as const;
  for (const [n, low, high] of cases) expect(residual(n, low, high, 1, implementation)).toBeLessThan(2e-14);
  expect(residual(12, 0, 11, 2 ** -700, implementation)).toBeLessThan(2e-14);
});

test.each(implementations)("columns of zeros need no reflection in %s", (implementation) => {
  withArena(
    11 * 6,
    ({ data, take, use }) => {
      const [a, vectors, taus, work] = [take(24), take(24), take(6), take(30)];
      data.fill(0, a, a + 24);
      for (let i = 0; i < 4; i++) data[a + 7 * i] = i + 1;
      data[a + 1] = 5;
      use(hessenbergReduction).reduceGeneral(a, 6, 4, 0, 3, vectors, taus, work);
      expect(Array.from(data.subarray(a, a + 24))).toEqual([
        1, 5, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 4, 0, 0,
      ]);
      expect([data[taus], data[taus + 1]]).toEqual([0, 0]);
    },
    implementation,
  );
});
