import type { Key } from "@adjoint/random";
import { asFloat, broadcastShapes, broadcastTo, exp, tensor, treeNode } from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike, TreeNode } from "@adjoint/tensor";
import { checkConstraint, unitInterval } from "./constraint.ts";
import type { Family } from "./family.ts";
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
  /** The smallest x with P(X ≤ x) ≥ p. @throws DomainError unless p is between 0 and 1. */
  quantile(p: TensorLike): Tensor;
  /** Independent draws of the shape [...shape, ...batchShape, ...eventShape]; equal keys give equal draws. */
  sample(key: Key, shape?: Shape): Tensor;

  [treeNode](): {
    readonly children: Params;
    rebuild(children: Readonly<Record<string, unknown>>): Distribution<Params>;
  };
}

/** The distribution of a family at parameters that have been checked. */
export function distribution<Params extends object>(
  family: Family<Params>,
  parameters: Params,
): Distribution<Params> {
  const tensors = Object.values(parameters) as Tensor[];
  const operand = (method: string, argument: string, value: TensorLike): Tensor =>
    typeof value === "number"
      ? tensor(value, { dtype: tensors[0]!.dtype })
      : asFloat(`${family.name}.${method}`, argument, value);
  const spread = (x: Tensor): Tensor =>
    broadcastTo(x, [...batchShapeOf(family.name, tensors), ...family.eventShape(parameters)]);
  return {
    family: family.name,
    parameters,
    // Computed when asked for, so that a derivative or a trace contains what it uses and no more.
    get batchShape() {
      return batchShapeOf(family.name, tensors);
    },
    get eventShape() {
      return family.eventShape(parameters);
    },
    get support() {
      return family.support(parameters);
    },
    get mean() {
      return spread(family.mean(parameters));
    },
    get variance() {
      return spread(family.variance(parameters));
    },
    get mode() {
      return spread(family.mode(parameters));
    },
    entropy: () => broadcastTo(family.entropy(parameters), batchShapeOf(family.name, tensors)),
    logProb: (x) => family.logProb(parameters, operand("logProb", "x", x)),
    prob: (x) => exp(family.logProb(parameters, operand("prob", "x", x))),
    cdf: (x) => family.cdf(parameters, operand("cdf", "x", x)),
    logCdf: (x) => family.logCdf(parameters, operand("logCdf", "x", x)),
    survival: (x) => family.survival(parameters, operand("survival", "x", x)),
    quantile(p) {
      const level = operand("quantile", "p", p);
      checkConstraint(`${family.name}.quantile`, "p", level, unitInterval);
      return family.quantile(parameters, level);
    },
    sample: (key, shape = []) =>
      family.sample(parameters, key, [
        ...shape,
        ...batchShapeOf(family.name, tensors),
        ...family.eventShape(parameters),
      ]),
    [treeNode]: () => ({
      children: parameters,
      // Not checked again: a transformation may put other things than numbers in place of the leaves.
      rebuild: (children) => distribution(family, children as Params),
    }),
  };
}

/** Whether a value is a distribution, of any family. */
export function isDistribution(value: unknown): value is Distribution {
  return typeof value === "object" && value !== null && treeNode in value && "logProb" in value;
}

function batchShapeOf(operation: string, parameters: readonly Tensor[]): Shape {
  return parameters.reduce<Shape>(
    (shape, parameter) => broadcastShapes(operation, shape, parameter.shape),
    [],
  );
}
