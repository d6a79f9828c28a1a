import { evaluateProgram, grad, jvp, trace, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import { DomainError, log, mean, mul, ShapeError, slice, stack, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkMultivariate, expectClose, reviveNumbers } from "@adjoint/testing";
import { expect, test } from "vitest";
import { exponential, mixture, multivariateNormal, normal, poisson, uniform } from "../src/index.ts";
import type { Mixture } from "../src/index.ts";
import fixture from "./fixtures/mixture.json" with { type: "json" };

const { probs, mean: means, scale, cases } = reviveNumbers(fixture);
const components = normal({ mean: means, scale });
const two = mixture({ probs, components });

test("two normal components agree with mpmath, deep in the tails too, and with PyTorch's derivatives", () => {
  const fromLogits = mixture({ logits: log(probs), components });
  for (const { x, logProb, logCdf, logSurvival, gradient } of cases) {
    for (const d of [two, fromLogits]) {
      expectClose(d.logProb(x), logProb, { relative: 1e-13 });
      // Next to 0 rounding of the weights is left.
      expectClose(d.logCdf(x), logCdf, { relative: 1e-12, absolute: 1e-16 });
      expectClose(d.logSurvival(x), logSurvival, { relative: 1e-12, absolute: 1e-16 });
    }
    const slope = grad((d: Mixture) => d.logProb(x))(fromLogits);
    expectClose(slope, gradient, { relative: 1e-11, absolute: 1e-15 });
  }
});

test("quantiles are found from 1e-300, in either tail", () => {
  const p = [1e-300, 1e-20, 0.1, 0.25, 0.5, 0.9];
  expectClose(two.logCdf(two.quantile(p)), log(p), { relative: 1e-12 });
  expectClose(two.logSurvival(two.upperQuantile(p)), log(p), { relative: 1e-12 });
  expectClose(two.quantile([0, 1]), [-Infinity, Infinity]);
  const bounded = mixture({ probs: [0.5, 0.5], components: uniform({ low: [0, 2], high: [1, 3] }) });
  expectClose(bounded.quantile([0, 0.25, 0.75, 1]), [0, 0.5, 2.5, 3]);
  expectClose([bounded.support.low, bounded.support.high], [0, 3]);
  expectClose(bounded.quantile(0.5).item(), 1);
});

test("quantiles of integers are the first that reach a level", () => {
  const d = mixture({ probs: [0.5, 0.5], components: poisson({ rate: [1, 1000] }) });
  const p = [1e-12, 0.2, 0.4999, 0.75, 0.999];
  const k = d.quantile(p);
  const [at, before] = [d.cdf(k).data, d.cdf(tensor(Array.from(k.data, (value) => value - 1))).data];
  p.forEach((level, i) => {
    expect(at[i]!).toBeGreaterThanOrEqual(level);
    expect(before[i]!).toBeLessThan(level);
  });
});

test("quantiles and samples have the derivatives of cdf(x) = p, twice", () => {
  const slope = (p: number) => (m: Tensor) =>
    jvp(
      (at: Tensor) => mixture({ probs, components: normal({ mean: at, scale }) }).quantile(p),
      [m],
      [tensor([1, 2])],
    ).tangent;
  const at = two.quantile(0.3).item();
  const density = mul(probs, components.prob(at));
  // −∂F/∂θ / p(x) with ∂F/∂μₖ = −wₖ pₖ(x).
  const expected = (density.data[0]! + 2 * density.data[1]!) / two.prob(at).item();
  expectClose(slope(0.3)(tensor(means)), expected, { relative: 1e-12 });
  const second = jvp(slope(0.3), [tensor(means)], [tensor([1, 2])]).tangent.item();
  const h = 1e-4;
  const [ahead, behind] = [1, -1].map((side) =>
    slope(0.3)(tensor([means[0]! + side * h, means[1]! + 2 * side * h])).item(),
  );
  expectClose(second, (ahead! - behind!) / (2 * h), { relative: 1e-6 });
});

test("mean and variance follow the law of total variance", () => {
  expectClose(two.mean, 1.75);
  expectClose(two.variance, 0.25 * (1 + 3.75 ** 2) + 0.75 * (0.25 + 1.25 ** 2));
});

test("a mixture of vectors obeys the laws", () => {
  const d = mixture({
    logits: [0.5, -0.5],
    components: multivariateNormal({
      mean: [
        [0, 1],
        [2, -1],
      ],
      covariance: [
        [
          [1, 0.5],
          [0.5, 1],
        ],
        [
          [2, 0],
          [0, 0.3],
        ],
      ],
    }),
  });
  expect([d.batchShape, d.eventShape, d.covariance.shape]).toEqual([[], [2], [2, 2]]);
  checkMultivariate(d, {
    name: "mixture",
    sample: (other, count) => other.sample(key(1), [count]),
    without: ["mode", "entropy", "pathwise"],
  });
  expect(() => d.quantile(0.5)).toThrow(DomainError);
});

test("a sample of the mean moves with the weights", () => {
  const d = mixture({ logits: [0, 0], components: normal({ mean: [-1, 1] }) });
  const slope = grad((other: typeof d) => mean(other.sample(key(1), [20_000])))(d) as unknown as {
    readonly logits: Tensor;
  };
  // The mean is w₁ − w₀, with the derivative 2 w₀ w₁ in the second logit.
  expectClose(slope.logits, [-0.5, 0.5], { relative: 0.03 });
});

test("outside all supports there is nothing, and no derivative", () => {
  const d = mixture({ probs: [0.5, 0.5], components: exponential({ rate: [1, 2] }) });
  expectClose(d.logProb([-1, NaN]), [-Infinity, NaN]);
  expectClose(d.logCdf(-1), -Infinity);
  const slope = grad((other: typeof d) => other.logProb(-1))(d);
  expectClose(slope, { probs: [0, 0], components: { rate: [0, 0] } });
  const certain = mixture({ probs: [1, 0], components: exponential({ rate: [1, 2] }) });
  expectClose(certain.logProb(3), -3);
});

test("weights and components broadcast, and members of a batch are drawn apart", () => {
  const d = mixture({
    probs: [
      [0.5, 0.5],
      [0, 1],
      [1, 0],
    ],
    components: normal({ mean: [[-100, 100]] }),
  });
  expect(d.batchShape).toEqual([3]);
  const drawn = d.sample(key(2), [200]);
  expect(drawn.shape).toEqual([200, 3]);
  expect(slice(drawn, [], 1).data.every((value) => value > 0)).toBe(true);
  expect(slice(drawn, [], 2).data.every((value) => value < 0)).toBe(true);
  expect(d.logProb([[0], [1], [2], [3]]).shape).toEqual([4, 3]);
});

test("what is no mixture is refused", () => {
  expect(() => mixture({ probs: [1, 0, 0], components })).toThrow(ShapeError);
  expect(() => mixture({ probs: [1], components: normal() })).toThrow("missing");
  expect(() => mixture({ components })).toThrow("either probs or logits");
  expect(() => two.mode).toThrow("peaks");
  expect(sum(two.sample(key(1), [3])).shape).toEqual([]);
});

test("programs and vmap find the same quantiles and samples", () => {
  const at = (m: Tensor): Tensor =>
    mixture({ probs, components: normal({ mean: m, scale }) }).quantile([1e-10, 0.2, 0.9]);
  const drawn = (m: Tensor): Tensor =>
    mixture({ probs, components: normal({ mean: m, scale }) }).sample(key(3), [4]);
  const m = tensor(means);
  for (const f of [at, drawn]) {
    expectClose(evaluateProgram(trace(f)(m), [m])[0], f(m), { relative: 1e-14 });
    expectClose(vmap(f)(stack([m, mul(m, 2)])), stack([f(m), f(mul(m, 2))]), { relative: 1e-14 });
  }
});
