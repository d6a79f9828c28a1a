import { describe, expect, test } from "vitest";
import { ratiosOfSymmetric } from "./support/accuracy-symmetric.ts";
import { limit } from "./support/accuracy-table.ts";
import { fromFunction, times } from "./support/dense.ts";
import type { Dense } from "./support/dense.ts";
import { withSpectrumOf } from "./support/lapack-generators.ts";
import type { Seed } from "./support/lapack-random.ts";
import { subjectOf } from "./support/test-ratios.ts";

interface Case {
  readonly name: string;
  readonly a: Dense;
  readonly prescribed?: Float64Array;
}

function tridiagonal(n: number, diagonal: (i: number) => number, beside: (i: number) => number): Dense {
  return fromFunction(n, n, (i, j) =>
    i === j ? diagonal(i) : Math.abs(i - j) === 1 ? beside(Math.min(i, j)) : 0,
  );
}

/** Copies of Wilkinson's W21+, side by side, and next to each other a small element: clusters of so many eigenvalues. */
function gluedWilkinson(copies: number, glue: number): Dense {
  return tridiagonal(
    21 * copies,
    (i) => Math.abs(10 - (i % 21)),
    (i) => (i % 21 === 20 ? glue : 1),
  );
}

/** Where eigenvalues deflate, or should, or nearly do, in matrices too large for a single block. */
function cases(): Case[] {
  const seed: Seed = [7, 8, 9, 11];
  const generated = [1, -1, 2, 3, 4, 5].flatMap((mode) =>
    [2, 2 ** 52].map((condition) => {
      const wanted = { rows: 70, columns: 70, mode, condition, norm: 1, kind: "symmetric" } as const;
      return { name: `mode ${mode}, κ = ${condition}`, ...withSpectrumOf(wanted, seed) };
    }),
  );
  const n = 97;
  return [
    ...[1e-2, 1e-7, 1e-14, 0].map((glue) => ({
      name: `glued Wilkinson, ${glue}`,
      a: gluedWilkinson(5, glue),
    })),
    ...generated,
    {
      name: "Clement",
      a: tridiagonal(
        n,
        () => 0,
        (i) => Math.sqrt((i + 1) * (n - 1 - i)),
      ),
    },
    {
      name: "second difference",
      a: tridiagonal(
        n,
        () => 2,
        () => -1,
      ),
    },
    {
      name: "alternating",
      a: tridiagonal(
        n,
        () => 0,
        (i) => (i % 2 ? 1e-8 : 1),
      ),
    },
    { name: "zeros", a: fromFunction(n, n, () => 0) },
    { name: "ones", a: fromFunction(n, n, () => 1) },
    { name: "identity and a little", a: fromFunction(n, n, (i, j) => (i === j ? 1 : 0) + 1e-8) },
    { name: "Hilbert", a: fromFunction(n, n, (i, j) => 1 / (i + j + 1)) },
    { name: "graded", a: fromFunction(n, n, (i, j) => 10 ** (-(i + j) / 2) * (i === j ? 2 : 1)) },
    { name: "graded upwards", a: fromFunction(n, n, (i, j) => 10 ** ((i + j) / 2 - n) * (i === j ? 2 : 1)) },
    { name: "arrow", a: fromFunction(n, n, (i, j) => (i === j ? i : i * j === 0 ? 1e-3 : 0)) },
    {
      name: "arrow of a cluster",
      a: fromFunction(n, n, (i, j) => (i === j ? 1 + (i % 3) * 1e-15 : i * j === 0 ? 1e-9 : 0)),
    },
    {
      name: "of every size",
      a: tridiagonal(
        n,
        (i) => Math.sin(i * i) * 10 ** (((i * 7) % 20) - 10),
        (i) => Math.cos(i * i) * 10 ** (((i * 11) % 20) - 10),
      ),
    },
  ];
}

describe("eigenvalues and vectors of larger symmetric matrices have test ratios of at most 10", () => {
  test.each(cases())("$name", ({ a, prescribed }) => {
    for (const scale of [1, 2 ** 960]) {
      const subject = subjectOf(times(a, scale), "float64");
      const values = prescribed?.map((x) => x * scale) ?? null;
      for (const [name, ratio] of Object.entries(ratiosOfSymmetric(subject, values, null))) {
        expect(ratio, name).toBeLessThanOrEqual(limit);
      }
    }
  });
});
