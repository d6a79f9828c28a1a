import { svd, svdvals, norm } from "@adjoint/linalg";
import {
  abs,
  add,
  complex,
  conj,
  DomainError,
  eye,
  imag,
  matmul,
  mul,
  ones,
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

/** ‖A − U S Vᴴ‖/(‖A‖ n ε), ‖I − UᴴU‖/(n ε) and ‖I − VVᴴ‖/(n ε), where `a` is scaled before the decomposition only. */
function ratios(a: Tensor, scale = 1): number[] {
  const unit = Math.max(...a.shape) * Number.EPSILON;
  const { u, s, vt } = svd(mul(a, scale));
  const product = matmul(mul(u, mul(s, 1 / scale)), vt);
  const k = s.shape[0]!;
  return [
    size(sub(a, product)) / (size(a) * unit),
    size(sub(eye(k), matmul(adjoint(u), u))) / unit,
    size(sub(eye(k), matmul(vt, adjoint(vt)))) / unit,
  ];
}

describe("residuals are of the order of rounding", () => {
  const graded = tensor([1, 2, 3, 4, 5, 6].map((i) => 10 ** (-2 * i)));
  const cases: Record<string, readonly [a: Tensor, scale?: number]> = {
    "1×1": [random([1, 1], 1)],
    "in blocks": [random([80, 70], 22)],
    "a row": [random([1, 5], 2)],
    "a column": [random([5, 1], 3)],
    square: [random([40, 40], 4)],
    tall: [random([30, 12], 5)],
    wide: [random([12, 30], 6)],
    "rank 2": [matmul(random([8, 2], 7), random([2, 6], 8))],
    "rank 1": [complex(ones([50, 45]))],
    graded: [mul(random([7, 6], 9), graded)],
    large: [random([5, 4], 10), 2 ** 1000],
    small: [random([4, 5], 11), 2 ** -980],
    unitary: [svd(random([9, 9], 12)).u],
  };
  for (const [name, [a, scale = 1]] of Object.entries(cases)) {
    test(name, () => {
      for (const ratio of ratios(a, scale)) expect(ratio).toBeLessThan(10);
      const { s } = svd(mul(a, scale));
      expectClose(svdvals(mul(a, scale)), s, { relative: 1e-14, absolute: 1e-15 * size(a) * scale });
      expect(s.dtype).toBe("float64");
    });
  }
});

test("singular values descend, and the largest component of each left vector is real and positive", () => {
  const { u, s, vt } = svd([
    [0, { re: 0, im: 2 }],
    [{ re: -3, im: 0 }, 0],
  ]);
  expectClose(s, [3, 2]);
  expectClose(
    u,
    complex([
      [0, 1],
      [1, 0],
    ]),
    { absolute: 1e-15 },
  );
  expectClose(
    vt,
    complex(
      [
        [-1, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 2 / 2],
      ],
    ),
    { absolute: 1e-15 },
  );
});

test("a real matrix with zeros as imaginary parts has the same decomposition", () => {
  const a = real(random([5, 3], 13));
  const [given, found] = [svd(a), svd(complex(a))];
  for (const name of ["u", "s", "vt"] as const) {
    expectClose(real(found[name]), given[name], { absolute: 1e-13 });
    expect(size(imag(found[name]))).toBeLessThan(1e-13);
  }
});

test("a full decomposition completes the bases, and empty matrices have empty ones", () => {
  for (const shape of [
    [5, 2],
    [2, 5],
    [3, 0],
    [0, 3],
  ]) {
    const { u, s, vt } = svd(random(shape, 14), { full: true });
    const [m, n] = shape as [number, number];
    expect([u.shape, s.shape, vt.shape]).toEqual([[m, m], [Math.min(m, n)], [n, n]]);
    expectClose(matmul(adjoint(u), u), complex(eye(m)), { absolute: 1e-14 });
    expectClose(matmul(vt, adjoint(vt)), complex(eye(n)), { absolute: 1e-14 });
  }
});

test("what cannot be decomposed is refused by name, or NaN", () => {
  const a = complex([[[1]], [[NaN]]]);
  expect(String(catchError(() => svd(a)))).toContain("svd: a[1, 0, 0] is NaN");
  expect(svdvals(a, { check: false }).toArray()).toEqual([[1], [NaN]]);
  expect(() => svdvals(a, { method: "jacobi" })).toThrow(
    new DomainError('svdvals: method "jacobi" is for real matrices, and a is complex128; leave method out', {
      operation: "svdvals",
      method: "jacobi",
    }),
  );
});

describe("derivatives obey the laws of primitives", () => {
  const laws = { tolerance: 1e-6, step: 1 / 32 };
  test("of tall, wide and square matrices", () => {
    checkPrimitive((x) => svd(x), [random([2, 2, 2], 15)], laws);
    checkPrimitive((x) => svd(x), [random([3, 2], 16)], laws);
    checkPrimitive((x) => svd(x), [random([2, 3], 17)], laws);
    checkPrimitive((x) => svdvals(x), [random([3, 2], 18)], laws);
  });

  test("of full decompositions, whose one more vector is determined", () => {
    checkPrimitive((x) => svd(x, { full: true }), [random([3, 2], 19)], laws);
    checkPrimitive((x) => svd(x, { full: true }), [random([2, 3], 20)], laws);
  });

  test("of the nuclear norm where singular values are repeated", () => {
    const unitary = svd(random([3, 3], 21)).u;
    checkPrimitive((x) => sum(svdvals(x)), [mul(unitary, 2)], laws);
    const polar = (x: Tensor): Tensor => {
      const { u, vt } = svd(x);
      return matmul(u, vt);
    };
    checkPrimitive(polar, [add(mul(unitary, 2), 0)], { order: 1 });
  });
});

test("derivatives at empty matrices are empty", () => {
  checkPrimitive((x) => svd(x), [zeros([0, 2], { dtype: "complex128" })], { order: 1 });
});
