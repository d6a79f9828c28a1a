import { cast } from "./cast.ts";
import { isComplexNumber } from "./complex-number.ts";
import type { Complex } from "./complex-number.ts";
import { allocate, checkReal, promoteDTypes } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { DTypeError, ShapeError } from "./errors.ts";
import { formatShape, sameShape } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { stackTensors } from "./stack-primitive.ts";
import { Tensor } from "./tensor.ts";

/**
 * Whatever can stand where a tensor is expected: a tensor, a number, a complex number, a boolean, a typed array, or
 * nested arrays of these with equal lengths.
 *
 * Data are copied, so that later writes to an array never reach a tensor made of it.
 */
export type TensorLike = Tensor | number | boolean | Complex | NumericArray | readonly TensorLike[];

/** The typed arrays whose elements are numbers; those of small integers are read as int32, Uint32Array as float64. */
export type NumericArray =
  | TypedArray
  | Int8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Uint32Array;

/**
 * The tensor that an argument stands for.
 *
 * @param operation - the public function that received the argument, for messages.
 * @param argument - the argument's name there.
 * @throws DTypeError for strings and other things that are not numbers, ShapeError for ragged arrays.
 * @example
 * ```ts
 * import { asTensor } from "@adjoint/tensor";
 *
 * asTensor("example", "x", [[1, 2], [3, 4]]).shape; // => [2, 2]
 * ```
 */
export function asTensor(operation: string, argument: string, value: TensorLike): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === "number") return new Tensor([], "float64", value);
  if (typeof value === "boolean") return new Tensor([], "bool", value ? 1 : 0);
  if (Array.isArray(value)) return fromArray(operation, argument, value as readonly TensorLike[]);
  if (isComplexNumber(value)) return new Tensor([], "complex128", Float64Array.of(value.re, value.im));
  return fromTypedArray(operation, argument, value);
}

/**
 * Operands of one dtype: that which holds both, as NumPy promotes. A plain JavaScript number takes the dtype of the
 * other operand where it can, so that `mul(x, 2)` of a float32 tensor stays float32.
 *
 * @throws DTypeError or ShapeError if an operand stands for no tensor.
 * @example
 * ```ts
 * import { promoteOperands } from "@adjoint/tensor";
 *
 * const [a, b] = promoteOperands("example", new Float32Array([1, 2]), 0.5);
 * [a.dtype, b.dtype]; // => ["float32", "float32"]
 * ```
 */
export function promoteOperands(
  operation: string,
  a: TensorLike,
  b: TensorLike,
  nameOfA = "a",
  nameOfB = "b",
): [a: Tensor, b: Tensor] {
  const x = asTensor(operation, nameOfA, a);
  const y = asTensor(operation, nameOfB, b);
  if (x.dtype === y.dtype) return [x, y];
  const dtype = adopts(a, y.dtype) ? y.dtype : adopts(b, x.dtype) ? x.dtype : promoteDTypes(x.dtype, y.dtype);
  return [cast(x, dtype), cast(y, dtype)];
}

/**
 * The dtype that several values have together; plain JavaScript numbers take that of the others where they can.
 * `parts` are the values as tensors.
 */
export function commonDType(values: readonly TensorLike[], parts: readonly Tensor[]): DType {
  const strong = parts.filter((_, i) => typeof values[i] !== "number").map((part) => part.dtype);
  if (strong.length === 0) return "float64";
  const dtype = strong.reduce(promoteDTypes);
  const holdsAll = values.every((value) => typeof value !== "number" || adopts(value, dtype));
  return holdsAll ? dtype : promoteDTypes(dtype, "float64");
}

/**
 * A tensor of real floating-point elements: integers and booleans become float64.
 *
 * @throws DTypeError if the elements are complex; DTypeError or ShapeError if the value stands for no tensor.
 * @example
 * ```ts
 * import { asFloat } from "@adjoint/tensor";
 *
 * asFloat("example", "x", [true, false]).toArray(); // => [1, 0]
 * ```
 */
export function asFloat(operation: string, argument: string, value: TensorLike): Tensor {
  const x = asInexact(operation, argument, value);
  checkReal(operation, argument, x);
  return x;
}

/**
 * A tensor of floating-point elements, real or complex: integers and booleans become float64.
 *
 * @throws DTypeError or ShapeError if the value stands for no tensor.
 * @example
 * ```ts
 * import { asInexact } from "@adjoint/tensor";
 *
 * asInexact("example", "x", [{ re: 0, im: 1 }, 2]).dtype; // => "complex128"
 * asInexact("example", "x", [true, false]).dtype; // => "float64"
 * ```
 */
export function asInexact(operation: string, argument: string, value: TensorLike): Tensor {
  const x = asTensor(operation, argument, value);
  return x.dtype === "int32" || x.dtype === "bool" ? cast(x, "float64") : x;
}

function adopts(value: TensorLike, dtype: DType): boolean {
  return typeof value === "number" && (dtype === "float32" || (dtype === "int32" && (value | 0) === value));
}

/** By name rather than by class, so that arrays from another window, worker or realm are understood. */
const dtypeOfArray: Readonly<Record<string, DType>> = {
  Float64Array: "float64",
  Float32Array: "float32",
  Float16Array: "float32",
  Int32Array: "int32",
  Int16Array: "int32",
  Uint16Array: "int32",
  Int8Array: "int32",
  Uint8Array: "int32",
  Uint8ClampedArray: "int32",
  Uint32Array: "float64",
};

function fromTypedArray(operation: string, argument: string, value: unknown): Tensor {
  const dtype = ArrayBuffer.isView(value) ? dtypeOfArray[kindOf(value)] : undefined;
  if (dtype === undefined) {
    throw new DTypeError(
      `${operation}: ${argument} must be a tensor, a number, a boolean, a typed array or nested arrays of these, ` +
        `got ${describe(value)}`,
      { operation, argument, value },
    );
  }
  const data = value as TypedArray;
  const elements = allocate(dtype, data.length);
  elements.set(data);
  return new Tensor([data.length], dtype, elements);
}

/** No tensor has more axes; an array that contains itself would have without end. */
const maximalRank = 64;

function fromArray(operation: string, argument: string, value: readonly TensorLike[]): Tensor {
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > maximalRank) {
      throw new ShapeError(`${operation}: ${argument} is nested more than ${maximalRank} arrays deep`, {
        operation,
        argument,
      });
    }
  }
  const flat: Scalar[] = [];
  const collect = (level: readonly unknown[], place: readonly number[]): boolean => {
    const axis = place.length;
    if (level.length !== shape[axis]) throw ragged(operation, argument, place, level, shape);
    for (const [i, element] of level.entries()) {
      const isNumber = isScalar(element);
      if (isNumber && axis === shape.length - 1) flat.push(element);
      else if (isNumber) throw ragged(operation, argument, [...place, i], element, shape);
      else if (!Array.isArray(element)) return false;
      else if (axis === shape.length - 1) {
        if (!isScalar(level[0])) return false;
        throw ragged(operation, argument, [...place, i], element, shape);
      } else if (!collect(element, [...place, i])) return false;
    }
    return true;
  };
  return collect(value, []) ? fromFlat(shape, flat) : stackParts(operation, argument, value);
}

type Scalar = number | boolean | Complex;

function isScalar(value: unknown): value is Scalar {
  return typeof value === "number" || typeof value === "boolean" || isComplexNumber(value);
}

function fromFlat(shape: Shape, flat: readonly Scalar[]): Tensor {
  if (flat.some((element) => typeof element === "object")) return fromComplex(shape, flat);
  const dtype = flat.length > 0 && flat.every((element) => typeof element === "boolean") ? "bool" : "float64";
  const elements = allocate(dtype, flat.length);
  for (let i = 0; i < flat.length; i++) elements[i] = Number(flat[i]);
  return new Tensor(shape, dtype, elements);
}

function fromComplex(shape: Shape, flat: readonly Scalar[]): Tensor {
  const elements = allocate("complex128", flat.length);
  flat.forEach((element, i) => {
    elements[2 * i] = typeof element === "object" ? element.re : Number(element);
    elements[2 * i + 1] = typeof element === "object" ? element.im : 0;
  });
  return new Tensor(shape, "complex128", elements);
}

/** A nest that holds tensors or typed arrays, so that derivatives flow through. */
function stackParts(operation: string, argument: string, value: readonly TensorLike[]): Tensor {
  const parts = Array.from(value, (element, i) => asTensor(operation, `${argument}[${i}]`, element));
  const first = parts[0]!;
  parts.forEach(({ shape }, i) => {
    if (sameShape(shape, first.shape)) return;
    throw new ShapeError(
      `${operation}: ${argument}[${i}] has the shape ${formatShape(shape)}, ${argument}[0] has ` +
        `${formatShape(first.shape)}; only equal shapes stack`,
      { operation, argument, shapes: parts.map((part) => part.shape) },
    );
  });
  const dtype = commonDType(value, parts);
  return stackTensors(
    parts.map((part) => cast(part, dtype)),
    0,
  );
}

/** `place` is where the nest differs from the lengths of its first elements. */
function ragged(
  operation: string,
  argument: string,
  place: readonly number[],
  got: unknown,
  shape: Shape,
): ShapeError {
  const expected = shape[place.length];
  const form = (length: number | undefined): string =>
    length === undefined ? "is a number" : `has the length ${length}`;
  return new ShapeError(
    `${operation}: ${argument} is ragged: ${argument}${place.map((i) => `[${i}]`).join("")} ` +
      `${form(Array.isArray(got) ? got.length : undefined)}, ` +
      `${argument}${"[0]".repeat(place.length)} ${form(expected)}; nested arrays must have equal lengths`,
    { operation, argument, place, axis: place.length },
  );
}

function describe(value: unknown): string {
  if (typeof value === "string") return `the string ${JSON.stringify(value)}`;
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return "a function";
  if (value instanceof Promise) return "a Promise; await it first";
  if (ArrayBuffer.isView(value)) {
    const kind = kindOf(value);
    return kind.startsWith("Big") ? `a ${kind}; convert it with Float64Array.from(x, Number)` : `a ${kind}`;
  }
  if (typeof value === "object") {
    const keys = `an object with the keys ${Object.keys(value).join(", ") || "(none)"}`;
    return "re" in value && "im" in value ? `${keys}; if these are tensors, use complex(re, im)` : keys;
  }
  const named = typeof value === "bigint" || typeof value === "symbol" ? ` ${value.toString()}` : "";
  return `a ${typeof value}${named}`;
}

/** `Float64Array`, `DataView`, … */
function kindOf(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice(8, -1);
}
