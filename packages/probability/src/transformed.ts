import {
  any,
  dataIfKnown,
  DomainError,
  formatShape,
  greater,
  isNaN,
  less,
  logicalAnd,
  logicalNot,
  ShapeError,
  sub,
  where,
} from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";
import { allLast, sumLast, withoutLast } from "./bijector.ts";
import type { Bijector } from "./bijector.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family, Reason } from "./family.ts";
import { sampleBatch } from "./sample-batch.ts";
import type { Support } from "./support.ts";

/** The parameters of a transformed distribution. */
export type TransformedParameters<
  Base extends Distribution = Distribution,
  Map extends Bijector = Bijector,
> = { readonly base: Base; readonly bijector: Map };

/** The distribution of f(X). */
export type Transformed<
  Base extends Distribution = Distribution,
  Map extends Bijector = Bijector,
> = Distribution<TransformedParameters<Base, Map>>;

/**
 * The distribution of y = f(x), where x has the base distribution and f is a bijector.
 *
 * Formula: log p(y) = log p_base(x) − log |det ∂f/∂x| at x = f⁻¹(y).
 *
 * Moments: none in general; quantiles, such as the median, are those of the base, mapped.
 *
 * Method: values outside the image of f are found before the inverse is taken, so that they have the density 0 and no
 * derivative. Distribution functions and quantiles of one variable are those of the base, in the other tail where f
 * decreases. Samples are mapped samples, with their derivatives.
 *
 * Shapes: where f maps vectors, the base must be a distribution of vectors: `independent` makes one of a batch.
 *
 * Source: J. V. Dillon et al., "TensorFlow Distributions" (2017), arXiv:1711.10604.
 *
 * @throws ShapeError if a draw of the base has fewer axes than an argument of the bijector, DomainError if the base is
 * discrete.
 * @example
 * ```ts
 * import { expBijector, normal, transformed } from "@adjoint/probability";
 *
 * const size = transformed(normal({ mean: 0, scale: 1 }), expBijector());
 * size.cdf(1).item(); // => 0.5
 * size.logProb([0, 1]).toArray(); // => [-Infinity, -0.9189385332046728]
 * ```
 */
export function transformed<Base extends Distribution, Map extends Bijector>(
  base: Base,
  bijector: Map,
): Transformed<Base, Map> {
  const { kind } = base.support;
  if (kind === "integers" || kind === "counts" || kind === "points") {
    throw new DomainError(
      `transformed: the base must be continuous, but ${base.family} has a support of ${kind}; map its draws instead`,
      { operation: "transformed", base: base.family },
    );
  }
  if (base.eventShape.length < bijector.domainRank) {
    throw new ShapeError(
      `transformed: ${bijector.name} maps arrays of ${bijector.domainRank} axes, but a draw of ${base.family} has the ` +
        `shape ${formatShape(base.eventShape)}; independent(base) makes vectors of its last batch axis`,
      { operation: "transformed", shape: base.eventShape, rank: bijector.domainRank },
    );
  }
  return distribution(transformedFamily as unknown as Family<TransformedParameters<Base, Map>>, {
    base,
    bijector,
  });
}

const noMoments: Reason = "the moments of a mapped variable have no general formula";

/** The functions of transformed distributions. */
export const transformedFamily: Family<TransformedParameters> = {
  name: "transformed",
  constraints: {},
  batchShape: (params) => withoutLast(wholeShape(params), eventRank(params)),
  eventShape: (params) => {
    const whole = wholeShape(params);
    return whole.slice(whole.length - eventRank(params));
  },
  support: supportOf,
  mean: noMoments,
  variance: noMoments,
  covariance: noMoments,
  mode: "the peak of a density moves when its variable is mapped",
  entropy: "the mean log-determinant has no general formula",
  logProb: (params, y) => {
    const { base, bijector } = params;
    const rank = eventRank(params);
    const { inside, value } = bijector.restrict(y);
    const x = bijector.inverse(value);
    const logDeterminant = sumLast(bijector.logDeterminant(x), rank - bijector.imageRank);
    const density = sub(base.logProb(x), logDeterminant);
    const possible = where(allLast(inside, rank - bijector.imageRank), density, -Infinity);
    const unknown = rank === 0 ? isNaN(y) : any(isNaN(y), { axis: lastAxes(rank) });
    return where(unknown, NaN, possible);
  },
  cdf: (params, y) =>
    within(
      params,
      y,
      [0, 1],
      (base, x) => base.cdf(x),
      (base, x) => base.survival(x),
    ),
  logCdf: (params, y) =>
    within(
      params,
      y,
      [-Infinity, 0],
      (base, x) => base.logCdf(x),
      (base, x) => base.logSurvival(x),
    ),
  survival: (params, y) =>
    within(
      params,
      y,
      [1, 0],
      (base, x) => base.survival(x),
      (base, x) => base.cdf(x),
    ),
  logSurvival: (params, y) =>
    within(
      params,
      y,
      [0, -Infinity],
      (base, x) => base.logSurvival(x),
      (base, x) => base.logCdf(x),
    ),
  quantile: (params, p) =>
    mapped(
      params,
      (base) => base.quantile(p),
      (base) => base.upperQuantile(p),
    ),
  upperQuantile: (params, q) =>
    mapped(
      params,
      (base) => base.upperQuantile(q),
      (base) => base.quantile(q),
    ),
  sample: (params, key, shape) => {
    const { base, bijector } = params;
    const lead = shape.length - wholeShape(params).length;
    const drawn = withoutLast(shape.slice(lead), eventRank(params));
    return bijector.forward(sampleBatch(base, key, [...shape.slice(0, lead), ...drawn]));
  },
  fit: "fit the base to the inverse of the observations",
};

/** How many axes one draw has. */
function eventRank({ base, bijector }: TransformedParameters): number {
  return base.eventShape.length - bijector.domainRank + bijector.imageRank;
}

/** The batch and event shapes together. */
function wholeShape({ base, bijector }: TransformedParameters): Shape {
  return bijector.imageShape([...base.batchShape, ...base.eventShape]);
}

function lastAxes(count: number): number[] {
  return Array.from({ length: count }, (_, i) => -1 - i);
}

/** Of one variable: the image of the base's support, with its ends the right way round. */
function supportOf({ base, bijector }: TransformedParameters): Support {
  const { image } = bijector;
  if (bijector.imageRank > 0 || image.kind !== "interval") return image;
  const [a, b] = [bijector.forward(base.support.low), bijector.forward(base.support.high)];
  const swapped = greater(a, b);
  const ends = { low: where(swapped, b, a), high: where(swapped, a, b) };
  return { ...ends, kind: base.support.kind };
}

type OfBase = (base: Distribution, x: Tensor) => Tensor;

/** A function of the base at the inverse, and constants below and above the image; where f decreases, the other tail's. */
function within(
  params: TransformedParameters,
  y: Tensor,
  [below, above]: readonly [number, number],
  increasing: OfBase,
  decreasing: OfBase,
): Tensor {
  const { base, bijector } = params;
  checkOneVariable(params);
  const { inside, value } = bijector.restrict(y);
  const x = bijector.inverse(value);
  const result = choose(
    bijector,
    () => increasing(base, x),
    () => decreasing(base, x),
  );
  const notBelow = where(inside, result, above);
  return where(isNaN(y), NaN, where(logicalAnd(logicalNot(inside), less(y, value)), below, notBelow));
}

/** The image of a quantile of the base. */
function mapped(
  params: TransformedParameters,
  increasing: (base: Distribution) => Tensor,
  decreasing: (base: Distribution) => Tensor,
): Tensor {
  const { base, bijector } = params;
  checkOneVariable(params);
  return bijector.forward(
    choose(
      bijector,
      () => increasing(base),
      () => decreasing(base),
    ),
  );
}

function choose({ direction }: Bijector, increasing: () => Tensor, decreasing: () => Tensor): Tensor {
  const signs = dataIfKnown(direction);
  if (signs?.every((sign) => sign > 0) === true) return increasing();
  if (signs?.every((sign) => sign < 0) === true) return decreasing();
  return where(greater(direction, 0), increasing(), decreasing());
}

function checkOneVariable(params: TransformedParameters): void {
  if (eventRank(params) === 0) return;
  throw new DomainError(
    "transformed: vectors and matrices have no order, and so no distribution function or quantiles",
    {
      operation: "transformed",
    },
  );
}
