import { jvp } from "@adjoint/autodiff";
import { qr } from "@adjoint/linalg";
import { abs, add, diagonal, matmul, swapAxes, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { galleryCases } from "./support/gallery.ts";
import { build, multiply, randomMatrix, rectangularCases } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { orthogonalityRatio, residualRatio } from "./support/residuals.ts";

const cases = {
  ...rectangularCases(),
  ...galleryCases(),
  "100 × 80": randomMatrix(100, 80, 61),
  "70 × 130": randomMatrix(70, 130, 62),
  "200 × 200": randomMatrix(200, 200, 63),
};

function checkFactors(
  a: Matrix,
  factors: { readonly q: Tensor; readonly r: Tensor },
  permuted: Matrix,
): void {
  const q = factors.q.toArray() as Matrix;
  const r = factors.r.toArray() as Matrix;
  expect(residualRatio(permuted, multiply(q, r))).toBeLessThan(10);
  expect(orthogonalityRatio(q)).toBeLessThan(10);
  r.forEach((row, i) => {
    row.slice(0, i).forEach((x) => expect(x).toBe(0));
    if (i < row.length) expect(row[i]).toBeGreaterThanOrEqual(0);
  });
  expect(a.length).toBe(q.length);
}

describe("A = Q R and QᵀQ = I to rounding", () => {
  for (const [name, a] of Object.entries(cases)) {
    if (a.length === 0) continue;
    test(name, () => {
      checkFactors(a, qr(a), a);
      checkFactors(a, qr(a, { full: true }), a);
      expect(qr(a, { full: true }).q.shape).toEqual([a.length, a.length]);
      const { q, r, p } = qr(a, { pivot: true });
      const order = (p.toArray() as Matrix)[0]!.map((_, j) =>
        (p.toArray() as Matrix).findIndex((row) => row[j] === 1),
      );
      expect(order.toSorted((x, y) => x - y)).toEqual(order.map((_, j) => j));
      checkFactors(
        a,
        { q, r },
        a.map((row) => order.map((j) => row[j]!)),
      );
      const decay = diagonal(abs(r)).data;
      for (let i = 1; i < decay.length; i++) {
        expect(decay[i]!).toBeLessThanOrEqual(decay[i - 1]! * (1 + 1e-13));
      }
    });
  }
});

test("columns keep their digits beside much larger ones", () => {
  const a = randomMatrix(9, 5, 64).map((row) => row.map((x, j) => x * 10 ** (60 * (j - 2))));
  const product = multiply(qr(a).q.toArray() as Matrix, qr(a).r.toArray() as Matrix);
  a[0]!.forEach((_, j) => {
    const column = (m: Matrix): Matrix => m.map((row) => [row[j]!]);
    expect(residualRatio(column(a), column(product))).toBeLessThan(10);
  });
});

test("pivoting reveals the rank", () => {
  const a = multiply(randomMatrix(20, 4, 65), randomMatrix(4, 9, 66));
  const decay = diagonal(qr(a, { pivot: true }).r).data;
  expect(decay[3]!).toBeGreaterThan(1e-2);
  expect(decay[4]!).toBeLessThan(1e-14);
});

test("matrices without elements, batches and dtypes", () => {
  expect(qr(zeros([0, 0])).q.shape).toEqual([0, 0]);
  expect(qr(zeros([2, 3, 0])).q.shape).toEqual([2, 3, 0]);
  expect(qr(zeros([0, 3])).r.shape).toEqual([0, 3]);
  const full = qr(zeros([3, 0]), { full: true });
  expect(full.q.toArray()).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(full.r.shape).toEqual([3, 0]);
  expect(qr(zeros([2, 0, 3]), { pivot: true }).p.shape).toEqual([2, 3, 3]);
  const single = tensor(randomMatrix(4, 3, 67), { dtype: "float32" });
  expect(qr(single).r.dtype).toBe("float32");
  expectClose(qr(single).r, qr(tensor(Float64Array.from(single.data), { shape: [4, 3] })).r, {
    relative: 1e-6,
  });
  const stack = [randomMatrix(4, 3, 68), randomMatrix(4, 3, 69)];
  expectClose(
    qr(stack).r,
    stack.map((each) => qr(each).r.toArray()),
  );
});

test("qr obeys the laws of primitives, whatever the shape", () => {
  const of = (m: number, n: number): Matrix =>
    randomMatrix(m, n, m + 7 * n).map((row, i) => row.map((x, j) => x + (i === j ? 3 - 0.5 * i : 0)));
  checkPrimitive((a) => qr(a), [of(1, 1)]);
  checkPrimitive((a) => qr(a), [of(3, 3)]);
  checkPrimitive((a) => qr(a), [of(4, 2)]);
  checkPrimitive((a) => qr(a), [of(2, 4)]);
  checkPrimitive((a) => qr(a, { full: true }), [of(2, 3)]);
  checkPrimitive((a) => qr(a), [[of(3, 2), of(3, 2).map((row) => row.map((x) => -2 * x))]], { order: 1 });
  checkPrimitive(
    (a) => {
      const { q, r } = qr(a, { pivot: true });
      return [q, r];
    },
    [of(4, 3)],
  );
});

test("the tangent of a full Q keeps it orthogonal and the product right", () => {
  const a = tensor(randomMatrix(5, 2, 70));
  const direction = tensor(randomMatrix(5, 2, 71));
  const { value, tangent } = jvp((x: Tensor) => qr(x, { full: true }), [a], [direction]);
  expectClose(add(matmul(tangent.q, value.r), matmul(value.q, tangent.r)), direction, { absolute: 1e-14 });
  const slope = matmul(swapAxes(value.q, 0, 1), tangent.q);
  expectClose(add(slope, swapAxes(slope, 0, 1)), zeros([5, 5]), { absolute: 1e-14 });
});

test("NaN is named, or factored to NaN on request, in its own matrix alone", () => {
  const bad = [
    [1, NaN],
    [0, 1],
  ];
  const good = build(2, 2, (i, j) => (i === j ? 2 : 0));
  expect(catchError(() => qr([good, bad])).message).toContain("qr: a[1, 0, 1] is NaN");
  const { q, r } = qr([good, bad], { check: false });
  expect(q.toArray()).toEqual([build(2, 2, (i, j) => (i === j ? 1 : 0)), build(2, 2, () => NaN)]);
  expect((r.toArray() as Matrix[])[0]).toEqual(good);
  expect(() => qr([1, 2])).toThrow("qr: a must be a matrix or a batch of matrices");
});
