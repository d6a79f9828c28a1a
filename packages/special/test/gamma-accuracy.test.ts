import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import { poissonDeviance, stirlingError } from "@adjoint/special";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { ulpDistance } from "./ulp-distance.ts";

function casesOf(name: string): readonly (readonly number[])[] {
  const url = new URL(`./fixtures/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { cases: readonly (readonly number[])[] }).cases;
}

function derivative(f: (x: TensorLike) => Tensor, order: number): (x: TensorLike) => Tensor {
  return order === 0 ? f : derivative(grad(f), order - 1);
}

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
