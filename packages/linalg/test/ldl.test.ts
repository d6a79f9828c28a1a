import { readFileSync } from "node:fs";
import { grad } from "@adjoint/autodiff";
import { eigvalsh, ldl } from "@adjoint/linalg";
import { add, mul, slice, sum, swapAxes, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { build, multiply, randomMatrix, scaled, symmetricCases, transposed } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { residualRatio } from "./support/residuals.ts";

const symmetric = (n: number, seed: number): Matrix => {
  const a = randomMatrix(n, n, seed);
  return build(n, n, (i, j) => a[i]![j]! + a[j]![i]!);
};

const cases: Record<string, Matrix> = {
  ...symmetricCases(),
  "needs a block": [
    [0, 1],
    [1, 0],
  ],
  "zero diagonal": build(9, 9, (i, j) => (i === j ? 0 : Math.cos(i * j + 1))),
  "small diagonal": build(7, 7, (i, j) => (i === j ? 1e-9 : 1 / (1 + i + j))),
  "saddle point": build(8, 8, (i, j) =>
    i < 5 && j < 5 ? (i === j ? 2 : 0.1) : i < 5 || j < 5 ? Math.sin(i * j + i + j) : 0,
  ),
  "indefinite, 60": symmetric(60, 91),
  "indefinite, 120": symmetric(120, 92),
  "1e300, indefinite": scaled(symmetric(10, 93), 1e300 / 4),
  "1e-300, indefinite": scaled(symmetric(10, 94), 1e-300),
};

describe("A = P L D Lᵀ Pᵀ to rounding, with the inertia of A in D", () => {
  for (const [name, a] of Object.entries(cases)) {
    if (a.length === 0) continue;
    test(name, () => {
      const factors = ldl(a);
      const [l, d, p] = [factors.l, factors.d, factors.p].map((x) => x.toArray() as Matrix) as [
        Matrix,
        Matrix,
        Matrix,
      ];
      const unit = Math.max(...a.flat().map(Math.abs)) > 1e290 ? 2 ** -40 : 1;
      const product = multiply(
        p,
        multiply(multiply(l, multiply(scaled(d, unit), transposed(l))), transposed(p)),
      );
      expect(residualRatio(scaled(a, unit), product)).toBeLessThan(10);
      l.forEach((row, i) => row.slice(i).forEach((x, j) => expect(x).toBe(j === 0 ? 1 : 0)));
      // A block of order 2 has a negative determinant.
      for (let i = 0; i + 1 < d.length; i++) {
        if (d[i + 1]![i] === 0) continue;
        expect((d[i]![i]! / d[i + 1]![i]!) * (d[i + 1]![i + 1]! / d[i + 1]![i]!)).toBeLessThan(1);
        expect(i + 2 < d.length ? d[i + 2]![i + 1] : 0).toBe(0);
      }
      d.forEach((row, i) => row.forEach((x, j) => Math.abs(i - j) > 1 && expect(x).toBe(0)));
    });
  }
});

test("the signs of D are those of the eigenvalues", () => {
  const signs = (values: Tensor): number[] => [...values.data].map(Math.sign).toSorted((x, y) => x - y);
  for (const seed of [1, 2, 3]) {
    const a = symmetric(11, seed);
    expect(signs(eigvalsh(ldl(a).d))).toEqual(signs(eigvalsh(a)));
  }
});

interface Case {
  readonly a: Matrix;
  readonly l: Matrix;
  readonly d: Matrix;
  readonly order: readonly number[];
}
const fixture = new URL("fixtures/factorizations.json", import.meta.url);
const reference = (JSON.parse(readFileSync(fixture, "utf8")) as { readonly ldl: readonly Case[] }).ldl;

test("pivots are those of LAPACK's dsytrf", () => {
  for (const { a, d, l, order } of reference) {
    const factors = ldl(a);
    expectClose(factors.d, d, { relative: 1e-11, absolute: 1e-12 });
    expectClose(factors.l, l, { relative: 1e-11, absolute: 1e-12 });
    expect(
      (factors.p.toArray() as Matrix)[0]!.map((_, j) =>
        (factors.p.toArray() as Matrix).findIndex((row) => row[j] === 1),
      ),
    ).toEqual(order);
  }
});

test("ldl obeys the laws of primitives, with blocks of order 1 and 2", () => {
  const definite = [
    [4, 1, 0.5],
    [1, 3, -0.2],
    [0.5, -0.2, 2],
  ];
  const saddle = [
    [0.1, 2, 0.3],
    [2, 0.2, -0.1],
    [0.3, -0.1, 1],
  ];
  const parts = (a: Tensor) => {
    const { l, d } = ldl(mul(add(a, swapAxes(a, -1, -2)), 0.5));
    return [l, d];
  };
  expect(grad((a: Tensor) => sum(ldl(a).d))(tensor([[-2]])).toArray()).toEqual([[1]]);
  checkPrimitive(parts, [definite]);
  checkPrimitive(parts, [saddle]);
  checkPrimitive(parts, [[definite, saddle]], { order: 1 });
});

test("batches, dtypes and matrices without elements", () => {
  expect(ldl(zeros([2, 0, 0])).l.shape).toEqual([2, 0, 0]);
  const { d } = ldl([[[2]], [[-3]]]);
  expect(d.toArray()).toEqual([[[2]], [[-3]]]);
  expect(ldl(tensor([[2]], { dtype: "float32" })).d.dtype).toBe("float32");
  const stack = [symmetric(4, 5), symmetric(4, 6)];
  expect(slice(ldl(stack).l, 1).toArray()).toEqual(ldl(stack[1]!).l.toArray());
});

test("what is asymmetric or not finite is named", () => {
  expect(
    catchError(() =>
      ldl([
        [1, 2],
        [3, 4],
      ]),
    ).message,
  ).toContain("ldl: a is not symmetric");
  expect(catchError(() => ldl([[NaN]])).message).toContain("ldl: a[0, 0] is NaN");
  expect(ldl([[[NaN]], [[2]]], { check: false }).d.toArray()).toEqual([[[NaN]], [[2]]]);
  expect(catchError(() => ldl([[1, 2]])).message).toContain("ldl: a must be square");
});
