import { grad, jvp, vmap } from "@adjoint/autodiff";
import { key, vonMises } from "@adjoint/random";
import { i0e, i1e, normalCdf, vonMisesSlope } from "@adjoint/special";
import { cos, DomainError, mul, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import fixture from "./fixtures/von-mises-slope.json" with { type: "json" };
import { kolmogorovSmirnov, meanScore } from "./statistics.ts";

const n = 20_000;
const columns = [0, 1, 2, 3, 4].map((k) => tensor(fixture.cases.map((row) => row[k]!)));
const [kappas, angles, slopes, slopesByKappa, slopesByAngle] = columns as [
  Tensor,
  Tensor,
  Tensor,
  Tensor,
  Tensor,
];

/** The distribution function by Simpson's rule on each half. */
function cdf(kappa: number, angle: number): number {
  const steps = 64;
  const h = angle / steps;
  let total = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    total += weight * Math.exp(kappa * (Math.cos(i * h) - 1));
  }
  return 0.5 + (total * h) / (3 * 2 * Math.PI * i0e(kappa).item());
}

test.each([0, 1e-8, 1e-3, 0.5, 2, 30])("angles of concentration %d follow their distribution", (kappa) => {
  const sample = vonMises(key(1), [n], { concentration: kappa }).data as Float64Array;
  expect(kolmogorovSmirnov(sample, (x) => cdf(kappa, x))).toBeLessThan(1.95);
  const resultant = i1e(kappa).item() / i0e(kappa).item();
  expect(Math.abs(meanScore(sample.map(Math.cos), resultant))).toBeLessThan(3.5);
});

test.each([1e6, 1e12, 1e300])("angles of concentration %d are normal", (kappa) => {
  const sample = vonMises(key(2), [n], { concentration: kappa }).data as Float64Array;
  const scaled = sample.map((x) => x * Math.sqrt(kappa));
  expect(kolmogorovSmirnov(scaled, (x) => normalCdf(x).item())).toBeLessThan(1.95);
});

test("a mean turns the angles, which stay within [−π, π]", () => {
  const around = vonMises(key(3), [200], { concentration: 3 });
  const turned = vonMises(key(3), [200], { mean: 40, concentration: 3 });
  for (const [i, x] of (around.toArray() as number[]).entries()) {
    expect(Math.abs(turned.data[i]!)).toBeLessThanOrEqual(Math.PI);
    expect(Math.cos(turned.data[i]! - x)).toBeCloseTo(Math.cos(40), 12);
  }
  expectClose(grad((mean: Tensor) => sum(vonMises(key(3), [200], { mean })))(tensor(2)), 200);
});

test("draws move with the concentration as quantiles do", () => {
  expectClose(vonMisesSlope(kappas, angles), slopes, { relative: 1e-12 });
  expectClose(vonMisesSlope(kappas, mul(-1, angles)), mul(-1, slopes), { relative: 1e-12 });
  const one = tensor(new Float64Array(kappas.size).fill(1));
  const zero = mul(0, one);
  const along = (s: Tensor, t: Tensor): Tensor => jvp(vonMisesSlope, [kappas, angles], [s, t]).tangent;
  expectClose(along(one, zero), slopesByKappa, { relative: 1e-9, absolute: 1e-15 });
  expectClose(along(zero, one), slopesByAngle, { relative: 1e-9, absolute: 1e-15 });
});

test("the slope keeps the laws of a primitive", () => {
  checkPrimitive(vonMisesSlope, [
    [0.4, 2.5, 9, 30],
    [-1, 0.6, 2.4, 0.1],
  ]);
});

test("derivatives of a third order match differences of the second", () => {
  const second = (kappa: number, angle: number): number =>
    jvp(
      (s: Tensor) => jvp((u: Tensor) => vonMisesSlope(u, tensor(angle)), [s], [tensor(1)]).tangent,
      [tensor(kappa)],
      [tensor(1)],
    ).tangent.item();
  const first = (kappa: number, angle: number): number =>
    jvp((s: Tensor) => vonMisesSlope(s, tensor(angle)), [tensor(kappa)], [tensor(1)]).tangent.item();
  for (const [kappa, angle] of [
    [0.5, 1],
    [3, -0.4],
    [40, 0.5],
  ] as const) {
    const h = 1e-4 * kappa;
    const difference = (first(kappa + h, angle) - first(kappa - h, angle)) / (2 * h);
    expectClose(second(kappa, angle), difference, { relative: 1e-6 });
  }
});

test("mean derivatives are the derivative of the mean of the cosine", () => {
  for (const kappa of [0.3, 2, 50]) {
    const draw = (k: Tensor): Tensor => cos(vonMises(key(4), [n], { concentration: k }));
    const tangents = jvp(draw, [tensor(kappa)], [tensor(1)]).tangent.data as Float64Array;
    const resultant = i1e(kappa).item() / i0e(kappa).item();
    expect(Math.abs(meanScore(tangents, 1 - resultant / kappa - resultant ** 2))).toBeLessThan(3.5);
  }
});

test("under vmap it equals a loop, and what cannot be drawn is refused", () => {
  const concentrations = [0, 1, 1e4];
  const draw = (concentration: number | Tensor): Tensor => vonMises(key(5), [3], { concentration });
  expectClose(
    vmap((k: Tensor) => draw(k))(tensor(concentrations)),
    concentrations.map((k) => draw(k).toArray()),
  );
  expect(() => vonMises(key(0), [], { concentration: -1 })).toThrow(
    "vonMises: concentration must be at least 0 and finite, got -1",
  );
  expect(() => vonMises(key(0), [], { mean: Infinity })).toThrow(DomainError);
});
