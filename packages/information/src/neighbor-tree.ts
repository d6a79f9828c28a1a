/** How far apart points are: the largest difference of a coordinate, or the length of the difference. */
export type Metric = "maximum" | "euclidean";

/**
 * A k-d tree: points split at the median of the widest coordinate, until few are left.
 *
 * Source: J. H. Friedman, J. L. Bentley, R. A. Finkel, "An algorithm for finding best matches in logarithmic expected
 * time", ACM Trans. Math. Softw. 3 (1977).
 */
export interface NeighborTree {
  /** The `count` points nearest to point `i` without itself, the nearest first. */
  nearest(i: number, count: number): Int32Array;
  /** How many points but `i` itself are nearer to it than `radius`, or as near if `closed`. */
  within(i: number, radius: number, closed: boolean): number;
}

interface Node {
  readonly start: number;
  readonly end: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly children: readonly [Node, Node] | null;
}

const leafSize = 12;

/** The tree of `points`, given one after the other with `dimension` coordinates each. */
export function neighborTree(points: Float64Array, dimension: number, metric: Metric): NeighborTree {
  const count = points.length / dimension;
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const root = build(points, dimension, order, 0, count);
  const euclidean = metric === "euclidean";
  // Squares of lengths, so that no root is taken.
  const between = (i: number, j: number): number => {
    let total = 0;
    for (let c = 0; c < dimension; c++) {
      const difference = Math.abs(points[i * dimension + c]! - points[j * dimension + c]!);
      if (euclidean) total += difference * difference;
      else if (difference > total) total = difference;
    }
    return total;
  };
  const toBox = (i: number, { low, high }: Node): number => {
    let total = 0;
    for (let c = 0; c < dimension; c++) {
      const x = points[i * dimension + c]!;
      const difference = x < low[c]! ? low[c]! - x : x > high[c]! ? x - high[c]! : 0;
      if (euclidean) total += difference * difference;
      else if (difference > total) total = difference;
    }
    return total;
  };
  const toFarEnd = (i: number, { low, high }: Node): number => {
    let total = 0;
    for (let c = 0; c < dimension; c++) {
      const x = points[i * dimension + c]!;
      const difference = Math.max(Math.abs(x - low[c]!), Math.abs(high[c]! - x));
      if (euclidean) total += difference * difference;
      else if (difference > total) total = difference;
    }
    return total;
  };

  const nearest = (i: number, wanted: number): Int32Array => {
    const found = new Int32Array(wanted).fill(-1);
    const distances = new Float64Array(wanted).fill(Infinity);
    const offer = (j: number): void => {
      const distance = between(i, j);
      if (!(distance < distances[wanted - 1]!)) return;
      let at = wanted - 1;
      for (; at > 0 && distances[at - 1]! > distance; at--) {
        distances[at] = distances[at - 1]!;
        found[at] = found[at - 1]!;
      }
      distances[at] = distance;
      found[at] = j;
    };
    const search = (node: Node): void => {
      if (node.children === null) {
        for (let at = node.start; at < node.end; at++) if (order[at] !== i) offer(order[at]!);
        return;
      }
      const [a, b] = node.children;
      const [nearA, nearB] = [toBox(i, a), toBox(i, b)];
      const [first, second, further] = nearA <= nearB ? [a, b, nearB] : [b, a, nearA];
      if (Math.min(nearA, nearB) < distances[wanted - 1]!) search(first);
      if (further < distances[wanted - 1]!) search(second);
    };
    search(root);
    return found;
  };

  const within = (i: number, radius: number, closed: boolean): number => {
    const limit = euclidean ? radius * radius : radius;
    const inside = (distance: number): boolean => (closed ? distance <= limit : distance < limit);
    const counted = (node: Node): number => {
      if (!inside(toBox(i, node))) return 0;
      if (inside(toFarEnd(i, node))) return node.end - node.start;
      if (node.children !== null) return counted(node.children[0]) + counted(node.children[1]);
      let total = 0;
      for (let at = node.start; at < node.end; at++) if (inside(between(i, order[at]!))) total++;
      return total;
    };
    return counted(root) - (inside(0) ? 1 : 0);
  };
  return { nearest, within };
}

function build(points: Float64Array, dimension: number, order: Int32Array, start: number, end: number): Node {
  const low = new Float64Array(dimension).fill(Infinity);
  const high = new Float64Array(dimension).fill(-Infinity);
  for (let at = start; at < end; at++) {
    for (let c = 0; c < dimension; c++) {
      const x = points[order[at]! * dimension + c]!;
      if (x < low[c]!) low[c] = x;
      if (x > high[c]!) high[c] = x;
    }
  }
  let widest = 0;
  for (let c = 1; c < dimension; c++) if (high[c]! - low[c]! > high[widest]! - low[widest]!) widest = c;
  if (end - start <= leafSize || high[widest] === low[widest])
    return { start, end, low, high, children: null };
  const middle = (start + end) >>> 1;
  order
    .subarray(start, end)
    .sort((i, j) => points[i * dimension + widest]! - points[j * dimension + widest]!);
  return {
    start,
    end,
    low,
    high,
    children: [build(points, dimension, order, start, middle), build(points, dimension, order, middle, end)],
  };
}
