import { grad, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, mul, ShapeError, stack, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose, reviveNumbers } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  categorical,
  dirichlet,
  dirichletFamily,
  fit,
  lkj,
  lowRankMultivariateNormal,
  multivariateNormal,
  multivariateNormalFamily,
  multivariateStudentT,
  wishart,
} from "../src/index.ts";
import type { Dirichlet, Lkj, LowRankMultivariateNormal, MultivariateNormal } from "../src/index.ts";
import dirichletCases from "./fixtures/dirichlet.json" with { type: "json" };
import lkjCases from "./fixtures/lkj.json" with { type: "json" };
import lowRankCases from "./fixtures/low-rank-multivariate-normal.json" with { type: "json" };
import normalCases from "./fixtures/multivariate-normal.json" with { type: "json" };
import studentCases from "./fixtures/multivariate-student-t.json" with { type: "json" };
import wishartCases from "./fixtures/wishart.json" with { type: "json" };

describe("multivariateNormal", () => {
  test.each(reviveNumbers(normalCases).map((c, i) => [i, c] as const))(
    "case %s agrees with mpmath and PyTorch",
    (i, expected) => {
      const { x, logProb, entropy, gradient, ...options } = expected;
      const d = multivariateNormal(options);
      // The last is a Hilbert matrix of the condition 1.5e7.
      const relative = i === normalCases.length - 1 ? 1e-9 : 1e-13;
      expectClose(d.logProb(x), logProb, { relative });
      expectClose(d.entropy(), entropy, { relative });
      if (gradient === undefined) return;
      const slope = grad((other: MultivariateNormal) => other.logProb(x))(d);
      expectClose(slope, gradient, { relative: 1e-11, absolute: 1e-13 });
    },
  );
});

test("vectors of no elements are no parameters, but batches may be empty", () => {
  expect(() => dirichlet({ concentration: [] })).toThrow(
    /dirichlet: concentration must not be empty, got the shape \[0\]/,
  );
  expect(() => categorical({ probs: tensor([], { shape: [2, 0] }) })).toThrow(ShapeError);
  expect(dirichlet({ concentration: tensor([], { shape: [0, 3] }) }).batchShape).toEqual([0]);
});

test("what is not of the event shape is an error, and is not broadcast", () => {
  const normal = multivariateNormal({
    mean: [0, 0],
    covariance: [
      [1, 0],
      [0, 1],
    ],
  });
  expect(() => normal.logProb(1)).toThrow(
    /multivariateNormal.logProb: x must be vectors of length 2 .* got the shape \[\]/,
  );
  expect(() => normal.prob([1])).toThrow(ShapeError);
  expect(() => dirichlet({ concentration: [1, 2, 3] }).logProb([1, 2])).toThrow(
    /dirichlet.logProb: .* length 3/,
  );
  expect(() => lkj({ dimension: 2, concentration: 1 }).logProb([[1]])).toThrow(/matrices of shape \[2, 2\]/);
  expect(normal.logProb(tensor([], { shape: [0, 2] })).shape).toEqual([0]);
});

test("a fit of vectors is where the score of the observations is 0", () => {
  const x = multivariateNormal({
    mean: [1, 2],
    covariance: [
      [4, 1],
      [1, 2],
    ],
  }).sample(key(3), [50]);
  const weights = Array.from({ length: 50 }, (_, i) => 1 + (i % 3));
  const weighted = (values: Tensor): Tensor => sum(mul(values, weights));
  const normal = fit(multivariateNormalFamily, x, { weights });
  expectClose(
    grad((d: MultivariateNormal) => weighted(d.logProb(x)))(normal),
    {
      mean: [0, 0],
      covariance: [
        [0, 0],
        [0, 0],
      ],
    },
    { absolute: 1e-11 },
  );
  for (const concentration of [
    [0.05, 0.2, 0.1],
    [1, 2, 3],
    [2000, 300, 50_000],
  ]) {
    const shares = dirichlet({ concentration }).sample(key(4), [50]);
    const fitted = fit(dirichletFamily, shares, { weights });
    const slope = grad((d: Dirichlet) => weighted(d.logProb(shares)))(fitted).concentration;
    expectClose(mul(slope, fitted.parameters.concentration), [0, 0, 0], { absolute: 1e-7 });
  }
  const batch = stack([x, mul(x, 2)], { axis: 1 });
  expectClose(
    fit(multivariateNormalFamily, batch, { weights }).covariance,
    stack([normal.covariance, mul(normal.covariance, 4)]),
    { relative: 1e-13 },
  );
  expect(() =>
    fit(multivariateNormalFamily, [
      [1, 2],
      [3, 4],
    ]),
  ).toThrow("positive definite");
});

test("parameters that are none are refused", () => {
  expect(() =>
    multivariateNormal({
      covariance: [
        [1, 2],
        [2, 1],
      ],
    }),
  ).toThrow(
    "multivariateNormal: covariance must be a symmetric positive definite matrix, got the pivot 1 -3",
  );
  expect(() =>
    multivariateNormal({
      covariance: [
        [1, 0.5],
        [0, 1],
      ],
    }),
  ).toThrow(DomainError);
  expect(() =>
    multivariateNormal({
      covariance: [
        [1, 2, 3],
        [2, 1, 3],
      ],
    }),
  ).toThrow(ShapeError);
  expect(() =>
    multivariateNormal({
      choleskyFactor: [
        [1, 1],
        [0, 1],
      ],
    }),
  ).toThrow("got 1 at flat index 1");
  expect(() => multivariateNormal({})).toThrow(
    "give exactly one of covariance, precision, choleskyFactor, got none",
  );
  expect(() =>
    multivariateNormal({
      mean: [1],
      covariance: [
        [1, 0],
        [0, 1],
      ],
    }),
  ).toThrow("mean must have the length 2 of the covariance along its axis -1, got the shape [1]");
  expect(() => dirichlet({ concentration: [1, 0] })).toThrow(DomainError);
  expect(() => dirichlet({ concentration: 1 })).toThrow(ShapeError);
  expect(() => multivariateNormal({ covariance: [[1]] }).cdf([0])).toThrow("an orthant has no closed form");
});

describe("dirichlet", () => {
  test.each(reviveNumbers(dirichletCases).map((c, i) => [i, c] as const))(
    "case %s agrees with mpmath",
    (_, expected) => {
      const d = dirichlet({ concentration: expected.concentration });
      expectClose(d.logProb(expected.x), expected.logProb, { relative: 1e-12 });
      expectClose(d.entropy(), expected.entropy, { relative: 1e-13, absolute: 1e-14 });
      if (expected.gradient === undefined) return;
      const slope = grad((other: Dirichlet) => other.logProb(expected.x))(d);
      expectClose(slope, { concentration: expected.gradient }, { relative: 1e-11, absolute: 1e-14 });
    },
  );
});

describe("multivariateStudentT", () => {
  test.each(reviveNumbers(studentCases).map((c, i) => [i, c] as const))(
    "case %s agrees with mpmath",
    (_, expected) => {
      const { x, logProb, entropy, slope, ...options } = expected;
      const d = multivariateStudentT(options);
      expectClose(d.logProb(x), logProb, { relative: 1e-13 });
      expectClose(d.entropy(), entropy, { relative: 1e-13, absolute: 1e-14 });
      const inDf = grad((df: Tensor) => multivariateStudentT({ ...options, df }).logProb(x))(
        tensor(options.df),
      );
      expectClose(mul(inDf, options.df), slope, { relative: 1e-11, absolute: 1e-14 });
    },
  );
});

describe("lowRankMultivariateNormal", () => {
  test.each(reviveNumbers(lowRankCases).map((c, i) => [i, c] as const))(
    "case %s agrees with mpmath",
    (_, expected) => {
      const { x, logProb, entropy, ...options } = expected;
      const d = lowRankMultivariateNormal(options);
      expectClose(d.logProb(x), logProb, { relative: 1e-13 });
      expectClose(d.entropy(), entropy, { relative: 1e-13 });
    },
  );

  test("derivatives are those of the covariance written out", () => {
    const d = lowRankMultivariateNormal({ mean: [1, 2, 3], factor: [[1], [2], [-1]], diagonal: [1, 0.5, 2] });
    const x = [0.5, 1, -2];
    const full = (other: LowRankMultivariateNormal): Tensor =>
      multivariateNormal({ mean: other.mean, covariance: other.covariance }).logProb(x);
    expectClose(grad((other: typeof d) => other.logProb(x))(d), grad(full)(d), { relative: 1e-12 });
  });
});

describe("wishart", () => {
  test.each(reviveNumbers(wishartCases).map((c, i) => [i, c] as const))(
    "case %s agrees with mpmath",
    (_, expected) => {
      const { x, logProb, entropy, slope, ...options } = expected;
      const d = wishart(options);
      expectClose(d.logProb(x), logProb, { relative: 1e-12 });
      expectClose(d.entropy(), entropy, { relative: 1e-13 });
      const inDf = grad((df: Tensor) => wishart({ ...options, df }).logProb(x))(tensor(options.df));
      expectClose(inDf, slope, { relative: 1e-9, absolute: 1e-14 });
    },
  );

  test("a scale and its Cholesky factor give the same distribution, and no singular one is made", () => {
    const scale = [
      [4, 2],
      [2, 10],
    ];
    const [direct, factored] = [
      wishart({ df: 3, scale }),
      wishart({
        df: 3,
        choleskyFactor: [
          [2, 0],
          [1, 3],
        ],
      }),
    ];
    const x = direct.sample(key(1), [3]);
    expectClose(factored.logProb(x), direct.logProb(x), { relative: 1e-13 });
    expectClose(factored.sample(key(1), [3]), x, { relative: 1e-13 });
    expect(() => wishart({ df: 1, scale })).toThrow(
      "wishart: df must be greater than 1, the order of the matrices less 1, got 1",
    );
  });
});

describe("lkj", () => {
  test.each(reviveNumbers(lkjCases).map((c, i) => [i, c] as const))(
    "case %s agrees with mpmath",
    (_, expected) => {
      const d = lkj({ dimension: expected.x.length, concentration: expected.concentration });
      expectClose(d.logProb(expected.x), expected.logProb, { relative: 1e-12 });
      expectClose(d.entropy(), expected.entropy, { relative: 1e-12 });
      const slope = grad((other: Lkj) => other.logProb(expected.x))(d);
      expectClose(slope, { concentration: expected.slope, dimension: {} }, { relative: 1e-9 });
    },
  );

  test("the dimension is no leaf, and a matrix of order 1 is certain", () => {
    expectClose(lkj({ dimension: 1 }).sample(key(1), [2]), [[[1]], [[1]]]);
    expectClose(lkj({ dimension: 1 }).logProb([[1]]), 0);
    expect(() => lkj({ dimension: 1.5 })).toThrow("lkj: dimension must be a whole number from 1, got 1.5");
    const batch = vmap((concentration: Tensor) => lkj({ dimension: 3, concentration }).entropy())(
      tensor([1, 2]),
    );
    expectClose(batch, lkj({ dimension: 3, concentration: [1, 2] }).entropy());
  });
});
