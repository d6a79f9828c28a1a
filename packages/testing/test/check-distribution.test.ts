import { div, exp, expm1, log, log1p, mul, neg, sub, tensor, treeNode } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { checkDistribution, uniformStream } from "../src/index.ts";
import type { TestableDistribution } from "../src/index.ts";

/** p(x) = λ exp(−λx), with some of it wrong. */
function exponential(rate: Tensor, wrong: Partial<TestableDistribution> = {}): TestableDistribution {
  const scaled = (x: TensorLike): Tensor => mul(rate, x);
  const right = {
    mean: div(1, rate),
    variance: div(1, mul(rate, rate)),
    mode: tensor(0),
    support: { kind: "interval", low: tensor(0), high: tensor(Infinity) },
    logProb: (x: TensorLike) => sub(log(rate), scaled(x)),
    prob: (x: TensorLike) => mul(rate, exp(neg(scaled(x)))),
    cdf: (x: TensorLike) => neg(expm1(neg(scaled(x)))),
    logCdf: (x: TensorLike) => log(neg(expm1(neg(scaled(x))))),
    survival: (x: TensorLike) => exp(neg(scaled(x))),
    quantile: (p: TensorLike) => div(neg(log1p(neg(p))), rate),
    entropy: () => sub(1, log(rate)),
  } as const;
  return Object.assign(Object.create(null) as object, right, wrong, {
    [treeNode]: () => ({
      children: { rate },
      rebuild: (children: Readonly<Record<string, unknown>>) => exponential(children.rate as Tensor, wrong),
    }),
  });
}

function check(wrong: Partial<TestableDistribution>, stretch = 1): void {
  const next = uniformStream(5);
  checkDistribution(exponential(tensor(2), wrong), {
    name: "exponential",
    sample: (count) => tensor(Array.from({ length: count }, () => (-Math.log1p(-next()) / 2) * stretch)),
  });
}

test("a right distribution passes", () => {
  expect(() => check({})).not.toThrow();
});

test("whatever is wrong with a distribution, a law names it", () => {
  const slightly = 1 + 1e-6;
  const d = exponential(tensor(2));
  expect(() => check({ prob: (x) => mul(d.prob(x), slightly) })).toThrow("prob = exp(logProb)");
  expect(() => check({ logCdf: (x) => log(mul(d.cdf(x), slightly)) })).toThrow("exp(logCdf) = cdf");
  expect(() => check({ survival: (x) => mul(d.survival(x), slightly) })).toThrow("survival = 1 − cdf");
  expect(() => check({ quantile: (p) => mul(d.quantile(p), slightly) })).toThrow("cdf(quantile(p)) = p");
  const [denser, logDenser] = [
    (x: TensorLike) => mul(d.prob(x), slightly),
    (x: TensorLike) => sub(d.logProb(x), neg(Math.log(slightly))),
  ];
  expect(() => check({ prob: denser, logProb: logDenser })).toThrow("cdf′ = prob");
  expect(() => check({ mean: tensor(0.5 * slightly) })).toThrow("mean");
  expect(() => check({ variance: tensor(0.25 * slightly) })).toThrow("variance");
  expect(() => check({ entropy: () => tensor((1 - Math.LN2) * slightly) })).toThrow("entropy");
  expect(() => check({ mode: tensor(0.1) })).toThrow("mode");
  expect(() => check({}, 1.1)).toThrow("Kolmogorov–Smirnov");
});

test("a score without mean 0 is found", () => {
  const wrong = (rate: Tensor): TestableDistribution =>
    Object.assign(exponential(tensor(2)), {
      logProb: (x: TensorLike) => sub(mul(2, sub(log(rate), Math.LN2 / 2)), mul(2, x)),
      [treeNode]: () => ({
        children: { rate },
        rebuild: (children: Readonly<Record<string, unknown>>) => wrong(children.rate as Tensor),
      }),
    });
  expect(() => checkDistribution(wrong(tensor(2)), { name: "wrong", sample: () => tensor([]) })).toThrow(
    "score",
  );
});
