import { logVonMisesCdf, vonMisesCdf, vonMisesQuantile } from "@adjoint/special";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { cases } from "./fixtures/von-mises-cdf.json" with { type: "json" };

test.each(cases.map((row) => [row.slice(0, 2).join(" "), row] as const))(
  "%s: the probability and its logarithm agree with mpmath, and the quantile inverts it",
  (_, [kappa, x, cdf, logCdf]) => {
    expectClose(vonMisesCdf(kappa!, x!), cdf, { relative: 2e-13 });
    expectClose(logVonMisesCdf(kappa!, x!), logCdf, { relative: 2e-13 });
    if (cdf! > 1e-300 && cdf! < 0.9) expectClose(vonMisesQuantile(kappa!, cdf!), x, { relative: 1e-12 });
  },
);

test("derivatives keep the laws of a primitive, by both arguments", () => {
  const inputs = [
    [0.3, 2, 40, 5],
    [-2, 0.7, -0.3, 2.9],
  ];
  checkPrimitive(vonMisesCdf, inputs, { name: "vonMisesCdf" });
  checkPrimitive(logVonMisesCdf, inputs, { name: "logVonMisesCdf" });
  checkPrimitive(logVonMisesCdf, [[60], [-2]], { name: "logVonMisesCdf" });
  checkPrimitive(
    vonMisesQuantile,
    [
      [0.3, 2, 40],
      [0.2, 0.7, 0.3],
    ],
    { name: "vonMisesQuantile" },
  );
});

test("the ends, and what is beyond them", () => {
  expect(vonMisesCdf(3, [-4, -Math.PI, 0, Math.PI, 4, NaN]).toArray()).toEqual([0, 0, 0.5, 1, 1, NaN]);
  expect(logVonMisesCdf(3, [-4, 4]).toArray()).toEqual([-Infinity, 0]);
  expect(vonMisesQuantile(3, [0, 0.5, 1, 1.5]).toArray()).toEqual([-Math.PI, 0, Math.PI, NaN]);
  expect(vonMisesCdf(-1, 0).item()).toBeNaN();
});
