import { grad } from "@adjoint/autodiff";
import { det, slogdet, trace } from "@adjoint/linalg";
import {
  abs,
  complex,
  div,
  eye,
  imag,
  log,
  matmul,
  mul,
  real,
  reshape,
  sum,
  tensor,
  zeros,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose, randomTensor } from "@adjoint/testing";
import { describe, expect, test } from "vitest";

const random = (shape: readonly number[], seed: number): Tensor =>
  randomTensor(shape, { seed, dtype: "complex128" });

describe("det of complex matrices", () => {
  test("is the product of the diagonal of a triangular one, and 1 of nothing", () => {
    expect(
      det([
        [{ re: 0, im: 2 }, 5],
        [0, { re: 1, im: 1 }],
      ]).toArray(),
    ).toEqual({ re: -2, im: 2 });
    expect(
      det([
        [0, { re: 0, im: 1 }],
        [1, 7],
      ]).toArray(),
    ).toEqual({ re: 0, im: -1 });
    expect(det(zeros([0, 0], { dtype: "complex128" })).toArray()).toEqual({ re: 1, im: 0 });
  });

  test("is multiplicative", () => {
    const [a, b] = [random([2, 6, 6], 1), random([6, 6], 2)];
    expectClose(det(matmul(a, b)), mul(det(a), det(b)), { relative: 1e-12 });
  });

  test("stays in range where the products on the way do not", () => {
    const scaled = mul(complex(0, eye(4)), tensor([1e200, 1e200, 1e-200, 1e-200]));
    expectClose(det(scaled), { re: 1, im: 0 }, { relative: 1e-14, absolute: 1e-14 });
    const tiny = complex(
      [
        [5e-324, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 2 ** 1000],
      ],
    );
    expectClose(imag(det(tiny)), 2 ** -74, { relative: 1e-15, absolute: 0 });
  });

  test("satisfies the laws of derivatives, at singular matrices too", () => {
    checkPrimitive((x) => det(x), [random([2, 3, 3], 3)]);
    const rankOne = matmul(random([3, 1], 4), random([1, 3], 5));
    checkPrimitive((x) => det(x), [rankOne]);
    checkPrimitive((x) => det(x), [zeros([2, 2], { dtype: "complex128" })]);
  });
});

describe("slogdet of complex matrices", () => {
  test("is the determinant by its phase and the logarithm of its magnitude", () => {
    const a = random([3, 5, 5], 6);
    const { sign, logAbsDet } = slogdet(a);
    expect([sign.dtype, logAbsDet.dtype]).toEqual(["complex128", "float64"]);
    expectClose(abs(sign), [1, 1, 1], { relative: 1e-15 });
    expectClose(sign, div(det(a), abs(det(a))), { absolute: 1e-13 });
    expectClose(logAbsDet, log(abs(det(a))), { absolute: 1e-13 });
  });

  test("is in range where the determinant is not, and 0 and −∞ at singular matrices", () => {
    const { sign, logAbsDet } = slogdet([
      [{ re: 0, im: 1e200 }, 0],
      [0, 1e200],
    ]);
    expect(sign.toArray()).toEqual({ re: 0, im: 1 });
    expectClose(logAbsDet, 400 * Math.LN10, { relative: 1e-15 });
    const singular = slogdet(zeros([2, 2], { dtype: "complex128" }));
    expect([singular.sign.toArray(), singular.logAbsDet.item()]).toEqual([{ re: 0, im: 0 }, -Infinity]);
  });

  test("satisfies the laws of derivatives", () => {
    checkPrimitive((x) => slogdet(x), [random([2, 2, 2], 8)]);
    const atZero = grad((x: Tensor) => slogdet(x).logAbsDet)(zeros([2, 2], { dtype: "complex128" }));
    expect(real(atZero).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

test("trace adds the diagonal of complex matrices", () => {
  const a = random([2, 3, 4], 9);
  const flat = reshape(a, [2, 12]);
  expectClose(trace(a), sum(mul(flat, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]), { axis: 1 }));
  expect(imag(trace(complex(eye(2), eye(2)))).item()).toBe(2);
});
