import { describe, expect, test } from "vitest";
import {
  ratiosOfAnyComplex,
  ratiosOfComplexSystems,
  ratiosOfDefiniteComplex,
  ratiosOfHermitian,
  ratiosOfSquareComplex,
  withPhases,
} from "./support/accuracy-complex.ts";
import type { Ratios } from "./support/accuracy-ratios.ts";
import { limit } from "./support/accuracy-table.ts";
import { lapackCases } from "./support/lapack-cases.ts";
import type { Family, LapackCase } from "./support/lapack-cases.ts";

/** The ratios above the limit, for the matrices of a family up to an order of 20. */
function above(family: Family, ratios: (given: LapackCase) => Ratios): string[] {
  return lapackCases(family)
    .cases.filter(({ a }) => Math.max(a.rows, a.columns) <= 20)
    .flatMap((given) =>
      Object.entries(ratios(given))
        .filter(([, ratio]) => !(ratio <= limit))
        .map(([name, ratio]) => `${name} of ${given.name}: ${ratio}`),
    );
}

describe("test ratios of complex matrices are at most 10", { timeout: 60_000 }, () => {
  test("of any shape, with given singular values", () => {
    const ratios = ({ a, prescribed }: LapackCase): Ratios => {
      const subject = withPhases(a, false);
      const any = ratiosOfAnyComplex(subject, prescribed);
      return a.rows === a.columns ? { ...any, ...ratiosOfComplexSystems(subject) } : any;
    };
    expect(above("general", ratios)).toEqual([]);
  });

  test("with random elements", () => {
    expect(above("elements", ({ a }) => ratiosOfAnyComplex(withPhases(a, false), null))).toEqual([]);
  });

  test("Hermitian, with given eigenvalues", () => {
    const ratios = ({ a, prescribed }: LapackCase): Ratios =>
      ratiosOfHermitian(withPhases(a, true), prescribed);
    expect(above("symmetric", ratios)).toEqual([]);
  });

  test("Hermitian and positive definite", () => {
    expect(above("definite", ({ a }) => ratiosOfDefiniteComplex(withPhases(a, true)))).toEqual([]);
  });

  test("square", () => {
    expect(above("nonsymmetric", ({ a }) => ratiosOfSquareComplex(withPhases(a, false)))).toEqual([]);
  });
});
