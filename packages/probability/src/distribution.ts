import type { Key } from "@adjoint/random";
import {
  asFloat,
  broadcastShapes,
  broadcastTo,
  DomainError,
  exp,
  formatShape,
  sameShape,
  ShapeError,
  Tensor,
  tensor,
  treeNode,
} from "@adjoint/tensor";
import type { DType, Shape, TensorLike, TreeNode } from "@adjoint/tensor";
import { checkConstraint, unitInterval } from "./constraint.ts";
import type { Family, Reason } from "./family.ts";
import type { Support } from "./support.ts";

/**
 * A probability distribution, or a batch of them: a plain record of a family and its parameters.
 *
 * It is a tree whose leaves are its parameters, so derivatives and `vmap` go through it: the gradient of
 * d ↦ d.logProb(x) at a normal distribution is `{mean, scale}`.
 */
export interface Distribution<Params extends object = object> extends TreeNode<Params> {
  /** The name of the family: `"normal"`. */
  readonly family: string;
  /** The parameters as given, as tensors. */
  readonly parameters: Params;

  /** The common shape of the parameters: how many distributions there are. */
  readonly batchShape: Shape;
  /** The shape of one draw from one of them. */
  readonly eventShape: Shape;
  readonly support: Support;

  readonly mean: Tensor;
  readonly variance: Tensor;
  /** Of a vector: the matrix of covariances, of shape [...batch, n, n]. */
  readonly covariance: Tensor;
  /** The most probable value, the smallest if there are several. */
  readonly mode: Tensor;

  /** −E[log p(X)], in nats. */
  entropy(): Tensor;
  /** The logarithm of the density or, if discrete, of the probability; −∞ outside the support. */
  logProb(x: TensorLike): Tensor;
  /** The density or, if discrete, the probability. */
  prob(x: TensorLike): Tensor;
  /** P(X ≤ x). */
  cdf(x: TensorLike): Tensor;
  /** log P(X ≤ x), accurate in both tails. */
  logCdf(x: TensorLike): Tensor;
  /** P(X > x), accurate in the upper tail. */
  survival(x: TensorLike): Tensor;
  /** log P(X > x), accurate in both tails. */
  logSurvival(x: TensorLike): Tensor;
  /** The smallest x with P(X ≤ x) ≥ p. @throws DomainError unless p is between 0 and 1. */
  quantile(p: TensorLike): Tensor;
  /** The quantile of 1 − q, accurate for tiny q: the smallest x with P(X > x) ≤ q. @throws DomainError as `quantile`. */
  upperQuantile(q: TensorLike): Tensor;
  /** Independent draws of the shape [...shape, ...batchShape, ...eventShape]; equal keys give equal draws. */
  sample(key: Key, shape?: Shape): Tensor;

  [treeNode](): {
    readonly children: Params;
    readonly type: unknown;
    rebuild(children: Readonly<Record<string, unknown>>): Distribution<Params>;
  };
}

/**
 * The distribution of a family at parameters that have been checked: what the factories call, and how a family of
 * your own becomes a distribution.
 */
export function distribution<Params extends object>(
  family: Family<Params>,
  parameters: Params,
): Distribution<Params> {
  const operand = (method: string, argument: string, value: TensorLike): Tensor =>
    typeof value === "number"
      ? tensor(value, { dtype: dtypeOf(parameters) })
      : asFloat(`${family.name}.${method}`, argument, value);
  const place = (method: string, value: TensorLike): Tensor => {
    const x = operand(method, "x", value);
    checkEvent(`${family.name}.${method}`, x, family.eventShape(parameters));
    return x;
  };
  const level = (method: string, argument: string, value: TensorLike): Tensor => {
    const p = operand(method, argument, value);
    checkConstraint(`${family.name}.${method}`, argument, p, unitInterval);
    return p;
  };
  const batch = (): Shape => batchShapeOf(family, parameters);
  const spread = (x: Tensor): Tensor => broadcastTo(x, [...batch(), ...family.eventShape(parameters)]);
  const { name } = family;
  return {
    family: name,
    parameters,
    // Computed when asked for, so that a derivative or a trace contains what it uses and no more.
    get batchShape() {
      return batch();
    },
    get eventShape() {
      return family.eventShape(parameters);
    },
    get support() {
      return family.support(parameters);
    },
    get mean() {
      return spread(known(name, "mean", family.mean)(parameters));
    },
    get variance() {
      return spread(known(name, "variance", family.variance)(parameters));
    },
    get covariance() {
      const length = family.eventShape(parameters);
      return broadcastTo(known(name, "covariance", family.covariance ?? ofOneVariable)(parameters), [
        ...batch(),
        ...length,
        ...length,
      ]);
    },
    get mode() {
      return spread(known(name, "mode", family.mode)(parameters));
    },
    entropy: () => broadcastTo(known(name, "entropy", family.entropy)(parameters), batch()),
    logProb: (x) => family.logProb(parameters, place("logProb", x)),
    prob: (x) => exp(family.logProb(parameters, place("prob", x))),
    cdf: (x) => known(name, "cdf", family.cdf)(parameters, place("cdf", x)),
    logCdf: (x) => known(name, "logCdf", family.logCdf)(parameters, place("logCdf", x)),
    survival: (x) => known(name, "survival", family.survival)(parameters, place("survival", x)),
    logSurvival: (x) => known(name, "logSurvival", family.logSurvival)(parameters, place("logSurvival", x)),
    quantile: (p) => known(name, "quantile", family.quantile)(parameters, level("quantile", "p", p)),
    upperQuantile: (q) =>
      known(name, "upperQuantile", family.upperQuantile)(parameters, level("upperQuantile", "q", q)),
    sample: (key, shape = []) =>
      family.sample(parameters, key, [...shape, ...batch(), ...family.eventShape(parameters)]),
    [treeNode]: () => ({
      children: parameters,
      type: family,
      // Not checked again: a transformation may put other things than numbers in place of the leaves.
      rebuild: (children) => distribution(family, children as Params),
    }),
  };
}

/** Whether a value is a distribution, of any family. */
export function isDistribution(value: unknown): value is Distribution {
  return typeof value === "object" && value !== null && treeNode in value && "logProb" in value;
}

/** The floating dtype of the first parameter, or of a distribution's among the parameters. */
export function dtypeOf(parameters: object): DType {
  for (const value of Object.values(parameters)) {
    if (value instanceof Tensor) return value.dtype;
    if (isDistribution(value)) return dtypeOf(value.parameters);
  }
  return "float64";
}

const ofOneVariable = "a single variable has a variance only";

/** The function of a family or of a kind of bijectors; throws the reason where there is none. */
export function known<F>(family: string, method: string, f: F | Reason): Exclude<F, Reason> {
  if (typeof f !== "string") return f as Exclude<F, Reason>;
  throw new DomainError(`${family}.${method}: there is none: ${f}`, { operation: `${family}.${method}` });
}

function checkEvent(operation: string, x: Tensor, event: Shape): void {
  const rank = event.length;
  if (rank === 0 || (x.shape.length >= rank && sameShape(x.shape.slice(x.shape.length - rank), event)))
    return;
  const length = rank === 1 ? `vectors of length ${event[0]}` : `matrices of shape ${formatShape(event)}`;
  throw new ShapeError(
    `${operation}: x must be ${rank > 2 ? `of event shape ${formatShape(event)}` : length} along the last ` +
      `${rank === 1 ? "axis" : `${rank} axes`}, got the shape ${formatShape(x.shape)}; reshape or broadcastTo it`,
    { operation, shape: x.shape, event },
  );
}

function batchShapeOf<Params extends object>(family: Family<Params>, parameters: Params): Shape {
  if (family.batchShape !== undefined) return family.batchShape(parameters);
  return Object.entries<unknown>(parameters as Readonly<Record<string, unknown>>).reduce<Shape>(
    (shape, [name, value]) => {
      if (isDistribution(value)) return broadcastShapes(family.name, shape, value.batchShape);
      const rank = family.constraints[name]?.rank ?? 0;
      const own = (value as Tensor).shape;
      return broadcastShapes(family.name, shape, own.slice(0, own.length - rank));
    },
    [],
  );
}
