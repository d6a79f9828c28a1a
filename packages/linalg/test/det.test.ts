import { readFileSync } from "node:fs";
import { grad, hessian, hvp, jvp, vmap } from "@adjoint/autodiff";
import { det, slogdet } from "@adjoint/linalg";
import { add, eye, mul, slice, sub, sum, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { build, multiply, randomMatrix, scaled } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";

interface Case {
  readonly name: string;
  readonly a: Matrix;
  readonly det: number;
  readonly logAbsDet: number | "-Infinity";
  readonly tolerance: number;
  readonly cofactors: Matrix;
  readonly cofactorTolerance: number;
}

const fixture = new URL("fixtures/factorizations.json", import.meta.url);
const cases = (JSON.parse(readFileSync(fixture, "utf8")) as { readonly det: readonly Case[] }).det;

describe("determinants and cofactors agree with mpmath, as far as the condition allows", () => {
  for (const each of cases) {
    test(each.name, () => {
      const { sign, logAbsDet } = slogdet(each.a);
      expectClose(det(each.a), each.det, { relative: 0, absolute: each.tolerance });
      expectClose(grad((a: Tensor) => det(a))(tensor(each.a)), each.cofactors, {
        relative: 0,
        absolute: each.cofactorTolerance,
      });
      if (Math.abs(each.det) <= each.tolerance) return;
      expect(sign.item()).toBe(Math.sign(each.det));
      expectClose(logAbsDet, Number(each.logAbsDet), {
        relative: 1e-14,
        absolute: each.tolerance / Math.abs(each.det),
      });
    });
  }
});

const singular: Record<string, Matrix> = {
  "rank 0": build(3, 3, () => 0),
  "rank 1 of 3": build(3, 3, (i, j) => (i + 1) * (j - 1.5)),
  "rank 2 of 4": multiply(randomMatrix(4, 2, 3), randomMatrix(2, 4, 4)),
  "rank 3 of 4": multiply(randomMatrix(4, 3, 5), randomMatrix(3, 4, 6)),
  "zero row": build(3, 3, (i, j) => (i === 1 ? 0 : 1 + i + j * j)),
  "1×1": [[0]],
};

describe("at singular matrices first and second derivatives are exact", () => {
  for (const [name, a] of Object.entries(singular)) {
    test(name, () => checkPrimitive((x) => det(x), [a], { tolerance: 1e-9 }));
  }
});

test("the Hessian of a determinant of order 2 is that of ad − bc", () => {
  const second = hessian((x: Tensor) => det(x))(zeros([2, 2])).toArray();
  const of = (i: number, j: number): Matrix => build(2, 2, (k, l) => (k === i && l === j ? 1 : 0));
  expect(second).toEqual(
    [
      [of(1, 1), scaled(of(1, 0), -1)],
      [scaled(of(0, 1), -1), of(0, 0)],
    ].map((row) => row.map((m) => m.map((r) => r.map((x) => expect.closeTo(x, 14))))),
  );
});

test("det and slogdet obey the laws of primitives", () => {
  for (const n of [1, 2, 4]) {
    const a = randomMatrix(n, n, n).map((row, i) => row.map((x, j) => x + (i === j ? 2 : 0)));
    checkPrimitive((x) => det(x), [a]);
    checkPrimitive((x) => slogdet(x), [a]);
    checkPrimitive((x) => [det(x), slogdet(x)], [[a, scaled(a, -0.7)]], { order: 1 });
  }
});

describe("derivatives of order 3 and 4 are those of the sum over permutations, at any rank", () => {
  const byPermutations = (x: Tensor): Tensor => {
    const n = x.shape[0]!;
    const expand = (row: number, columns: readonly number[]): Tensor =>
      columns.reduce<Tensor>(
        (total, column, i) => {
          const term = mul(slice(x, row, column), expand(row + 1, columns.toSpliced(i, 1)));
          return i % 2 === 0 ? add(total, term) : sub(total, term);
        },
        tensor(row === n ? 1 : 0),
      );
    return expand(
      0,
      Array.from({ length: n }, (_, i) => i),
    );
  };
  const along = (f: (x: Tensor) => Tensor, directions: readonly Tensor[]): ((x: Tensor) => Tensor) =>
    directions.reduce<(x: Tensor) => Tensor>((g, e) => (x) => jvp(g, [x], [e]).tangent, f);

  for (const [n, rank] of [
    [3, 0],
    [3, 1],
    [3, 2],
    [3, 3],
    [4, 1],
    [4, 2],
    [4, 3],
    [4, 4],
    [2, 0],
    [1, 0],
  ] as const) {
    // prettier-ignore
    test(`${n} × ${n} of rank ${rank}`, () => {
      const a = rank === 0 ? zeros([n, n]) : tensor(multiply(randomMatrix(n, rank, 3), randomMatrix(rank, n, 4)));
      const [e, f, g] = [5, 6, 7].map((seed) => tensor(randomMatrix(n, n, seed))) as [Tensor, Tensor, Tensor];
      const own = (x: Tensor): Tensor => det(x);
      expectClose(along(own, [e, f, g])(a), along(byPermutations, [e, f, g])(a), { absolute: 1e-11 });
      expectClose(along(own, [e, e, f, g])(a), along(byPermutations, [e, e, f, g])(a), { absolute: 1e-11 });
      const reverse = (h: (x: Tensor) => Tensor): Tensor => grad(along(h, [e, f]))(a);
      expectClose(reverse(own), reverse(byPermutations), { absolute: 1e-11 });
      const twice = (h: (x: Tensor) => Tensor): Tensor =>
        grad((y: Tensor) => sum(mul(g, grad((x: Tensor) => sum(mul(f, grad(h)(x))))(y))))(a);
      expectClose(twice(own), twice(byPermutations), { absolute: 1e-11 });
      checkPrimitive((x) => jvp((y: Tensor) => grad(own)(y), [x], [e]).tangent, [a]);
    });
  }
});

test("third derivatives of the determinant are those of powers", () => {
  const cubic = grad(
    grad(
      grad((t: Tensor) =>
        det(
          mul(
            t,
            tensor([
              [2, 1],
              [1, 3],
            ]),
          ),
        ),
      ),
    ),
  )(tensor(1.5));
  expectClose(cubic, 0, { absolute: 1e-12 });
  const power = grad(grad(grad((t: Tensor) => det(mul(t, eye(4))))))(tensor(1.5));
  expectClose(power, 24 * 1.5, { relative: 1e-12 });
});

test("matrices without elements, batches and dtypes", () => {
  expect(det(zeros([0, 0])).item()).toBe(1);
  expect(slogdet(zeros([2, 0, 0])).logAbsDet.toArray()).toEqual([0, 0]);
  expect(det(zeros([0, 2, 2])).shape).toEqual([0]);
  expect(det(tensor([[[2]], [[3]]], { dtype: "float32" })).dtype).toBe("float32");
  expect(vmap((x: Tensor) => det(x))(tensor([[[2]], [[3]]])).toArray()).toEqual([2, 3]);
  expect(grad((x: Tensor) => det(x))(zeros([0, 0])).shape).toEqual([0, 0]);
  expect(
    det([
      [0, 1],
      [1, 0],
    ]).item(),
  ).toBe(-1);
});

test("products leave the range of float64 only if the determinant does", () => {
  const ladder = [1e300, 1e-300, 1e200, 1e-200, 1e150, 1e-150, 7];
  const a = build(7, 7, (i, j) => (i === j ? ladder[i]! : 0));
  expectClose(det(a), 7, { relative: 1e-14 });
  const big = slogdet(build(400, 400, (i, j) => (i === j ? -1e5 : 0)));
  expect(big.sign.item()).toBe(1);
  expectClose(big.logAbsDet, 400 * Math.log(1e5), { relative: 1e-14 });
  expect(det(build(400, 400, (i, j) => (i === j ? 1e-5 : 0))).item()).toBe(0);
  expect(det(build(400, 400, (i, j) => (i === j ? 1e5 : 0))).item()).toBe(Infinity);
  expectClose(slogdet([[1 + 1e-10]]).logAbsDet, Math.log(1 + 1e-10));
});

test("slogdet of a singular matrix is 0 and −∞, with the derivative 0 there and as usual beside it", () => {
  const a = tensor([
    [
      [1, 2],
      [2, 4],
    ],
    [
      [2, 0],
      [0, 4],
    ],
  ]);
  const { sign, logAbsDet } = slogdet(a);
  expect(sign.toArray()).toEqual([0, 1]);
  expect(logAbsDet.toArray()).toEqual([-Infinity, Math.log(8)]);
  const logs = (x: Tensor): Tensor => sum(slogdet(x).logAbsDet);
  expect(grad(logs)(a).toArray()).toEqual([
    [
      [0, 0],
      [0, 0],
    ],
    [
      [0.5, 0],
      [0, 0.25],
    ],
  ]);
  expectClose(hvp(logs, a, a), [
    [
      [0, 0],
      [0, 0],
    ],
    [
      [-0.5, 0],
      [0, -0.25],
    ],
  ]);
});

test("NaN and shapes are named", () => {
  expect(catchError(() => det([[NaN]])).message).toContain("det: a[0, 0] is NaN");
  expect(catchError(() => slogdet([[[1]], [[Infinity]]])).message).toContain(
    "slogdet: a[1, 0, 0] is Infinity",
  );
  expect(det([[[NaN]], [[2]]], { check: false }).toArray()).toEqual([NaN, 2]);
  expect(slogdet([[NaN]], { check: false }).sign.item()).toBeNaN();
  expect(catchError(() => det([[1, 2]])).message).toContain("det: a must be square");
});
