import { foldIn, uniform } from "@adjoint/random";
import type { Key } from "@adjoint/random";
import {
  argmax,
  argsort,
  broadcastShapes,
  concat,
  cumsum,
  div,
  equal,
  flip,
  greater,
  isNaN,
  less,
  log,
  log1p,
  logicalAnd,
  minimum,
  mul,
  neg,
  scatterAdd,
  searchSorted,
  slice,
  stack,
  sub,
  sum,
  take,
  where,
  zeros,
  zerosLike,
} from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";

// One vector of points at a time: a batch is taken apart and put together again.

interface Points {
  readonly samples: Tensor;
  readonly weights: Tensor;
}

/** A vector of points in order. */
interface Sorted {
  readonly points: Tensor;
  readonly weights: Tensor;
  readonly total: Tensor;
  readonly count: number;
}

/** P(X ≤ x), with the running sums of weights from below. */
export function shareBelow(params: Points, x: Tensor): Tensor {
  return eachVector(params, x, (sorted, y) => keepingNaN(y, below(sorted, y)));
}

/** P(X > x), with the running sums of weights from above. */
export function shareAbove(params: Points, x: Tensor): Tensor {
  return eachVector(params, x, (sorted, y) => keepingNaN(y, above(sorted, y)));
}

export function logShareBelow(params: Points, x: Tensor): Tensor {
  return eachVector(params, x, (sorted, y) => keepingNaN(y, logOf(below(sorted, y), above(sorted, y))));
}

export function logShareAbove(params: Points, x: Tensor): Tensor {
  return eachVector(params, x, (sorted, y) => keepingNaN(y, logOf(above(sorted, y), below(sorted, y))));
}

/** log P(X = x) */
export function logMassAt(params: Points, x: Tensor): Tensor {
  return eachVector(params, x, (sorted, y) => {
    const { points, count } = sorted;
    const place = minimum(searchSorted(points, y), count - 1);
    const mass = take(merged(sorted), place);
    const isPoint = logicalAnd(equal(take(points, place), y), greater(mass, 0));
    return keepingNaN(y, where(isPoint, log(where(isPoint, mass, 1)), -Infinity));
  });
}

/** The smallest point with P(X ≤ x) ≥ p. */
export function lowerPlace(params: Points, p: Tensor): Tensor {
  return eachVector(params, p, lowest);
}

/** The smallest point with P(X > x) ≤ q. */
export function upperPlace(params: Points, q: Tensor): Tensor {
  return eachVector(params, q, (sorted, level) => {
    const rest = flip(weightAbove(sorted).rest);
    const target = mul(mul(level, sorted.total), 1 + rounding);
    const place = sub(sorted.count, searchSorted(rest, target, { side: "right" }));
    const inside = take(sorted.points, minimum(place, sorted.count - 1));
    return where(less(level, 1), inside, lowest(sorted, zerosLike(level)));
  });
}

/** The smallest of the points with the largest mass. */
export function modeOf(params: Points): Tensor {
  return eachVector(params, undefined, (sorted) => take(sorted.points, argmax(merged(sorted))));
}

/** −Σₓ P(x) log P(x) over the different points. */
export function entropyOf(params: Points): Tensor {
  return eachVector(params, undefined, (sorted) => {
    const mass = merged(sorted);
    return neg(sum(mul(mass, log(where(greater(mass, 0), mass, 1)))));
  });
}

/** Points drawn by their weights, with replacement. */
export function draw(params: Points, key: Key, shape: Shape): Tensor {
  const batch = batchOf(params);
  if (batch.length > 0) {
    const rest = shape.length - batch.length;
    const size = batch[0]!;
    const inner = shape.toSpliced(rest, 1);
    return stack(
      Array.from({ length: size }, (_, i) => draw(rowOf(params, i), foldIn(key, i), inner)),
      { axis: rest },
    );
  }
  const { points, weights, total, count } = sorted(params);
  const level = mul(uniform(key, shape), total);
  const place = searchSorted(cumsum(weights), level, { side: "right" });
  return take(points, minimum(place, count - 1));
}

function eachVector<X extends Tensor | undefined>(
  params: Points,
  x: X,
  f: (sorted: Sorted, x: X) => Tensor,
): Tensor {
  const batch = batchOf(params);
  if (batch.length === 0) return f(sorted(params), x);
  const own = x?.shape ?? [];
  const axis = own.length - batch.length;
  const full = broadcastShapes("empirical", batch, own.slice(Math.max(axis, 0)));
  const size = full[0]!;
  if (size === 0)
    return zeros([...own.slice(0, Math.max(axis, 0)), ...full], { dtype: params.samples.dtype });
  const part = (i: number): X =>
    x === undefined || axis < 0 ? x : (take(x, own[axis] === 1 ? 0 : i, { axis }) as X);
  const rows = Array.from({ length: size }, (_, i) => eachVector(rowOf(params, i), part(i), f));
  return stack(rows, { axis: Math.max(axis, 0) });
}

function batchOf({ samples, weights }: Points): Shape {
  return broadcastShapes("empirical", samples.shape.slice(0, -1), weights.shape.slice(0, -1));
}

/** One of the vectors along the first axis of the batch. */
function rowOf(params: Points, i: number): Points {
  const rank = batchOf(params).length;
  const part = (x: Tensor): Tensor =>
    x.shape.length - 1 < rank ? x : take(x, x.shape[0] === 1 ? 0 : i, { axis: 0 });
  return { samples: part(params.samples), weights: part(params.weights) };
}

function sorted({ samples, weights }: Points): Sorted {
  const order = argsort(samples);
  const inOrder = take(weights, order);
  return { points: take(samples, order), weights: inOrder, total: sum(inOrder), count: samples.shape[0]! };
}

function below({ points, weights, total }: Sorted, x: Tensor): Tensor {
  const reached = concat([zeros([1], { dtype: weights.dtype }), cumsum(weights)]);
  return div(take(reached, searchSorted(points, x, { side: "right" })), total);
}

function above(points: Sorted, x: Tensor): Tensor {
  const { all } = weightAbove(points);
  return div(take(all, searchSorted(points.points, x, { side: "right" })), points.total);
}

/** The weights from each place on, with a 0 behind; and those behind each place. */
function weightAbove({ weights, count }: Sorted): { readonly all: Tensor; readonly rest: Tensor } {
  const from = cumsum(weights, { reverse: true });
  const all = concat([from, zeros([1], { dtype: weights.dtype })]);
  return { all, rest: slice(all, [1, count + 1]) };
}

/** At the first of equal points the share of them all, at the others 0. */
function merged({ points, weights, total }: Sorted): Tensor {
  return div(scatterAdd(zerosLike(weights), searchSorted(points, points), weights), total);
}

function lowest({ points, weights, total, count }: Sorted, p: Tensor): Tensor {
  const reached = cumsum(weights);
  const target = mul(mul(p, total), 1 - rounding);
  const first = searchSorted(reached, 0, { side: "right" });
  const place = where(greater(p, 0), searchSorted(reached, target), first);
  return take(points, minimum(place, count - 1));
}

/** As much as rounding may move a sum of shares from a level. */
const rounding = 1e-15;

/** The logarithm of a share, from that of the rest where that is smaller. */
function logOf(share: Tensor, rest: Tensor): Tensor {
  const isPart = greater(share, 0);
  const small = where(isPart, log(where(isPart, share, 1)), -Infinity);
  return where(less(share, 0.5), small, log1p(neg(where(less(share, 0.5), 0, rest))));
}

function keepingNaN(x: Tensor, value: Tensor): Tensor {
  return where(isNaN(x), x, value);
}
