import { expect, test } from "vitest";
import { bidiagonal, withArena } from "../src/index.ts";
import type { Implementation } from "../src/index.ts";

const implementations = ["relaxed-simd", "simd", "typescript"] as const;

type Element = (i: number, j: number) => number;

interface Reduced {
  readonly diagonal: readonly number[];
  readonly beside: readonly number[];
  readonly leftTaus: readonly number[];
  readonly rightTaus: readonly number[];
  /** The vector of Hₖ, and that of Gₖ, with zeros before. */
  readonly left: readonly (readonly number[])[];
  readonly right: readonly (readonly number[])[];
}

function reduced(m: number, n: number, element: Element, implementation: Implementation): Reduced {
  const row = 4 * Math.ceil(n / 4) + 4;
  return withArena(
    2 * m * row + n * (m + 2) + 8 * n + m,
    ({ data, take, use }) => {
      const [a, left] = [take(m * row), take(n * (m + 2))];
      const [d, e, leftTaus, rightTaus] = [take(n), take(n), take(n), take(n)];
      const work = take(m + 2 * n + 6);
      data.fill(NaN, left, work + m + 2 * n + 6);
      data.fill(0, a, a + m * row);
      for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) data[a + i * row + j] = element(i, j);
      use(bidiagonal).reduceGeneral(a, row, m, n, left, m + 2, d, e, leftTaus, rightTaus, work);
      const part = (start: number, count: number): number[] =>
        Array.from(data.subarray(start, start + count));
      const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
      return {
        diagonal: part(d, n),
        beside: part(e, n - 1),
        leftTaus: part(leftTaus, n),
        rightTaus: part(rightTaus, n - 1),
        left: Array.from({ length: n }, (_, k) => [...zeros(k), ...part(left + k * (m + 2) + k, m - k)]),
        right: Array.from({ length: n - 1 }, (_, k) => [
          ...zeros(k + 1),
          ...part(a + k * row + k + 1, n - k - 1),
        ]),
      };
    },
    implementation,
  );
}

/** X ← (I − τ v vᵀ) X. */
function reflected(x: readonly (readonly number[])[], v: readonly number[], tau: number): number[][] {
  const dots = x[0]!.map((_, j) => v.reduce((sum, vi, i) => sum + vi * x[i]![j]!, 0));
  return x.map((line, i) => line.map((element, j) => element - tau * v[i]! * dots[j]!));
}

function transposed(x: readonly (readonly number[])[]): number[][] {
  return x[0]!.map((_, j) => x.map((line) => line[j]!));
}

/** The largest element of A − U B Vᵀ. */
function residual(m: number, n: number, element: Element, found: Reduced): number {
  let x = Array.from({ length: m }, (_, i) =>
    Array.from({ length: n }, (_element, j) =>
      i === j ? found.diagonal[i]! : j === i + 1 ? found.beside[i]! : 0,
    ),
  );
  for (let k = n - 1; k >= 0; k--) {
    x = reflected(x, found.left[k]!, found.leftTaus[k]!);
    if (k < n - 1) x = transposed(reflected(transposed(x), found.right[k]!, found.rightTaus[k]!));
  }
  return Math.max(...x.flatMap((line, i) => line.map((value, j) => Math.abs(value - element(i, j)))));
}

test.each(implementations)("U B Vᵀ in %s is the matrix", (implementation) => {
  const element: Element = (i, j) => Math.sin(3 * i + 5 * j * j + i * j);
  for (const [m, n] of [
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 3],
    [5, 2],
    [4, 4],
    [7, 5],
    [12, 11],
    [33, 14],
  ] as const) {
    const result = reduced(m, n, element, implementation);
    expect(residual(m, n, element, result)).toBeLessThan(1e-14 * m);
  }
});

test.each(implementations)("columns that are zero or tiny in %s do no harm", (implementation) => {
  for (const size of [0, 1e-200, 1e-295, 5e-320]) {
    const element: Element = (i, j) => (j % 3 === 1 ? Math.cos(i * j) : size * (1 + ((i * j) % 5)));
    for (const turned of [element, (i: number, j: number) => element(j, i)]) {
      const result = reduced(9, 8, turned, implementation);
      expect(residual(9, 8, turned, result)).toBeLessThan(1e-14);
      expect([...result.leftTaus, ...result.rightTaus].every((tau) => tau >= 0 && tau <= 2 + 1e-15)).toBe(
        true,
      );
    }
  }
});

test.each(implementations)("a bidiagonal matrix in %s stays as it is", (implementation) => {
  const { diagonal, beside, leftTaus, rightTaus } = reduced(
    7,
    6,
    (i, j) => (i === j ? 10 ** -(30 * i) : j === i + 1 ? 3 * 10 ** -(30 * i) : 0),
    implementation,
  );
  expect(diagonal).toEqual([1, 1e-30, 1e-60, 1e-90, 1e-120, 1e-150]);
  expect(beside).toEqual([0, 1, 2, 3, 4].map((i) => 3 * 10 ** -(30 * i)));
  expect([...leftTaus, ...rightTaus].every((tau) => tau === 0)).toBe(true);
});
