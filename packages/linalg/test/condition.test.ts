import { grad, vmap } from "@adjoint/autodiff";
import { cond, inv, rcond, solve } from "@adjoint/linalg";
import { complex, eye, matmul, sum, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { galleryCases } from "./support/gallery.ts";
import { build, hilbert, randomMatrix, scaled } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";

const singular = [
  [1, 2],
  [2, 4],
];

describe("rcond is 1/κ₁ up to a small factor", () => {
  const cases: Record<string, Matrix> = {
    ...galleryCases(),
    "1×1": [[-3]],
    "2×2": [
      [4, 1],
      [1, 3],
    ],
    "hilbert, 8": hilbert(8),
    "counterexample of Cline and Rew": build(
      4,
      4,
      (i, j) =>
        [
          [1, -1, -2, 0],
          [0, 1, 1e6, -1e6],
          [0, 1, 1, 1e6],
          [0, 1e6, 1, 1],
        ][i]![j]!,
    ),
  };
  for (const [name, a] of Object.entries(cases)) {
    if (a.length !== a[0]!.length) continue;
    test(name, () => {
      const estimate = rcond(a).item();
      const exact = 1 / cond(a, { ord: 1 }).item();
      if (exact < 1e-14) expect(estimate).toBeLessThan(1e-13);
      else {
        expect(estimate).toBeGreaterThanOrEqual(exact * (1 - 1e-2));
        expect(estimate).toBeLessThanOrEqual(exact * 3.5);
      }
    });
  }
});

test("rcond of tiny matrices does not take them for singular", () => {
  const tiny = [
    [1e-300, 0],
    [1e-308, 1e-308],
  ];
  expectClose(rcond(tiny), 1e-8, { relative: 1e-7 });
  expectClose(rcond(complex(tiny, tiny)), 1e-8, { relative: 1e-7 });
});

test("rcond is 0 for what is singular or not finite, and 1 for what is orthogonal or empty", () => {
  expect(
    rcond([
      singular,
      [
        [1, NaN],
        [0, 1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ]).toArray(),
  ).toEqual([0, 0, 1]);
  expect(rcond(zeros([0, 0])).item()).toBe(1);
  expect(vmap((x: Tensor) => rcond(x))(tensor([singular, eye(2)])).toArray()).toEqual([0, 1]);
});

test("solve and inv return the verdict on request", () => {
  const b = [1, 1];
  const { x, rcond: verdict } = solve(singular, b, { verdict: true });
  expect(verdict.item()).toBe(0);
  expect(x.toArray()).toEqual([-Infinity, Infinity]);
  const near = solve(hilbert(12), new Array<number>(12).fill(1), { verdict: true });
  expect(near.rcond.item()).toBeLessThan(1e-15);
  expect(near.rcond.item()).toBeGreaterThan(1e-18);
  const good = inv(
    [
      [
        [2, 0],
        [0, 4],
      ],
      singular,
    ],
    { verdict: true },
  );
  expect(good.rcond.toArray()).toEqual([0.5, 0]);
  expect((good.x.toArray() as Matrix[])[0]).toEqual([
    [0.5, 0],
    [0, 0.25],
  ]);
  expect(() => solve(singular, b, { verdict: true, check: true })).toThrow("singular");
  expect(solve(tensor([[2]], { dtype: "float32" }), [1], { verdict: true }).rcond.dtype).toBe("float64");
  expectClose(grad((a: Tensor) => sum(solve(a, b, { verdict: true }).x))(eye(2)), [
    [-1, -1],
    [-1, -1],
  ]);
  expectClose(grad((a: Tensor) => solve(a, b, { verdict: true }).rcond)(eye(2)), zeros([2, 2]));
});

test("the error for a singular matrix names its condition", () => {
  const ninths = build(3, 3, (i, j) => (3 * i + j + 1) / 10);
  const error = catchError(() => inv(ninths));
  expect(error.message).toMatch(/the reciprocal condition is about \de-1[78]/);
  expect(error.details["rcond"]).toBeLessThan(1e-16);
  expect(error.details["rcond"]).toBeGreaterThan(1e-19);
});

test("cond is the ratio of singular values, or the product of two norms", () => {
  const a = randomMatrix(5, 5, 1);
  const inverse = inv(a);
  const size = (x: Tensor): number =>
    Math.max(...(x.toArray() as Matrix).map((row) => row.reduce((s, e) => s + Math.abs(e), 0)));
  expectClose(cond(a, { ord: Infinity }), size(tensor(a)) * size(inverse), { relative: 1e-13 });
  expectClose(cond(build(4, 2, (i, j) => (i === j ? j + 3 : 0))), 4 / 3);
  expectClose(
    cond([
      eye(3),
      scaled(
        build(3, 3, (i, j) => (i === j ? 1 : 0)),
        1e200,
      ),
    ]),
    [1, 1],
  );
  expectClose(cond(eye(4), { ord: "fro" }), 4);
  expectClose(cond(eye(4), { ord: "nuc" }), 16);
  expectClose(matmul(a, inverse), eye(5), { absolute: 1e-12 });
});

test("cond is ∞ for singular matrices, with the derivative 0", () => {
  for (const ord of [1, 2, Infinity, "fro", "nuc"] as const) {
    const diagonal = [
      [1, 0],
      [0, 0],
    ];
    expect(
      cond(
        [
          diagonal,
          [
            [1, 0],
            [0, 1],
          ],
        ],
        { ord },
      ).toArray(),
    ).toEqual([Infinity, ord === "fro" ? expect.closeTo(2, 12) : ord === "nuc" ? 4 : 1]);
    expect(grad((x: Tensor) => cond(x, { ord }))(tensor(diagonal)).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(cond(zeros([2, 0, 0]), { ord }).toArray()).toEqual([0, 0]);
  }
});

test("cond obeys the laws of primitives", () => {
  const a = [
    [2, 0.3, -1],
    [0.5, 1.5, 0.2],
    [0.1, -0.7, 3],
  ];
  for (const ord of [1, 2, Infinity, "fro"] as const)
    checkPrimitive((x) => cond(x, { ord }), [a], { step: 1 / 64 });
  checkPrimitive(
    (x) => cond(x),
    [
      [
        [2, 0.3],
        [0.5, 1.5],
        [0.1, -0.7],
      ],
    ],
    { step: 1 / 64 },
  );
});

test("wrong arguments are named", () => {
  expect(() => cond(singular, { ord: 3 })).toThrow('cond: ord must be 1, 2, Infinity, "fro" or "nuc", got 3');
  expect(catchError(() => cond([[1, 2]], { ord: 1 })).message).toContain("cond: a must be square");
  expect(catchError(() => rcond([[1, 2]])).message).toContain("rcond: a must be square");
  expect(catchError(() => cond([[NaN]])).message).toContain("is NaN");
});
