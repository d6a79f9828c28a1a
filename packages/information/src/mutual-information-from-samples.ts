import { digamma } from "@adjoint/special";
import {
  checkOptions,
  concat,
  DomainError,
  mean,
  NotDifferentiableError,
  ShapeError,
  Tensor,
  tensor,
  Tracer,
} from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import { asPoints, checkFinitePoints, checkNeighbors, refuseTies } from "./entropy-from-samples.ts";
import { neighborTree } from "./neighbor-tree.ts";
import type { NeighborTree } from "./neighbor-tree.ts";
import { inUnits } from "./units.ts";
import type { Base } from "./units.ts";

/** The options of `mutualInformationFromSamples`. */
export interface MutualInformationFromSamplesOptions {
  /** The unit of the result, `"nats"` unless given. */
  readonly base?: Base;
  /** The neighbour k that sets the scale: more are steadier and blur more. 3 unless given. */
  readonly neighbors?: number;
  /** The first estimator of Kraskov et al., by cubes, or the second, by rectangles; 1 unless given. */
  readonly estimator?: 1 | 2;
}

/**
 * The mutual information of two continuous variables, estimated from samples of both by counting neighbours: ψ(k) + ψ(n) −
 * mean(ψ(nₓ + 1) + ψ(n_y + 1)), where nₓ and n_y count the samples that are nearer in one variable than the k-th neighbour
 * is in both (Kraskov, Stögbauer and Grassberger).
 *
 * Its bias nearly vanishes for independent variables; the error is some 1/√n, and large if the information is. Scale
 * variables to similar spread first. An estimate by counts has no derivative: asking for one is refused.
 *
 * @param x - samples of shape [n, dimensions], or [n] in one dimension.
 * @param y - the samples that go with them, of another dimension if you like.
 * @throws DomainError unless there are more samples than neighbours, or if k neighbours are equal to a sample in both
 * variables: add noise below their resolution; ShapeError for other shapes, NotDifferentiableError inside a derivative.
 *
 * Source: A. Kraskov, H. Stögbauer, P. Grassberger, "Estimating mutual information", Phys. Rev. E 69, 066138 (2004).
 *
 * @example
 * ```ts
 * import { mutualInformationFromSamples } from "@adjoint/information";
 * import { key, normal, split } from "@adjoint/random";
 * import { add } from "@adjoint/tensor";
 *
 * // A signal with as much noise: ½ log 2.
 * const [forSignal, forNoise] = split(key(1));
 * const signal = normal(forSignal, [2000]);
 * const estimate = mutualInformationFromSamples(signal, add(signal, normal(forNoise, [2000]))).item();
 * Math.abs(estimate - 0.5 * Math.LN2) < 0.06; // => true
 * ```
 */
export function mutualInformationFromSamples(
  x: TensorLike,
  y: TensorLike,
  options: MutualInformationFromSamplesOptions = {},
): Tensor {
  const operation = "mutualInformationFromSamples";
  const {
    base = "nats",
    neighbors = 3,
    estimator = 1,
  } = checkOptions(operation, options, ["base", "neighbors", "estimator"]);
  const [a, b] = [asPoints(operation, "x", x), asPoints(operation, "y", y)];
  if (a.shape[0] !== b.shape[0]) {
    throw new ShapeError(
      `${operation}: x and y must be samples of one kind, got ${a.shape[0]} of x and ${b.shape[0]} of y (axis 0)`,
      { operation, x: a.shape, y: b.shape },
    );
  }
  if (estimator !== 1 && estimator !== 2) {
    throw new DomainError(`${operation}: estimator must be 1 or 2, got ${String(estimator)}`, {
      operation,
      estimator,
    });
  }
  if (a instanceof Tracer || b instanceof Tracer) {
    throw new NotDifferentiableError(
      `${operation}: x and y must be known: an estimate by counts has no derivative, and cannot be mapped or traced`,
      { operation },
    );
  }
  const count = a.shape[0]!;
  checkNeighbors(operation, neighbors, count);
  const counts = neighborCounts(a, b, neighbors, estimator);
  // The second estimator counts the neighbours at the edge, and loses 1/k.
  const inMarginals = mean(digamma(counts)).item() * 2;
  const nats =
    digamma(neighbors).item() + digamma(count).item() - inMarginals - (estimator === 2 ? 1 / neighbors : 0);
  return inUnits(operation, tensor(nats, { dtype: a.dtype }), base);
}

/** For each sample the arguments of ψ in both variables. */
function neighborCounts(a: Tensor, b: Tensor, neighbors: number, estimator: 1 | 2): Tensor {
  const operation = "mutualInformationFromSamples";
  const [points, ofX, ofY] = [concat([a, b], { axis: 1 }), a, b].map((part) =>
    Float64Array.from(part.data),
  ) as [Float64Array, Float64Array, Float64Array];
  checkFinitePoints(operation, points);
  const count = a.shape[0]!;
  const [m, n] = [a.shape[1]!, b.shape[1]!];
  const joint = neighborTree(points, m + n, "maximum");
  const trees: readonly NeighborTree[] = [neighborTree(ofX, m, "maximum"), neighborTree(ofY, n, "maximum")];
  const counts = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    const near = joint.nearest(i, neighbors);
    const edge = estimator === 1 ? near.subarray(neighbors - 1) : near;
    const inX = radiusOf(ofX, m, i, edge);
    const inY = radiusOf(ofY, n, i, edge);
    const radius = Math.max(inX, inY);
    if (radius === 0) refuseTies(operation, i, neighbors);
    if (estimator === 1) {
      counts[2 * i] = trees[0]!.within(i, radius, false) + 1;
      counts[2 * i + 1] = trees[1]!.within(i, radius, false) + 1;
    } else {
      counts[2 * i] = trees[0]!.within(i, inX, true);
      counts[2 * i + 1] = trees[1]!.within(i, inY, true);
    }
  }
  return new Tensor([2 * count], "float64", counts);
}

/** How far the furthest of some points is from point `i` in a coordinate. */
function radiusOf(points: Float64Array, dimension: number, i: number, others: Int32Array): number {
  let largest = 0;
  for (const j of others) {
    for (let c = 0; c < dimension; c++) {
      largest = Math.max(largest, Math.abs(points[i * dimension + c]! - points[j * dimension + c]!));
    }
  }
  return largest;
}
