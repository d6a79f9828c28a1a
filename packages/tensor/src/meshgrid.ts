import { broadcastTo } from "./broadcast-sum.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DomainError, DTypeError, ShapeError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { reshape } from "./reshape.ts";
import { formatShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The options of `meshgrid`. */
export interface MeshgridOptions {
  /**
   * `"xy"` lays the first vector along axis 1 and the second along axis 0, as x and y of a plot; `"ij"` lays vector i
   * along axis i. `"xy"` if not given.
   */
  readonly indexing?: "xy" | "ij";
}

/**
 * The coordinates of every point of a grid: one tensor for each vector, all of the shape of the grid.
 *
 * @param vectors - the coordinates along each axis; a scalar is a vector of length 1.
 * @throws ShapeError if one of them has more than one axis, DomainError for another indexing.
 * @example
 * ```ts
 * import { meshgrid } from "@adjoint/tensor";
 *
 * const [x, y] = meshgrid([[1, 2, 3], [10, 20]]);
 * x!.toArray(); // => [[1, 2, 3], [1, 2, 3]]
 * y!.toArray(); // => [[10, 10, 10], [20, 20, 20]]
 * ```
 */
export function meshgrid(vectors: readonly TensorLike[], options: MeshgridOptions = {}): Tensor[] {
  const { indexing = "xy" } = checkOptions("meshgrid", options, ["indexing"]);
  if (indexing !== "xy" && indexing !== "ij") {
    throw new DomainError(`meshgrid: indexing must be "xy" or "ij", got ${JSON.stringify(indexing)}`, {
      operation: "meshgrid",
      indexing,
    });
  }
  if (!Array.isArray(vectors)) {
    throw new DTypeError("meshgrid: vectors must be an array of vectors", { operation: "meshgrid" });
  }
  const parts = vectors.map((vector, i) => {
    const part = asTensor("meshgrid", `vectors[${i}]`, vector as TensorLike);
    if (part.shape.length <= 1) return reshape(part, [-1]);
    throw new ShapeError(
      `meshgrid: vectors[${i}] must have one axis, got the shape ${formatShape(part.shape)}; reshape it to [-1]`,
      { operation: "meshgrid", shape: part.shape },
    );
  });
  const axes = parts.map((_, i) => (indexing === "xy" && i < 2 && parts.length > 1 ? 1 - i : i));
  const shape = parts.map(() => 1);
  axes.forEach((axis, i) => (shape[axis] = parts[i]!.size));
  return parts.map((part, i) => {
    const along = shape.map((_, axis) => (axis === axes[i] ? part.size : 1));
    return broadcastTo(reshape(part, along), shape);
  });
}
