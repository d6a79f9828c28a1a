import { jvp } from "@adjoint/autodiff";
import { flatten, sizeOf, stopGradient, Tensor, tensor, unflatten } from "@adjoint/tensor";
import type { Shape, TensorLike } from "@adjoint/tensor";
import { naming } from "./derivative-law.ts";
import { expectClose } from "./expect-close.ts";
import { uniformStream } from "./pseudo-random.ts";
import { checkSamples } from "./sample-law.ts";

/** What the laws ask of a distribution of vectors or matrices, without batch axes. */
export interface TestableMultivariate {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly covariance: Tensor;
  readonly mode: Tensor;
  readonly eventShape: Shape;
  logProb(x: TensorLike): Tensor;
  entropy(): Tensor;
}

/** A smooth map of all vectors of k numbers one to one onto the support, such as a bijector. */
export interface Chart {
  forward(u: TensorLike): Tensor;
  logDeterminant(u: TensorLike): Tensor;
}

/** What `checkMultivariate` needs besides the distribution. */
export interface CheckMultivariateOptions<D extends TestableMultivariate = TestableMultivariate> {
  readonly name: string;
  /** Draws that many samples, from a fixed key. */
  readonly sample: (distribution: D, count: number) => Tensor;
  /**
   * Coordinates of the support for quadrature: up to three of them, with the mass about 0 and a width of about 1.
   * Without it, what integrals are compared with are the means of samples.
   */
  readonly chart?: { readonly map: Chart; readonly dimension: 1 | 2 | 3 };
  /** Agreement with quadrature, relative and absolute: 1e-9 unless given. */
  readonly tolerance?: number;
  /** Functions of a draw whose distribution is known. */
  readonly marginals?: readonly Marginal[];
  /** The quantities to leave out, where a family has none or they do not exist. */
  readonly without?: readonly (
    | "mean"
    | "variance"
    | "covariance"
    | "mode"
    | "entropy"
    | "pathwise"
    | "samples"
  )[];
}

/** A number made of each draw, and its distribution. */
export interface Marginal {
  readonly name: string;
  readonly of: (draws: Tensor) => Tensor;
  readonly distribution: {
    readonly support: { readonly kind: string };
    prob(x: TensorLike): Tensor;
    cdf(x: TensorLike): Tensor;
  };
}

/** As many standard deviations are exceeded once in about 150,000. */
const limit = 4.5;
const draws = 10_000;

/**
 * Proves a distribution of vectors or matrices: total mass 1, mean, variance, covariance, entropy and zero mean of the
 * score by quadrature or, beyond three dimensions, by samples within their standard errors; a mode that nothing exceeds;
 * marginals by the Kolmogorov–Smirnov statistic; and pathwise derivatives of samples that agree with the score on
 * the average.
 *
 * @throws Error naming the law that fails.
 */
export function checkMultivariate<D extends TestableMultivariate>(
  d: D,
  options: CheckMultivariateOptions<D>,
): void {
  const { name, sample, chart, tolerance = 1e-9, marginals = [], without = [] } = options;
  const samples = without.includes("samples") ? undefined : stopGradient(sample(d, draws));
  const rule = chart && productRule(d, chart.map, chart.dimension);
  const logProb = samples && d.logProb(samples);
  const law = (title: string, check: () => void): void => naming(`${name}: ${title}`, check);

  for (const { title, values, expected } of expectations(d, without)) {
    if (rule) {
      law(`${title} by quadrature`, () =>
        expectClose(integrals(values(rule.x, rule.logProb), rule.masses), Array.from(expected.data), {
          relative: tolerance,
          absolute: tolerance,
        }),
      );
    }
    if (samples && logProb && title !== "total mass") {
      law(`${title} of samples`, () => checkMeans(values(samples, logProb), expected, rule ? 5 : limit));
    }
  }
  if (!without.includes("mode")) {
    const top = d.logProb(d.mode).item();
    for (const values of [rule?.logProb, logProb]) {
      if (values?.data.some((value) => value > top + 1e-9 * Math.abs(top) + 1e-12)) {
        throw new Error(`${name}: the mode is not where logProb is largest`);
      }
    }
  }
  for (const { name: title, of, distribution } of marginals) {
    if (samples) law(`${title} of samples`, () => checkSamples(distribution, of(samples)));
  }
  if (samples && !without.includes("pathwise")) checkPaths(d, sample, samples, law);
}

interface Expectation {
  readonly title: string;
  /** Of draws [count, …], numbers [count, m]. */
  readonly values: (x: Tensor, logProb: Tensor) => Tensor;
  /** Their m means. */
  readonly expected: Tensor;
}

function expectations(d: TestableMultivariate, without: readonly string[]): Expectation[] {
  const rows = (x: Tensor, f: (row: ArrayLike<number>) => readonly number[]): Tensor => {
    const count = x.shape[0]!;
    const width = x.data.length / count;
    const results = Array.from({ length: count }, (_, i) => f(x.data.subarray(i * width, (i + 1) * width)));
    return tensor(Float64Array.from(results.flat()), { shape: [count, results[0]!.length] });
  };
  const list: Expectation[] = [
    { title: "total mass", values: (x) => rows(x, () => [1]), expected: tensor([1]) },
  ];
  const wanted = (title: string): boolean => !without.includes(title);
  if (wanted("entropy")) {
    list.push({
      title: "entropy",
      values: (_, logProb) =>
        tensor(
          Float64Array.from(logProb.data, (value) => (value === -Infinity ? 0 : -value)),
          { shape: [logProb.data.length, 1] },
        ),
      expected: tensor([d.entropy().item()]),
    });
  }
  if (wanted("mean"))
    list.push({ title: "mean", values: (x) => rows(x, (row) => Array.from(row)), expected: d.mean });
  if (wanted("variance")) {
    const centre = d.mean.data;
    list.push({
      title: "variance",
      values: (x) => rows(x, (row) => Array.from(row, (value, i) => (value - centre[i]!) ** 2)),
      expected: d.variance,
    });
  }
  if (wanted("covariance") && d.eventShape.length === 1) {
    const centre = d.mean.data;
    list.push({
      title: "covariance",
      values: (x) =>
        rows(x, (row) =>
          Array.from(row, (a, i) => Array.from(row, (b, j) => (a - centre[i]!) * (b - centre[j]!))).flat(),
        ),
      expected: d.covariance,
    });
  }
  parametersOf(d).parameters.forEach((_, place) => {
    const score = scoreIn(d, place);
    list.push({
      title: `mean of the score in parameter ${place}`,
      values: (x) => {
        const values = score(x);
        return tensor(values.data, { shape: [values.data.length, 1] });
      },
      expected: tensor([0]),
    });
  });
  return list;
}

/** The means of the columns lie within their standard errors of what is expected. */
function checkMeans(values: Tensor, expected: Tensor, within: number): void {
  const [count, width] = values.shape as [number, number];
  for (let j = 0; j < width; j++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += values.data[i * width + j]! / count;
    let variance = 0;
    for (let i = 0; i < count; i++) variance += (values.data[i * width + j]! - mean) ** 2 / (count - 1);
    const deviation = Math.sqrt(variance / count);
    const wanted = expected.data[j]!;
    if (!(Math.abs(mean - wanted) <= within * deviation + 1e-9 * (1 + Math.abs(wanted)))) {
      throw new Error(`at place ${j} the mean is ${mean} ± ${deviation}, expected ${wanted}`);
    }
  }
}

/** E[∂f(x)/∂θ] along the paths of samples is E[f(x) ∂ log p(x)/∂θ], for a bounded f. */
function checkPaths<D extends TestableMultivariate>(
  d: D,
  sample: CheckMultivariateOptions<D>["sample"],
  samples: Tensor,
  law: (title: string, check: () => void) => void,
): void {
  const { parameters, at } = parametersOf(d);
  const count = samples.shape[0]!;
  const random = uniformStream(17);
  // Numbers that are constant but for rounding, such as a diagonal of ones, have no part in f.
  const spreads = Array.from({ length: sizeOf(d.eventShape) }, (_, i) => spreadAt(samples, i));
  const direction = spreads.map((spread) => (spread > 1e-12 ? (3 * (random() - 0.5)) / spread : 0));
  const project = (x: Tensor): number[] => {
    const width = direction.length;
    return Array.from({ length: count }, (_, i) =>
      direction.reduce((total, value, j) => total + value * x.data[i * width + j]!, 0),
    );
  };
  const projected = project(samples);
  const middle = [...projected].sort((a, b) => a - b)[count >> 1]!;
  // Not odd about the middle: the mean of an odd function of a symmetric variable does not see its spread.
  const f = projected.map((value) => Math.tanh(value - middle - 0.7));
  // The score has the mean 0, so that f may be shifted: by its mean, which leaves the least variance.
  const centre = f.reduce((total, value) => total + value, 0) / count;
  for (const place of parameters.keys()) {
    const { tangent } = jvp(
      (...values) => sample(at(values), count),
      parameters,
      directionsAt(parameters, place),
    );
    const moved = project(tangent);
    const score = scoreIn(d, place)(samples).data;
    const difference = Float64Array.from(
      moved,
      (value, i) => (1 - f[i]! ** 2) * value - (f[i]! - centre) * score[i]!,
    );
    law(`pathwise derivatives of samples in parameter ${place}`, () => {
      if (moved.every((value) => value === 0)) throw new Error("samples have no derivative");
      checkMeans(tensor(difference, { shape: [count, 1] }), tensor([0]), limit);
    });
  }
}

/** The middle half of a coordinate of the samples is as wide as this. */
function spreadAt(samples: Tensor, place: number): number {
  const count = samples.shape[0]!;
  const width = samples.data.length / count;
  const sorted = Float64Array.from({ length: count }, (_, i) => samples.data[i * width + place]!).sort();
  return sorted[(3 * count) >> 2]! - sorted[count >> 2]!;
}

function parametersOf<D extends TestableMultivariate>(
  d: D,
): { readonly parameters: Tensor[]; readonly at: (values: readonly unknown[]) => D } {
  const { leaves, structure } = flatten("checkMultivariate", d);
  return {
    parameters: leaves.map((leaf) => (leaf instanceof Tensor ? leaf : tensor(leaf))),
    at: (values) => unflatten(structure, values) as D,
  };
}

/** The directional derivative of logProb in one parameter, at constant draws. */
function scoreIn(d: TestableMultivariate, place: number): (x: Tensor) => Tensor {
  const { parameters, at } = parametersOf(d);
  return (x) =>
    jvp((...values) => at(values).logProb(x), parameters, directionsAt(parameters, place)).tangent;
}

/** In one parameter a direction whose elements all differ, in a matrix symmetrically; 0 in the others. */
function directionsAt(parameters: readonly Tensor[], place: number): Tensor[] {
  return parameters.map((parameter, i) => {
    const [rows = 1, columns = 1] = parameter.shape.slice(-2);
    const square = parameter.shape.length > 1 && rows === columns;
    const size = Math.max(1e-3, ...Array.from(parameter.data, Math.abs));
    const elements = Float64Array.from(parameter.data, (_, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const number = square ? row + column + row * column : at;
      return i === place ? size * (1 - number / 7) : 0;
    });
    return tensor(elements, { shape: parameter.shape, dtype: parameter.dtype });
  });
}

interface ProductRule {
  readonly x: Tensor;
  readonly logProb: Tensor;
  /** The probability that each node stands for. */
  readonly masses: Float64Array;
}

/** How far t reaches, and the steps of the trapezoidal rule, in so many dimensions. */
const reaches = { 1: 5, 2: 4.5, 3: 3.5 } as const;
const steps = { 1: 1 / 32, 2: 1 / 12, 3: 1 / 4 } as const;

/**
 * The trapezoidal rule after u = sinh t in every coordinate, whose error decays exponentially for analytic integrands.
 *
 * Source: L. N. Trefethen, J. A. C. Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56 (2014).
 */
function productRule(d: TestableMultivariate, map: Chart, dimension: 1 | 2 | 3): ProductRule {
  const step = steps[dimension];
  const count = Math.round(reaches[dimension] / step);
  const axis = Array.from({ length: 2 * count + 1 }, (_, k) => (k - count) * step);
  const points = product(dimension, axis);
  const u = tensor(Float64Array.from(points.flat(), Math.sinh), { shape: [points.length, dimension] });
  const logDeterminant = map.logDeterminant(u).data;
  const x = map.forward(u);
  const logProb = d.logProb(x);
  const masses = Float64Array.from(points, (point, i) =>
    point.reduce((mass, t) => mass * step * Math.cosh(t), Math.exp(logDeterminant[i]! + logProb.data[i]!)),
  );
  return { x, logProb, masses };
}

function product(dimension: number, axis: readonly number[]): number[][] {
  if (dimension === 0) return [[]];
  return product(dimension - 1, axis).flatMap((point) => axis.map((t) => [...point, t]));
}

/** Σ mₖ vₖ for every column of the values. */
function integrals(values: Tensor, masses: Float64Array): number[] {
  const [count, width] = values.shape as [number, number];
  const totals = new Array<number>(width).fill(0);
  for (let k = 0; k < count; k++) {
    const mass = masses[k]!;
    // Where there is no mass, neither infinite nor undefined values count.
    if (mass === 0) continue;
    for (let j = 0; j < width; j++) totals[j]! += mass * values.data[k * width + j]!;
  }
  return totals;
}
