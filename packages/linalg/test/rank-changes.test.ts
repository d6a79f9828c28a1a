import { readFileSync } from "node:fs";
import { grad, hvp, jvp } from "@adjoint/autodiff";
import { lstsq, matrixRank, norm, nullSpace, orth, pinv, polar } from "@adjoint/linalg";
import { add, eye, matmul, mul, sin, square, sum, swapAxes, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomMatrix } from "./support/matrices.ts";

type Matrix = readonly (readonly number[])[];

interface RankCase {
  readonly function: "pinv" | "lstsq" | "range" | "rows";
  readonly rank: number;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly left: Matrix;
  readonly right: Matrix;
  readonly value: number;
  readonly gradient: Matrix;
  readonly hvp: Matrix;
}

const fixture = new URL("fixtures/rank-deficient.json", import.meta.url);
const cases = JSON.parse(readFileSync(fixture, "utf8")) as readonly RankCase[];

const transposed = (x: Tensor): Tensor => swapAxes(x, -1, -2);

/** The functions of tooling/reference/linalg_derivatives.py. */
const functions: Record<RankCase["function"], (a: Tensor, b: Tensor) => Tensor> = {
  pinv: (a, b) => sum(mul(b, pinv(a, { rtol: 1e-12 }))),
  lstsq: (a, b) => sum(sin(lstsq(a, b, { rtol: 1e-12 }).x)),
  range: (a, b) => sum(mul(b, matmul(a, pinv(a, { rtol: 1e-12 })))),
  rows: (a, b) => sum(mul(b, matmul(pinv(a, { rtol: 1e-12 }), a))),
};

describe("derivatives along matrices of constant rank agree with PyTorch and with differences", () => {
  cases.forEach((each, i) => {
    const [a, b, left, right] = [each.a, each.b, each.left, each.right].map((x) => tensor(x)) as [Tensor, Tensor, Tensor, Tensor]; // prettier-ignore
    const [m, n] = a.shape as [number, number];
    test(`${each.function} of ${m} × ${n}, rank ${each.rank}, case ${i}`, () => {
      const f = (x: Tensor): Tensor => functions[each.function](x, b);
      const e = add(matmul(left, a), matmul(a, right));
      const scale = Math.max(1, ...Array.from(tensor(each.hvp).data, Math.abs));
      expect(matrixRank(a).item()).toBe(each.rank);
      expectClose(f(a), each.value, { relative: 1e-11, absolute: 1e-12 });
      expectClose(grad(f)(a), each.gradient, { relative: 1e-10, absolute: 1e-11 * scale });
      expectClose(hvp(f, a, e), each.hvp, { relative: 1e-9, absolute: 1e-10 * scale });

      // (I + t L) A (I + t R) keeps the rank.
      const path = (t: Tensor): Tensor =>
        f(matmul(add(eye(m), mul(left, t)), matmul(a, add(eye(n), mul(right, t)))));
      expectSlopes(path);
    });
  });
});

/** The first and the second derivative against differences of order 8. */
function expectSlopes(f: (t: Tensor) => Tensor): void {
  const h = 1 / 256;
  const at = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((i) => f(tensor(i * h)).item());
  const weigh = (weights: readonly number[]): number =>
    weights.reduce((total, weight, i) => total + weight * at[i]!, 0);
  const first = weigh([1 / 280, -4 / 105, 1 / 5, -4 / 5, 0, 4 / 5, -1 / 5, 4 / 105, -1 / 280]) / h;
  const second =
    weigh([-1 / 560, 8 / 315, -1 / 5, 8 / 5, -205 / 72, 8 / 5, -1 / 5, 8 / 315, -1 / 560]) / h ** 2;
  const slope = (t: Tensor): Tensor => jvp(f, [t], [tensor(1)]).tangent;
  const [one, two] = [slope(tensor(0)).item(), jvp(slope, [tensor(0)], [tensor(1)]).tangent.item()];
  expect(Math.abs(one - first)).toBeLessThan(1e-8 * Math.max(1, Math.abs(first)));
  expect(Math.abs(two - second)).toBeLessThan(1e-6 * Math.max(1, Math.abs(second)));
}

describe("subspaces and factors move with matrices of constant rank", () => {
  const weights = tensor(randomMatrix(4, 4, 5));
  const project = (q: Tensor): Tensor => sum(mul(weights, matmul(q, transposed(q))));
  const of = {
    "the range": (x: Tensor) => project(orth(x, { rank: 2 })),
    "the null space": (x: Tensor) => project(nullSpace(x, { rank: 2 })),
    "the pseudo-inverse": (x: Tensor) => sum(mul(weights, pinv(x))),
    "the shortest solution": (x: Tensor) => sum(square(lstsq(x, weights).x)),
    "the nuclear norm": (x: Tensor) => norm(x, { ord: "nuc" }),
    "the positive factor of the polar decomposition": (x: Tensor) => sum(mul(weights, polar(x).p)),
  };
  const a = matmul(tensor(randomMatrix(4, 2, 1)), tensor(randomMatrix(2, 4, 2)));
  const [left, right] = [tensor(randomMatrix(4, 4, 3)), tensor(randomMatrix(4, 4, 4))];
  for (const [name, f] of Object.entries(of)) {
    test(name, () => {
      expectSlopes((t) => f(matmul(add(eye(4), mul(left, t)), matmul(a, add(eye(4), mul(right, t))))));
    });
  }
});

describe("across a change of rank", () => {
  test("the pseudo-inverse jumps, and its derivative is that of the part that is left", () => {
    const at = (x: number): Tensor => tensor([[1, 0], [0, x]]); // prettier-ignore
    const corner = (x: Tensor): Tensor => sum(mul(pinv(x), tensor([[0, 0], [0, 1]]))); // prettier-ignore
    expect(corner(at(1e-10)).item()).toBeCloseTo(1e10, 0);
    expect(corner(at(0)).item()).toBe(0);
    expect(grad(corner)(at(0)).toArray()).toEqual(zeros([2, 2]).toArray());
    expect(corner(at(1e-10)).item() / 1e10).toBeCloseTo(1, 12);
    expect(grad(corner)(at(1e-3)).data[3]! / -1e6).toBeCloseTo(1, 12);
  });

  test("a tolerance decides which side a singular value is on, for value and derivative alike", () => {
    const x = tensor([[1, 0], [0, 1e-4]]); // prettier-ignore
    const f = (rtol: number) => (y: Tensor) => sum(pinv(y, { rtol }));
    expect(f(1e-3)(x).item()).toBe(1);
    expect(f(1e-5)(x).item()).toBeCloseTo(10001, 8);
    expect(grad(f(1e-3))(x).data[3]).toBe(0);
    expect(grad(f(1e-5))(x).data[3]! / -1e8).toBeCloseTo(1, 10);
  });

  test("the matrix of zeros has the derivative 0, and nothing becomes NaN", () => {
    for (const f of [(x: Tensor) => sum(pinv(x)), (x: Tensor) => sum(lstsq(x, eye(3)).x)]) {
      expect(grad(f)(zeros([3, 2])).toArray()).toEqual(zeros([3, 2]).toArray());
      expect(hvp(f, zeros([3, 2]), tensor(randomMatrix(3, 2, 1))).toArray()).toEqual(zeros([3, 2]).toArray());
    }
    expect(grad((x: Tensor) => norm(x, { ord: "nuc" }))(zeros([3, 2])).toArray()).toEqual(
      zeros([3, 2]).toArray(),
    );
    expect([...grad((x: Tensor) => sum(polar(x).p))(zeros([3, 2])).data].every(Number.isFinite)).toBe(true);
  });
});
