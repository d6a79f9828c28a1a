import {
  effectiveRank,
  lowRank,
  lstsq,
  matrixPower,
  matrixRank,
  norm,
  nullSpace,
  orth,
  pinv,
  polar,
  spectralNorm,
  svdvals,
} from "@adjoint/linalg";
import {
  abs,
  complex,
  conj,
  eye,
  matmul,
  mul,
  real,
  sub,
  sum,
  swapAxes,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";

const size = (x: Tensor): number => norm(abs(x)).item();
const random = (shape: readonly number[], seed: number): Tensor =>
  randomTensor(shape, { seed, dtype: "complex128" });
const adjoint = (x: Tensor): Tensor => conj(swapAxes(x, -1, -2));
const laws = { tolerance: 1e-6, step: 1 / 32 };
const rankTwo = (m: number, n: number): Tensor => matmul(random([m, 2], 1), random([2, n], 2));

test("ranks of complex matrices are those of their singular values", () => {
  expect(matrixRank(rankTwo(5, 4)).item()).toBe(2);
  expect(matrixRank(rankTwo(3, 6)).dtype).toBe("int32");
  const a = random([4, 3], 3);
  expectClose(spectralNorm(a), svdvals(a).data[0]!);
  expectClose(effectiveRank(complex(0, eye(3))), 3);
  expectClose(lowRank(rankTwo(5, 4), 2), rankTwo(5, 4), { absolute: 1e-14 });
  const b = random([3, 3], 4);
  expectClose(matrixPower(b, 3), matmul(b, matmul(b, b)), { absolute: 1e-14 });
});

describe("pinv", () => {
  test("satisfies Penrose's equations, of full and of lower rank", () => {
    for (const a of [random([5, 3], 5), random([3, 5], 6), rankTwo(5, 4), random([2, 3, 3], 7)]) {
      const x = pinv(a);
      const close = { absolute: 1e-12 };
      expectClose(matmul(a, matmul(x, a)), a, close);
      expectClose(matmul(x, matmul(a, x)), x, close);
      expectClose(adjoint(matmul(a, x)), matmul(a, x), close);
      expectClose(adjoint(matmul(x, a)), matmul(x, a), close);
    }
    expect(pinv(zeros([0, 2], { dtype: "complex128" })).shape).toEqual([2, 0]);
    expect(size(pinv(zeros([3, 2], { dtype: "complex128" })))).toBe(0);
  });

  test("satisfies the laws of derivatives", () => {
    checkPrimitive((x) => pinv(x), [random([2, 3, 2], 8)], laws);
  });
});

describe("nullSpace and orth", () => {
  test("are orthonormal bases with real, positive pivots", () => {
    const a = rankTwo(5, 4);
    const [n, q] = [nullSpace(a), orth(a)];
    expect([n.shape, q.shape]).toEqual([
      [4, 2],
      [5, 2],
    ]);
    expect(size(matmul(a, n))).toBeLessThan(1e-14 * 20);
    expectClose(matmul(adjoint(n), n), complex(eye(2)), { absolute: 1e-14 });
    expectClose(matmul(q, matmul(adjoint(q), a)), a, { absolute: 1e-14 });
    const single = nullSpace([[1, { re: 0, im: 1 }]]);
    expectClose(single, complex([[Math.SQRT1_2], [0]], [[0], [Math.SQRT1_2]]), { absolute: 1e-15 });
    expect(nullSpace(zeros([2, 0, 3], { dtype: "complex128" })).shape).toEqual([2, 3, 3]);
  });

  test("satisfy the laws of derivatives where they are determined", () => {
    checkPrimitive((x) => nullSpace(x, { rank: 2 }), [random([2, 3], 9)], laws);
    checkPrimitive((x) => orth(x, { rank: 1 }), [random([3, 1], 10)], laws);
    const projector = (x: Tensor): Tensor => {
      const q = orth(x, { rank: 2 });
      return matmul(q, adjoint(q));
    };
    checkPrimitive(projector, [random([3, 2], 11)], laws);
  });
});

describe("polar", () => {
  test("has a unitary and a Hermitian factor, on either side", () => {
    for (const shape of [
      [4, 4],
      [5, 3],
      [3, 5],
    ]) {
      const a = random(shape, 12);
      const [right, left] = [polar(a), polar(a, { side: "left" })];
      expectClose(matmul(right.u, right.p), a, { absolute: 1e-14 });
      expectClose(matmul(left.p, left.u), a, { absolute: 1e-14 });
      expect(size(sub(right.p, adjoint(right.p)))).toBe(0);
    }
  });

  test("satisfies the laws of derivatives, at equal singular values too", () => {
    checkPrimitive((x) => polar(x), [random([2, 3, 2], 13)], laws);
    checkPrimitive((x) => polar(x), [random([2, 3], 14)], laws);
    checkPrimitive((x) => polar(x).u, [mul(2, polar(random([2, 2], 15)).u)], laws);
  });
});

describe("lstsq", () => {
  test("is A⁺ b with its residuals, of full and of lower rank", () => {
    for (const a of [random([5, 3], 16), random([3, 5], 17), rankTwo(5, 4)]) {
      const b = random([a.shape[0]!, 2], 18);
      const { x, residuals, rank, singularValues } = lstsq(a, b);
      expectClose(x, matmul(pinv(a), b), { absolute: 1e-12 });
      const misfit = abs(sub(matmul(a, x), b));
      expectClose(
        residuals,
        [0, 1].map((j) => norm(misfit, { axis: 0 }).data[j]! ** 2),
        { absolute: 1e-13 },
      );
      expect(rank.item()).toBe(matrixRank(a).item());
      expectClose(singularValues, svdvals(a));
    }
    const vector = lstsq(random([2, 3, 3], 19), random([3], 20));
    expect([vector.x.shape, vector.residuals.shape, vector.rank.shape]).toEqual([[2, 3], [2], [2]]);
  });

  test("satisfies the laws of derivatives, and names what is not finite", () => {
    checkPrimitive((a, b) => lstsq(a, b).x, [random([3, 2], 21), random([3], 22)], laws);
    checkPrimitive((a, b) => lstsq(a, b).x, [random([2, 3], 23), random([2, 2], 24)], laws);
    expect(String(catchError(() => lstsq(complex([[1, 2]], [[0, NaN]]), [1])))).toContain(
      "lstsq: a[0, 1] is NaN",
    );
  });
});

describe("norms of complex arrays", () => {
  const x = tensor([{ re: 3, im: 4 }, 0, { re: 0, im: -12 }]);
  test("are those of the magnitudes", () => {
    expect([norm(x).item(), norm(x, { ord: 1 }).item(), norm(x, { ord: Infinity }).item()]).toEqual([
      13, 17, 12,
    ]);
    expect(norm(x).dtype).toBe("float64");
    const a = random([3, 4], 25);
    expectClose(norm(a, { ord: 1 }), norm(abs(a), { ord: 1 }));
    expectClose(norm(a, { ord: "nuc" }), sum(svdvals(a)));
    expectClose(norm(mul(a, 1e300), { keepDims: true }), [[norm(abs(a)).item() * 1e300]]);
    expect(norm(zeros([0], { dtype: "complex128" })).item()).toBe(0);
  });

  test("satisfy the laws of derivatives", () => {
    for (const ord of [1, 2, 3] as const) checkPrimitive((z) => norm(z, { ord }), [random([3], 26)], laws);
    for (const ord of ["fro", "nuc", 1, 2] as const)
      checkPrimitive((z) => norm(z, { ord }), [random([2, 3], 27)], laws);
    checkPrimitive((z) => norm(z), [x]);
  });
});

test("a complex matrix with zeros as imaginary parts has the real pseudo-inverse and null space", () => {
  const a = real(rankTwo(4, 3));
  expectClose(real(pinv(complex(a))), pinv(a), { absolute: 1e-12 });
  expectClose(real(polar(complex(a)).p), polar(a).p, { absolute: 1e-13 });
});
