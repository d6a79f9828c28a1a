import { add, DomainError, logicalAnd, mul, reshape, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { allLast, bijector, sumLast } from "./bijector.ts";
import type { Bijector, BijectorKind, Ranks, Restricted } from "./bijector.ts";

/** The parameters of a chain: its parts, the first applied first. */
export type ChainParameters = { readonly parts: readonly Bijector[] };

/**
 * Bijectors one after the other, the first one first: y = last(… first(x)). Their log-determinants add up.
 *
 * @throws DomainError without bijectors, or for one of single numbers after one whose numbers depend on each other, such as
 * those of a probability vector.
 * @example
 * ```ts
 * import { affineBijector, chain, expBijector } from "@adjoint/probability";
 *
 * const positive = chain(affineBijector({ scale: 2 }), expBijector());
 * positive.forward(1).item(); // => 7.38905609893065
 * positive.inverse(1).item(); // => 0
 * ```
 */
export function chain(...parts: readonly Bijector[]): Bijector<ChainParameters> {
  if (parts.length === 0) {
    throw new DomainError("chain: give at least one bijector", { operation: "chain" });
  }
  parts.forEach((part, i) => {
    const next = parts[i + 1];
    if (next === undefined || part.image.kind === "interval" || part.image.kind === "reals") return;
    if (part.imageRank <= next.domainRank) return;
    throw new DomainError(
      `chain: ${next.name} maps each number by itself, but the numbers of a ${part.image.kind} are not free, so that ` +
        `there is no determinant; put it before ${part.name}`,
      { operation: "chain", place: i + 1 },
    );
  });
  return bijector(chainKind, { parts });
}

const chainKind: BijectorKind<ChainParameters> = {
  name: "chain",
  constraints: {},
  ranks,
  domain: ({ parts }) => parts[0]!.domain,
  image: ({ parts }) => parts.at(-1)!.image,
  imageShape: ({ parts }, shape) => parts.reduce((s, part) => part.imageShape(s), shape),
  domainShape: ({ parts }, shape) => parts.reduceRight((s, part) => part.domainShape(s), shape),
  forward: ({ parts }, x) => parts.reduce((value, part) => part.forward(value), x),
  inverse: ({ parts }, y) => parts.reduceRight((value, part) => part.inverse(value), y),
  logDeterminant: (params, x) => {
    let [value, rank] = [x, ranks(params).domain];
    const terms = params.parts.map((part) => {
      const term = sumLast(part.logDeterminant(value), rank - part.domainRank);
      value = part.forward(value);
      rank += part.imageRank - part.domainRank;
      return term;
    });
    return terms.reduce((a, b) => add(a, b));
  },
  direction: ({ parts }) => parts.map((part) => part.direction).reduce((a, b) => mul(a, b)),
  restrict: (params, y) => {
    const backward = params.parts.toReversed().map((part): Step => ({
      from: part.imageRank,
      to: part.domainRank,
      restrict: (value) => part.restrict(value),
      move: (value) => part.inverse(value),
    }));
    const { inside, end } = walk(backward, y, ranks(params).image);
    const back = params.parts.reduce((value, part) => part.forward(value), end);
    return { inside, value: where(over(inside, y), y, back) };
  },
  restrictDomain: (params, x) => {
    const forward = params.parts.map((part): Step => ({
      from: part.domainRank,
      to: part.imageRank,
      restrict: (value) => part.restrictDomain(value),
      move: (value) => part.forward(value),
    }));
    const { inside, end } = walk(forward, x, ranks(params).domain);
    const back = params.parts.reduceRight((value, part) => part.inverse(value), end);
    return { inside, value: where(over(inside, x), x, back) };
  },
};

/** The least ranks with which every part has as many axes as it needs. */
function ranks({ parts }: ChainParameters): Ranks {
  const image = parts.reduce(
    (rank, part) => Math.max(rank - part.domainRank, 0) + part.imageRank,
    parts[0]?.domainRank ?? 0,
  );
  const domain = parts.reduceRight(
    (rank, part) => Math.max(rank - part.imageRank, 0) + part.domainRank,
    image,
  );
  return { domain, image };
}

/** One part of a chain, walked along in either way. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly restrict: (x: Tensor) => Restricted;
  readonly move: (x: Tensor) => Tensor;
}

/** Whether a value stays allowed all the way, and where it ends. */
function walk(steps: readonly Step[], start: Tensor, startRank: number): { inside: Tensor; end: Tensor } {
  let [rank, end] = [startRank, start];
  const verdicts = steps.map(({ from, to, restrict, move }) => {
    const { inside, value } = restrict(end);
    const verdict = allLast(inside, rank - from);
    end = move(value);
    rank += to - from;
    return verdict;
  });
  return { inside: verdicts.reduce((a, b) => logicalAnd(a, b)), end };
}

/** A condition on each value, with axes of length 1 for those of a value. */
function over(condition: Tensor, { shape }: Tensor): Tensor {
  const missing = shape.length - condition.shape.length;
  return reshape(condition, [...condition.shape, ...new Array<number>(missing).fill(1)]);
}
