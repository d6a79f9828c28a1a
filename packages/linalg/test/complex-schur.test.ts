import { hessenberg, norm, schur } from "@adjoint/linalg";
import { abs, complex, conj, eye, matmul, ones, sub, swapAxes } from "@adjoint/tensor";
import { expect, test } from "vitest";

test("bases stay unitary where rounding leaves the smallest numbers of a matrix of rank 1", () => {
  const n = 60;
  const a = complex(ones([n, n]));
  for (const { q } of [hessenberg(a), schur(a)]) {
    const error = norm(abs(sub(matmul(conj(swapAxes(q, 0, 1)), q), eye(n))));
    expect(error.item() / (n * Number.EPSILON)).toBeLessThan(10);
  }
});
