import { add, div, mul, numeric, sub } from "./arithmetic.ts";
import { sum } from "./sum.ts";
import { equal, greaterEqual, lessEqual, logicalAnd } from "./comparison.ts";
import { concat } from "./concat.ts";
import { asFloat, asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { arange, ones, zeros } from "./creation.ts";
import { diff } from "./diff.ts";
import { DomainError, ShapeError } from "./errors.ts";
import { clip } from "./extrema.ts";
import { dataIfKnown } from "./known-data.ts";
import { checkOptions } from "./options.ts";
import { reshape } from "./reshape.ts";
import { searchSorted } from "./search-sorted.ts";
import { max, min } from "./selection-reductions.ts";
import { formatShape, sameShape } from "./shape.ts";
import { slice } from "./slice.ts";
import { scatterAdd } from "./take.ts";
import { Tensor } from "./tensor.ts";
import { where } from "./where.ts";

/** The options of `histogram`. */
export interface HistogramOptions {
  /** How many bins of equal width, or the edges of all bins, ascending; 10 if not given. */
  readonly bins?: number | Tensor | readonly TensorLike[];
  /** From where to where equal bins reach; from the smallest element to the largest if not given. */
  readonly range?: readonly [low: number, high: number];
  /** Whether counts are divided by their sum and by the widths, so that the integral over all bins is 1. */
  readonly density?: boolean;
  /** How much each element counts, in the shape of `x`; 1 if not given. */
  readonly weights?: TensorLike;
}

/**
 * How many elements lie in each of several bins. A bin holds its lower edge, and the last one both; elements outside
 * all bins, and NaN, are not counted.
 *
 * There is one edge more than there are bins. Counts are int32, floating with `density`, and have the dtype of the
 * weights if there are any. They are constant almost everywhere in `x`, and linear in the weights; edges made from the
 * smallest and the largest element have their derivatives.
 *
 * @throws DomainError if the bins are not a number from 1 or ascending edges, or the range is not finite;
 * ShapeError if the edges are no vector, or weights have another shape than `x`.
 * @example
 * ```ts
 * import { histogram } from "@adjoint/tensor";
 *
 * const { counts, edges } = histogram([1, 2, 1, 5], { bins: 2 });
 * counts.toArray(); // => [3, 1]
 * edges.toArray(); // => [1, 3, 5]
 * ```
 */
export function histogram(x: TensorLike, options: HistogramOptions = {}): { counts: Tensor; edges: Tensor } {
  const {
    bins = 10,
    range,
    density = false,
    weights,
  } = checkOptions("histogram", options, ["bins", "range", "density", "weights"]);
  const input = asFloat("histogram", "x", x);
  const flat = reshape(input, [-1]);
  const edges = typeof bins === "number" ? equalEdges(flat, bins, range) : givenEdges(bins, range);
  const last = slice(edges, -1);
  const count = edges.size - 1;
  const inside = logicalAnd(greaterEqual(flat, slice(edges, 0)), lessEqual(flat, last));
  // The last bin holds its upper edge too.
  const place = clip(sub(searchSorted(edges, flat, { side: "right" }), 1), 0, count - 1);
  const amounts = weights === undefined ? ones(flat.shape, { dtype: "int32" }) : weightsOf(weights, input);
  const counted = where(inside, amounts, zeros([], { dtype: amounts.dtype }));
  const counts = scatterAdd(zeros([count], { dtype: counted.dtype }), place, counted);
  if (!density) return { counts, edges };
  return { counts: div(counts, mul(sum(counts), diff(edges))), edges };
}

/** Edges at equal distances; around a single value they reach one half to both sides. */
function equalEdges(x: Tensor, bins: number, range: readonly [number, number] | undefined): Tensor {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new DomainError(`histogram: bins must be an integer from 1, or edges, got ${String(bins)}`, {
      operation: "histogram",
      bins,
    });
  }
  const scalar = (value: number): Tensor => new Tensor([], "float64", Float64Array.of(value));
  const [low, high] = range
    ? [scalar(range[0]), scalar(range[1])]
    : x.size === 0
      ? [scalar(0), scalar(1)]
      : [min(x), max(x)];
  checkEnds(low, high);
  const single = equal(low, high);
  const first = where(single, sub(low, 0.5), low);
  const last = where(single, add(high, 0.5), high);
  const step = div(sub(last, first), bins);
  const inner = add(mul(arange(bins, undefined, 1, { dtype: first.dtype }), step), first);
  return concat([inner, reshape(last, [1])]);
}

function checkEnds(low: Tensor, high: Tensor): void {
  const from = dataIfKnown(low)?.[0];
  const to = dataIfKnown(high)?.[0];
  if (from === undefined || to === undefined) return;
  if (from <= to && Number.isFinite(from) && Number.isFinite(to)) return;
  throw new DomainError(
    `histogram: bins cannot reach from ${from} to ${to}; give a finite range: [low, high], with low ≤ high`,
    { operation: "histogram", range: [from, to] },
  );
}

function givenEdges(bins: Tensor | readonly TensorLike[], range: unknown): Tensor {
  if (range !== undefined) {
    throw new DomainError("histogram: range is for bins of equal width; leave it out beside edges", {
      operation: "histogram",
      range,
    });
  }
  const edges = asFloat("histogram", "bins", bins);
  if (edges.shape.length !== 1 || edges.size < 2) {
    throw new ShapeError(
      `histogram: bins must be a vector of two edges at least, got the shape ${formatShape(edges.shape)}`,
      { operation: "histogram", bins: edges.shape },
    );
  }
  const data = dataIfKnown(edges);
  if (data?.some((edge, i) => i > 0 && !(edge >= data[i - 1]!))) {
    throw new DomainError("histogram: the edges in bins must be in ascending order; sort them first", {
      operation: "histogram",
      bins: Array.from(data),
    });
  }
  return edges;
}

function weightsOf(weights: TensorLike, x: Tensor): Tensor {
  const amounts = numeric(asTensor("histogram", "weights", weights));
  if (sameShape(amounts.shape, x.shape)) return reshape(amounts, [-1]);
  throw new ShapeError(
    `histogram: weights must have the shape of x: weights is ${formatShape(amounts.shape)}, ` +
      `x is ${formatShape(x.shape)}`,
    { operation: "histogram", weights: amounts.shape, shape: x.shape },
  );
}
