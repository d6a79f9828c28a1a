import { hessian, jvp } from "@adjoint/autodiff";
import { gamma, key } from "@adjoint/random";
import { gammaQuantileSlope, polygamma } from "@adjoint/special";
import { log, mul, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import fixture from "./fixtures/gamma-slope.json" with { type: "json" };
import { meanScore } from "./statistics.ts";

const column = (k: number): Tensor => tensor(fixture.cases.map((row) => row[k]!));
const [shapes, logs] = [column(0), column(1)];
const ones = tensor(new Float64Array(shapes.size).fill(1));

test("gamma draws move with their shape as exact quantiles do, from 1e-3 to 1e6 and in both tails", () => {
  expectClose(gammaQuantileSlope(shapes, logs), column(2), { relative: 1e-14 });
});

test("so do the slopes themselves, in both arguments", () => {
  const along = (s: Tensor, t: Tensor): Tensor => jvp(gammaQuantileSlope, [shapes, logs], [s, t]).tangent;
  const found = [along(ones, mul(0, ones)), along(mul(0, ones), ones)] as const;
  for (const [i, row] of fixture.cases.entries()) {
    // for a = 1e6 the difference log x − ψ(a) of two numbers near 14 has their rounding
    const relative = row[0]! > 1e5 ? 4e-9 : 1e-12;
    expectClose(found[0].data[i], row[3]!, { relative });
    expectClose(found[1].data[i], row[4]!, { relative });
  }
});

test("mean second derivatives are those of the mean of the logarithm, ψ″(a)", () => {
  for (const a of [0.4, 1, 6]) {
    const slope = (s: Tensor): Tensor =>
      jvp((t: Tensor) => log(gamma(key(1), [5000], { concentration: t })), [s], [tensor(1)]).tangent;
    const second = jvp(slope, [tensor(a)], [tensor(1)]).tangent.data as Float64Array;
    expect(Math.abs(meanScore(second, polygamma(2, a).item()))).toBeLessThan(3.5);
  }
  const curvature = hessian((t: Tensor) => log(gamma(key(2), [], { concentration: t })))(tensor(2));
  expect(Number.isFinite(curvature.item())).toBe(true);
});
