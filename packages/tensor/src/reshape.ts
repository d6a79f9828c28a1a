import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { ShapeError } from "./errors.ts";
import { linear } from "./linear.ts";
import { bind } from "./interpreter.ts";
import { checkShape, formatShape, normalizeAxes, normalizeAxis, sameShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/**
 * The same elements, in the same row-major order, under another shape. One length may be −1: it is inferred.
 *
 * @throws ShapeError if the number of elements would change, or the length that is −1 could be any.
 * @example
 * ```ts
 * import { reshape } from "@adjoint/tensor";
 *
 * reshape([1, 2, 3, 4], [2, -1]).toArray(); // => [[1, 2], [3, 4]]
 * ```
 */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  const input = asTensor("reshape", "x", x);
  return reshapeTo(input, inferLength(input, shape));
}

/** `reshape` to a shape that is known to have as many elements. */
export function reshapeTo(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : bind(reshapePrimitive, [x], { shape })[0];
}

/**
 * A new axis of length 1 at each of the given places of the result.
 *
 * @example
 * ```ts
 * import { expandDims } from "@adjoint/tensor";
 *
 * expandDims([1, 2, 3], 0).shape; // => [1, 3]
 * expandDims([1, 2, 3], -1).shape; // => [3, 1]
 * ```
 */
export function expandDims(x: TensorLike, axis: number | readonly number[]): Tensor {
  const input = asTensor("expandDims", "x", x);
  const count = typeof axis === "number" ? 1 : axis.length;
  const axes = normalizeAxes("expandDims", axis, input.shape.length + count);
  const shape = [...input.shape];
  for (const at of axes) shape.splice(at, 0, 1);
  return reshape(input, shape);
}

/**
 * Without the axes of length 1: all of them, or those named.
 *
 * @throws ShapeError if a named axis has another length.
 * @example
 * ```ts
 * import { squeeze } from "@adjoint/tensor";
 *
 * squeeze([[[1, 2, 3]]]).shape; // => [3]
 * ```
 */
export function squeeze(x: TensorLike, axis?: number | readonly number[]): Tensor {
  const input = asTensor("squeeze", "x", x);
  const axes =
    axis === undefined
      ? input.shape.flatMap((length, i) => (length === 1 ? [i] : []))
      : (Array.isArray(axis) ? (axis as readonly number[]) : [axis as number]).map((a) =>
          normalizeAxis("squeeze", a, input.shape.length),
        );
  for (const at of axes) {
    if (input.shape[at] !== 1) {
      throw new ShapeError(
        `squeeze: axis ${at} of x has the length ${input.shape[at]}, not 1 (x is ${formatShape(input.shape)}); ` +
          `use slice or a reduction to drop it`,
        { operation: "squeeze", axis: at, shape: input.shape },
      );
    }
  }
  return reshape(
    input,
    input.shape.filter((_, i) => !axes.includes(i)),
  );
}

const reshapePrimitive = /* @__PURE__ */ linear<{ readonly shape: Shape }>({
  name: "reshape",
  shape: ({ dtype }, { shape }) => ({ shape, dtype }),
  kernel: (x, { shape }) => new Tensor(shape, x.dtype, x.data),
  transpose: (cotangent, x) => reshapeTo(cotangent, x.shape),
  batch: (x, size, { shape }) => reshapeTo(x, [size, ...shape]),
  lowering: { kind: "reshape" },
});

function inferLength(x: Tensor, shape: Shape): Shape {
  const unknown = Array.isArray(shape) ? shape.indexOf(-1) : -1;
  if (unknown >= 0 && shape.includes(-1, unknown + 1)) {
    throw new ShapeError(
      `reshape: shape ${formatShape(shape)} has two lengths of -1; only one can be inferred`,
      {
        operation: "reshape",
        to: shape,
      },
    );
  }
  const known = checkShape("reshape", unknown < 0 ? shape : shape.toSpliced(unknown, 1));
  const count = sizeOf(known);
  const target = unknown < 0 ? known : known.toSpliced(unknown, 0, x.size / count);
  // 0 / 0: any length would do.
  if (sizeOf(target) === x.size && target.every(Number.isInteger)) return target;
  throw new ShapeError(
    `reshape: x of shape ${formatShape(x.shape)} has ${x.size} elements, ${formatShape(shape)} ` +
      `${unknown < 0 ? `has ${count}` : count === 0 ? "leaves the length open" : `needs a multiple of ${count}`}; ` +
      `the number of elements must stay the same`,
    { operation: "reshape", from: x.shape, to: shape },
  );
}
