import { digamma, lgamma } from "@adjoint/special";
import {
  add,
  asFloat,
  bind,
  checkOptions,
  DomainError,
  expandDims,
  formatShape,
  log,
  mean,
  mul,
  notDifferentiable,
  ShapeError,
  sizeOf,
  square,
  sub,
  sum,
  take,
  Tensor,
} from "@adjoint/tensor";
import type { Primitive, TensorLike } from "@adjoint/tensor";
import { neighborTree } from "./neighbor-tree.ts";
import { inUnits } from "./units.ts";
import type { Base } from "./units.ts";

/** The options of `entropyFromSamples`. */
export interface EntropyFromSamplesOptions {
  /** The unit of the result, `"nats"` unless given. */
  readonly base?: Base;
  /** The neighbour k to whom the distance is taken: more are steadier and blur more. 3 unless given. */
  readonly neighbors?: number;
}

/**
 * The differential entropy of the density that samples come from, estimated by the distances to their nearest
 * neighbours: ψ(n) − ψ(k) + log c_d + d/n Σᵢ log εᵢ with the volume c_d of the unit ball (Kozachenko and Leonenko).
 *
 * Consistent, with an error of about 1/√n in few dimensions. Differentiable in the samples, with their neighbours held
 * fixed.
 *
 * @param x - samples of shape [n, dimensions], or [n] in one dimension.
 * @throws DomainError unless there are more samples than neighbours, or if k neighbours are equal to a sample, as those
 * rounded to few digits are: add noise below their resolution; ShapeError for other shapes.
 *
 * Source: L. F. Kozachenko, N. N. Leonenko, "Sample estimate of the entropy of a random vector", Probl. Inf. Transm. 23
 * (1987); A. Kraskov, H. Stögbauer, P. Grassberger, "Estimating mutual information", Phys. Rev. E 69 (2004).
 *
 * @example
 * ```ts
 * import { entropyFromSamples } from "@adjoint/information";
 * import { key, normal } from "@adjoint/random";
 *
 * const estimate = entropyFromSamples(normal(key(1), [4000])).item();
 * Math.abs(estimate - 0.5 * Math.log(2 * Math.PI * Math.E)) < 0.05; // => true
 * ```
 */
export function entropyFromSamples(x: TensorLike, options: EntropyFromSamplesOptions = {}): Tensor {
  const { base = "nats", neighbors = 3 } = checkOptions("entropyFromSamples", options, ["base", "neighbors"]);
  const points = asPoints("entropyFromSamples", "x", x);
  const [count, dimension] = points.shape as readonly [number, number];
  checkNeighbors("entropyFromSamples", neighbors, count);
  const [places] = bind(neighborPrimitive, [points], { neighbors });
  const squares = sum(square(sub(points, take(points, places, { axis: 0 }))), { axis: 1 });
  const logVolume = (dimension / 2) * Math.log(Math.PI) - lgamma(dimension / 2 + 1).item();
  const constant = digamma(count).item() - digamma(neighbors).item() + logVolume;
  // d log ε = ½ d log ε²
  return inUnits("entropyFromSamples", add(mul(dimension / 2, mean(log(squares))), constant), base);
}

/** Samples by rows; a vector is one coordinate. */
export function asPoints(operation: string, argument: string, value: TensorLike): Tensor {
  const x = asFloat(operation, argument, value);
  if (x.shape.length === 1) return expandDims(x, 1);
  if (x.shape.length === 2 && x.shape[1]! > 0) return x;
  throw new ShapeError(
    `${operation}: ${argument} must be samples of shape [n] or [n, dimensions], got ${formatShape(x.shape)}`,
    { operation, argument, shape: x.shape },
  );
}

/** @throws DomainError unless there are more samples than neighbours. */
export function checkNeighbors(operation: string, neighbors: number, count: number): void {
  if (Number.isInteger(neighbors) && neighbors >= 1 && neighbors < count) return;
  throw new DomainError(
    `${operation}: neighbors must be an integer from 1 that is below the number of samples, got ${String(neighbors)} ` +
      `of ${count} samples`,
    { operation, neighbors, count },
  );
}

/** @throws DomainError for a sample that has no distance to its neighbours. */
export function refuseTies(operation: string, i: number, neighbors: number): never {
  throw new DomainError(
    `${operation}: the sample ${i} equals ${neighbors} others, so its neighbours tell nothing; ` +
      `add noise below the resolution of the samples, or take more neighbors`,
    { operation, sample: i, neighbors },
  );
}

/** @throws DomainError for NaN and infinities, to which there are no distances. */
export function checkFinitePoints(operation: string, points: ArrayLike<number>): void {
  for (let i = 0; i < points.length; i++) {
    if (Number.isFinite(points[i])) continue;
    throw new DomainError(`${operation}: samples must be finite, got ${points[i]}`, {
      operation,
      value: points[i],
    });
  }
}

/** The place of the k-th nearest neighbour of each point; leading axes are those of vmap. */
const neighborPrimitive: Primitive<[x: Tensor], [places: Tensor], { readonly neighbors: number }> =
  /* @__PURE__ */ notDifferentiable({
    name: "nearestNeighbor",
    shape: ([{ shape }]) => [{ shape: shape.slice(0, -1), dtype: "int32" }],
    kernel([x], { neighbors }) {
      const [count, dimension] = x.shape.slice(-2) as [number, number];
      const places = new Int32Array(sizeOf(x.shape.slice(0, -1)));
      checkFinitePoints("entropyFromSamples", x.data);
      for (let start = 0; start < places.length; start += count) {
        const points = Float64Array.from(x.data.slice(start * dimension, (start + count) * dimension));
        const tree = neighborTree(points, dimension, "euclidean");
        for (let i = 0; i < count; i++) {
          const place = tree.nearest(i, neighbors)[neighbors - 1]!;
          let equal = true;
          for (let c = 0; c < dimension; c++) {
            equal &&= points[i * dimension + c] === points[place * dimension + c];
          }
          if (equal) refuseTies("entropyFromSamples", i, neighbors);
          places[start + i] = place;
        }
      }
      return [new Tensor(x.shape.slice(0, -1), "int32", places)];
    },
    batch: ([x], _batched, _size, params) => bind(neighborPrimitive, [x], params),
  });
