import { exp, mul, sin, tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { expectClose, finiteDifferences } from "../src/index.ts";
import { integrate, quadrature } from "../src/quadrature.ts";

test("extrapolated differences agree with known derivatives to ten digits", () => {
  const x = tensor([0.3, -1.2, 2]);
  const v = tensor([1, -0.5, 2]);
  const [slope] = finiteDifferences((a) => [sin(mul(3, a))], [x], [v], 1 / 16);
  expectClose(slope, [3 * Math.cos(0.9), -1.5 * Math.cos(-3.6), 6 * Math.cos(6)], { relative: 1e-10 });
  const [steep] = finiteDifferences((a) => [exp(mul(20, a))], [tensor(1)], [tensor(1)], 1 / 16);
  expectClose(steep, 20 * Math.exp(20), { relative: 1e-9 });
});

test("double-exponential quadrature integrates over every kind of interval", () => {
  const over = (low: number, high: number, f: (t: number) => number): number => {
    const rule = quadrature({ low, high, centre: 0, width: 1 });
    return integrate(rule, Array.from(rule.nodes.data, f));
  };
  expectClose(
    over(-Infinity, Infinity, (t) => Math.exp(-t * t)),
    Math.sqrt(Math.PI),
    { relative: 1e-13 },
  );
  expectClose(
    over(0, Infinity, (t) => Math.exp(-t)),
    1,
    { relative: 1e-13 },
  );
  expectClose(
    over(-Infinity, 1, (t) => Math.exp(t)),
    Math.E,
    { relative: 1e-13 },
  );
  expectClose(
    over(0, 1, (t) => Math.log(t)),
    -1,
    { relative: 1e-12 },
  );
  expect(quadrature({ low: 0, high: 1, centre: 0, width: 1 }).nodes.size).toBeGreaterThan(100);
});
