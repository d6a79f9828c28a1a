import { grad, hessian } from "@adjoint/autodiff";
import * as probability from "@adjoint/probability";
import type { Distribution } from "@adjoint/probability";
import { key } from "@adjoint/random";
import { DomainError, exp, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import torchPairs from "./fixtures/torch-pairs.json" with { type: "json" };
import { crossEntropy, estimateKlDivergence, fisherInformation, klDivergence } from "../src/index.ts";

const {
  bernoulli,
  beta,
  binomial,
  categorical,
  cauchy,
  chiSquared,
  continuousBernoulli,
  dirichlet,
  exponential,
  gamma,
  geometric,
  gumbel,
  halfCauchy,
  halfNormal,
  independent,
  inverseGamma,
  kumaraswamy,
  laplace,
  logNormal,
  logistic,
  lowRankMultivariateNormal,
  mixture,
  multinomial,
  multivariateNormal,
  negativeBinomial,
  normal,
  pareto,
  poisson,
  studentT,
  uniform,
  vonMises,
  weibull,
  wishart,
} = probability;

/** Two distributions of each family: the pairs are taken of the first with the second of every other one. */
const families: Readonly<Record<string, readonly [Distribution, Distribution]>> = {
  bernoulli: [bernoulli({ probs: 0.3 }), bernoulli({ logits: 0.4 })],
  beta: [beta({ alpha: 2.5, beta: 3 }), beta({ alpha: 1.5, beta: 2 })],
  binomial: [binomial({ total: 6, probs: 0.4 }), binomial({ total: 6, probs: 0.6 })],
  categorical: [categorical({ probs: [0.2, 0.5, 0.3] }), categorical({ logits: [0.2, -0.3, 0] })],
  cauchy: [cauchy({ location: 0.5, scale: 2 }), cauchy({ location: -1, scale: 3 })],
  chiSquared: [chiSquared({ df: 5 }), chiSquared({ df: 3.5 })],
  continuousBernoulli: [continuousBernoulli({ probs: 0.3 }), continuousBernoulli({ logits: 1 })],
  exponential: [exponential({ rate: 1.7 }), exponential({ rate: 0.8 })],
  gamma: [gamma({ concentration: 4.5, rate: 2 }), gamma({ concentration: 3, rate: 1.2 })],
  geometric: [geometric({ probs: 0.4 }), geometric({ probs: 0.3 })],
  gumbel: [gumbel({ location: 1, scale: 0.8 }), gumbel({ location: 0.5, scale: 1.5 })],
  halfCauchy: [halfCauchy({ scale: 1.5 }), halfCauchy({ scale: 2.5 })],
  halfNormal: [halfNormal({ scale: 1 }), halfNormal({ scale: 1.6 })],
  inverseGamma: [inverseGamma({ concentration: 6, scale: 5 }), inverseGamma({ concentration: 4, scale: 3 })],
  kumaraswamy: [kumaraswamy({ alpha: 2, beta: 3 }), kumaraswamy({ alpha: 1.5, beta: 2 })],
  laplace: [laplace({ mean: 0.5, scale: 0.7 }), laplace({ mean: -0.3, scale: 1.4 })],
  logNormal: [logNormal({ mean: 0.2, scale: 0.4 }), logNormal({ mean: 0, scale: 0.7 })],
  logistic: [logistic({ mean: 0.5, scale: 0.6 }), logistic({ mean: 0, scale: 1 })],
  negativeBinomial: [negativeBinomial({ total: 3, probs: 0.5 }), negativeBinomial({ total: 3, probs: 0.4 })],
  normal: [normal({ mean: 0.5, scale: 0.9 }), normal({ mean: -0.2, scale: 1.5 })],
  pareto: [pareto({ concentration: 6, scale: 1.2 }), pareto({ concentration: 4, scale: 0.8 })],
  poisson: [poisson({ rate: 3 }), poisson({ rate: 2 })],
  studentT: [studentT({ df: 9, mean: 0.3, scale: 0.8 }), studentT({ df: 5 })],
  uniform: [uniform({ low: 0.1, high: 0.8 }), uniform({ low: -0.5, high: 1.5 })],
  vonMises: [vonMises({ mean: 0.5, concentration: 3 }), vonMises({ mean: 0.5, concentration: 1 })],
  weibull: [weibull({ concentration: 2, scale: 1.2 }), weibull({ concentration: 1.4, scale: 1.5 })],

  dirichlet: [dirichlet({ concentration: [2, 3, 1.5] }), dirichlet({ concentration: [1, 2, 2] })],
  independent: [
    independent(normal({ mean: [0, 1], scale: [1, 2] })),
    independent(normal({ mean: [0.5, 0.5], scale: 1.5 })),
  ],
  lowRankMultivariateNormal: [
    lowRankMultivariateNormal({ mean: [0, 1], factor: [[1], [0.5]], diagonal: [0.4, 0.6] }),
    lowRankMultivariateNormal({ mean: [0.5, 0.5], factor: [[0.5], [-0.5]], diagonal: [1, 1.2] }),
  ],
  multinomial: [
    multinomial({ total: 4, probs: [0.2, 0.5, 0.3] }),
    multinomial({ total: 4, probs: [0.4, 0.3, 0.3] }),
  ],
  multivariateNormal: [
    multivariateNormal({
      mean: [0, 1],
      covariance: [
        [1.5, 0.4],
        [0.4, 0.8],
      ],
    }),
    multivariateNormal({
      mean: [0.3, 0.5],
      precision: [
        [0.7, -0.1],
        [-0.1, 0.5],
      ],
    }),
  ],
  wishart: [
    wishart({
      df: 6,
      scale: [
        [0.3, 0.1],
        [0.1, 0.2],
      ],
    }),
    wishart({
      df: 4.5,
      scale: [
        [0.4, 0],
        [0, 0.3],
      ],
    }),
  ],
};

/** What D(p‖q) is: a number, ∞, or `undefined` where no form is known. */
function divergence(p: Distribution, q: Distribution): number | undefined {
  try {
    return klDivergence(p, q).item();
  } catch (error) {
    if (error instanceof DomainError && error.message.includes("no closed form")) return undefined;
    throw error;
  }
}

const names = Object.keys(families);
const pairs = names.flatMap((first) => names.map((second) => [first, second] as const));
/** Vectors and matrices meet those of their kind only. */
const areAlike = ([first, second]: readonly [string, string]): boolean => {
  const [p, q] = [families[first]![0], families[second]![1]];
  return String(p.eventShape) === String(q.eventShape);
};
const known = pairs
  .filter(areAlike)
  .map(([first, second]) => [first, second, divergence(families[first]![0], families[second]![1])] as const);
const finite = known.filter(([, , value]) => value !== undefined && value < Infinity);

test("the families with a form of their own, or with expectations, are all here", () => {
  const without = ["betaBinomial", "empirical", "lkj", "mixture", "multivariateStudentT"];
  const others = ["relaxedBernoulli", "relaxedCategorical", "transformed", "truncated"];
  const exported = Object.keys(probability)
    .filter((name) => name.endsWith("Family"))
    .map((name) => name.replace(/Family$/, ""));
  expect(exported.filter((name) => !names.includes(name)).toSorted()).toEqual([...without, ...others]);
});

test("more than a hundred pairs are known, each family with itself among them", () => {
  expect(finite.length).toBeGreaterThan(100);
  const alone = finite.filter(([first, second]) => first === second).map(([name]) => name);
  expect(names.filter((name) => !alone.includes(name))).toEqual(["kumaraswamy", "logistic", "studentT"]);
});

test("every pair that PyTorch knows is among them", () => {
  const unknown = known.filter(([, , value]) => value === undefined).map(([p, q]) => `${p}, ${q}`);
  expect(torchPairs.length).toBeGreaterThan(80);
  expect(torchPairs.filter(([p, q]) => !names.includes(p!) || unknown.includes(`${p}, ${q}`))).toEqual([]);
});

test.each(finite)("D(%s‖%s) = %d is what samples say", (first, second, value) => {
  const [p, q] = [families[first]![0], families[second]![1]];
  const { value: estimate, standardError } = estimateKlDivergence(p, q, key(5), { count: 20_000 });
  expect(Math.abs(estimate.item() - value!)).toBeLessThan(4.5 * standardError.item() + 1e-12);
  expect(value).toBeGreaterThan(0);
});

test.each(known.filter(([, , value]) => value === Infinity))(
  "D(%s‖%s) = ∞, where the supports mismatch or an expectation diverges",
  (first, second) => {
    const [p, q] = [families[first]![0], families[second]![1]];
    const isOutside =
      p.support.kind !== q.support.kind ||
      p.support.low.item() < q.support.low.item() ||
      p.support.high.item() > q.support.high.item();
    const heavy = ["cauchy", "halfCauchy"].includes(first);
    // exp(−x/s) grows faster than the tails of these fall
    const steep = second === "gumbel" && ["laplace", "logistic", "studentT"].includes(first);
    // 1/x is not integrable where there is a density at 0
    const singular = second === "inverseGamma" && ["exponential", "halfNormal"].includes(first);
    expect(isOutside || heavy || steep || singular).toBe(true);
  },
);

test.each(names.filter((name) => !["kumaraswamy", "logistic", "studentT"].includes(name)))(
  "%s: a distribution is at the distance 0 from itself, with slope 0, and near it in squares",
  (name) => {
    const [p] = families[name]!;
    expect(Math.abs(klDivergence(p, p).item())).toBeLessThan(1e-13);
    // binomial and multinomial have their totals among the parameters
    if (["uniform", "pareto", "binomial", "multinomial"].includes(name)) {
      expect(() => fisherInformation(p)).toThrow("moves with the parameters");
      return;
    }
    const information = fisherInformation(p);
    expect(information.data.every(Number.isFinite)).toBe(true);
    for (let i = 0; i < information.shape[0]!; i++) {
      expect(information.data[i * information.shape[0]! + i]).toBeGreaterThan(-1e-9);
    }
  },
);

test("cross-entropies are entropy plus divergence", () => {
  for (const [first, second, value] of finite) {
    const [p, q] = [families[first]![0], families[second]![1]];
    const expected = entropyOf(p);
    if (expected === undefined) continue;
    expectClose(crossEntropy(p, q), expected + value!, { relative: 1e-9, absolute: 1e-9 });
  }
});

function entropyOf(p: Distribution): number | undefined {
  try {
    return p.entropy().item();
  } catch {
    return undefined;
  }
}

test("two nearly equal distributions keep the digits of their divergence", () => {
  const delta = 2 ** -20;
  // ½ F δ², to first order
  const nearby = (make: (t: number) => Distribution, information: number): void =>
    expectClose(klDivergence(make(0), make(delta)), 0.5 * information * delta ** 2, { relative: 1e-4 });
  nearby((t) => exponential({ rate: Math.exp(t) }), 1);
  nearby((t) => poisson({ rate: 5 * Math.exp(t) }), 5);
  nearby((t) => laplace({ mean: 1, scale: Math.exp(t) }), 1);
  nearby((t) => cauchy({ location: t, scale: 1 }), 0.5);
  nearby((t) => gamma({ concentration: 1e8, rate: Math.exp(t) }), 1e8);
  nearby(
    (t) =>
      multivariateNormal({
        mean: [t, 0],
        covariance: [
          [2, 0.3],
          [0.3, 1],
        ],
      }),
    1 / (2 - 0.09),
  );
});

test("a Laplace divergence has the right curvature where the means agree", () => {
  const curvature = hessian((mean: Tensor) =>
    klDivergence(laplace({ scale: 2 }), laplace({ mean, scale: 2 })),
  );
  expectClose(curvature(tensor(0)), 0.25);
  expectClose(curvature(tensor(3)), Math.exp(-1.5) / 4);
});

test("angles are compared round the circle", () => {
  const turned = klDivergence(
    vonMises({ mean: 3, concentration: 2 }),
    vonMises({ mean: -3, concentration: 2 }),
  );
  const near = klDivergence(
    vonMises({ mean: 0, concentration: 2 }),
    vonMises({ mean: 2 * Math.PI - 6, concentration: 2 }),
  );
  expectClose(turned, near, { relative: 1e-12 });
});

test("gradients flow to both, through the logarithms of tiny scales too", () => {
  const slope = grad((logScale: Tensor) => klDivergence(normal({ scale: exp(logScale) }), normal()));
  expectClose(slope(tensor(-300)), -1, { relative: 1e-12 });
});

test("totals that differ have no closed form, and mixtures neither", () => {
  expect(() => klDivergence(binomial({ total: 3, probs: 0.5 }), binomial({ total: 4, probs: 0.5 }))).toThrow(
    "binomial distributions have a closed form for equal totals only",
  );
  expect(klDivergence(binomial({ total: 4, probs: 0.5 }), binomial({ total: 3, probs: 0.5 })).item()).toBe(
    Infinity,
  );
  const two = mixture({ probs: [0.5, 0.5], components: normal({ mean: [0, 1] }) });
  expect(() => klDivergence(two, normal())).toThrow(
    "klDivergence: no closed form for p mixture and q normal; estimateKlDivergence(p, q, key) takes the mean",
  );
});
