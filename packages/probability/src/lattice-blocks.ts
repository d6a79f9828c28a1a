import { gaussLegendre } from "./gauss-legendre.ts";

/** Which integers are summed over, and what is known of the terms. */
export interface LatticeRange {
  /** The first and the last integer of the sum, both finite. */
  readonly from: number;
  readonly to: number;
  /** The ends of the support, where terms end or grow without bound. */
  readonly low: number;
  readonly high: number;
  /** Where most of the sum is. */
  readonly centre: number;
  /** Over how many integers the terms change by a factor of e or so. */
  readonly scale: number;
}

/** The integers start, start + 1, …, start + count − 1. */
export interface Block {
  readonly start: number;
  readonly count: number;
}

/** Places relative to the start of a block, and weights: Σₖ f(k) ≈ Σ w f(node) over the integers of the block. */
export interface BlockRule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** How many places stand for a block that is not summed term by term. */
const order = 16;
/** Blocks up to so many integers are. */
const wholeBlock = 16;

/**
 * The integers of a range, parted from the centre outwards into blocks over each of which the terms are close to a
 * polynomial: no longer than twice the scale or half the distance from the centre, nor than the distance from the ends of
 * the support. Long blocks have a power of two of integers.
 */
export function latticeBlocks({ from, to, low, high, centre, scale }: LatticeRange): Block[] {
  const blocks: Block[] = [];
  const middle = Math.min(Math.max(Math.round(centre), from), to);
  for (let start = middle; start <= to;) {
    const room = Math.min(start - low + 1, (high - start + 1) / 2);
    const count = blockLength(Math.min(Math.max(2 * scale, (start - middle) / 2), room), to - start + 1);
    blocks.push({ start, count });
    // Beyond 2⁵³ there may be no next number.
    if (start + count === start) break;
    start += count;
  }
  for (let end = middle - 1; end >= from;) {
    const room = Math.min((end - low + 1) / 2, high - end + 1);
    const count = blockLength(Math.min(Math.max(2 * scale, (middle - end) / 2), room), end - from + 1);
    blocks.push({ start: end - count + 1, count });
    if (end - count === end) break;
    end -= count;
  }
  return blocks;
}

function blockLength(wanted: number, available: number): number {
  const length = Math.min(wanted, available);
  return length >= 2 * wholeBlock ? 2 ** Math.floor(Math.log2(length)) : Math.min(wholeBlock, available);
}

/** How many places a block of so many integers takes. */
export function placesIn(count: number): number {
  return count <= wholeBlock ? count : order;
}

/**
 * The rules of blocks of 32, 64, … integers: at the nodes of Gauss and Legendre, with the weights by which
 * polynomials of degree 15 are summed exactly. Each follows from that of half as many integers.
 */
export function blockRules(): (count: number) => BlockRule {
  const { nodes, weights } = gaussLegendre(order);
  const basis = nodes.map((t) => legendre(t));
  // w = λ Σⱼ (2j + 1)/2 Pⱼ(t) Sⱼ, where Sⱼ is the sum of Pⱼ over the integers.
  const weightsFor = (sums: readonly number[]): number[] =>
    weights.map((weight, i) => weight * sums.reduce((sum, s, j) => sum + (j + 0.5) * basis[i]![j]! * s, 0));
  const halves = [-0.5, 0.5].map((shift) => nodes.map((t) => legendre(t / 2 + shift)));
  const rules = [
    weightsFor(
      sumOf(Array.from({ length: wholeBlock }, (_, k) => [legendre((2 * k + 1) / wholeBlock - 1), 1])),
    ),
  ];
  return (count) => {
    const level = Math.log2(count / wholeBlock);
    while (rules.length <= level) {
      const last = rules.at(-1)!;
      rules.push(
        weightsFor(sumOf(halves.flatMap((half) => half.map((values, i) => [values, last[i]!] as const)))),
      );
    }
    return { nodes: nodes.map((t) => (count * (1 + t) - 1) / 2), weights: rules[level]! };
  };
}

/** Σ w · (values of the Legendre polynomials) */
function sumOf(terms: readonly (readonly [values: readonly number[], weight: number])[]): number[] {
  return Array.from({ length: order }, (_, j) => terms.reduce((sum, [values, w]) => sum + w * values[j]!, 0));
}

/** The values of the Legendre polynomials P₀ … P₁₅ at t. */
function legendre(t: number): number[] {
  const values = [1, t];
  for (let k = 2; k < order; k++) {
    values.push(((2 * k - 1) * t * values[k - 1]! - (k - 1) * values[k - 2]!) / k);
  }
  return values;
}
