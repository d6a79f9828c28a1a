import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  digamma,
  erf,
  erfc,
  erfcinv,
  erfinv,
  gamma,
  gammainc,
  gammaincc,
  gammainccinv,
  gammaincinv,
  i0,
  i1,
  lgamma,
  zeta,
} from "@adjoint/special";
import type { Tensor, TensorLike } from "@adjoint/tensor";

interface Table {
  readonly cases: readonly (readonly number[])[];
  readonly corrected: readonly (readonly [place: number, published: number])[];
}

const tables = JSON.parse(
  readFileSync(new URL("./fixtures/boost.json", import.meta.url), "utf8"),
) as Readonly<Record<string, Table>>;

type Function = (a: TensorLike, x: TensorLike) => Tensor;
const functions: Readonly<Record<string, Function>> = {
  gammainc,
  gammaincc,
  gammaincinv,
  gammainccinv,
  gamma,
  lgamma,
  digamma,
  zeta: (s) => zeta(s),
  erf,
  erfc,
  erfinv,
  erfcinv,
  i0,
  i1,
};

test("every published table has its function", () => {
  expect(Object.keys(tables)).toEqual(Object.keys(functions));
});

test.each(Object.entries(functions))(
  "%s is within 2e-15, an inverse within 1e-14, of Boost's published tables",
  (name, f) => {
    for (const row of tables[name]!.cases) {
      const [a, x = 0] = row.slice(0, -1);
      const expected = row.at(-1);
      const value = f(a!, x).item();
      // A quantile like 1e-200 is a power of the probability, with an exponent that magnifies the rounding of its logarithm.
      const bound = name.endsWith("inv") ? 1e-14 + 2e-16 * Math.abs(Math.log(Math.abs(expected!))) : 2e-15;
      const error = Math.abs(value / expected! - 1);
      expect(
        error,
        `${name}(${row.slice(0, -1).join(", ")}) = ${value}, not ${expected}`,
      ).toBeLessThanOrEqual(bound);
    }
  },
);

test("Boost's values are those of mpmath to 1e-15", () => {
  for (const [name, { cases, corrected }] of Object.entries(tables)) {
    for (const [place, published] of corrected) {
      expect(Math.abs(published / cases[place]!.at(-1)! - 1), name).toBeLessThanOrEqual(1e-15);
    }
  }
});
