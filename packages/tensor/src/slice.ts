import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DomainError, DTypeError, ShapeError } from "./errors.ts";
import { linear } from "./families.ts";
import type { UnaryPrimitive } from "./families.ts";
import { bind } from "./interpreter.ts";
import { reshape } from "./reshape.ts";
import { formatShape, normalizeAxes, normalizeAxis, sizeOf, stridesOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { gather, scatter } from "./strided.ts";
import type { Walk } from "./strided.ts";
import { Tensor } from "./tensor.ts";

/**
 * One part of a `slice`: a number takes one place and drops the axis, `[start, stop, step]` takes a range
 * (negative ends count from the back, `null` leaves an end open), `"..."` stands for all the axes not mentioned,
 * and `null` makes a new axis.
 */
export type SlicePart = number | SliceRange | "..." | null;

/** The places from `start` up to, and without, `stop`, in steps; `[]` is all of them. */
export type SliceRange = readonly [start?: number | null, stop?: number | null, step?: number];

/**
 * A part of `x`, as NumPy's basic indexing: `x[1, :, ::-1]` is `slice(x, 1, [], [null, null, -1])`.
 *
 * @throws ShapeError if a place is out of bounds or there are more parts than axes, DomainError if a range has a
 * fraction or the step 0, DTypeError if a part is something else.
 * @example
 * ```ts
 * import { slice } from "@adjoint/tensor";
 *
 * const x = [[1, 2, 3], [4, 5, 6]];
 * slice(x, 1).toArray(); // => [4, 5, 6]
 * slice(x, "...", [1, null]).toArray(); // => [[2, 3], [5, 6]]
 * slice(x, [], [null, null, -1]).toArray(); // => [[3, 2, 1], [6, 5, 4]]
 * ```
 */
export function slice(x: TensorLike, ...parts: readonly SlicePart[]): Tensor {
  const input = asTensor("slice", "x", x);
  const starts: number[] = [];
  const lengths: number[] = [];
  const steps: number[] = [];
  const shape: number[] = [];
  const take = (part: number | SliceRange): void => {
    const axis = starts.length;
    const length = input.shape[axis]!;
    if (typeof part === "number") {
      starts.push(placeAt("slice", part, axis, input.shape));
      lengths.push(1);
      steps.push(1);
    } else {
      const range = rangeOf("slice", part, length);
      starts.push(range.start);
      lengths.push(range.count);
      steps.push(range.step);
      shape.push(range.count);
    }
  };
  const named = parts.filter((part) => part !== "..." && part !== null).length;
  if (named > input.shape.length || parts.filter((part) => part === "...").length > 1) {
    throw new ShapeError(
      `slice: ${named} parts for the ${input.shape.length} axes of x (x is ${formatShape(input.shape)}); ` +
        `give at most one part an axis and one "..."`,
      { operation: "slice", parts, shape: input.shape },
    );
  }
  const rest = input.shape.length - named;
  for (const part of parts.includes("...") ? parts : [...parts, "..." as const]) {
    if (part === null) shape.push(1);
    else if (part === "...") for (let i = 0; i < rest; i++) take([]);
    else if (typeof part === "number" || Array.isArray(part)) take(part);
    else throw notAPart(part);
  }
  const whole = lengths.every((length, axis) => length === input.shape[axis] && steps[axis] === 1);
  return reshape(whole ? input : bind(slicePrimitive, [input], { starts, lengths, steps })[0], shape);
}

/** The range [start, stop) of one axis. */
export function sliceAxis(x: Tensor, axis: number, start: number, stop: number): Tensor {
  const at = normalizeAxis("slice", axis, x.shape.length);
  const all = Array.from({ length: at }, (): SlicePart => []);
  return slice(x, ...all, [start, stop]);
}

/**
 * The order of the elements along the given axes, or all, reversed.
 *
 * @example
 * ```ts
 * import { flip } from "@adjoint/tensor";
 *
 * flip([1, 2, 3]).toArray(); // => [3, 2, 1]
 * ```
 */
export function flip(x: TensorLike, axis?: number | readonly number[]): Tensor {
  const input = asTensor("flip", "x", x);
  const axes = normalizeAxes("flip", axis, input.shape.length);
  return slice(input, ...input.shape.map((_, i): SlicePart => (axes.includes(i) ? [null, null, -1] : [])));
}

/** Zeros with `x` in a range of every axis: the transpose of a slice. */
export function embed(x: Tensor, params: RangeParams): Tensor {
  return bind(embedPrimitive, [x], params)[0];
}

/** For `slice` the lengths of the result, for `embed` those of the zeros that x is put into. */
export interface RangeParams {
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
  readonly steps: readonly number[];
}

const slicePrimitive: UnaryPrimitive<RangeParams> = linear<RangeParams>({
  name: "slice",
  shape: ({ dtype }, { lengths }) => ({ shape: lengths, dtype }),
  kernel(x, { starts, lengths, steps }) {
    const walk = rangesOf(x.shape, starts, lengths, steps);
    return new Tensor(lengths, x.dtype, gather(x.dtype, x.data, walk));
  },
  transpose: (cotangent, x, { starts, steps }) =>
    bind(embedPrimitive, [cotangent], { starts, lengths: x.shape, steps })[0],
  batch: (x, size, params) => bind(slicePrimitive, [x], withBatchAxis(params, size))[0],
});

const embedPrimitive: UnaryPrimitive<RangeParams> = linear<RangeParams>({
  name: "embed",
  shape: ({ dtype }, { lengths }) => ({ shape: lengths, dtype }),
  kernel(x, { starts, lengths, steps }) {
    const walk = rangesOf(lengths, starts, x.shape, steps);
    return new Tensor(lengths, x.dtype, scatter(x.dtype, x.data, sizeOf(lengths), walk));
  },
  transpose: (cotangent, x, { starts, steps }) =>
    bind(slicePrimitive, [cotangent], { starts, lengths: x.shape, steps })[0],
  batch: (x, size, params) => bind(embedPrimitive, [x], withBatchAxis(params, size))[0],
});

/** The walk through a range of each axis of a larger array. */
function rangesOf(
  whole: Shape,
  starts: readonly number[],
  lengths: readonly number[],
  steps: readonly number[],
): Walk {
  const strides = stridesOf(whole);
  return {
    shape: lengths,
    strides: strides.map((stride, axis) => stride * steps[axis]!),
    offset: strides.reduce((offset, stride, axis) => offset + stride * starts[axis]!, 0),
  };
}

function withBatchAxis({ starts, lengths, steps }: RangeParams, size: number): RangeParams {
  return { starts: [0, ...starts], lengths: [size, ...lengths], steps: [1, ...steps] };
}

/** The place that a part of a `slice` takes, counted from the front. */
export function placeAt(operation: string, index: number, axis: number, shape: Shape): number {
  const length = shape[axis]!;
  const place = index < 0 ? index + length : index;
  if (!Number.isInteger(place) || place < 0 || place >= length) {
    throw new ShapeError(
      `${operation}: no place ${index} on axis ${axis} of x, which has the length ${length} ` +
        `(x is ${formatShape(shape)})`,
      { operation, index, axis, shape },
    );
  }
  return place;
}

function notAPart(part: unknown): DTypeError {
  const got = part instanceof Tensor ? "a tensor: use take or at" : (JSON.stringify(part) ?? String(part));
  return new DTypeError(`slice: a part must be a number, [start, stop, step], "..." or null, got ${got}`, {
    operation: "slice",
    part,
  });
}

/** Python's rule for `start:stop:step` on an axis. */
export function rangeOf(
  operation: string,
  [start, stop, step = 1]: SliceRange,
  length: number,
): { start: number; count: number; step: number } {
  if (
    !Number.isInteger(step) ||
    step === 0 ||
    [start, stop].some((end) => end != null && !Number.isInteger(end))
  ) {
    throw new DomainError(
      `${operation}: a range needs integers and a step that is not 0, got [${start}, ${stop}, ${step}]`,
      { operation, start, stop, step },
    );
  }
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const limit = (end: number): number => Math.min(Math.max(end < 0 ? end + length : end, low), high);
  const from = start == null ? (step > 0 ? low : high) : limit(start);
  const to = stop == null ? (step > 0 ? high : low) : limit(stop);
  return { start: from, count: Math.max(0, Math.ceil((to - from) / step)), step };
}
