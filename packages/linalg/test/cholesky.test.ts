import { readFileSync } from "node:fs";
import { grad, vmap } from "@adjoint/autodiff";
import { cholesky, inv } from "@adjoint/linalg";
import { add, log, mul, slice, sum, swapAxes, tensor, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { hilbert, multiply, scaled, transposed, withSpectrum } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";
import { residualRatio } from "./support/residuals.ts";

const fixture = JSON.parse(readFileSync(new URL("fixtures/values.json", import.meta.url), "utf8")) as {
  readonly cholesky: readonly { readonly a: Matrix; readonly l: Matrix }[];
};

const definite = withSpectrum([1, 2, 4, 8], 1);
const symmetricPart = (x: Tensor): Tensor => mul(add(x, swapAxes(x, -1, -2)), 0.5);

describe("L Lᵀ is the matrix", () => {
  const graded = withSpectrum([1, 2, 3, 4], 2).map((row, i) => row.map((x, j) => x * 10 ** (-20 * (i + j))));
  const cases: Record<string, Matrix> = {
    "1×1": [[9]],
    random: withSpectrum(
      Array.from({ length: 30 }, (_, i) => 0.1 + i),
      3,
    ),
    hilbert: hilbert(10),
    graded,
    "1e150": scaled(definite, 1e150),
    "1e-150": scaled(definite, 1e-150),
    "1e300": scaled(definite, 1e300),
  };
  for (const [name, a] of Object.entries(cases)) {
    test(name, () => {
      const l = cholesky(a).toArray() as Matrix;
      expect(residualRatio(a, multiply(l, transposed(l)))).toBeLessThan(10);
      l.forEach((row, i) => {
        expect(row[i]).toBeGreaterThan(0);
        expect(row.slice(i + 1).every((x) => x === 0)).toBe(true);
      });
    });
  }
});

test("factors agree with mpmath", () => {
  for (const { a, l } of fixture.cholesky) expectClose(cholesky(a), l, { relative: 1e-11 });
});

test("leading axes are a batch, and vmap gives the same", () => {
  const batch = tensor([definite, hilbert(4)]);
  expectClose(slice(cholesky(batch), 1), cholesky(hilbert(4)), { relative: 0 });
  expectClose(vmap((a: Tensor) => cholesky(a))(batch), cholesky(batch), { relative: 0 });
  expect(cholesky(zeros([3, 0, 0])).shape).toEqual([3, 0, 0]);
  expect(cholesky(tensor(definite, { dtype: "float32" })).dtype).toBe("float32");
});

test("cholesky obeys the laws of primitives", () => {
  checkPrimitive((a) => cholesky(symmetricPart(a)), [definite]);
  checkPrimitive((a) => cholesky(symmetricPart(a)), [[definite, withSpectrum([1, 3, 5, 6], 4)]], {
    order: 1,
  });
});

test("the gradient of the log-determinant is the inverse, and symmetric", () => {
  const logDet = (a: Tensor): Tensor => mul(2, sum(log(sum(mul(cholesky(a), tensor(unit)), { axis: -1 }))));
  const unit = definite.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  expectClose(grad(logDet)(tensor(definite)), inv(definite), { relative: 1e-12, absolute: 1e-15 });
});

describe("errors say what is wrong", () => {
  test("a matrix that is not positive definite, by its leading minor", () => {
    const problem = catchError(() =>
      cholesky([
        [1, 2],
        [2, 1],
      ]),
    );
    expect(problem.message).toContain(
      "cholesky: a is not positive definite: its leading minor of order 2 is not positive (pivot 1 is -3);",
    );
    expect(problem.details).toEqual({ operation: "cholesky", minor: 2, pivot: 1, value: -3 });
    expect(catchError(() => cholesky([[[1]], [[0]]])).message).toContain(
      "order 1 is not positive (pivot 0 is 0) (matrix [1] of the batch)",
    );
  });

  test("asymmetry, NaN and shapes", () => {
    expect(() =>
      cholesky([
        [4, 0],
        [2, 5],
      ]),
    ).toThrow("cholesky: a is not symmetric: a[1, 0] is 2 but a[0, 1] is 0; both triangles are read");
    expect(() =>
      cholesky([
        [1, NaN],
        [NaN, 1],
      ]),
    ).toThrow("cholesky: a[0, 1] is NaN");
    expect(() => cholesky([[1, 2]])).toThrow("cholesky: a must be square");
  });

  test("check: false gives NaN for the matrices concerned alone", () => {
    expect(cholesky([[[4]], [[-1]], [[NaN]]], { check: false }).toArray()).toEqual([[[2]], [[NaN]], [[NaN]]]);
  });
});
