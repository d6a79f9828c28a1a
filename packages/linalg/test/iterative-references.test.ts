import { readFileSync } from "node:fs";
import { grad } from "@adjoint/autodiff";
import { cg, expmMultiply, gmres, lanczos, lobpcg, minres, randomizedSvd } from "@adjoint/linalg";
import { abs, add, div, matmul, max, mul, sin, square, sub, sum, swapAxes, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import { build } from "./support/matrices.ts";
import type { Matrix } from "./support/matrices.ts";

interface Fixture {
  readonly solutions: readonly { method: string; matrix: string; x: readonly number[]; products: number }[];
  readonly eigenvalues: readonly {
    which: "largest" | "smallest";
    pair: boolean;
    values: readonly number[];
  }[];
  readonly singularValues: readonly number[];
  readonly actions: readonly { name: string; t: number; y: readonly number[]; scipy: number }[];
  readonly gradients: readonly { which: "largest" | "smallest"; value: number; gradient: Matrix }[];
}

// Made by tooling/reference/linalg_iterative.py, whose matrices are those below.
const fixture = JSON.parse(
  readFileSync(new URL("fixtures/iterative.json", import.meta.url), "utf8"),
) as Fixture;

const line = (n: number, below: number, on: number, above: number): Matrix =>
  build(n, n, (i, j) => (i === j ? on : i === j + 1 ? below : i === j - 1 ? above : 0));

/** A stencil in two dimensions. */
const grid = (n: number, below: number, on: number, above: number): Matrix => {
  const one = line(n, below, on, above);
  return build(n * n, n * n, (i, j) => {
    const [p, q, r, s] = [Math.floor(i / n), i % n, Math.floor(j / n), j % n];
    return (q === s ? one[p]![r]! : 0) + (p === r ? one[q]![s]! : 0);
  });
};

const vector = (n: number): number[] => Array.from({ length: n }, (_, i) => ((7 * i) % 11) - 5);
const skew = build(10, 10, (i, j) => Math.sign(i - j) * (((i * j + i + j) % 7) + 1));
const matrices: Readonly<Record<string, Matrix>> = {
  poisson: grid(7, -1, 2, -1),
  helmholtz: grid(7, -1, 1, -1),
  convection: grid(7, -3, 4, -1),
  "far from normal": line(20, 0, 4, 3).map((row, i) => row.map((x, j) => (j === i + 3 ? x + 1 : x))),
  rotation: skew,
};
const negative = (a: Matrix): Matrix => a.map((row) => row.map((x) => -x));
const flows: Readonly<Record<string, Matrix>> = {
  heat: negative(matrices["poisson"]!),
  rotation: skew,
  convection: negative(matrices["convection"]!),
  "far from normal": negative(matrices["far from normal"]!),
  growth: matrices["helmholtz"]!,
};

describe.each(fixture.solutions)("$method, $matrix", ({ method, matrix, x, products }) => {
  const solver = { cg, minres, gmres }[method]!;
  const a = matrices[matrix]!;
  const b = vector(a.length);

  test("agrees with SciPy, in about as many products", () => {
    const options = method === "gmres" ? { restart: a.length } : {};
    const found = solver(a, b, options);
    expect(found.converged.toArray()).toBe(true);
    const size = Math.max(...x.map(Math.abs));
    expectClose(found.x, x, { relative: 0, absolute: 2e-8 * size });
    // SciPy counts those that measure a residual, and stops by estimates.
    expect(Math.abs(found.iterations.item() - products)).toBeLessThanOrEqual(4);
  });
});

test.each(fixture.eigenvalues)(
  "eigenvalues, $which, of a pair: $pair, are those of ARPACK",
  ({ which, pair, values }) => {
    const a = matrices["poisson"]!;
    const b = line(49, 1, 4, 1);
    const found = lobpcg(a, { which, count: 4, ...(pair ? { b } : {}) });
    expectClose(found.values, values, { relative: 1e-11 });
    if (pair) return;
    // From one start a repeated eigenvalue is found once, or late.
    expectClose(lanczos(a, { which, count: 1 }).values, values.slice(0, 1), { relative: 1e-12 });
  },
);

test("singular values are those of SciPy's svds", () => {
  const a = build(18, 12, (i, j) => 1 / (1 + i + 2 * j));
  expectClose(randomizedSvd(a, 4).s, fixture.singularValues, { relative: 1e-12 });
});

test.each(fixture.actions)("the exponential acts as with 60 digits: $name", ({ name, t, y, scipy }) => {
  const a = flows[name]!;
  const size = Math.max(...y.map(Math.abs));
  const errorOf = (found: Tensor): number => div(max(abs(sub(found, y))), size).item();
  const bound = Math.max(4e-15, scipy / 4);
  expect(errorOf(expmMultiply(a, vector(a.length), { t }))).toBeLessThanOrEqual(bound);
  expect(errorOf(expmMultiply((x) => matmul(a, x), vector(a.length), { t }))).toBeLessThanOrEqual(5 * bound);
});

test.each(fixture.gradients)(
  "gradients of lobpcg, $which, are those of torch.lobpcg",
  ({ which, value, gradient }) => {
    const a = build(12, 12, (i, j) => ((3 * i + 5 * j + i * j) % 13) / 4);
    const weights = build(12, 2, (i, j) => ((2 * i + 3 * j) % 5) - 2);
    const f = (x: Tensor): Tensor => {
      const { values, vectors } = lobpcg(mul(add(x, swapAxes(x, 0, 1)), 0.5), {
        which,
        count: 2,
        tolerance: 1e-14,
      });
      return add(sum(sin(values)), sum(mul(weights, square(vectors))));
    };
    expectClose(f(tensor(a)), value, { relative: 1e-10 });
    expectClose(grad(f)(tensor(a)), gradient, { relative: 1e-8, absolute: 1e-9 });
  },
);
