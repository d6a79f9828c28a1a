import { jvp } from "@adjoint/autodiff";
import { Tensor, flatten, tensor, unflatten } from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import { naming } from "./derivative-law.ts";
import { expectClose } from "./expect-close.ts";
import { finiteDifferences } from "./finite-differences.ts";
import { checkSamples, isDiscrete } from "./sample-law.ts";
import { integrate, quadrature } from "./quadrature.ts";
import type { QuadratureRule } from "./quadrature.ts";

/** What the laws ask of a distribution of one variable, real, integer or of integer points, without batch axes. */
export interface TestableDistribution {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly mode: Tensor;
  readonly support: { readonly kind: string; readonly low: Tensor; readonly high: Tensor };
  logProb(x: TensorLike): Tensor;
  prob(x: TensorLike): Tensor;
  cdf(x: TensorLike): Tensor;
  logCdf(x: TensorLike): Tensor;
  survival(x: TensorLike): Tensor;
  logSurvival(x: TensorLike): Tensor;
  quantile(p: TensorLike): Tensor;
  upperQuantile(q: TensorLike): Tensor;
  entropy(): Tensor;
}

/** What `checkDistribution` needs besides the distribution. */
export interface CheckDistributionOptions<D extends TestableDistribution = TestableDistribution> {
  readonly name: string;
  /** Draws that many samples, from a fixed key. */
  readonly sample: (distribution: D, count: number) => Tensor;
  /**
   * How the samples of continuous distributions carry derivatives in the parameters: draw for draw as the quantile
   * at a fixed level, only on the average ("expectation"), or not at all. "quantile" unless given.
   */
  readonly pathwise?: "quantile" | "expectation" | "none";
  /** Places of the parameters whose score has another mean than 0: counts, and those that move the support. */
  readonly withoutScore?: readonly number[];
  /** Where the density is not smooth inside its support, such as the peak of a Laplace distribution. */
  readonly kinks?: readonly number[];
  /** Agreement with quadrature, relative and absolute: 1e-9 unless given. */
  readonly tolerance?: number;
  /** False for distributions without mean and variance. */
  readonly moments?: boolean;
  /** What a family has no function for. */
  readonly without?: readonly ("mode" | "entropy")[];
}

const levels = [1e-6, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1 - 1e-6];

/**
 * Proves a distribution by the laws of every one: density = derivative of the cdf, quantile inverts the cdf,
 * total mass 1, mean, variance and entropy by quadrature or summation, mode, zero mean of the score,
 * and samples that follow (Kolmogorov–Smirnov for continuous, frequencies for discrete ones).
 *
 * @throws Error naming the law that fails.
 */
export function checkDistribution<D extends TestableDistribution>(
  distribution: D,
  options: CheckDistributionOptions<D>,
): void {
  const { name, sample, tolerance = 1e-9, moments = true, kinks = [], pathwise = "quantile" } = options;
  const places = [...parametersOf(distribution).parameters.keys()].filter(
    (place) => options.withoutScore?.includes(place) !== true,
  );
  const discrete = isDiscrete(distribution);
  const rule = discrete ? latticeRule(distribution) : continuousRule(distribution, kinks);
  const close = (law: string, actual: unknown, expected: unknown, within = tolerance): void =>
    naming(`${name}: ${law}`, () => expectClose(actual, expected, { relative: within, absolute: within }));

  const { without = [] } = options;
  checkFunctions(distribution, rule.nodes, close);
  if (!without.includes("mode")) checkMode(distribution, rule.nodes);
  if (discrete) checkSteps(distribution, rule.nodes, close);
  else checkContinuity(distribution, kinks, close);
  checkMoments(distribution, rule, { moments, entropy: !without.includes("entropy") }, close);
  checkScore(distribution, places, rule, close);
  naming(`${name}: samples`, () => checkSamples(distribution, sample(distribution, 4000)));
  if (discrete || pathwise === "none") return;
  if (pathwise === "quantile") checkQuantilePaths(distribution, sample, close);
  else checkMeanPaths(distribution, sample, places, rule, name);
}

type Close = (law: string, actual: unknown, expected: unknown, within?: number) => void;

/** prob, logCdf, survival and logSurvival say the same as logProb and cdf. */
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
  close("exp(logSurvival) = survival", mapped(d.logSurvival(x), Math.exp), d.survival(x), 1e-12);
}

/** Nowhere is the density greater than at the mode. */
function checkMode(d: TestableDistribution, x: Tensor): void {
  const top = d.prob(d.mode).item();
  if (d.prob(x).data.some((value) => value > top * (1 + 1e-12)))
    throw new Error("the mode is not where prob is largest");
}

/** The density is the derivative of the cdf, and the quantile inverts it. */
function checkContinuity(d: TestableDistribution, kinks: readonly number[], close: Close): void {
  const p = tensor(levels);
  const x = d.quantile(p);
  const width = d.quantile(0.75).item() - d.quantile(0.25).item();
  close("cdf(quantile(p)) = p", d.cdf(x), p, 1e-12);
  close("quantile(cdf(x)) = x", d.quantile(d.cdf(x)), x, 1e-9);
  close("survival(upperQuantile(q)) = q", d.survival(d.upperQuantile(p)), p, 1e-12);
  const nearKink = (value: number): boolean => kinks.some((kink) => Math.abs(value - kink) < width / 8);
  const inside = tensor(
    Array.from(x.data)
      .slice(1, -1)
      .filter((value) => !nearKink(value)),
  );
  // Steps end inside the support, at whose ends the density may be infinite.
  const [low, high] = [d.support.low.item(), d.support.high.item()];
  const steps = mapped(inside, (value) => Math.min(width, 16 * (value - low), 16 * (high - value)));
  const slopes = finiteDifferences((at) => [d.cdf(at)], [inside], [steps], 1 / 64);
  const prob = d.prob(inside);
  close(
    "cdf′ = prob",
    slopes[0],
    mapped(steps, (step, i) => step * prob.data[i]!),
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
  // Levels between the steps: at a step itself, 1 − q is a matter of rounding.
  const between = [0.015, 0.1237, 0.3331, 0.6783, 0.98765];
  close(
    "upperQuantile(q) = quantile(1 − q)",
    d.upperQuantile(between),
    d.quantile(between.map((q) => 1 - q)),
  );
}

function checkMoments(
  d: TestableDistribution,
  rule: QuadratureRule,
  { moments, entropy }: { readonly moments: boolean; readonly entropy: boolean },
  close: Close,
): void {
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
  if (entropy) {
    close(
      "entropy",
      d.entropy(),
      expectation((_, i) => -logProb[i]!),
    );
  }
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
function checkScore(
  d: TestableDistribution,
  places: readonly number[],
  rule: QuadratureRule,
  close: Close,
): void {
  const prob = d.prob(rule.nodes).data;
  for (const place of places) {
    const score = scoreAt(d, rule.nodes, place).data;
    const weighted = Array.from(prob, (value, i) => (value === 0 ? 0 : value * score[i]!));
    close(`mean of the score in parameter ${place}`, integrate(rule, weighted), 0);
  }
}

/** Draw for draw, ∂x/∂θ is the slope of the quantile at the level of x. */
function checkQuantilePaths<D extends TestableDistribution>(
  d: D,
  sample: CheckDistributionOptions<D>["sample"],
  close: Close,
): void {
  const { parameters, at } = parametersOf(d);
  const draws = sample(d, 40);
  const level = d.cdf(draws);
  const upper = d.survival(draws);
  const quantiles = (other: D): Tensor => {
    const lower = other.quantile(level);
    const higher = other.upperQuantile(upper);
    return tensor(
      Float64Array.from(lower.data, (value, i) => (level.data[i]! < 0.5 ? value : higher.data[i]!)),
    );
  };
  const scale = spreadOf(d);
  for (const [place, parameter] of parameters.entries()) {
    const unit = mapped(parameter, (value) => Math.max(1e-3, Math.abs(value)));
    const directions = parameters.map((other, i) => (i === place ? unit : mapped(other, () => 0)));
    const slope = jvp((...values) => sample(at(values), 40), parameters, directions);
    const [expected] = finiteDifferences(
      (value) => [quantiles(at(parameters.map((other, i) => (i === place ? value : other))))],
      [parameter],
      [unit],
      1 / 64,
    );
    close(
      `∂x/∂θ of samples in parameter ${place} is that of the quantile`,
      mapped(slope.tangent, (value) => value / scale),
      mapped(expected!, (value) => value / scale),
      1e-7,
    );
  }
}

/** On the average, E[f′(x) ∂x/∂θ] = ∂E[f(x)]/∂θ, for f = tanh of x in units of its spread. */
function checkMeanPaths<D extends TestableDistribution>(
  d: D,
  sample: CheckDistributionOptions<D>["sample"],
  places: readonly number[],
  rule: QuadratureRule,
  name: string,
): void {
  const { parameters, at } = parametersOf(d);
  const centre = d.quantile(0.5).item();
  const scale = spreadOf(d);
  const f = (x: number): number => Math.tanh((x - centre) / scale);
  const count = 4000;
  for (const place of places) {
    const { value, tangent } = jvp(
      (...values) => sample(at(values), count),
      parameters,
      directionsAt(parameters, place),
    );
    const slopes = Array.from(tangent.data, (slope, i) => ((1 - f(value.data[i]!) ** 2) / scale) * slope);
    const mean = slopes.reduce((sum, slope) => sum + slope, 0) / count;
    const variance = slopes.reduce((sum, slope) => sum + (slope - mean) ** 2, 0) / count;
    const prob = d.prob(rule.nodes).data;
    const score = scoreAt(d, rule.nodes, place).data;
    const expected = integrate(
      rule,
      Array.from(prob, (p, i) => (p === 0 ? 0 : f(rule.nodes.data[i]!) * p * score[i]!)),
    );
    const deviation = Math.sqrt(variance / count);
    if (!(Math.abs(mean - expected) <= 4.5 * deviation + 1e-9)) {
      throw new Error(
        `${name}: the mean derivative of samples in parameter ${place} is ${mean} ± ${deviation}, expected ${expected}`,
      );
    }
  }
}

/** The parameters, and the distribution at others. */
function parametersOf<D extends TestableDistribution>(
  d: D,
): { readonly parameters: Tensor[]; readonly at: (values: readonly unknown[]) => D } {
  const { leaves, structure } = flatten("checkDistribution", d);
  return {
    parameters: leaves.map((leaf) => (leaf instanceof Tensor ? leaf : tensor(leaf))),
    at: (values) => unflatten(structure, values) as D,
  };
}

function directionsAt(parameters: readonly Tensor[], place: number): Tensor[] {
  return parameters.map((parameter, i) => mapped(parameter, () => (i === place ? 1 : 0)));
}

function scoreAt(d: TestableDistribution, nodes: Tensor, place: number): Tensor {
  const { parameters, at } = parametersOf(d);
  return jvp((...values) => at(values).logProb(nodes), parameters, directionsAt(parameters, place)).tangent;
}

function spreadOf(d: TestableDistribution): number {
  return d.quantile(0.75).item() - d.quantile(0.25).item();
}

/** One rule for each smooth piece of the density. */
function continuousRule(d: TestableDistribution, kinks: readonly number[]): QuadratureRule {
  const ends = [d.support.low.item(), ...kinks, d.support.high.item()];
  const pieces = ends
    .slice(1)
    .map((high, i) =>
      quadrature({ low: ends[i]!, high, centre: d.quantile(0.5).item(), width: spreadOf(d) }),
    );
  return {
    nodes: tensor(pieces.flatMap(({ nodes }) => Array.from(nodes.data))),
    weights: pieces.flatMap(({ weights }) => weights),
  };
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

function mapped(x: Tensor, f: (value: number, index: number) => number): Tensor {
  return tensor(Float64Array.from(x.data, f), { shape: x.shape });
}
