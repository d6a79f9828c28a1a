import { all, asFloat, sum, tensor, treeNode } from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike, TreeNode } from "@adjoint/tensor";
import { dtypeOf, known } from "./distribution.ts";
import type { Constraint } from "./constraint.ts";
import type { Reason } from "./family.ts";
import type { Support } from "./support.ts";

/** How many of the last axes one argument and one result of a bijector have: 0 for numbers, 1 for vectors. */
export interface Ranks {
  readonly domain: number;
  readonly image: number;
}

/** Everything that a kind of smooth one-to-one maps knows, as pure functions of its parameters. */
export interface BijectorKind<Params extends object = object> {
  readonly name: string;
  readonly constraints: Readonly<Record<string, Constraint>>;
  ranks(params: Params): Ranks;
  /** Where it is defined. */
  domain(params: Params): Support;
  /** The values that it takes. */
  image(params: Params): Support;
  /** The shape of the results for arguments of that shape, batch axes included. */
  imageShape(params: Params, shape: Shape): Shape;
  /** The shape of the arguments for results of that shape. */
  domainShape(params: Params, shape: Shape): Shape;
  forward(params: Params, x: Tensor): Tensor;
  inverse(params: Params, y: Tensor): Tensor;
  /** log |det ∂y/∂x|, for each argument one number. */
  logDeterminant(params: Params, x: Tensor): Tensor;
  /** 1 where it increases and −1 where it decreases, of one variable. */
  readonly direction: ((params: Params) => Tensor) | Reason;
  /** Which values lie inside the image, and values of the image that are `y` there and something else elsewhere. */
  restrict(params: Params, y: Tensor): Restricted;
  /** The same for the domain. */
  restrictDomain(params: Params, x: Tensor): Restricted;
}

/** Values with those that are not allowed replaced. */
export interface Restricted {
  readonly inside: Tensor;
  readonly value: Tensor;
}

/**
 * A smooth one-to-one map with a known Jacobian determinant: a plain record of a kind and its parameters.
 *
 * It is a tree whose leaves are its parameters, so derivatives and `vmap` go through it. Axes before those of one
 * argument are a batch.
 */
export interface Bijector<Params extends object = object> extends TreeNode<Params> {
  readonly name: string;
  /** The parameters as given, as tensors. */
  readonly parameters: Params;
  /** How many axes one argument has. */
  readonly domainRank: number;
  /** How many axes one result has. */
  readonly imageRank: number;
  /** Where it is defined. */
  readonly domain: Support;
  /** The values that it takes. */
  readonly image: Support;
  /** 1 where it increases and −1 where it decreases. @throws DomainError unless it maps numbers to numbers. */
  readonly direction: Tensor;
  /** The shape of the results for arguments of that shape, batch axes included. */
  imageShape(shape: Shape): Shape;
  /** The shape of the arguments for results of that shape. */
  domainShape(shape: Shape): Shape;
  forward(x: TensorLike): Tensor;
  /** The x with forward(x) = y; NaN for a y outside the image. */
  inverse(y: TensorLike): Tensor;
  /** log |det ∂y/∂x| of the forward map at x, for each argument one number. */
  logDeterminant(x: TensorLike): Tensor;
  /** Which values lie inside the image, and values of the image in place of those that do not. */
  restrict(y: TensorLike): Restricted;
  /** Which arguments lie inside the domain, and arguments of the domain in place of those that do not. */
  restrictDomain(x: TensorLike): Restricted;

  [treeNode](): {
    readonly children: Params;
    readonly type: unknown;
    rebuild(children: Readonly<Record<string, unknown>>): Bijector<Params>;
  };
}

/** The bijector of a kind at parameters that have been checked: what the factories call. */
export function bijector<Params extends object>(
  kind: BijectorKind<Params>,
  parameters: Params,
): Bijector<Params> {
  const { name } = kind;
  const operand = (method: string, argument: string, value: TensorLike): Tensor =>
    typeof value === "number"
      ? tensor(value, { dtype: dtypeOf(parameters) })
      : asFloat(`${name}.${method}`, argument, value);
  return {
    name,
    parameters,
    get domainRank() {
      return kind.ranks(parameters).domain;
    },
    get imageRank() {
      return kind.ranks(parameters).image;
    },
    get domain() {
      return kind.domain(parameters);
    },
    get image() {
      return kind.image(parameters);
    },
    get direction() {
      return known(name, "direction", kind.direction)(parameters);
    },
    imageShape: (shape) => kind.imageShape(parameters, shape),
    domainShape: (shape) => kind.domainShape(parameters, shape),
    forward: (x) => kind.forward(parameters, operand("forward", "x", x)),
    inverse: (y) => kind.inverse(parameters, operand("inverse", "y", y)),
    logDeterminant: (x) => kind.logDeterminant(parameters, operand("logDeterminant", "x", x)),
    restrict: (y) => kind.restrict(parameters, operand("restrict", "y", y)),
    restrictDomain: (x) => kind.restrictDomain(parameters, operand("restrictDomain", "x", x)),
    [treeNode]: () => ({
      children: parameters,
      type: kind,
      rebuild: (children) => bijector(kind, children as Params),
    }),
  };
}

/** The sum over the last axes, so many of them. */
export function sumLast(x: Tensor, count: number): Tensor {
  if (count === 0) return x;
  return sum(x, { axis: Array.from({ length: count }, (_, i) => -1 - i) });
}

/** Whether all along the last axes hold, so many of them. */
export function allLast(x: Tensor, count: number): Tensor {
  if (count === 0) return x;
  return all(x, { axis: Array.from({ length: count }, (_, i) => -1 - i) });
}

/** The shape without its last axes. */
export function withoutLast(shape: Shape, count: number): Shape {
  return shape.slice(0, shape.length - count);
}
