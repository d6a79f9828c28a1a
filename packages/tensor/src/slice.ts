import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { DomainError, DTypeError, ShapeError } from "./errors.ts";
import { linear } from "./linear.ts";
import type { UnaryPrimitive } from "./linear.ts";
import { bind } from "./interpreter.ts";
import type { View } from "./lowering.ts";
import { reshape } from "./reshape.ts";
import { formatShape, normalizeAxes, sizeOf, stridesOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { gather, scatter } from "./strided.ts";
import type { Walk } from "./strided.ts";
import { Tensor } from "./tensor.ts";
import type { Spec } from "./tensor.ts";

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
  const whole = input.shape;
  const rest = whole.length - namedAxes(parts, whole);
  const starts: number[] = [];
  const lengths: number[] = [];
  const steps: number[] = [];
  const shape: number[] = [];
  const keep = (count: number): void => {
    for (let i = 0; i < count; i++) {
      shape.push(whole[starts.length]!);
      lengths.push(whole[starts.length]!);
      steps.push(1);
      starts.push(0);
    }
  };
  for (const part of parts) {
    const axis = starts.length;
    if (typeof part === "number") {
      starts.push(placeAt("slice", part, axis, whole));
      lengths.push(1);
      steps.push(1);
    } else if (part === null) shape.push(1);
    else if (part === "...") keep(rest);
    else if (Array.isArray(part)) {
      const { start, count, step } = rangeOf("slice", part as SliceRange, whole[axis]!);
      starts.push(start);
      lengths.push(count);
      steps.push(step);
      shape.push(count);
    } else throw notAPart(part);
  }
  keep(whole.length - starts.length);
  return reshape(sliceRanges(input, { starts, lengths, steps }), shape);
}

/** The range [start, stop) of one axis, which must lie on it. */
export function sliceAxis(x: Tensor, axis: number, start: number, stop: number): Tensor {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const starts = new Array<number>(x.shape.length).fill(0);
  const lengths = [...x.shape];
  starts[at] = start;
  lengths[at] = Math.max(0, stop - start);
  return sliceRanges(x, { starts, lengths, steps: new Array<number>(x.shape.length).fill(1) });
}

/** A range of every axis; all of `x` is `x`. */
function sliceRanges(x: Tensor, params: RangeParams): Tensor {
  const { lengths, steps } = params;
  for (let axis = 0; axis < lengths.length; axis++) {
    if (lengths[axis] !== x.shape[axis] || steps[axis] !== 1) return bind(slicePrimitive, [x], params)[0];
  }
  return x;
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

const slicePrimitive: UnaryPrimitive<RangeParams> = /* @__PURE__ */ linear<RangeParams>({
  name: "slice",
  shape: ({ dtype }, { lengths }) => ({ shape: lengths, dtype }),
  kernel(x, { starts, lengths, steps }) {
    const walk = rangesOf(x.shape, starts, lengths, steps);
    return new Tensor(lengths, x.dtype, gather(x.dtype, x.data, walk));
  },
  transpose: (cotangent, x, { starts, steps }) =>
    bind(embedPrimitive, [cotangent], { starts, lengths: x.shape, steps })[0],
  batch: (x, size, params) => bind(slicePrimitive, [x], withBatchAxis(params, size))[0],
  lowering: { kind: "view", view: rangeView },
});

const embedPrimitive: UnaryPrimitive<RangeParams> = /* @__PURE__ */ linear<RangeParams>({
  name: "embed",
  shape: ({ dtype }, { lengths }) => ({ shape: lengths, dtype }),
  kernel(x, { starts, lengths, steps }) {
    const walk = rangesOf(lengths, starts, x.shape, steps);
    return new Tensor(lengths, x.dtype, scatter(x.dtype, x.data, sizeOf(lengths), walk));
  },
  transpose: (cotangent, x, { starts, steps }) =>
    bind(slicePrimitive, [cotangent], { starts, lengths: x.shape, steps })[0],
  batch: (x, size, params) => bind(embedPrimitive, [x], withBatchAxis(params, size))[0],
  lowering: { kind: "embed", view: rangeView },
});

function rangeView(_x: Spec, params: RangeParams): View {
  return params;
}

/** The walk through a range of each axis of a larger array. */
function rangesOf(
  whole: Shape,
  starts: readonly number[],
  lengths: readonly number[],
  steps: readonly number[],
): Walk {
  const strides = stridesOf(whole);
  let offset = 0;
  for (let axis = 0; axis < strides.length; axis++) {
    offset += strides[axis]! * starts[axis]!;
    strides[axis]! *= steps[axis]!;
  }
  return { shape: lengths, strides, offset };
}

function withBatchAxis({ starts, lengths, steps }: RangeParams, size: number): RangeParams {
  return { starts: [0, ...starts], lengths: [size, ...lengths], steps: [1, ...steps] };
}

/** How many axes the parts speak of, each of one. */
function namedAxes(parts: readonly SlicePart[], shape: Shape): number {
  let named = 0;
  let dots = 0;
  for (const part of parts) {
    if (part === "...") dots++;
    else if (part !== null) named++;
  }
  if (named <= shape.length && dots <= 1) return named;
  throw new ShapeError(
    `slice: ${named} parts for the ${shape.length} axes of x (x is ${formatShape(shape)}); ` +
      `give at most one part an axis and one "..."`,
    { operation: "slice", parts, shape },
  );
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
  part: SliceRange,
  length: number,
): { start: number; count: number; step: number } {
  const { 0: start, 1: stop, 2: step = 1 } = part;
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? length : length - 1;
  const from = start == null ? (step > 0 ? low : high) : endOf(start, length, low, high);
  const to = stop == null ? (step > 0 ? high : low) : endOf(stop, length, low, high);
  if (Number.isInteger(step) && step !== 0 && Number.isInteger(from) && Number.isInteger(to)) {
    return { start: from, count: Math.max(0, Math.ceil((to - from) / step)), step };
  }
  throw new DomainError(
    `${operation}: a range needs integers and a step that is not 0, got [${start}, ${stop}, ${step}]`,
    { operation, start, stop, step },
  );
}

/** An end of a range, counted from the front and cut off where the axis ends; NaN if it is no integer. */
function endOf(end: number, length: number, low: number, high: number): number {
  return Number.isInteger(end) ? Math.min(Math.max(end < 0 ? end + length : end, low), high) : NaN;
}
