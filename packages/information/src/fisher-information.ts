import { hessian, jacobian } from "@adjoint/autodiff";
import type { GradientOf } from "@adjoint/autodiff";
import { lstsq } from "@adjoint/linalg";
import { isDistribution } from "@adjoint/probability";
import type { Distribution } from "@adjoint/probability";
import type { Key } from "@adjoint/random";
import {
  add,
  checkOptions,
  concat,
  dataIfKnown,
  div,
  DomainError,
  eye,
  flatten,
  matmul,
  mul,
  reshape,
  ShapeError,
  sizeOf,
  slice,
  stopGradient,
  sum,
  tensor,
  Tensor,
  transpose,
  unflatten,
  unflattenAsData,
} from "@adjoint/tensor";
import type { Leaf, Shape } from "@adjoint/tensor";
import { klDivergenceOf } from "./closed-forms.ts";
import { isCircular } from "./closed-forms/support-within.ts";

/** How the Fisher information is taken where the family has no closed divergence. */
export interface FisherInformationOptions {
  /** Estimates E[s sᵀ] over samples drawn with this key, s being the score. */
  readonly key?: Key;
  /** How many samples, 10,000 unless given. */
  readonly count?: number;
}

/** How the natural gradient is taken. */
export interface NaturalGradientOptions extends FisherInformationOptions {
  /** What is added to the diagonal of the information, 0 unless given. */
  readonly damping?: number;
}

/**
 * The Fisher information matrix F = E[s sᵀ] with the score s = ∂ log p(X | θ)/∂θ, of shape [n, n] for n numbers in θ.
 *
 * Of a distribution, in its own parameters; or of a model, a function from any tree θ to a distribution. Numbers
 * stand in the order of the tree; a batch of distributions adds up. Exact where D(p‖q) has a closed form, as its
 * Hessian in q at q = p; with a key it is estimated, for every family.
 *
 * Source: S. Amari, "Natural gradient works efficiently in learning", Neural Comput. 10 (1998).
 *
 * @throws DomainError where there is no closed form and no key, or where the support moves with θ, as for `uniform`:
 * there the score has no mean of 0, and no information is defined.
 * @example
 * ```ts
 * import { fisherInformation } from "@adjoint/information";
 * import { bernoulli, normal } from "@adjoint/probability";
 *
 * fisherInformation(normal({ scale: 2 })).toArray(); // => [[0.25, 0], [0, 0.5]]
 * fisherInformation((logits) => bernoulli({ logits }), 0).toArray(); // => [[0.25]]
 * ```
 */
export function fisherInformation(distribution: Distribution, options?: FisherInformationOptions): Tensor;
export function fisherInformation<Theta>(
  model: (theta: Theta) => Distribution,
  theta: Theta | number,
  options?: FisherInformationOptions,
): Tensor;
export function fisherInformation(
  subject: Distribution | ((theta: never) => Distribution),
  ...rest: readonly unknown[]
): Tensor {
  const [model, theta, options] = isDistribution(subject)
    ? [(d: Distribution): Distribution => d, subject, rest[0]]
    : [subject as (theta: unknown) => Distribution, rest[0], rest[1]];
  return informationAt(
    "fisherInformation",
    vectorized("fisherInformation", model as (theta: unknown) => Distribution, theta),
    options ?? {},
  );
}

/**
 * The natural gradient F⁻¹ g: the direction of steepest ascent when steps are measured by how much the distribution
 * changes, the same in every parametrization.
 *
 * Where F is singular (redundant parameters), the shortest solution.
 *
 * Source: as for `fisherInformation`.
 *
 * @param gradient - the gradient of a loss at θ, a tree like θ; so is the result.
 * @throws ShapeError unless the gradient has as many numbers as θ; DomainError as `fisherInformation`.
 * @example
 * ```ts
 * import { grad } from "@adjoint/autodiff";
 * import { naturalGradient } from "@adjoint/information";
 * import { normal } from "@adjoint/probability";
 * import { tensor } from "@adjoint/tensor";
 *
 * const theta = { mean: tensor(3), scale: tensor(2) };
 * const gradient = grad((t: typeof theta) => normal(t).logProb(5))(theta);
 * naturalGradient((t: typeof theta) => normal(t), theta, gradient).mean.item(); // => 2
 * ```
 */
export function naturalGradient<Theta>(
  model: (theta: Theta) => Distribution,
  theta: Theta,
  gradient: unknown,
  options: NaturalGradientOptions = {},
): GradientOf<[Theta], 0> {
  const { damping = 0, ...rest } = checkOptions("naturalGradient", options, ["key", "count", "damping"]);
  const flat = vectorized("naturalGradient", model as (theta: unknown) => Distribution, theta);
  const g = concatenated("naturalGradient", flatten("naturalGradient", gradient).leaves);
  if (g.shape[0] !== flat.theta.shape[0]) {
    throw new ShapeError(
      `naturalGradient: the gradient has ${g.shape[0]} numbers and theta ${flat.theta.shape[0]}; ` +
        `give the gradient at theta, a tree of the same form`,
      { operation: "naturalGradient" },
    );
  }
  const information = informationAt("naturalGradient", flat, rest);
  const { x } = lstsq(add(information, mul(damping, eye(g.shape[0]!))), g);
  return flat.treeOf(x) as GradientOf<[Theta], 0>;
}

/** A model as a function of one vector. */
interface VectorModel {
  readonly theta: Tensor;
  readonly model: (theta: Tensor) => Distribution;
  /** A vector like θ as a tree of plain data. */
  readonly treeOf: (vector: Tensor) => unknown;
}

function informationAt(operation: string, flat: VectorModel, options: FisherInformationOptions): Tensor {
  const { key, count = 10_000 } = checkOptions(operation, options, ["key", "count"]);
  const p = flat.model(stopGradient(flat.theta));
  checkSupport(operation, p, flat);
  if (key === undefined) {
    return hessian((theta: Tensor) => sum(klDivergenceOf(p, flat.model(theta))))(flat.theta);
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new DomainError(`${operation}: count must be an integer from 1, got ${String(count)}`, { count });
  }
  const x = stopGradient(p.sample(key, [count]));
  const scores = jacobian((theta: Tensor) => flat.model(theta).logProb(x))(flat.theta);
  const rows = reshape(scores, [-1, flat.theta.shape[0]!]);
  return div(matmul(transpose(rows), rows), count);
}

function checkSupport(operation: string, p: Distribution, flat: VectorModel): void {
  if (isCircular(p)) return;
  const ends = (theta: Tensor): Tensor => {
    const { low, high } = flat.model(theta).support;
    return concat([reshape(low, [-1]), reshape(high, [-1])]);
  };
  if (dataIfKnown(jacobian(ends)(flat.theta))?.some((slope) => slope !== 0) !== true) return;
  throw new DomainError(
    `${operation}: the support of ${p.family} moves with the parameters, so there is no information in the sense of ` +
      `Fisher; fix its ends`,
    { operation, family: p.family },
  );
}

function vectorized(operation: string, model: (theta: unknown) => Distribution, theta: unknown): VectorModel {
  const { leaves, structure } = flatten(operation, theta);
  const shapes = leaves.map((leaf) => asLeaf(leaf).shape);
  const parts = (vector: Tensor): Tensor[] => partsOf(vector, shapes);
  return {
    theta: concatenated(operation, leaves),
    model: (vector) => model(unflatten(structure, parts(vector))),
    treeOf: (vector) => unflattenAsData(structure, parts(vector)),
  };
}

function concatenated(operation: string, leaves: readonly Leaf[]): Tensor {
  if (leaves.length === 0) throw new ShapeError(`${operation}: there are no parameters`, { operation });
  return concat(leaves.map((leaf) => reshape(asLeaf(leaf), [-1])));
}

function partsOf(vector: Tensor, shapes: readonly Shape[]): Tensor[] {
  let start = 0;
  return shapes.map((shape) => {
    const end = start + sizeOf(shape);
    const part = reshape(slice(vector, [start, end]), shape);
    start = end;
    return part;
  });
}

function asLeaf(leaf: Leaf): Tensor {
  return leaf instanceof Tensor ? leaf : tensor(leaf);
}
