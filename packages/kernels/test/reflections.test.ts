import { expect, test } from "vitest";
import { reflections, withArena } from "../src/index.ts";
import type { Implementation } from "../src/index.ts";

const implementations = ["relaxed-simd", "simd", "typescript"] as const;

/** The largest errors of A = Q R and QᵀQ = I, by columns, for Q = I − V T Vᵀ; `columns` are the factors of the columns of A. */
function errors(
  height: number,
  width: number,
  columns: readonly number[],
  implementation: Implementation,
): { factors: number; orthogonality: number } {
  const row = width + 2;
  const k = Math.min(height, width);
  const of = (i: number, j: number) =>
    (Math.sin(1 + i * 7 + j * 3 + i * j) + (i === j ? 1 : 0)) * columns[j]!;
  return withArena(
    height * row + 8 + height * k + k + k * k,
    ({ data, take, use }) => {
      const a = take(height * row + 8);
      const [v, taus, t] = [take(height * k), take(k), take(k * k)];
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < row; j++) data[a + i * row + j] = j < width ? of(i, j) : 7;
      }
      use(reflections).reflectPanel(a, row, height, width, v, k, taus, t, k);
      const q = new Float64Array(height * height);
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < height; j++) {
          let sum = i === j ? 1 : 0;
          for (let p = 0; p < k; p++) {
            for (let r = 0; r < k; r++) {
              sum -= data[v + i * k + p]! * data[t + p * k + r]! * data[v + j * k + r]!;
            }
          }
          q[i * height + j] = sum;
        }
      }
      let [factors, orthogonality] = [0, 0];
      for (let i = 0; i < height; i++) {
        expect(data[a + i * row + width]).toBe(7);
        for (let j = 0; j < height; j++) {
          let sum = i === j ? -1 : 0;
          for (let p = 0; p < height; p++) sum += q[p * height + i]! * q[p * height + j]!;
          orthogonality = Math.max(orthogonality, Math.abs(sum));
        }
        for (let j = 0; j < width; j++) {
          let sum = 0;
          for (let p = 0; p <= Math.min(j, height - 1); p++)
            sum += q[i * height + p]! * data[a + p * row + j]!;
          factors = Math.max(factors, Math.abs(sum - of(i, j)) / columns[j]!);
        }
      }
      return { factors, orthogonality };
    },
    implementation,
  );
}

test.each(implementations)(
  "panels in %s are products of orthogonal and triangular ones",
  (implementation) => {
    for (const [height, width] of [
      [1, 1],
      [2, 1],
      [1, 3],
      [5, 8],
      [8, 8],
      [9, 4],
      [40, 8],
      [40, 7],
    ] as const) {
      const { factors, orthogonality } = errors(height, width, new Array<number>(8).fill(1), implementation);
      expect(factors).toBeLessThan(1e-14);
      expect(orthogonality).toBeLessThan(1e-14);
    }
  },
);

test.each(implementations)("columns of any magnitudes keep their digits in %s", (implementation) => {
  for (const columns of [
    [1, 1e-290, 1e-150, 1, 1e250],
    [1e-290, 1, 1e-12, 1e250, 1e-290],
    [1e250, 1e-290, 1e120, 1e-120, 1],
    [1e-290, 1e-290, 1e-290, 1e-290, 1e-290],
    [1e280, 1e280, 1e280, 1e280, 1e280],
  ]) {
    const { factors, orthogonality } = errors(13, 5, columns, implementation);
    expect(factors).toBeLessThan(1e-14);
    expect(orthogonality).toBeLessThan(1e-14);
  }
});

test.each(implementations)("a column that is reduced already is left alone in %s", (implementation) => {
  withArena(
    100,
    ({ data, take, use }) => {
      const [a, v, taus, t] = [take(6 + 8), take(6), take(2), take(4)];
      data.set([-3, 1, 0, 0, 0, 0], a);
      use(reflections).reflectPanel(a, 2, 3, 2, v, 2, taus, t, 2);
      expect([...data.subarray(a, a + 2), data[a + 3]]).toEqual([-3, 1, 0]);
      expect([...data.subarray(v, v + 6)]).toEqual([1, 0, 0, 1, 0, 0]);
      expect([...data.subarray(t, t + 4)].map(Math.abs)).toEqual([0, 0, 0, 0]);
    },
    implementation,
  );
});
