import { readFileSync } from "node:fs";
import { betainc, betaincc, betainccinv, betaincinv, logBeta } from "@adjoint/special";
import { exp } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";

const tables = JSON.parse(
  readFileSync(new URL("./fixtures/boost-beta.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly (readonly number[])[]>>;

type Function = (a: number, b: number, x: number) => Tensor;
/** Each function with what its relative error may be, which for a quantile is that of p magnified by 1/a or 1/b. */
const functions: Readonly<Record<string, readonly [f: Function, bound: (a: number, b: number) => number]>> = {
  betainc: [betainc, () => 2e-13],
  betaincc: [betaincc, () => 2e-13],
  betaincinv: [betaincinv, (a, b) => 1e-13 + 1e-15 / Math.min(a, b)],
  betainccinv: [betainccinv, (a, b) => 1e-13 + 1e-15 / Math.min(a, b)],
  beta: [(a, b) => exp(logBeta(a, b)), () => 5e-14],
};

test.each(Object.entries(functions))("%s agrees with Boost's published tables", (name, [f, bound]) => {
  expect(tables[name]!.length).toBeGreaterThan(150);
  for (const row of tables[name]!) {
    const [a, b] = row as [number, number];
    const expected = row.at(-1)!;
    const error = Math.abs(f(a, b, row[2]!).item() / expected - 1);
    expect(error, `${name}(${row.slice(0, -1).join(", ")})`).toBeLessThanOrEqual(bound(a, b));
  }
});
