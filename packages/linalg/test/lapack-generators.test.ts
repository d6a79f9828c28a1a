import { describe, expect, test } from "vitest";
import type { Dense } from "./support/dense.ts";
import { lapackCases } from "./support/lapack-cases.ts";
import { uniformNumber } from "./support/lapack-random.ts";
import type { Seed } from "./support/lapack-random.ts";

/** Σ wᵢⱼ aᵢⱼ over the norm, with the weights of the Fortran's checksum. */
function checksum({ rows, columns, data }: Dense, norm: number): number {
  let total = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      total += (((7 * i + 3 * j) % 11) - 5 + (i === j ? 1 : 0)) * (data[i * columns + j]! / norm);
    }
  }
  return total;
}

describe("the matrices are those of LAPACK's generators", () => {
  test.each(["general", "symmetric", "definite", "pairs", "nonsymmetric", "elements"] as const)(
    "%s",
    (family) => {
      const { cases, seed, end } = lapackCases(family);
      // The whole stream of random numbers has been used alike.
      expect(seed).toEqual(end);
      for (const { name, a, norm, checksum: expected, conditionOfVectors } of cases) {
        const found = checksum(a, norm);
        // The sum is written with 12 digits; rounding grows with the condition of the vectors.
        const growth = Math.min(conditionOfVectors, 1e3) * a.rows * a.columns;
        const tolerance = 1e-11 * Math.abs(expected) + 1e-13 * growth;
        expect(Math.abs(found - expected), name).toBeLessThanOrEqual(tolerance);
      }
    },
  );

  test("random numbers stay inside (0, 1)", () => {
    const seed: Seed = [4095, 4095, 4095, 4095];
    for (let i = 0; i < 1000; i++) {
      const x = uniformNumber(seed);
      expect(x > 0 && x < 1).toBe(true);
    }
  });
});
