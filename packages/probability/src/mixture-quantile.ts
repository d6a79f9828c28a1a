import {
  abs,
  add,
  dataIfKnown,
  div,
  DomainError,
  equal,
  exp,
  expandDims,
  flatten,
  floor,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  log,
  logicalAnd,
  logicalOr,
  max,
  min,
  mul,
  neg,
  stopGradient,
  sub,
  Tracer,
  unflatten,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import type { MixtureParameters } from "./mixture.ts";

/** Functions of a mixture at its parameters. */
export interface MixtureFunctions {
  readonly logProb: OfMixture;
  readonly cdf: OfMixture;
  readonly logCdf: OfMixture;
  readonly logSurvival: OfMixture;
}

type OfMixture = (params: MixtureParameters, x: Tensor) => Tensor;

/**
 * The quantile of a mixture: between the least and the greatest of the components' at that level, by bisection in
 * whichever tail is smaller, with the derivative of the equation that it solves.
 */
export function mixtureQuantile(
  params: MixtureParameters,
  family: MixtureFunctions,
  level: Tensor,
  isUpper: boolean,
): Tensor {
  const { components } = params;
  const { kind } = components.support;
  if (components.eventShape.length > 0 || (kind !== "interval" && kind !== "integers")) {
    throw new DomainError(
      `mixture.${isUpper ? "upperQuantile" : "quantile"}: there is none for a support of ${kind}`,
      {
        operation: "mixture.quantile",
        kind,
      },
    );
  }
  const frozen = constant(params);
  const at = expandDims(stopGradient(level), -1);
  const ends = isUpper ? frozen.components.upperQuantile(at) : frozen.components.quantile(at);
  const [low, high] = [min(ends, { axis: -1 }), max(ends, { axis: -1 })];
  const small = lessEqual(level, 0.5);
  const inside = logicalAnd(
    logicalAnd(greater(level, 0), less(level, 1)),
    logicalAnd(isFinite(low), isFinite(high)),
  );
  const safe = where(inside, level, 0.5);
  const target = log(where(small, safe, sub(1, safe)));
  const isLower = isUpper ? greater(level, 0.5) : small;
  const bracket = { low: where(inside, low, 0), high: where(inside, high, 0) };
  const search = { family, params: frozen, isLower, target: stopGradient(target) };
  const found = kind === "integers" ? bisectIntegers(search, bracket) : bisect(search, bracket);
  const x = kind === "integers" ? found : follow(params, family, found, isLower, target);
  const end = where(equal(level, isUpper ? 0 : 1), high, low);
  return where(isNaN(level), NaN, where(inside, x, end));
}

/**
 * Draws of a mixture of one continuous variable that move with the parameters as the quantile at a fixed level does:
 * ∂x/∂θ = −∂F/∂θ / p(x). The draws of others stay as they are.
 *
 * Source: M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients" (2018), arXiv:1805.08498.
 */
export function followMixture(params: MixtureParameters, family: MixtureFunctions, x: Tensor): Tensor {
  const { eventShape, support } = params.components;
  if (eventShape.length > 0 || support.kind !== "interval") return x;
  if (!flatten("mixture", params).leaves.some((leaf) => leaf instanceof Tracer)) return x;
  const frozen = constant(params);
  const isLower = lessEqual(family.cdf(frozen, x), 0.5);
  const target = stopGradient(tailOf({ family, params: frozen, isLower }, x));
  return follow(params, family, x, isLower, target);
}

/** What a root is sought with: the functions of mixtures, and which tail is to have which logarithm. */
interface Tail {
  readonly family: MixtureFunctions;
  readonly params: MixtureParameters;
  readonly isLower: Tensor;
}

interface Search extends Tail {
  readonly target: Tensor;
}

interface Bracket {
  readonly low: Tensor;
  readonly high: Tensor;
}

/** The mixture without derivatives. */
function constant(params: MixtureParameters): MixtureParameters {
  const { leaves, structure } = flatten("mixture", params);
  return unflatten(
    structure,
    leaves.map((leaf) => stopGradient(leaf)),
  ) as MixtureParameters;
}

/** The logarithm of the lower or the upper tail. */
function tailOf({ family, params, isLower }: Tail, x: Tensor): Tensor {
  return where(isLower, family.logCdf(params, x), family.logSurvival(params, x));
}

/** Whether x is the quantile or beyond it; a step that falls short by rounding counts as reaching. */
function isReached(search: Search, x: Tensor, slack: number): Tensor {
  const excess = sub(tailOf(search, x), search.target);
  return where(search.isLower, greaterEqual(excess, -slack), lessEqual(excess, slack));
}

/** As many halvings as a double has digits, and some for its exponent. */
const halvings = 64;

/** Newton's method in a bracket where values are known, which ends early; bisection in programs, whose length is fixed. */
function bisect(search: Search, { low, high }: Bracket): Tensor {
  if (dataIfKnown(low) !== undefined && dataIfKnown(high) !== undefined) return newton(search, { low, high });
  let [from, to] = [low, high];
  for (let count = 0; count < halvings; count++) {
    const middle = between(from, to);
    const reached = isReached(search, middle, 0);
    from = where(reached, from, middle);
    to = where(reached, middle, to);
  }
  return to;
}

/** A step that leaves the bracket, and in the long run every other one, is one of bisection instead. */
function newton(search: Search, { low, high }: Bracket): Tensor {
  let [from, to, x] = [low, high, between(low, high)];
  for (let count = 0; count < 3 * halvings; count++) {
    const tail = tailOf(search, x);
    const distance = sub(tail, search.target);
    const excess = where(search.isLower, distance, neg(distance));
    const reached = greaterEqual(excess, 0);
    from = where(reached, from, x);
    to = where(reached, x, to);
    const slope = exp(sub(search.family.logProb(search.params, x), tail));
    const steep = greater(slope, 0);
    const step = sub(x, div(excess, where(steep, slope, 1)));
    const inside = logicalAnd(steep, logicalAnd(greater(step, from), less(step, to)));
    const next =
      count > patience && count % 2 === 1 ? between(from, to) : where(inside, step, between(from, to));
    const rest = abs(sub(next, x));
    x = next;
    if (dataIfKnown(lessEqual(rest, mul(abs(x), 2 ** -52)))?.includes(0) !== true) break;
  }
  return x;
}

/** Newton's method has come to its end after so many steps, unless it does not converge. */
const patience = 12;

function between(from: Tensor, to: Tensor): Tensor {
  return add(from, mul(0.5, sub(to, from)));
}

function bisectIntegers(search: Search, { low, high }: Bracket): Tensor {
  let [from, to] = [sub(low, 1), high];
  for (let count = 0; count < halvings; count++) {
    const middle = floor(between(from, to));
    const reached = logicalOr(isReached(search, middle, 1e-15), equal(middle, to));
    from = where(reached, from, middle);
    to = where(reached, middle, to);
  }
  return to;
}

/**
 * A root with the derivatives of the equation: Newton steps of the value 0, each of which doubles the order of the
 * derivatives that are right.
 */
function follow(
  params: MixtureParameters,
  family: MixtureFunctions,
  root: Tensor,
  isLower: Tensor,
  target: Tensor,
): Tensor {
  let x = root;
  for (let count = 0; count < 2; count++) {
    const tail = tailOf({ family, params, isLower }, x);
    const residual = where(isLower, sub(tail, target), sub(target, tail));
    const slope = exp(sub(family.logProb(params, x), tail));
    const steep = greater(slope, 0);
    const step = div(sub(residual, stopGradient(residual)), where(steep, slope, 1));
    x = sub(x, where(steep, step, 0));
  }
  return x;
}
