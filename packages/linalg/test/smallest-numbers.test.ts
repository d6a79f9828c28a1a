import { eigh, hessenberg, qr, schur, svd } from "@adjoint/linalg";
import { matmul, mul, ones, swapAxes } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { describe, expect, test } from "vitest";
import type { Matrix } from "./support/matrices.ts";
import { orthogonalityRatio, residualRatio } from "./support/residuals.ts";

const bases: Readonly<Record<string, (a: Tensor) => readonly Tensor[]>> = {
  qr: (a) => [qr(a).q],
  "qr with pivots": (a) => [qr(a, { pivot: true }).q],
  hessenberg: (a) => [hessenberg(a).q],
  schur: (a) => [schur(a).q],
  eigh: (a) => [eigh(a).vectors],
  svd: (a) => [svd(a, { method: "qr" }).u, swapAxes(svd(a, { method: "qr" }).vt, 0, 1)],
};

// Each column of ones leaves the next with the rounding errors of the last, down to the smallest numbers.
describe.each(Object.keys(bases))("%s keeps its basis orthogonal next to the smallest numbers", (name) => {
  test.each([3, 12, 30, 64])("ones of order %i", (n) => {
    for (const scale of [1, 2 ** -1000, 2 ** -1040]) {
      for (const basis of bases[name]!(mul(ones([n, n]), scale))) {
        expect(orthogonalityRatio(basis.toArray() as Matrix)).toBeLessThan(10);
      }
    }
  });
});

test("what qr makes of columns next to the smallest numbers is right", () => {
  const a = mul(ones([30, 30]), 2 ** -1000);
  const { q, r } = qr(a);
  const large = (x: Tensor): Matrix => mul(x, 2 ** 1000).toArray() as Matrix;
  expect(residualRatio(large(a), large(matmul(q, r)))).toBeLessThan(10);
});
