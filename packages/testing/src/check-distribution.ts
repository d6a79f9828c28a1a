import { jvp } from "@adjoint/autodiff";
import { Tensor, flatten, tensor, unflatten } from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import { naming } from "./derivative-law.ts";
import { expectClose } from "./expect-close.ts";
import { finiteDifferences } from "./finite-differences.ts";
import { checkSamples } from "./sample-law.ts";
import { integrate, quadrature } from "./quadrature.ts";
import type { QuadratureRule } from "./quadrature.ts";

/** What the laws ask of a distribution of one real or integer variable, without batch axes. */
export interface TestableDistribution {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly mode: Tensor;
  readonly support: { readonly kind: "interval" | "integers"; readonly low: Tensor; readonly high: Tensor };
  logProb(x: TensorLike): Tensor;
  prob(x: TensorLike): Tensor;
  cdf(x: TensorLike): Tensor;
  logCdf(x: TensorLike): Tensor;
  survival(x: TensorLike): Tensor;
  quantile(p: TensorLike): Tensor;
  entropy(): Tensor;
}

/** What `checkDistribution` needs besides the distribution. */
export interface CheckDistributionOptions {
  readonly name: string;
  /** Draws that many samples, from a fixed key. */
  readonly sample: (count: number) => Tensor;
  /** Agreement with quadrature, relative and absolute: 1e-9 unless given. */
  readonly tolerance?: number;
  /** False for distributions without mean and variance. */
  readonly moments?: boolean;
}

const levels = [1e-6, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1 - 1e-6];

/**
 * Proves a distribution by the laws of every one: density = derivative of the cdf, quantile inverts the cdf,
 * total mass 1, mean, variance and entropy by quadrature or summation, mode, zero mean of the score,
 * and samples that follow (Kolmogorov–Smirnov for continuous, frequencies for discrete ones).
 *
 * @throws Error naming the law that fails.
 */
export function checkDistribution(
  distribution: TestableDistribution,
  options: CheckDistributionOptions,
): void {
  const { name, sample, tolerance = 1e-9, moments = true } = options;
  const discrete = distribution.support.kind === "integers";
  const rule = discrete ? latticeRule(distribution) : continuousRule(distribution);
  const close = (law: string, actual: unknown, expected: unknown, within = tolerance): void =>
    naming(`${name}: ${law}`, () => expectClose(actual, expected, { relative: within, absolute: within }));

  checkFunctions(distribution, rule.nodes, close);
  if (discrete) checkSteps(distribution, rule.nodes, close);
  else checkContinuity(distribution, close);
  checkMoments(distribution, rule, moments, close);
  checkScore(distribution, rule, close);
  naming(`${name}: samples`, () => checkSamples(distribution, sample(4000)));
}

type Close = (law: string, actual: unknown, expected: unknown, within?: number) => void;

/** prob, logCdf and survival say the same as logProb and cdf. */
function checkFunctions(d: TestableDistribution, x: Tensor, close: Close): void {
  const cdf = d.cdf(x);
  close("prob = exp(logProb)", d.prob(x), mapped(d.logProb(x), Math.exp), 1e-12);
  close("exp(logCdf) = cdf", mapped(d.logCdf(x), Math.exp), cdf, 1e-12);
  close(
    "survival = 1 − cdf",
    d.survival(x),
    mapped(cdf, (value) => 1 - value),
    1e-12,
  );
  const top = d.prob(d.mode).item();
  if (d.prob(x).data.some((value) => value > top * (1 + 1e-12)))
    throw new Error("the mode is not where prob is largest");
}

/** The density is the derivative of the cdf, and the quantile inverts it. */
function checkContinuity(d: TestableDistribution, close: Close): void {
  const p = tensor(levels);
  const x = d.quantile(p);
  const width = d.quantile(0.75).item() - d.quantile(0.25).item();
  close("cdf(quantile(p)) = p", d.cdf(x), p, 1e-12);
  close("quantile(cdf(x)) = x", d.quantile(d.cdf(x)), x, 1e-9);
  const inside = tensor(Array.from(x.data).slice(1, -1));
  const slopes = finiteDifferences((at) => [d.cdf(at)], [inside], [mapped(inside, () => width)], 1 / 64);
  close(
    "cdf′ = prob",
    slopes[0],
    mapped(d.prob(inside), (value) => value * width),
  );
}

/** The cdf of a discrete distribution is the running sum, and the quantile the first place that reaches p. */
function checkSteps(d: TestableDistribution, x: Tensor, close: Close): void {
  let total = 0;
  const running = Array.from(d.prob(x).data, (value) => (total += value));
  close("cdf = Σ prob", d.cdf(x), running, 1e-12);
  close("cdf is constant between integers", d.cdf(mapped(x, (value) => value + 0.5)), running, 1e-12);
  const first = (p: number): number => x.data[running.findIndex((value) => value >= p - 1e-15)]!;
  close("quantile(p) = min {x : cdf(x) ≥ p}", d.quantile(levels), levels.map(first));
}

function checkMoments(d: TestableDistribution, rule: QuadratureRule, moments: boolean, close: Close): void {
  const prob = d.prob(rule.nodes).data;
  const logProb = d.logProb(rule.nodes).data;
  const expectation = (f: (x: number, i: number) => number): number =>
    integrate(
      rule,
      Array.from(prob, (value, i) => (value === 0 ? 0 : value * f(rule.nodes.data[i]!, i))),
    );
  close(
    "total mass",
    expectation(() => 1),
    1,
  );
  close(
    "entropy",
    d.entropy(),
    expectation((_, i) => -logProb[i]!),
  );
  if (!moments) return;
  const mean = expectation((x) => x);
  close("mean", d.mean, mean);
  close(
    "variance",
    d.variance,
    expectation((x) => (x - mean) ** 2),
  );
}

/** The score ∂ log p(x | θ) / ∂θ has the mean 0, for every parameter θ. */
function checkScore(d: TestableDistribution, rule: QuadratureRule, close: Close): void {
  const { leaves, structure } = flatten("checkDistribution", d);
  const parameters = leaves.map((leaf) => (leaf instanceof Tensor ? leaf : tensor(leaf)));
  const logProb = (...values: Tensor[]): Tensor =>
    (unflatten(structure, values) as TestableDistribution).logProb(rule.nodes);
  const prob = d.prob(rule.nodes).data;
  for (const place of parameters.keys()) {
    const directions = parameters.map((parameter, i) => mapped(parameter, () => (i === place ? 1 : 0)));
    const score = jvp(logProb, parameters, directions).tangent;
    const weighted = Array.from(prob, (value, i) => (value === 0 ? 0 : value * score.data[i]!));
    close(`mean of the score in parameter ${place}`, integrate(rule, weighted), 0);
  }
}

function continuousRule(d: TestableDistribution): QuadratureRule {
  return quadrature({
    low: d.support.low.item(),
    high: d.support.high.item(),
    centre: d.quantile(0.5).item(),
    width: d.quantile(0.75).item() - d.quantile(0.25).item(),
  });
}

/** Every integer of the support, as far as there is mass. */
function latticeRule(d: TestableDistribution): QuadratureRule {
  const low = d.support.low.item();
  const high = Number.isFinite(d.support.high.item())
    ? d.support.high.item()
    : d.quantile(1 - 1e-15).item() + 20;
  const nodes = Float64Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return { nodes: tensor(nodes), weights: new Array<number>(nodes.length).fill(1) };
}

function mapped(x: Tensor, f: (value: number) => number): Tensor {
  return tensor(Float64Array.from(x.data, f), { shape: x.shape });
}
