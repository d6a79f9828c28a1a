import { lu } from "@adjoint/linalg";
import { tensor, zeros } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { galleryCases } from "./support/gallery.ts";
import { build, multiply, randomMatrix, rectangularCases, scaled } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { residualRatio } from "./support/residuals.ts";

const cases = { ...rectangularCases(), ...galleryCases() };

describe("A = P L U to rounding, with a permutation and bounded multipliers", () => {
  for (const [name, a] of Object.entries(cases)) {
    test(name, () => {
      if (a.length === 0) return;
      const factors = lu(a);
      const [p, l, u] = [factors.p, factors.l, factors.u].map((x) => x.toArray() as Matrix) as [
        Matrix,
        Matrix,
        Matrix,
      ];
      expect(residualRatio(a, multiply(p, multiply(l, u)))).toBeLessThan(10);
      for (const row of [...p, ...p.map((_, j) => p.map((row) => row[j]!))]) {
        expect(row.toSorted((x, y) => x - y)).toEqual(row.map((_, i) => (i === row.length - 1 ? 1 : 0)));
      }
      l.forEach((row, i) =>
        row.forEach((x, j) => {
          expect(Math.abs(x)).toBeLessThanOrEqual(i < j ? 0 : 1);
          if (i === j) expect(x).toBe(1);
        }),
      );
      u.forEach((row, i) => row.slice(0, i).forEach((x) => expect(x).toBe(0)));
    });
  }
});

test("blocks give what columns one by one give", () => {
  for (const [m, n] of [
    [64, 64],
    [65, 97],
    [130, 70],
    [200, 200],
  ] as const) {
    const a = randomMatrix(m, n, m + n);
    const { p, l, u } = lu(a);
    const product = multiply(p.toArray() as Matrix, multiply(l.toArray() as Matrix, u.toArray() as Matrix));
    expect(residualRatio(a, product)).toBeLessThan(1);
    const expected = eliminate(a);
    expectClose(u, expected, { relative: 1e-9, absolute: 1e-11 });
  }
});

/** U by Gaussian elimination with partial pivoting, one column after another. */
function eliminate(matrix: Matrix): Matrix {
  const a = matrix.map((row) => [...row]);
  const k = Math.min(a.length, a[0]!.length);
  for (let j = 0; j < k; j++) {
    const column = a.slice(j).map((row) => Math.abs(row[j]!));
    const pivot = j + column.indexOf(Math.max(...column));
    [a[j], a[pivot]] = [a[pivot]!, a[j]!];
    for (let i = j + 1; i < a.length; i++) {
      const factor = a[i]![j]! / a[j]![j]!;
      a[i] = a[i]!.map((x, c) => (c <= j ? 0 : x - factor * a[j]![c]!));
    }
  }
  return a.slice(0, k);
}

test("matrices without elements have factors without elements", () => {
  expect(lu(zeros([0, 0])).p.shape).toEqual([0, 0]);
  const tall = lu(zeros([2, 3, 0]));
  expect([tall.p.shape, tall.l.shape, tall.u.shape]).toEqual([
    [2, 3, 3],
    [2, 3, 0],
    [2, 0, 0],
  ]);
  expect(lu(zeros([0, 3])).u.shape).toEqual([0, 3]);
});

test("integers become float64, float32 stays and is computed in float64", () => {
  const a = tensor(randomMatrix(5, 5, 1), { dtype: "float32" });
  const { p, l, u } = lu(a);
  expect([p.dtype, l.dtype, u.dtype]).toEqual(["float32", "float32", "float32"]);
  expectClose(u, lu(tensor(Float64Array.from(a.data), { shape: [5, 5] })).u, { relative: 1e-7 });
  expect(lu(tensor([[2]], { dtype: "int32" })).u.dtype).toBe("float64");
});

test("lu obeys the laws of primitives, whatever the shape", () => {
  const dominant = (m: number, n: number): Matrix =>
    randomMatrix(m, n, 7).map((row, i) => row.map((x, j) => x + (i === (j + 1) % m ? 4 : 0)));
  const outputs = (a: Parameters<typeof lu>[0]) => [lu(a).l, lu(a).u];
  checkPrimitive(outputs, [dominant(3, 3)]);
  checkPrimitive(outputs, [dominant(4, 2)]);
  checkPrimitive(outputs, [
    [
      [2, 1, -1, 0.5],
      [4, -2, 1, 3],
    ],
  ]);
  checkPrimitive(outputs, [[dominant(3, 3), scaled(dominant(3, 3), -0.5)]], { order: 1 });
});

test("NaN is named, or factored to NaN on request, in its own matrix alone", () => {
  const bad = [
    [1, NaN],
    [0, 1],
  ];
  const good = build(2, 2, (i, j) => (i === j ? 2 : 0));
  expect(catchError(() => lu([good, bad])).message).toContain("lu: a[1, 0, 1] is NaN");
  expect(lu([good, bad], { check: false }).u.toArray()).toEqual([
    good,
    [
      [NaN, NaN],
      [0, NaN],
    ],
  ]);
  expect(() => lu([1, 2])).toThrow("lu: a must be a matrix or a batch of matrices");
});
