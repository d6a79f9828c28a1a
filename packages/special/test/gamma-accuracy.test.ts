import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import {
  digamma,
  gamma,
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  lgamma,
  poissonDeviance,
  stirlingError,
} from "@adjoint/special";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { casesOf } from "./cases-of.ts";
import { ulpDistance } from "./ulp-distance.ts";

function derivative(f: (x: TensorLike) => Tensor, order: number): (x: TensorLike) => Tensor {
  return order === 0 ? f : derivative(grad(f), order - 1);
}

test("gamma is within 4 ulp of mpmath, down to its subnormal values", () => {
  for (const [x, expected] of casesOf("gamma")) {
    const value = gamma(x!).item();
    expect(ulpDistance(value, expected!), `gamma(${x}) = ${value}, not ${expected}`).toBeLessThanOrEqual(4);
  }
});

test("stirlingError is within 4 ulp of mpmath, and its derivatives within 12", () => {
  for (const [order, x, expected] of casesOf("stirling-error")) {
    const value = derivative(stirlingError, order!)(x!).item();
    const name = `derivative ${order} of stirlingError at ${x}: ${value}, not ${expected}`;
    expect(ulpDistance(value, expected!), name).toBeLessThanOrEqual(order === 0 ? 4 : 12);
  }
});

test("poissonDeviance is within 8 ulp of mpmath", () => {
  for (const [x, mu, expected] of casesOf("poisson-deviance")) {
    const value = poissonDeviance(x!, mu!).item();
    const name = `poissonDeviance(${x}, ${mu}) = ${value}, not ${expected}`;
    expect(ulpDistance(value, expected!), name).toBeLessThanOrEqual(8);
  }
});

test("gammainc and gammaincc are within 4e-15 of mpmath, from 1e-300 to 1e8 and in both tails", () => {
  for (const [isUpper, a, x, expected] of casesOf("gammainc")) {
    const value = (isUpper === 1 ? gammaincc : gammainc)(a!, x!).item();
    const name = `${isUpper === 1 ? "gammaincc" : "gammainc"}(${a}, ${x}) = ${value}, not ${expected}`;
    expect(Math.abs(value / expected! - 1), name).toBeLessThanOrEqual(4e-15);
  }
});

test("the derivatives of gammainc by its shape are within 3e-14 of mpmath in both tails", () => {
  for (const [order, a, x, expected] of casesOf("gammainc-derivatives")) {
    const lower = derivative((shape) => gammainc(shape, x!), order!)(a!).item();
    const upper = derivative((shape) => gammaincc(shape, x!), order!)(a!).item();
    const name = `derivative ${order} at (${a}, ${x}): ${lower}, not ${expected}`;
    expect(Math.abs(lower / expected! - 1), name).toBeLessThanOrEqual(3e-14);
    expect(upper, name).toBe(-lower);
  }
});

test("the inverses of gammainc are within 4e-15, or 2e-16/a, of mpmath, from probabilities of 1e-300 on", () => {
  for (const [isUpper, a, p, expected] of casesOf("gammaincinv")) {
    const value = (isUpper === 1 ? gammainccinv : gammaincinv)(a!, p!).item();
    const name = `${isUpper === 1 ? "gammainccinv" : "gammaincinv"}(${a}, ${p}) = ${value}, not ${expected}`;
    expect(Math.abs(value / expected! - 1), name).toBeLessThanOrEqual(Math.max(4e-15, 2e-16 / a!));
  }
});

test("lgamma and digamma keep their digits next to their negative zeros", () => {
  for (const name of ["lgamma-zeros", "lgamma-negative"]) {
    for (const [x, expected] of casesOf(name)) {
      const value = lgamma(x!).item();
      expect(ulpDistance(value, expected!), `lgamma(${x}) = ${value}, not ${expected}`).toBeLessThanOrEqual(
        4,
      );
    }
  }
  for (const [x, expected] of casesOf("digamma-zeros")) {
    const value = digamma(x!).item();
    expect(ulpDistance(value, expected!), `digamma(${x}) = ${value}, not ${expected}`).toBeLessThanOrEqual(8);
  }
});
