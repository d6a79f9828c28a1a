import {
  add,
  div,
  exp,
  expm1,
  log,
  log1p,
  mul,
  neg,
  stopGradient,
  sub,
  tensor,
  treeNode,
} from "@adjoint/tensor";
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
    logSurvival: (x: TensorLike) => neg(scaled(x)),
    quantile: (p: TensorLike) => div(neg(log1p(neg(p))), rate),
    upperQuantile: (q: TensorLike) => div(neg(log(q)), rate),
    entropy: () => sub(1, log(rate)),
  } as const;
  return Object.assign(Object.create(null) as object, right, wrong, {
    [treeNode]: () => ({
      children: { rate },
      rebuild: (children: Readonly<Record<string, unknown>>) => exponential(children.rate as Tensor, wrong),
    }),
  });
}

function check(
  wrong: Partial<TestableDistribution>,
  stretch = 1,
  pathwise: "quantile" | "expectation" = "quantile",
): void {
  checkDistribution(exponential(tensor(2), wrong), {
    name: "exponential",
    sample: (d, count) => mul(d.upperQuantile(Array.from({ length: count }, uniformStream(5))), stretch),
    pathwise,
  });
}

test("a right distribution passes", () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({}, 1, "expectation")).not.toThrow();
});

test("samples whose derivatives are wrong are found, draw for draw or on the average", () => {
  const law = (pathwise: "quantile" | "expectation", slope: number): void =>
    checkDistribution(exponential(tensor(2)), {
      name: "exponential",
      pathwise,
      sample(d, count) {
        const draws = d.upperQuantile(Array.from({ length: count }, uniformStream(5)));
        return add(mul(slope, draws), mul(1 - slope, stopGradient(draws)));
      },
    });
  expect(() => law("quantile", 1)).not.toThrow();
  expect(() => law("quantile", 1 + 1e-5)).toThrow("∂x/∂θ of samples in parameter 0 is that of the quantile");
  expect(() => law("expectation", 1.2)).toThrow("the mean derivative of samples in parameter 0");
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
  expect(() => check({ logSurvival: (x) => mul(d.logSurvival(x), slightly) })).toThrow(
    "exp(logSurvival) = survival",
  );
  const upperQuantile = (q: TensorLike): Tensor => mul(d.upperQuantile(q), slightly);
  expect(() => check({ upperQuantile })).toThrow("survival(upperQuantile(q)) = q");
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
