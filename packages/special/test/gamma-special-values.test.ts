import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import type { TensorLike } from "@adjoint/tensor";
import {
  gamma,
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  poissonDeviance,
  stirlingError,
} from "@adjoint/special";

const inf = Number.POSITIVE_INFINITY;
const nan = Number.NaN;

test("stirlingError at its special values", () => {
  expect(stirlingError([0, inf, -1, nan]).toArray()).toEqual([inf, 0, nan, nan]);
});

test("poissonDeviance at its special values", () => {
  const x = [0, 0, 2, 2, 2, inf, inf, -1, 2, nan, 1e308, 1e-300];
  const mu = [0, 3, 0, 2, inf, 2, inf, 2, -1, 1, 1.5e308, 1e300];
  const values = [0, 3, inf, 0, inf, inf, nan, nan, nan, nan, 9.453489189183562e306, 1e300];
  expect(poissonDeviance(x, mu).toArray()).toEqual(values);
});

test("gammainc and gammaincc at their special values", () => {
  const a = [0, 0, 0, 2, 2, inf, inf, -1, 1, nan, 1];
  const x = [0, 3, inf, 0, inf, 2, inf, 1, -1, 1, nan];
  expect(gammainc(a, x).toArray()).toEqual([nan, 1, 1, 0, 1, 0, nan, nan, nan, nan, nan]);
  expect(gammaincc(a, x).toArray()).toEqual([nan, 0, 0, 1, 0, 1, nan, nan, nan, nan, nan]);
});

test("gammainc where the power of x overflows", () => {
  const a = [4.5, 4.5, 150, 150];
  const x = [1e160, 1.7e308, 2e4, 1e300];
  expect(gammainc(a, x).toArray()).toEqual([1, 1, 1, 1]);
  expect(gammaincc(a, x).toArray()).toEqual([0, 0, 0, 0]);
  expect(grad((y) => gammainc(150, y))(2e4).item()).toBe(0);
  expect(grad((shape) => gammainc(shape, 1e160))(4.5).item()).toBe(0);
});

test("quantiles of tiny shapes underflow to 0", () => {
  const a = [1e-158, 8e-217, 4e-277, 1e-300];
  expect(gammaincinv(a, [0.3, 4e-214, 2e-34, 0.9]).toArray()).toEqual([0, 0, 0, 0]);
  expect(gammainccinv(a, [0.9999999998, 0.99999, 0.7, 1 - 2 ** -53]).toArray()).toEqual([0, 0, 0, 0]);
});

test("gammainc broadcasts, keeps float32, and takes integers and empty arrays", () => {
  expect(gammainc([[1], [2]], [1, 2, 3]).shape).toEqual([2, 3]);
  expect(gammainc(new Float32Array([1]), 2).dtype).toBe("float32");
  expect(gammaincc(new Int32Array([1]), new Int32Array([2])).item()).toBeCloseTo(Math.exp(-2), 15);
  expect(gammainc([], 1).shape).toEqual([0]);
});

test("the slopes of gammainc at its edges", () => {
  const inA = (a: number, x: number): number => grad((shape) => gammainc(shape, x))(a).item();
  const inX = (a: number, x: number): number => grad((y) => gammainc(a, y))(x).item();
  expect([inA(2, 0), inA(2, inf), inA(1e5, 1)]).toEqual([0, 0, 0]);
  // ∂P/∂a at a = 0 is −E₁(x), DLMF 8.19.1; E₁(1) = 0.2193839343955203.
  expect(inA(0, 1)).toBeCloseTo(-0.2193839343955203, 15);
  expect([inX(2, 0), inX(1, 0), inX(0.5, 0), inX(2, inf)]).toEqual([0, 1, inf, 0]);
  const curvature = (a: number): number => grad(grad((y: TensorLike) => gammainc(a, y)))(0).item();
  expect([curvature(3), curvature(2), curvature(1.5), curvature(1), curvature(0.5)]).toEqual([
    0,
    1,
    inf,
    -1,
    -inf,
  ]);
});

test("gammaincinv and gammainccinv at their special values", () => {
  const a = [0, 0, 0, 2, 2, inf, -1, 1, 1, nan, 1e-5];
  const p = [0, 0.5, 1, 0, 1, 0.5, 0.5, -0.1, 1.1, 0.5, 0.5];
  expect(gammaincinv(a, p).toArray()).toEqual([0, 0, inf, 0, inf, inf, nan, nan, nan, nan, 0]);
  expect(gammainccinv(a, p).toArray()).toEqual([inf, 0, 0, inf, 0, inf, nan, nan, nan, nan, 0]);
});

test("gamma at its special values", () => {
  const x = [0, -0, 1, 2, 5, 23, -1, -200, -2000.5, -171.5, 172, inf, -inf, nan, 1e-310];
  const values = [
    inf,
    -inf,
    1,
    1,
    24,
    1.1240007277776077e21,
    nan,
    nan,
    -0,
    1.9316265431711902e-310,
    inf,
    inf,
    nan,
    nan,
    inf,
  ];
  expect(Array.from(gamma(x).data, (value) => value + 0)).toEqual(values.map((value) => value + 0));
});
