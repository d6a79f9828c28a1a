import { cast } from "./cast.ts";
import { allocate, dtypes, promoteDTypes } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { DTypeError, ShapeError } from "./errors.ts";
import { formatShape, sameShape, sizeOf } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { stackTensors } from "./stack-primitive.ts";
import { Tensor } from "./tensor.ts";

/**
 * Whatever can stand where a tensor is expected: a tensor, a number, a boolean, a typed array, or nested arrays
 * of these with equal lengths.
 */
export type TensorLike = Tensor | number | boolean | TypedArray | readonly TensorLike[];

/** The options of `tensor`. */
export interface TensorOptions {
  /** The element type; without it numbers become float64, booleans bool, typed arrays what they are. */
  readonly dtype?: DType;
  /** The shape to give to flat data, instead of that of the nesting. */
  readonly shape?: Shape;
}

/**
 * A tensor of the given data.
 *
 * The data are copied, so that later writes to a typed array do not reach the tensor.
 * Nested arrays may contain tensors: they are stacked, and derivatives flow through.
 *
 * @param data - numbers, booleans, typed arrays or nested arrays of equal lengths.
 * @throws ShapeError for ragged arrays, DTypeError for strings and other things that are not numbers.
 * @example
 * ```ts
 * import { tensor } from "@adjoint/tensor";
 *
 * tensor([1, 2.5, -3]); // => [ 1.   2.5 -3. ]
 * tensor([[1, 2], [3, 4]], { dtype: "int32" }).dtype; // => "int32"
 * tensor(new Float32Array([1, 2])).dtype; // => "float32"
 * ```
 */
export function tensor(data: TensorLike, { dtype, shape }: TensorOptions = {}): Tensor {
  if (dtype !== undefined && !dtypes.includes(dtype)) {
    throw new DTypeError(`tensor: no dtype ${String(dtype)}; there are ${dtypes.join(", ")}`, { dtype });
  }
  const converted = ArrayBuffer.isView(data)
    ? fromTypedArray("tensor", "data", data.slice())
    : asTensor("tensor", "data", data);
  const typed = dtype === undefined ? converted : cast(converted, dtype);
  if (shape === undefined) return typed;
  if (sizeOf(shape) !== typed.size || !(typed.shape.length === 1 || sameShape(shape, typed.shape))) {
    throw new ShapeError(
      `tensor: data of shape ${formatShape(typed.shape)} cannot be given the shape ${formatShape(shape)}; ` +
        `flat data with ${sizeOf(shape)} elements is needed`,
      { shape, data: typed.shape },
    );
  }
  return new Tensor(shape, typed.dtype, typed.data);
}

/**
 * The tensor that an argument stands for.
 *
 * @param operation - the public function that received the argument, for messages.
 * @param argument - the argument's name there.
 * @throws DTypeError or ShapeError if it stands for none.
 */
export function asTensor(operation: string, argument: string, value: TensorLike): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === "number") return new Tensor([], "float64", Float64Array.of(value));
  if (typeof value === "boolean") return new Tensor([], "bool", Uint8Array.of(value ? 1 : 0));
  if (Array.isArray(value)) return fromArray(operation, argument, value as readonly TensorLike[]);
  return fromTypedArray(operation, argument, value as TypedArray);
}

/**
 * Operands of one dtype. A plain JavaScript number takes the dtype of the other operand where it can,
 * so that `mul(x, 2)` of a float32 tensor stays float32.
 */
export function promoteOperands(operation: string, a: TensorLike, b: TensorLike): [a: Tensor, b: Tensor] {
  const x = asTensor(operation, "a", a);
  const y = asTensor(operation, "b", b);
  if (x.dtype === y.dtype) return [x, y];
  const dtype = adopts(a, y.dtype) ? y.dtype : adopts(b, x.dtype) ? x.dtype : promoteDTypes(x.dtype, y.dtype);
  return [cast(x, dtype), cast(y, dtype)];
}

/** A tensor of floating-point elements: integers and booleans become float64. */
export function asFloat(operation: string, argument: string, value: TensorLike): Tensor {
  const x = asTensor(operation, argument, value);
  return x.dtype === "int32" || x.dtype === "bool" ? cast(x, "float64") : x;
}

function adopts(value: TensorLike, dtype: DType): boolean {
  return typeof value === "number" && (dtype === "float32" || (dtype === "int32" && Number.isInteger(value)));
}

function fromTypedArray(operation: string, argument: string, value: TypedArray): Tensor {
  if (value instanceof Float64Array) return new Tensor([value.length], "float64", value);
  if (value instanceof Float32Array) return new Tensor([value.length], "float32", value);
  if (value instanceof Int32Array) return new Tensor([value.length], "int32", value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = Array.from(value as ArrayLike<unknown>);
    if (numbers.every((element) => typeof element === "number")) {
      return new Tensor([numbers.length], "int32", Int32Array.from(numbers));
    }
  }
  throw new DTypeError(
    `${operation}: ${argument} must be a tensor, a number, a boolean, a typed array or nested arrays of these, ` +
      `got ${describe(value)}`,
    { operation, argument, value },
  );
}

function fromArray(operation: string, argument: string, value: readonly TensorLike[]): Tensor {
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const flat: (number | boolean)[] = [];
  return flattenInto(flat, operation, argument, value, shape, 0)
    ? fromFlat(shape, flat)
    : stackParts(operation, argument, value);
}

/** Collects the numbers of a rectangular nest; false if it holds tensors or typed arrays, which are stacked instead. */
function flattenInto(
  flat: (number | boolean)[],
  operation: string,
  argument: string,
  value: readonly TensorLike[],
  shape: Shape,
  axis: number,
): boolean {
  if (value.length !== shape[axis]) throw ragged(operation, argument, axis, shape[axis]!, value.length);
  for (const element of value) {
    const isNested = Array.isArray(element);
    if (typeof element === "number" || typeof element === "boolean") {
      if (axis !== shape.length - 1) throw ragged(operation, argument, axis + 1, shape[axis + 1]!, 0);
      flat.push(element);
    } else if (isNested && axis < shape.length - 1) {
      if (!flattenInto(flat, operation, argument, element as readonly TensorLike[], shape, axis + 1))
        return false;
    } else if (isNested) {
      throw ragged(operation, argument, axis + 1, 0, (element as readonly unknown[]).length);
    } else {
      return false;
    }
  }
  return true;
}

function fromFlat(shape: Shape, flat: readonly (number | boolean)[]): Tensor {
  const dtype = flat.length > 0 && flat.every((element) => typeof element === "boolean") ? "bool" : "float64";
  const elements = allocate(dtype, flat.length);
  for (let i = 0; i < flat.length; i++) elements[i] = Number(flat[i]);
  return new Tensor(shape, dtype, elements);
}

function stackParts(operation: string, argument: string, value: readonly TensorLike[]): Tensor {
  const parts = value.map((element) => asTensor(operation, argument, element));
  const numbers = value.every((element) => typeof element === "number" || element instanceof Tensor);
  const dtype = parts
    .filter((part, i) => !(numbers && adopts(value[i]!, part.dtype)))
    .map((part) => part.dtype)
    .reduce(promoteDTypes);
  const first = parts[0]!;
  for (const part of parts) {
    if (!sameShape(part.shape, first.shape)) {
      throw new ShapeError(
        `${operation}: ${argument} holds tensors of different shapes, ` +
          `${formatShape(first.shape)} and ${formatShape(part.shape)}; only equal shapes stack`,
        { operation, argument, shapes: parts.map(({ shape }) => shape) },
      );
    }
  }
  return stackTensors(
    parts.map((part) => cast(part, dtype)),
    0,
  );
}

function ragged(
  operation: string,
  argument: string,
  axis: number,
  expected: number,
  got: number,
): ShapeError {
  return new ShapeError(
    `${operation}: ${argument} is ragged: axis ${axis} has the length ${expected} in one place and ${got} in another; ` +
      `nested arrays must have equal lengths`,
    { operation, argument, axis },
  );
}

function describe(value: unknown): string {
  if (typeof value === "string") return `the string ${JSON.stringify(value)}`;
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return "a function";
  if (value instanceof Promise) return "a Promise; await it first";
  if (typeof value === "object")
    return `an object with the keys ${Object.keys(value).join(", ") || "(none)"}`;
  return `the ${typeof value} ${String(value)}`;
}
