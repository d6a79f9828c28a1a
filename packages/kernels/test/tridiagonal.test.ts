import { expect, test } from "vitest";
import { tridiagonal, withArena } from "../src/index.ts";
import type { Implementation } from "../src/index.ts";

const implementations = ["relaxed-simd", "simd", "typescript"] as const;

interface Reduced {
  readonly diagonal: readonly number[];
  readonly beside: readonly number[];
  readonly taus: readonly number[];
  /** vₖ, by k. */
  readonly vectors: readonly (readonly number[])[];
}

/** The reduction of a matrix whose upper triangle is NaN. */
function reduced(
  n: number,
  element: (i: number, j: number) => number,
  implementation: Implementation,
): Reduced {
  const row = n + 3;
  return withArena(
    n * row + 6 * n,
    ({ data, take, use }) => {
      const [a, diagonal, beside, taus, work] = [take(n * row), take(n), take(n), take(n), take(2 * n)];
      data.fill(NaN, a, work + 2 * n);
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) data[a + i * row + j] = element(i, j);
      use(tridiagonal).reduceSymmetric(a, row, n, diagonal, beside, taus, work);
      const part = (start: number, count: number): number[] =>
        Array.from(data.subarray(start, start + count));
      return {
        diagonal: part(diagonal, n),
        beside: part(beside, n - 1),
        taus: part(taus, n),
        vectors: Array.from({ length: n }, (_, k) => part(a + k * row, k)),
      };
    },
    implementation,
  );
}

/** The largest element of A − Q T Qᵀ. */
function residual(
  n: number,
  element: (i: number, j: number) => number,
  { diagonal, beside, taus, vectors }: Reduced,
): number {
  let x = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_element, j) =>
      i === j ? diagonal[i]! : Math.abs(i - j) === 1 ? beside[Math.min(i, j)]! : 0,
    ),
  );
  // Hₙ₋₁ ⋯ H₁ T H₁ ⋯ Hₙ₋₁: each reflection once on the rows and, of the transpose, once more.
  for (let k = 1; k < n; k++) {
    for (let side = 0; side < 2; side++) {
      const v = vectors[k]!;
      const dots = Array.from({ length: n }, (_, j) => v.reduce((sum, vi, i) => sum + vi * x[i]![j]!, 0));
      const turned = x.map((line, i) => line.map((e, j) => e - taus[k]! * (v[i] ?? 0) * dots[j]!));
      x = turned.map((_line, i) => turned.map((line) => line[i]!));
    }
  }
  return Math.max(
    ...x.flatMap((line, i) => line.map((e, j) => Math.abs(e - element(Math.max(i, j), Math.min(i, j))))),
  );
}

test.each(implementations)("the reduction in %s is similar to the matrix", (implementation) => {
  const element = (i: number, j: number): number => Math.sin(3 * i + 5 * j * j + i * j);
  for (const n of [1, 2, 3, 4, 7, 12, 33]) {
    const result = reduced(n, element, implementation);
    expect(residual(n, element, result)).toBeLessThan(1e-14 * n);
    result.vectors.forEach((v, k) => expect(v[k - 1]).toBe(k === 0 ? undefined : 1));
  }
});

test.each(implementations)("tiny elements in %s have their reflections", (implementation) => {
  const element = (i: number, j: number): number => (i === j ? 1 : 1e-200 * (1 + ((i * j) % 3)));
  const { beside, taus } = reduced(5, element, implementation);
  expect(Math.abs(beside[3]!)).toBeCloseTo(1e-200 * Math.sqrt(1 + 2 * 2 + 3 * 3 + 1), 210);
  expect(taus[4]).toBeGreaterThanOrEqual(1);
});

test.each(implementations)("a tridiagonal matrix in %s stays as it is", (implementation) => {
  const { beside, diagonal, taus } = reduced(
    6,
    (i, j) => (i === j ? i + 1 : i === j + 1 ? -0.5 : 0),
    implementation,
  );
  expect(diagonal).toEqual([1, 2, 3, 4, 5, 6]);
  expect(beside).toEqual([-0.5, -0.5, -0.5, -0.5, -0.5]);
  expect(taus.slice(1)).toEqual([0, 0, 0, 0, 0]);
});
