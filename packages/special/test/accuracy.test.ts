import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  digamma,
  erf,
  erfc,
  erfcx,
  erfinv,
  lgamma,
  log1mexp,
  logNormalCdf,
  normalCdf,
  normalQuantile,
  polygamma,
} from "@adjoint/special";
import { tensor, type Tensor, type TensorLike } from "@adjoint/tensor";
import { ulpDistance } from "./ulp-distance.ts";

interface Fixture {
  readonly cases: readonly (readonly number[])[];
}

function casesOf(name: string): Fixture["cases"] {
  const url = new URL(`./fixtures/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as Fixture).cases;
}

const functions: readonly (readonly [name: string, f: (x: TensorLike) => Tensor, ulps: number])[] = [
  ["erf", erf, 2],
  ["erfc", erfc, 4],
  ["erfcx", erfcx, 4],
  ["erfinv", erfinv, 4],
  ["normal-cdf", normalCdf, 4],
  ["log-normal-cdf", logNormalCdf, 4],
  ["normal-quantile", normalQuantile, 4],
  ["log1mexp", log1mexp, 2],
  ["lgamma", lgamma, 4],
  ["digamma", digamma, 4],
];

test.each(functions)("%s is within its ulps of mpmath", (name, f, ulps) => {
  const cases = casesOf(name);
  const values = f(cases.map(([x]) => x!)).data;
  for (const [i, [x, expected]] of cases.entries()) {
    expect(
      ulpDistance(values[i]!, expected!),
      `${name}(${x}) = ${values[i]}, not ${expected}`,
    ).toBeLessThanOrEqual(ulps);
  }
});

test.each([
  ["lgamma-negative", lgamma],
  ["digamma-negative", digamma],
] as const)("%s is within 1e-15 of max(1, |value|)", (name, f) => {
  for (const [x, expected] of casesOf(name)) {
    const error = Math.abs(f(x!).item() - expected!) / Math.max(1, Math.abs(expected!));
    expect(error, `${name}(${x})`).toBeLessThanOrEqual(1e-15);
  }
});

test("polygamma is within 1e-15 relative of mpmath", () => {
  for (const [n, x, expected] of casesOf("polygamma")) {
    expect(Math.abs(polygamma(n!, x!).item() / expected! - 1), `polygamma(${n}, ${x})`).toBeLessThanOrEqual(
      1e-15,
    );
  }
});

test("float32 gives the float64 value rounded once", () => {
  const x = new Float32Array([0.1, 1.5, 3]);
  for (const [name, f] of functions.slice(0, 3)) {
    const result = f(x);
    expect(result.dtype, name).toBe("float32");
    expect(result.data, name).toEqual(Float32Array.from(f(tensor(Array.from(x))).data));
  }
});
