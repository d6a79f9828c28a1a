import { grad, vmap } from "@adjoint/autodiff";
import { lstsq, pinv, solve } from "@adjoint/linalg";
import { matmul, slice, sum, swapAxes, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { galleryCases } from "./support/gallery.ts";
import {
  build,
  hilbert,
  multiply,
  randomMatrix,
  rectangularCases,
  scaled,
  transposed,
} from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";

const lowRank = (m: number, n: number, rank: number): Matrix =>
  multiply(randomMatrix(m, rank, m), randomMatrix(rank, n, n + 1));

describe("the gradient Aᵀ(A x − b) vanishes to rounding", () => {
  for (const [name, a] of Object.entries({ ...rectangularCases(), ...galleryCases() })) {
    if (a.length === 0 || /1e|2\^/.test(name)) continue;
    test(name, () => {
      const b = randomMatrix(a.length, 2, 81);
      const { x, rank } = lstsq(a, b);
      const residual = multiply(a, x.toArray() as Matrix).map((row, i) => row.map((v, j) => v - b[i]![j]!));
      const length = (m: Matrix): number => Math.hypot(...m.flat());
      const gradient = length(multiply(transposed(a), residual));
      // (A + E)ᵀ((A + E) x − b) = 0 with ‖E‖ of the order of rounding: Golub & Van Loan §5.5.
      const scale = length(a) * (length(residual) + length(a) * length(x.toArray() as Matrix));
      const size = Math.max(a.length, a[0]!.length);
      expect(gradient).toBeLessThanOrEqual(10 * size * Number.EPSILON * (scale + Number.MIN_VALUE));
      expect(rank.item()).toBeLessThanOrEqual(Math.min(a.length, a[0]!.length));
    });
  }
});

test("scales cancel", () => {
  const a = randomMatrix(6, 3, 1);
  const b = [1, 2, 3, 4, 5, 6];
  const { x } = lstsq(a, b);
  for (const exponent of [-460, 460, -990, 990]) {
    expectClose(
      matmul(lstsq(scaled(a, 2 ** exponent), b).x, [
        [2 ** (exponent / 2), 0, 0],
        [0, 2 ** (exponent / 2), 0],
        [0, 0, 2 ** (exponent / 2)],
      ]),
      matmul(x, [
        [2 ** (-exponent / 2), 0, 0],
        [0, 2 ** (-exponent / 2), 0],
        [0, 0, 2 ** (-exponent / 2)],
      ]),
      { relative: 1e-13 },
    );
  }
});

test("the solution of a regular system, and the shortest of a singular one", () => {
  const a = randomMatrix(5, 5, 2);
  const b = randomMatrix(5, 2, 3);
  expectClose(lstsq(a, b).x, solve(a, b), { relative: 1e-11, absolute: 1e-12 });
  const singular = lowRank(6, 4, 2);
  const { x, rank, singularValues, residuals } = lstsq(singular, randomMatrix(6, 3, 4));
  expect(rank.item()).toBe(2);
  expect(singularValues.shape).toEqual([4]);
  expect(residuals.shape).toEqual([3]);
  expectClose(x, matmul(pinv(singular), randomMatrix(6, 3, 4)), { relative: 1e-11, absolute: 1e-13 });
  const wide = lowRank(3, 7, 3);
  expectClose(matmul(wide, lstsq(wide, [1, 2, 3]).x), [1, 2, 3], { relative: 1e-12 });
  expectClose(lstsq(wide, [1, 2, 3]).residuals, 0, { absolute: 1e-24 });
});

test("tolerances decide which singular values count", () => {
  const a = [
    [1, 0],
    [0, 1e-3],
  ];
  expectClose(lstsq(a, [1, 1]).x, [1, 1000]);
  expect(lstsq(a, [1, 1], { rtol: 1e-2 }).x.toArray()).toEqual([1, 0]);
  expect(lstsq(a, [1, 1], { atol: 1e-3 }).rank.item()).toBe(1);
  expect(lstsq(hilbert(20), new Array<number>(20).fill(1)).rank.item()).toBeLessThan(15);
  expect(
    lstsq(tensor(hilbert(12), { dtype: "float32" }), zeros([12], { dtype: "float32" })).rank.item(),
  ).toBeLessThan(9);
});

test("shapes, batches, dtypes and matrices without elements", () => {
  const a = randomMatrix(4, 2, 5);
  expect(lstsq(a, [1, 2, 3, 4]).x.shape).toEqual([2]);
  expect(lstsq(a, [1, 2, 3, 4]).residuals.shape).toEqual([]);
  const stack = lstsq([a, a], zeros([5, 1, 4, 3]));
  expect([stack.x.shape, stack.residuals.shape, stack.rank.shape]).toEqual([[5, 2, 2, 3], [5, 2, 3], [2]]);
  const vectors = lstsq([a, scaled(a, 2)], [1, 2, 3, 4]);
  expect(vectors.residuals.shape).toEqual([2]);
  expectClose(slice(vectors.x, 1), lstsq(scaled(a, 2), [1, 2, 3, 4]).x);
  const single = lstsq(tensor(a, { dtype: "float32" }), tensor([1, 2, 3, 4], { dtype: "float32" }));
  expect([single.x.dtype, single.singularValues.dtype, single.rank.dtype]).toEqual([
    "float32",
    "float32",
    "int32",
  ]);
  expect(lstsq(zeros([0, 3]), zeros([0])).x.toArray()).toEqual([0, 0, 0]);
  expect(lstsq(zeros([3, 0]), [1, 2, 2]).residuals.item()).toBe(9);
  expect(lstsq(zeros([2, 0, 0]), zeros([0, 2])).x.shape).toEqual([2, 0, 2]);
  expect(lstsq(zeros([2, 3]), [1, 2]).x.toArray()).toEqual([0, 0, 0]);
});

test("lstsq obeys the laws of primitives, whatever the shape", () => {
  const of = (m: number, n: number): Matrix =>
    randomMatrix(m, n, m + 5 * n).map((row, i) => row.map((x, j) => x + (i === j ? 2 + i : 0)));
  const x = (a: Tensor, b: Tensor) => lstsq(a, b).x;
  checkPrimitive(x, [of(3, 3), [1, 2, -1]]);
  checkPrimitive(x, [of(4, 2), randomMatrix(4, 2, 6)]);
  checkPrimitive(x, [of(2, 4), randomMatrix(2, 3, 7)]);
  checkPrimitive((a, b) => lstsq(a, b).residuals, [of(3, 2), [1, 2, -1]]);
  checkPrimitive((a) => lstsq(a, [1, 2, -1]).singularValues, [of(3, 2)]);
  checkPrimitive(
    x,
    [
      [of(3, 2), of(3, 2)],
      [1, 2, -1],
    ],
    { order: 1 },
  );
});

test("along matrices of constant rank the derivative is that of the pseudo-inverse", () => {
  const [left, right] = [randomMatrix(5, 2, 8), randomMatrix(2, 4, 9)];
  const b = tensor([1, 2, -1, 0.5, 3]);
  checkPrimitive((l, r) => lstsq(matmul(l, r), b).x, [left, right], { batch: false });
  const a = tensor(multiply(left, right));
  expectClose(grad((x: Tensor) => sum(lstsq(x, b).x))(a), grad((x: Tensor) => sum(matmul(pinv(x), b)))(a), {
    relative: 1e-10,
    absolute: 1e-12,
  });
});

test("vmap maps over the matrices, over the right-hand sides, or over both", () => {
  const matrices = tensor([randomMatrix(4, 2, 10), randomMatrix(4, 2, 11)]);
  const vectors = tensor(randomMatrix(2, 4, 12));
  const x = (a: Tensor, b: Tensor): Tensor => lstsq(a, b).x;
  expectClose(slice(vmap(x)(matrices, vectors), 1), x(slice(matrices, 1), slice(vectors, 1)));
  const shared = vmap(x, { inAxes: [null, 0] })(slice(matrices, 0), vectors);
  expectClose(shared, swapAxes(x(slice(matrices, 0), swapAxes(vectors, 0, 1)), 0, 1));
});

test("wrong arguments are named", () => {
  expect(catchError(() => lstsq([[1, NaN]], [1])).message).toContain("lstsq: a[0, 1] is NaN");
  expect(lstsq([[1, NaN]], [1], { check: false }).x.toArray()).toEqual([NaN, NaN]);
  expect(() =>
    lstsq(
      build(3, 2, () => 1),
      [1, 2],
    ),
  ).toThrow(
    "lstsq: a and b must have the same number of rows: a is [3, 2], b is [2] (axis 0 of a is 3, axis 0 of b is 2)",
  );
  expect(() => lstsq([[1]], [1], { rtol: -1 })).toThrow("lstsq: rtol must be a number ≥ 0, got -1");
});
