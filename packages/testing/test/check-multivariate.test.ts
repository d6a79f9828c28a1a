import { add, div, log, mul, square, stopGradient, sub, sum, tensor, treeNode } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkMultivariate, uniformStream } from "../src/index.ts";
import type { Chart, CheckMultivariateOptions, TestableMultivariate } from "../src/index.ts";

/** Two independent normal numbers of the standard deviation σ, with some of it wrong. */
function normals(scale: Tensor, wrong: Partial<TestableMultivariate> = {}): TestableMultivariate {
  const logProb = (x: TensorLike): Tensor =>
    sub(mul(-0.5, sum(square(div(x, scale)), { axis: -1 })), add(mul(2, log(scale)), Math.log(2 * Math.PI)));
  const right: TestableMultivariate = {
    mean: tensor([0, 0]),
    variance: mul(square(scale), [1, 1]),
    covariance: mul(square(scale), [
      [1, 0],
      [0, 1],
    ]),
    mode: tensor([0, 0]),
    eventShape: [2],
    logProb,
    entropy: () => add(mul(2, log(scale)), 1 + Math.log(2 * Math.PI)),
  };
  return Object.assign(right, wrong, {
    [treeNode]: () => ({
      children: { scale },
      rebuild: (children: Readonly<Record<string, unknown>>) => normals(children.scale as Tensor, wrong),
    }),
  });
}

/** Draws of two normal numbers, by the transform of Box and Muller. */
function standardDraws(count: number): Tensor {
  const uniform = uniformStream(5);
  const pairs = Array.from({ length: count }, () => {
    const [radius, angle] = [Math.sqrt(-2 * Math.log(1 - uniform())), 2 * Math.PI * uniform()];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return tensor(pairs);
}

const identity: Chart = {
  forward: (u) => u as Tensor,
  logDeterminant: (u) => tensor(new Float64Array((u as Tensor).shape[0]!)),
};

function check(
  wrong: Partial<TestableMultivariate>,
  options: Partial<CheckMultivariateOptions> = { chart: { map: identity, dimension: 2 } },
  stretch = 1,
): void {
  checkMultivariate(normals(tensor(0.7), wrong), {
    name: "normals",
    sample: (d, count) => {
      const { scale } = (d as unknown as { [treeNode](): { children: { scale: Tensor } } })[treeNode]()
        .children;
      return mul(mul(scale, stretch), standardDraws(count));
    },
    ...options,
  });
}

test("a right distribution passes, by quadrature or by samples alone", () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({}, {})).not.toThrow();
});

test("whatever is wrong with a distribution, a law names it", () => {
  const slightly = 1 + 1e-6;
  const d = normals(tensor(0.7));
  expect(() => check({ logProb: (x) => sub(d.logProb(x), 1e-6) })).toThrow("total mass by quadrature");
  expect(() => check({ mean: tensor([0, 1e-6]) })).toThrow("mean by quadrature");
  expect(() => check({ variance: mul(d.variance, slightly) })).toThrow("variance by quadrature");
  expect(() => check({ covariance: add(d.covariance, 1e-6) })).toThrow("covariance by quadrature");
  expect(() => check({ entropy: () => mul(d.entropy(), slightly) })).toThrow("entropy by quadrature");
  expect(() => check({ mode: tensor([0.1, 0]) })).toThrow("mode");
});

test("without quadrature what is far off is found by samples", () => {
  const d = normals(tensor(0.7));
  expect(() => check({ mean: tensor([0, 0.1]) }, {})).toThrow("mean of samples: at place 1");
  expect(() => check({ covariance: add(d.covariance, 0.1) }, {})).toThrow("covariance of samples");
  expect(() => check({ entropy: () => add(d.entropy(), 0.1) }, {})).toThrow("entropy of samples");
  expect(() => check({}, {}, 1.1)).toThrow("of samples");
});

test("scores, marginals and derivatives of samples that are wrong are found", () => {
  const wrong = (scale: Tensor): TestableMultivariate =>
    Object.assign(normals(tensor(0.7)), {
      logProb: (x: TensorLike) => add(normals(tensor(0.7)).logProb(x), sub(scale, 0.7)),
      [treeNode]: () => ({
        children: { scale },
        rebuild: (children: Readonly<Record<string, unknown>>) => wrong(children.scale as Tensor),
      }),
    });
  expect(() =>
    checkMultivariate(wrong(tensor(0.7)), {
      name: "wrong",
      sample: (_, count) => mul(0.7, standardDraws(count)),
    }),
  ).toThrow("mean of the score in parameter 0");
  expect(() => check({}, { sample: (_, count) => mul(0.7, standardDraws(count)) })).toThrow(
    "samples have no derivative",
  );
  expect(() =>
    check(
      {},
      {
        sample: (other, count) => {
          const { scale } = (other as unknown as { [treeNode](): { children: { scale: Tensor } } })[
            treeNode
          ]().children;
          const draws = mul(scale, standardDraws(count));
          return add(mul(1.5, draws), mul(-0.5, stopGradient(draws)));
        },
      },
    ),
  ).toThrow("pathwise derivatives of samples in parameter 0");
  const uniform = {
    support: { kind: "interval" },
    prob: () => tensor(1),
    cdf: (x: TensorLike) => add(mul(0.5, x), 0.5),
  };
  const marginals = [
    { name: "first", of: (draws: Tensor) => sum(mul(draws, [1, 0]), { axis: -1 }), distribution: uniform },
  ];
  expect(() => check({}, { marginals })).toThrow("first of samples");
});
