import { grad, hessian, trace, vmap } from "@adjoint/autodiff";
import { key } from "@adjoint/random";
import {
  add,
  arange,
  DomainError,
  exp,
  mean,
  mul,
  ShapeError,
  square,
  sub,
  sum,
  tensor,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  betaBinomial,
  binomial,
  binomialFamily,
  categorical,
  categoricalFamily,
  fit,
  geometric,
  geometricFamily,
  multinomial,
  multinomialFamily,
  negativeBinomial,
  negativeBinomialFamily,
  poisson,
  poissonFamily,
  relaxedBernoulli,
  relaxedCategorical,
} from "../src/index.ts";
import type { Distribution, Poisson } from "../src/index.ts";

describe("sure outcomes", () => {
  test.each([
    ["a rate of 0", poisson({ rate: 0 }), 0],
    ["no trial", binomial({ total: 0, probs: 0.3 }), 0],
    ["no chance", binomial({ total: 5, probs: 0 }), 0],
    ["no doubt", binomial({ total: 5, probs: 1 }), 5],
    ["success at once", geometric({ probs: 1 }), 0],
    ["successes at once", negativeBinomial({ total: 2.5, probs: 1 }), 0],
    ["no trial of any probability", betaBinomial({ total: 0, alpha: 2, beta: 3 }), 0],
    ["one outcome", categorical({ logits: [3] }), 0],
    ["one possible outcome", categorical({ probs: [0, 0, 1] }), 2],
  ])("%s", (_, d, value) => {
    expectClose(d.logProb([value, value + 1, value - 1, value + 0.5]), [0, -Infinity, -Infinity, -Infinity]);
    expectClose(d.cdf([value - 1, value, value + 1]), [0, 1, 1]);
    expectClose(d.survival([value - 1, value, value + 1]), [1, 0, 0]);
    expectClose(d.logCdf([value - 1, value]), [-Infinity, 0]);
    expectClose(d.logSurvival([value - 1, value]), [0, -Infinity]);
    expectClose(d.quantile([1e-300, 0.5, 1 - 2 ** -53]), [value, value, value]);
    expectClose(d.upperQuantile([1e-300, 0.5, 1 - 2 ** -53]), [value, value, value]);
    expectClose(
      [d.mean, d.variance, d.mode, d.entropy()].map((x) => x.item()),
      [value, 0, value, 0],
    );
    expectClose(d.sample(key(0), [3]), [value, value, value]);
  });

  test.each([
    ["poisson", poisson({ rate: 0 })],
    ["binomial of 0", binomial({ total: 5, probs: 0 })],
    ["binomial of 1", binomial({ total: 5, probs: 1 })],
    ["negative binomial", negativeBinomial({ total: 2, probs: 1 })],
    ["geometric", geometric({ probs: 1 })],
    ["categorical", categorical({ probs: [0, 1, 0] })],
  ])("%s: what is impossible has no derivative", (_, d) => {
    const impossible = d.mode.item() === 0 ? 3 : 0;
    const score = grad((other: Distribution) => other.logProb(impossible))(d) as Record<string, Tensor>;
    for (const slope of Object.values(score)) expect(slope.data.every((value) => value === 0)).toBe(true);
  });
});

test("a rate of 0 has the score of one side: −1 of no event", () => {
  expectClose(grad((rate: Tensor) => poisson({ rate }).logProb(0))(tensor(0)), -1);
});

test("quantiles are the first place that reaches the level, for large counts too", () => {
  for (const d of [
    poisson({ rate: 1e8 }),
    binomial({ total: 1e9, probs: 0.25 }),
    binomial({ total: 1e12, logits: -20 }),
    negativeBinomial({ total: 0.5, probs: 1e-6 }),
    betaBinomial({ total: 1e6, alpha: 0.3, beta: 2 }),
  ]) {
    const p = tensor([1e-200, 1e-9, 0.2, 0.5]);
    const x = d.quantile(p);
    const [at, before] = [d.cdf(x).data, d.cdf(sub(x, 1)).data];
    const upper = d.upperQuantile(p);
    const [above, earlier] = [d.survival(upper).data, d.survival(sub(upper, 1)).data];
    for (const [i, level] of p.data.entries()) {
      expect(at[i]! >= level * (1 - 1e-12)).toBe(true);
      expect(before[i]! < level).toBe(true);
      expect(above[i]! <= level * (1 + 1e-12)).toBe(true);
      expect(earlier[i]! > level).toBe(true);
    }
  }
});

test("a quantile at a step is the step", () => {
  for (const d of [
    poisson({ rate: 4.5 }),
    binomial({ total: 12, probs: 0.37 }),
    categorical({ probs: [0.1, 0.2, 0.7] }),
  ]) {
    const x = arange(3);
    expectClose(d.quantile(d.cdf(x)), x);
    expectClose(d.upperQuantile(d.survival(x)), x);
  }
});

test("entropies of large counts approach that of the normal distribution", () => {
  const normalEntropy = (variance: number): number => 0.5 * Math.log(2 * Math.PI * Math.E * variance);
  expectClose(poisson({ rate: 1e30 }).entropy(), normalEntropy(1e30));
  expectClose(poisson({ rate: 1e12 }).entropy(), normalEntropy(1e12));
  expectClose(binomial({ total: 1e15, probs: 0.3 }).entropy(), normalEntropy(0.21e15));
  // ½ log(2πeλ) − 1/(12λ) − 1/(24λ²) − …
  expectClose(poisson({ rate: 1e4 }).entropy(), normalEntropy(1e4) - 1 / 12e4 - 1 / 24e8, {
    relative: 1e-13,
  });
});

test("entropies differentiate: of a Poisson variable by E[log(X + 1)] − log λ, twice too", () => {
  const entropy = (rate: Tensor): Tensor => poisson({ rate }).entropy();
  const k = arange(80);
  const expectation = (rate: number, f: (x: Tensor) => Tensor): number =>
    sum(mul(exp(poisson({ rate }).logProb(k)), f(k))).item();
  for (const rate of [0.3, 2, 9]) {
    const logs = Array.from({ length: 82 }, (_, i) => Math.log(i));
    const first = expectation(rate, () => tensor(logs.slice(1, 81)));
    const second = expectation(rate, () => sub(tensor(logs.slice(2, 82)), tensor(logs.slice(1, 81))));
    expectClose(grad(entropy)(tensor(rate)), first - Math.log(rate));
    expectClose(hessian(entropy)(tensor(rate)), second - 1 / rate, { relative: 1e-11 });
  }
});

test("entropies, quantiles and tails go through vmap and traces", () => {
  const rates = tensor([0.5, 20]);
  const entropies = poisson({ rate: rates }).entropy();
  const entropy = (rate: Tensor): Tensor => poisson({ rate }).entropy();
  expectClose(vmap(entropy)(rates), entropies, { relative: 1e-13 });
  expectClose(trace(entropy)(rates).call(rates), entropies, { relative: 1e-13 });
  expectClose(
    vmap(grad(entropy))(rates),
    [0, 1].map((i) => grad(entropy)(tensor(rates.data[i]!)).item()),
  );
  const quantile = (d: Poisson): Tensor => d.quantile(0.9);
  expectClose(vmap(quantile)(poisson({ rate: rates })), poisson({ rate: rates }).quantile(0.9));
  const program = trace((rate: Tensor) => poisson({ rate }).quantile(0.9))(rates);
  expectClose(program.call(rates), [1, 26]);
  expectClose(grad((rate: Tensor) => poisson({ rate }).quantile(0.9))(tensor(3)), 0);
  const far = (probs: Tensor): Tensor => binomial({ total: 5000, probs }).logSurvival(4990);
  const probs = tensor([0.01, 0.02]);
  const expected = binomial({ total: 5000, probs }).logSurvival(4990);
  expectClose(vmap(far)(probs), expected);
  expect(() => trace(far)(tensor(0.01))).not.toThrow();
});

test("tails beyond doubles have their derivatives", () => {
  const slope = grad((probs: Tensor) => binomial({ total: 3000, probs }).logSurvival(2998))(tensor(0.01));
  // Of log P(X > n − 2) = log(n pⁿ⁻¹(1 − p) + pⁿ).
  const [n, p] = [3000, 0.01];
  const exact = (n * (n - 1) * (1 - p)) / (p * (n * (1 - p) + p));
  expectClose(slope, exact, { relative: 1e-12 });
});

test("distribution functions differentiate: ∂P(X ≤ k)/∂λ = −P(X = k), and so for their logarithms in both tails", () => {
  const k = tensor([0, 3, 10, 60]);
  for (const rate of [0.5, 8, 40]) {
    const masses = poisson({ rate }).prob(k).toArray() as number[];
    const slopes = vmap((x: Tensor) => grad((r: Tensor) => poisson({ rate: r }).cdf(x))(tensor(rate)))(k);
    expectClose(
      slopes,
      masses.map((mass) => -mass),
    );
    const upper = vmap((x: Tensor) => grad((r: Tensor) => poisson({ rate: r }).logSurvival(x))(tensor(rate)))(
      k,
    );
    const survival = poisson({ rate }).survival(k).data;
    expectClose(
      upper,
      masses.map((mass, i) => mass / survival[i]!),
    );
  }
  // ∂P(X ≤ k)/∂p = −n P(X' = k) of one trial less.
  const slope = vmap((x: Tensor) =>
    grad((probs: Tensor) => binomial({ total: 90, probs }).cdf(x))(tensor(0.2)),
  )(k);
  expectClose(slope, mul(-90, binomial({ total: 89, probs: 0.2 }).prob(k)));
  const waiting = grad((probs: Tensor) => negativeBinomial({ total: 2.5, probs }).cdf(6))(tensor(0.3));
  const [ahead, behind] = [0.3 + 1e-4, 0.3 - 1e-4].map((probs) =>
    negativeBinomial({ total: 2.5, probs }).cdf(6).item(),
  );
  expectClose(waiting, (ahead! - behind!) / 2e-4, { relative: 1e-6 });
  const mixed = grad((alpha: Tensor) => betaBinomial({ total: 30, alpha, beta: 3 }).cdf(12))(tensor(2));
  const [above, below] = [2 + 1e-4, 2 - 1e-4].map((alpha) =>
    betaBinomial({ total: 30, alpha, beta: 3 }).cdf(12).item(),
  );
  expectClose(mixed, (above! - below!) / 2e-4, { relative: 1e-6 });
});

test("a total of 0 among others leaves the derivatives of beta-binomial tails finite", () => {
  const at = (total: number[]): [lower: number, upper: number] => [
    grad((alpha) => sum(betaBinomial({ total, alpha, beta: 3 }).logCdf(0)))(2).item(),
    grad((alpha) => sum(betaBinomial({ total, alpha, beta: 3 }).logSurvival(-1)))(2).item(),
  ];
  expect(at([0])).toEqual([0, 0]);
  expect(at([0, 5])).toEqual(at([5]));
});

test("totals and probabilities broadcast against each other", () => {
  const d = binomial({ total: [3, 8], probs: [[0.1], [0.5], [0.9]] });
  expect(d.batchShape).toEqual([3, 2]);
  for (const result of [
    d.mean,
    d.mode,
    d.entropy(),
    d.logProb(2),
    d.cdf(2),
    d.logSurvival(2),
    d.quantile(0.3),
  ]) {
    expect(result.shape).toEqual([3, 2]);
  }
  expect(d.sample(key(0), [4]).shape).toEqual([4, 3, 2]);
  expectClose(
    d.entropy(),
    [0.1, 0.5, 0.9].map((probs) => [3, 8].map((total) => binomial({ total, probs }).entropy().item())),
  );
  const votes = multinomial({ total: [3, 8], probs: [0.2, 0.3, 0.5] });
  expect(votes.batchShape).toEqual([2]);
  expect(votes.sample(key(0), [4]).shape).toEqual([4, 2, 3]);
  expectClose(votes.logProb([1, 1, 1]), [Math.log(6 * 0.03), -Infinity]);
  expect(votes.covariance.shape).toEqual([2, 3, 3]);
  expectClose(
    votes.entropy(),
    [3, 8].map((total) =>
      multinomial({ total, probs: [0.2, 0.3, 0.5] })
        .entropy()
        .item(),
    ),
  );
  const soft = relaxedCategorical({ temperature: [0.5, 1, 2], logits: [0, 1] });
  expect(soft.batchShape).toEqual([3]);
  expect(soft.sample(key(0), [4]).shape).toEqual([4, 3, 2]);
  expect(soft.logProb([0.25, 0.75]).shape).toEqual([3]);
  expect(binomial({ total: 3, probs: [] }).entropy().shape).toEqual([0]);
  expect(poisson({ rate: [] }).quantile(0.5).shape).toEqual([0]);
});

describe("multinomial", () => {
  const d = multinomial({ total: 4, probs: [0.1, 0.35, 0.55] });
  const outcomes = Array.from({ length: 5 }, (_, i) => i).flatMap((a) =>
    Array.from({ length: 5 - a }, (_, b) => [a, b, 4 - a - b]),
  );

  test("all outcomes together have the probability 1, the mean, covariance and entropy", () => {
    const p = d.prob(outcomes);
    const x = tensor(outcomes);
    expectClose(sum(p), 1);
    const weights = p.data;
    const expectation = (f: (row: readonly number[]) => number): number =>
      outcomes.reduce((total, row, i) => total + weights[i]! * f(row), 0);
    expect(x.shape).toEqual([15, 3]);
    expectClose(
      d.mean,
      [0, 1, 2].map((i) => expectation((row) => row[i]!)),
    );
    const m = d.mean.toArray() as number[];
    expectClose(
      d.covariance,
      [0, 1, 2].map((i) => [0, 1, 2].map((j) => expectation((row) => (row[i]! - m[i]!) * (row[j]! - m[j]!)))),
    );
    expectClose(
      d.entropy(),
      -outcomes.reduce((total, _, i) => total + weights[i]! * Math.log(weights[i]!), 0),
    );
  });

  test("samples have the frequencies of the outcomes", () => {
    const draws = d.sample(key(3), [5000]);
    for (const [i, row] of outcomes.entries()) {
      const rows = draws.toArray() as number[][];
      const count = rows.filter((drawn) => drawn.every((value, j) => value === row[j])).length;
      const p = d.prob(outcomes).data[i]!;
      expect(Math.abs(count - 5000 * p)).toBeLessThan(6 + 4.5 * Math.sqrt(5000 * p));
    }
  });

  test("impossible outcomes count for nothing", () => {
    const some = multinomial({ total: 3, probs: [0.5, 0, 0.5] });
    expectClose(
      some.prob([
        [1, 0, 2],
        [1, 1, 1],
        [3, 0, 0],
      ]),
      [0.375, 0, 0.125],
    );
    expectClose(some.entropy(), binomial({ total: 3, probs: 0.5 }).entropy());
    const score = grad((other: typeof some) => other.logProb([1, 1, 1]))(some);
    expectClose(score.probs, [0, 0, 0]);
  });

  test("of two outcomes it is the binomial distribution", () => {
    const pair = multinomial({ total: 1e7, probs: [0.25, 0.75] });
    const one = binomial({ total: 1e7, probs: 0.25 });
    expectClose(pair.logProb([2500300, 7499700]), one.logProb(2500300));
    expectClose(pair.entropy(), one.entropy());
  });
});

test("relaxed samples differentiate and stay inside", () => {
  const cold = relaxedBernoulli({ temperature: 1e-3, probs: 0.5 });
  const drawn = cold.sample(key(1), [200]);
  expect(drawn.data.every((value) => value > 0 && value < 1)).toBe(true);
  expect(cold.logProb(drawn).data.every(Number.isFinite)).toBe(true);
  const frozen = relaxedCategorical({ temperature: 1e-3, logits: [0, 1, 2] });
  expect(frozen.logProb(frozen.sample(key(1), [200])).data.every(Number.isFinite)).toBe(true);
  const slope = grad((logits: Tensor) =>
    sum(mul(relaxedCategorical({ temperature: 0.5, logits }).sample(key(2), [2000]), [1, 0, 0])),
  )(tensor([0, 0, 0]));
  expect(slope.data[0]).toBeGreaterThan(100);
  expectClose(sum(slope), 0, { absolute: 1e-9 });
});

test("fits are where the score of the observations is 0", () => {
  const counts = [3, 0, 4, 7, 2];
  expectClose(fit(poissonFamily, counts).parameters, { rate: 3.2 });
  expectClose(
    grad((d: Distribution) => mean(d.logProb(counts)))(fit(poissonFamily, counts)),
    { rate: 0 },
    { absolute: 1e-15 },
  );
  const waits = fit(geometricFamily, counts);
  expectClose(grad((d: Distribution) => mean(d.logProb(counts)))(waits), { probs: 0 }, { absolute: 1e-14 });
  expectClose(fit(categoricalFamily, [0, 2, 2, 1], { weights: [1, 1, 1, 2] }).parameters, {
    probs: [0.2, 0.4, 0.4],
  });
  const votes = fit(multinomialFamily, [
    [1, 2, 1],
    [0, 3, 1],
  ]);
  expectClose(votes.parameters, { total: 4, probs: [0.125, 0.625, 0.25] });
  for (const [total, probs] of [
    [2.5, 0.3],
    [0.05, 0.1],
    [40, 0.8],
  ] as const) {
    const drawn = negativeBinomial({ total, probs }).sample(key(5), [400]);
    const fitted = fit(negativeBinomialFamily, drawn);
    const score = grad((d: Distribution) => mean(d.logProb(drawn)))(fitted) as Record<string, Tensor>;
    expectClose(mul(score["total"]!, fitted.parameters.total), 0, { absolute: 1e-10 });
    expectClose(score["probs"]!, 0, { absolute: 1e-10 });
  }
  expect(() => fit(negativeBinomialFamily, [2, 3, 2])).toThrow(
    "fit(negativeBinomial): total must be positive",
  );
  expect(() => fit(binomialFamily, counts)).toThrow("do not tell the number of trials");
});

test("what cannot be is refused by name and value", () => {
  expect(() => poisson({ rate: -1 })).toThrow("poisson: rate must be at least 0 and finite, got -1");
  expect(() => binomial({ total: 2.5, probs: 0.5 })).toThrow(
    "binomial: total must be an integer from 0, got 2.5",
  );
  expect(() => binomial({ total: 2 } as never)).toThrow(
    "binomial: give either probs or logits, and not both",
  );
  expect(() => geometric({ probs: 0 })).toThrow(
    "geometric: probs must be greater than 0 and at most 1, got 0",
  );
  expect(() => negativeBinomial({ total: 0, probs: 0.5 })).toThrow(DomainError);
  expect(() => categorical({ probs: [0.5, 0.6] })).toThrow("got the sum 1.1");
  expect(() => categorical({ logits: [-Infinity, -Infinity] })).toThrow("got the largest -Infinity");
  expect(() => categorical({ probs: 0.5 })).toThrow(ShapeError);
  expect(() => relaxedCategorical({ temperature: 1, probs: [0, 1] })).toThrow(DomainError);
  expect(() => relaxedBernoulli({ temperature: 0, probs: 0.5 })).toThrow("temperature must be positive");
});

test("categorical parameters are a batch in all axes but the last", () => {
  const d = categorical({ logits: [[[0, 1, 2]], [[2, 1, 0]]] });
  expect(d.batchShape).toEqual([2, 1]);
  expect(d.logProb([0, 1, 2, 2]).shape).toEqual([2, 4]);
  expect(d.quantile([0.1, 0.5, 0.9]).shape).toEqual([2, 3]);
  expect(d.sample(key(0), [5]).shape).toEqual([5, 2, 1]);
  expectClose(d.mode, [[2], [0]]);
  const log = d.logProb([[0], [0]]);
  expectClose(log, [[0 - Math.log(1 + Math.E + Math.E ** 2)], [2 - Math.log(1 + Math.E + Math.E ** 2)]]);
  const grown = add(square(d.mean), d.variance);
  expectClose(
    grown,
    [
      [0, 1, 2],
      [2, 1, 0],
    ].map((z) => {
      const w = z.map(Math.exp);
      const total = w.reduce((a, b) => a + b, 0);
      return [(w[1]! + 4 * w[2]!) / total];
    }),
  );
});
