import { cast } from "./cast.ts";
import { asTensor, commonDType } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { zerosLike } from "./creation.ts";
import { allocate, widthOf } from "./dtype.ts";
import { DomainError, DTypeError, ShapeError } from "./errors.ts";
import { alignBatches } from "./families.ts";
import { bind } from "./interpreter.ts";
import { checkOptions } from "./options.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { formatShape, normalizeAxis, sameShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { sliceAxis } from "./slice.ts";
import { stackTensors } from "./stack-primitive.ts";
import { Tensor } from "./tensor.ts";

/** The options of `concat`, `stack` and `split`. */
export interface JoinOptions {
  /** The axis to join or to cut along; 0 if not given. */
  readonly axis?: number;
}

/**
 * Tensors joined along an existing axis.
 *
 * @throws ShapeError if another axis disagrees, there is no tensor at all, or they are scalars: `stack` those.
 * @example
 * ```ts
 * import { concat } from "@adjoint/tensor";
 *
 * concat([[1, 2], [3]]).toArray(); // => [1, 2, 3]
 * ```
 */
export function concat(tensors: readonly TensorLike[], options: JoinOptions = {}): Tensor {
  const { axis = 0 } = checkOptions("concat", options, ["axis"]);
  const parts = operandsOf("concat", tensors);
  const first = parts[0]!;
  const at = normalizeAxis("concat", axis, first.shape.length);
  parts.forEach(({ shape }, i) => {
    if (shape.length === first.shape.length && sameShape(shape.with(at, 0), first.shape.with(at, 0))) return;
    throw new ShapeError(
      `concat: tensors[${i}] of shape ${formatShape(shape)} does not fit tensors[0] of shape ` +
        `${formatShape(first.shape)}; all axes but axis ${at} must be equal`,
      { operation: "concat", axis: at, shapes: parts.map((part) => part.shape) },
    );
  });
  return parts.length === 1 ? first : bind(concatPrimitive, parts, { axis: at })[0];
}

/**
 * Tensors of one shape joined along a new axis.
 *
 * @throws ShapeError if the shapes differ or there is no tensor at all.
 * @example
 * ```ts
 * import { stack } from "@adjoint/tensor";
 *
 * stack([[1, 2], [3, 4]], { axis: 1 }).toArray(); // => [[1, 3], [2, 4]]
 * ```
 */
export function stack(tensors: readonly TensorLike[], options: JoinOptions = {}): Tensor {
  const { axis = 0 } = checkOptions("stack", options, ["axis"]);
  const parts = operandsOf("stack", tensors);
  const first = parts[0]!;
  const at = normalizeAxis("stack", axis, first.shape.length + 1);
  parts.forEach(({ shape }, i) => {
    if (sameShape(shape, first.shape)) return;
    throw new ShapeError(
      `stack: tensors[${i}] has the shape ${formatShape(shape)}, tensors[0] has ${formatShape(first.shape)}; ` +
        `only equal shapes stack: broadcastTo or reshape one of them`,
      { operation: "stack", shapes: parts.map((part) => part.shape) },
    );
  });
  return stackTensors(parts, at);
}

/**
 * `x` cut into parts along an axis; undoes `concat`.
 *
 * @param parts - how many parts of equal length, or the places, in ascending order, before which to cut: `[2, 5]` gives
 * the places up to 2, from 2 up to 5, and from 5. Negative places count from the back, and those beyond the axis leave
 * empty parts.
 * @throws ShapeError if the axis is no multiple of the number of parts, DomainError if the number is no integer from 1,
 * or the places are no integers in ascending order.
 * @example
 * ```ts
 * import { split } from "@adjoint/tensor";
 *
 * split([1, 2, 3, 4], 2).map((part) => part.toArray()); // => [[1, 2], [3, 4]]
 * split([1, 2, 3, 4], [1, 3]).map((part) => part.toArray()); // => [[1], [2, 3], [4]]
 * ```
 */
export function split(x: TensorLike, parts: number | readonly number[], options: JoinOptions = {}): Tensor[] {
  const { axis = 0 } = checkOptions("split", options, ["axis"]);
  const input = asTensor("split", "x", x);
  const at = normalizeAxis("split", axis, input.shape.length);
  const lengths = Array.isArray(parts)
    ? cutLengths(input, parts as readonly number[], at)
    : equalLengths(input, parts as number, at);
  return lengths.length === 1 ? [input] : [...bind(splitPrimitive, [input], { axis: at, lengths })];
}

const concatPrimitive: Primitive<Tensor[], [y: Tensor], { readonly axis: number }> = {
  name: "concat",
  form: "linear",
  lowering: { kind: "join", isNew: false },
  shape: (inputs, { axis }) => [{ shape: joinedShape(inputs, axis), dtype: inputs[0]!.dtype }],
  kernel(inputs, { axis }) {
    const shape = joinedShape(inputs, axis);
    const { dtype } = inputs[0]!;
    const elements = allocate(dtype, sizeOf(shape));
    const outer = sizeOf(shape.slice(0, axis));
    const row = sizeOf(shape.slice(axis)) * widthOf(inputs[0]!.dtype);
    let offset = 0;
    for (const { data } of inputs) {
      const width = data.length / (outer || 1);
      for (let o = 0; o < outer; o++)
        elements.set(data.subarray(o * width, (o + 1) * width), o * row + offset);
      offset += width;
    }
    return [new Tensor(shape, dtype, elements)];
  },
  jvp: (tangents, inputs, _outputs, { axis }) => [
    concat(
      tangents.map((tangent, i) => tangent ?? zerosLike(inputs[i]!)),
      { axis },
    ),
  ],
  transpose: ([cotangent], inputs, { axis }) => {
    let start = 0;
    return inputs.map((input): Tangent => {
      const from = start;
      start += input.shape[axis]!;
      return input instanceof Tensor ? null : sliceAxis(cotangent!, axis, from, start);
    });
  },
  batch: (inputs, batched, size, { axis }) =>
    bind(concatPrimitive, alignBatches(inputs, batched, size), { axis: axis + 1 }),
};

const splitPrimitive: Primitive<
  [x: Tensor],
  Tensor[],
  { readonly axis: number; readonly lengths: readonly number[] }
> = {
  name: "split",
  shape: ([{ shape, dtype }], { axis, lengths }) =>
    lengths.map((length) => ({ shape: shape.with(axis, length), dtype })),
  kernel([{ shape, dtype, data }], { axis, lengths }) {
    const outer = sizeOf(shape.slice(0, axis));
    const inner = sizeOf(shape.slice(axis + 1)) * widthOf(dtype);
    const row = shape[axis]! * inner;
    let offset = 0;
    return lengths.map((length) => {
      const width = length * inner;
      const part = allocate(dtype, sizeOf(shape.with(axis, length)));
      for (let o = 0; o < outer; o++) {
        part.set(data.subarray(o * row + offset, o * row + offset + width), o * width);
      }
      offset += width;
      return new Tensor(shape.with(axis, length), dtype, part);
    });
  },
  jvp: ([t], _inputs, _outputs, params) => bind(splitPrimitive, [t!], params),
  transpose: (cotangents, [{ shape, dtype }], { axis, lengths }) => [
    concat(
      cotangents.map((part, i) => part ?? zerosLike({ shape: shape.with(axis, lengths[i]!), dtype })),
      { axis },
    ),
  ],
  batch: ([x], _batched, _size, { axis, lengths }) => bind(splitPrimitive, [x], { axis: axis + 1, lengths }),
  lowering: {
    kind: "view",
    view: ({ shape }, { axis, lengths }, output) => ({
      starts: shape.map((_, a) => (a === axis ? sumOf(lengths.slice(0, output)) : 0)),
    }),
  },
  form: "linear",
};

function sumOf(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0);
}

function equalLengths({ shape }: Tensor, count: number, axis: number): number[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new DomainError(
      `split: parts must be an integer from 1, or places to cut before, got ${String(count)}`,
      {
        operation: "split",
        parts: count,
      },
    );
  }
  if (shape[axis]! % count !== 0) {
    throw new ShapeError(
      `split: axis ${axis} of x has the length ${shape[axis]}, which is no multiple of ${count} ` +
        `(x is ${formatShape(shape)}); give the places to cut before for parts of different lengths`,
      { operation: "split", axis, parts: count, shape },
    );
  }
  return new Array<number>(count).fill(shape[axis]! / count);
}

function cutLengths({ shape }: Tensor, places: readonly number[], axis: number): number[] {
  const length = shape[axis]!;
  const cuts = places.map((place) => Math.min(Math.max(place < 0 ? place + length : place, 0), length));
  const ends = [...cuts, length];
  if (!cuts.every((cut, i) => Number.isInteger(places[i]) && cut <= ends[i + 1]!)) {
    throw new DomainError(
      `split: the places to cut before must be integers in ascending order, got ${formatShape(places)} ` +
        `for axis ${axis} of length ${length}`,
      { operation: "split", axis, parts: places, shape },
    );
  }
  return ends.map((end, i) => end - (ends[i - 1] ?? 0));
}

function joinedShape(inputs: readonly { readonly shape: Shape }[], axis: number): Shape {
  return inputs[0]!.shape.with(
    axis,
    inputs.reduce((total, { shape }) => total + shape[axis]!, 0),
  );
}

function operandsOf(operation: string, tensors: readonly TensorLike[]): Tensor[] {
  if (!Array.isArray(tensors)) {
    throw new DTypeError(`${operation}: tensors must be an array of tensors, got ${typeof tensors}`, {
      operation,
    });
  }
  if (tensors.length === 0) {
    throw new ShapeError(`${operation}: tensors is empty; at least one tensor is needed`, { operation });
  }
  const parts = tensors.map((value, i) => asTensor(operation, `tensors[${i}]`, value));
  const dtype = commonDType(tensors, parts);
  return parts.map((part) => cast(part, dtype));
}
