import { expect, test } from "vitest";
import { divideAndConquer } from "../src/divide-and-conquer.ts";
import { secularRoot } from "../src/secular-equation.ts";
import { diagonalizeTridiagonal } from "../src/tridiagonal-eigen.ts";
import { randomNumbers } from "./support/matrices.ts";

type Element = (i: number, n: number) => number;

const random = randomNumbers(7);

/** The diagonal and what stands beside it. */
const cases: Record<string, readonly [d: Element, e: Element]> = {
  random: [random, random],
  "second difference": [() => 2, () => -1],
  "Wilkinson's W+": [(i, n) => Math.abs(i - (n - 1) / 2), () => 1],
  "glued W21+": [(i) => Math.abs((i % 21) - 10), (i) => (i % 21 === 20 ? 1e-14 : 1)],
  "Clement's": [() => 0, (i, n) => Math.sqrt((i + 1) * (n - 1 - i))],
  "graded downwards": [(i) => 10 ** (-i / 4), (i) => 10 ** (-i / 4 - 0.5)],
  "graded upwards": [(i, n) => 10 ** ((i - n) / 4), (i, n) => 10 ** ((i - n) / 4 - 0.5)],
  zeros: [() => 0, () => 0],
  identity: [() => 1, () => 0],
  "nearly the identity": [() => 1, (i) => 1e-16 * Math.cos(i)],
  "nothing on the diagonal": [() => 1e-8, () => 1],
  "with 1e-200 and 1e-300": [(i) => (i % 3 === 0 ? 1e-300 : 1), (i) => (i % 2 === 0 ? 0.5 : 1e-200)],
};

test.each(Object.entries(cases))("%s: T is diagonalized", (_name, [diagonal, beside]) => {
  for (const n of [1, 2, 33, 64, 101, 150]) {
    const d = Float64Array.from({ length: n }, (_, i) => diagonal(i, n));
    const e = Float64Array.from({ length: n }, (_, i) => (i < n - 1 ? beside(i, n) : 0));
    const values = d.slice();
    const rows = divideAndConquer(values, e)!;
    const twin = { diagonal: d.slice(), offDiagonal: e.slice(), basis: null };
    expect(diagonalizeTridiagonal(twin)).not.toBeNull();
    twin.diagonal.sort();
    const unit = Number.EPSILON * Math.max(...twin.diagonal.map(Math.abs)) || Number.MIN_VALUE;
    let residual = 0;
    let overlap = 0;
    for (let i = 0; i < n; i++) {
      const v = rows.subarray(i * n, (i + 1) * n);
      for (let j = 0; j < n; j++) {
        const product = d[j]! * v[j]! + (e[j - 1] ?? 0) * (v[j - 1] ?? 0) + e[j]! * (v[j + 1] ?? 0);
        residual = Math.max(residual, Math.abs(product - values[i]! * v[j]!));
      }
      for (let k = 0; k <= i; k++) {
        const dot = v.reduce((sum, x, j) => sum + x * rows[k * n + j]!, 0);
        overlap = Math.max(overlap, Math.abs(dot - (i === k ? 1 : 0)));
      }
      expect(Math.abs(values[i]! - twin.diagonal[i]!)).toBeLessThan(40 * unit);
    }
    expect(residual).toBeLessThan(10 * unit);
    expect(overlap).toBeLessThan(40 * Number.EPSILON);
    expect(values).toEqual(values.slice().sort());
  }
});

test("differences from the poles of the secular equation keep their digits", () => {
  // 1/ρ + z²/(0 − λ) + z²/(1 − λ) with a tiny z² has a root at about ρ z².
  const differences = new Float64Array(2);
  const tiny = { d: Float64Array.of(0, 1), squares: Float64Array.of(1e-20, 1e-20), rho: 1 };
  expect(secularRoot(tiny, 0, differences, 0) / 1e-20).toBeCloseTo(1, 12);
  expect(differences[0]! / 1e-20).toBeCloseTo(-1, 12);
  expect(secularRoot(tiny, 1, differences, 0)).toBe(1);
  expect(differences[1]! / 1e-20).toBeCloseTo(-1, 12);
  // The eigenvalues of [0 0; 0 1] + [1 1; 1 1] are (3 ± √5)/2.
  const equation = { d: Float64Array.of(0, 1), squares: Float64Array.of(0.5, 0.5), rho: 2 };
  expect(secularRoot(equation, 0, differences, 0)).toBeCloseTo((3 - Math.sqrt(5)) / 2, 15);
  expect(secularRoot(equation, 1, differences, 0)).toBeCloseTo((3 + Math.sqrt(5)) / 2, 15);
});
