import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DTypeError, ShapeError } from "./errors.ts";
import { linear } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { formatShape, normalizeAxis } from "./shape.ts";
import { permuted } from "./strided.ts";
import { Tensor } from "./tensor.ts";
import { transposeElements } from "./transpose-elements.ts";

/**
 * The axes in another order; reversed if none is given, which for a matrix is Aᵀ.
 *
 * @param axes - axis i of the result is axis `axes[i]` of `x`.
 * @throws ShapeError if `axes` is not a permutation.
 * @example
 * ```ts
 * import { transpose } from "@adjoint/tensor";
 *
 * transpose([[1, 2, 3]]).toArray(); // => [[1], [2], [3]]
 * ```
 */
export function transpose(x: TensorLike, axes?: readonly number[]): Tensor {
  const input = asTensor("transpose", "x", x);
  const rank = input.shape.length;
  if (axes !== undefined && !Array.isArray(axes)) {
    throw new DTypeError(`transpose: axes must be an array that names every axis of x, got ${String(axes)}`, {
      operation: "transpose",
      axes,
    });
  }
  const order =
    axes === undefined
      ? Array.from({ length: rank }, (_, i) => rank - 1 - i)
      : axes.map((axis) => normalizeAxis("transpose", axis, rank));
  if (order.length !== rank || new Set(order).size !== rank) {
    throw new ShapeError(
      `transpose: axes ${formatShape(axes ?? [])} must name each of the ${rank} axes of x once (x is ${formatShape(input.shape)})`,
      { operation: "transpose", axes, shape: input.shape },
    );
  }
  return order.every((axis, i) => axis === i) ? input : bind(transposePrimitive, [input], { order })[0];
}

/**
 * Axes taken out and put at other places; the rest keep their order.
 *
 * @example
 * ```ts
 * import { moveAxis, zeros } from "@adjoint/tensor";
 *
 * moveAxis(zeros([2, 3, 4]), 0, -1).shape; // => [3, 4, 2]
 * ```
 */
export function moveAxis(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const input = asTensor("moveAxis", "x", x);
  const rank = input.shape.length;
  const list = (axes: number | readonly number[]): number[] =>
    (Array.isArray(axes) ? (axes as readonly number[]) : [axes as number]).map((axis) =>
      normalizeAxis("moveAxis", axis, rank),
    );
  const from = list(source);
  const to = list(destination);
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
    throw new ShapeError(
      `moveAxis: source ${formatShape(from)} and destination ${formatShape(to)} must name equally many, distinct axes`,
      { operation: "moveAxis", source, destination },
    );
  }
  const order = input.shape.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  for (const [place, axis] of to.map((at, i) => [at, from[i]!] as const).sort(([a], [b]) => a - b)) {
    order.splice(place, 0, axis);
  }
  return transpose(input, order);
}

/**
 * Two axes exchanged.
 *
 * @example
 * ```ts
 * import { swapAxes, zeros } from "@adjoint/tensor";
 *
 * swapAxes(zeros([2, 3, 4]), 0, -1).shape; // => [4, 3, 2]
 * ```
 */
export function swapAxes(x: TensorLike, a: number, b: number): Tensor {
  const input = asTensor("swapAxes", "x", x);
  const first = normalizeAxis("swapAxes", a, input.shape.length);
  const second = normalizeAxis("swapAxes", b, input.shape.length);
  const order = input.shape.map((_, axis) => (axis === first ? second : axis === second ? first : axis));
  return transpose(input, order);
}

const transposePrimitive = /* @__PURE__ */ linear<{ readonly order: readonly number[] }>({
  name: "transpose",
  shape: ({ shape, dtype }, { order }) => ({ shape: order.map((axis) => shape[axis]!), dtype }),
  kernel(x, { order }) {
    const walk = permuted(x.shape, order);
    return new Tensor(walk.shape, x.dtype, transposeElements(x.dtype, x.data, walk));
  },
  transpose: (cotangent, _x, { order }) => {
    const inverse = new Array<number>(order.length);
    order.forEach((axis, i) => (inverse[axis] = i));
    return transpose(cotangent, inverse);
  },
  batch: (x, _size, { order }) => transpose(x, [0, ...order.map((axis) => axis + 1)]),
  lowering: {
    kind: "view",
    view: (_x, { order }) => ({ axes: order }),
  },
});
