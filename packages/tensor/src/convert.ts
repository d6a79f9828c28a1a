import { cast } from "./cast.ts";
import { isComplexNumber } from "./complex-number.ts";
import type { Complex } from "./complex-number.ts";
import { allocate, checkReal, promoteDTypes } from "./dtype.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { DTypeError, ShapeError } from "./errors.ts";
import { sameShape } from "./shape.ts";
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

function fromTypedArray(operation: string, argument: string, value: unknown): Tensor {
  const dtype = ArrayBuffer.isView(value) ? dtypeOfArray(kindOf(value)) : undefined;
  if (dtype === undefined) {
    throw new DTypeError(
      `${operation}: ${argument} must be a tensor, a number, a boolean, a typed array or nested arrays of these, ` +
        `got ${describe(value)}`,
      { operation, argument, value },
    );
  }
  return fromNumbers(dtype, value as TypedArray);
}

/** By name rather than by class, so that arrays from another window, worker or realm are understood. */
function dtypeOfArray(kind: string): DType | undefined {
  if (kind === "Float64Array" || kind === "Uint32Array") return "float64";
  return kind.startsWith("Float") ? "float32" : /^U?[Ii]nt/.test(kind) ? "int32" : undefined;
}

function fromNumbers(dtype: DType, numbers: ArrayLike<number>): Tensor {
  const elements = allocate(dtype, numbers.length);
  elements.set(numbers);
  return new Tensor([numbers.length], dtype, elements);
}

/** No tensor has more axes; an array that contains itself would have without end. */
const maximalRank = 64;

/** The parts of a nest stacked, so that derivatives flow through tensors in it; `place` is where the nest stands. */
function fromArray(
  operation: string,
  argument: string,
  value: readonly TensorLike[],
  place: readonly number[] = [],
): Tensor {
  if (place.length === maximalRank) {
    throw new ShapeError(`${operation}: ${argument} is nested more than ${maximalRank} arrays deep`, {
      operation,
      argument,
    });
  }
  // Numbers need not become tensors one by one. Unlike `every`, this sees holes.
  if (value.findIndex((element) => typeof element !== "number") < 0) {
    return fromNumbers("float64", value as readonly number[]);
  }
  const parts = Array.from(value, (element, i) => {
    const at = [...place, i];
    return Array.isArray(element)
      ? fromArray(operation, argument, element as readonly TensorLike[], at)
      : asTensor(operation, nameOf(argument, at), element);
  });
  const [first] = parts as [Tensor];
  parts.forEach(({ shape }, i) => {
    if (!sameShape(shape, first.shape)) throw ragged(operation, argument, place, i, shape, first.shape);
  });
  const dtype = commonDType(value, parts);
  return stackTensors(
    parts.map((part) => cast(part, dtype)),
    0,
  );
}

/** The part `i` of the nest at `place` differs from the part 0. */
function ragged(
  operation: string,
  argument: string,
  place: readonly number[],
  i: number,
  got: Shape,
  expected: Shape,
): ShapeError {
  const axis = got.findIndex((length, at) => length !== expected[at]);
  const inner = new Array<number>(axis < 0 ? got.length : axis).fill(0);
  const describePart = (part: number, length: number | undefined): string =>
    `${nameOf(argument, [...place, part, ...inner])} ` +
    (length === undefined ? "is a number" : `has the length ${length}`);
  return new ShapeError(
    `${operation}: ${argument} is ragged: ${describePart(i, got[inner.length])}, ` +
      `${describePart(0, expected[inner.length])}; nested arrays must have equal lengths`,
    { operation, argument, place: [...place, i, ...inner], axis: place.length + inner.length + 1 },
  );
}

/** `x[1][0]` */
function nameOf(argument: string, place: readonly number[]): string {
  return argument + place.map((i) => `[${i}]`).join("");
}

function describe(value: unknown): string {
  if (typeof value === "string") return `the string ${JSON.stringify(value)}`;
  if (value === null || value === undefined) return String(value);
  if (typeof value === "bigint" || typeof value === "symbol") return `a ${typeof value} ${value.toString()}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  if (value instanceof Promise) return "a Promise; await it first";
  if (ArrayBuffer.isView(value)) {
    const kind = kindOf(value);
    return `a ${kind}${kind.startsWith("Big") ? "; convert it with Float64Array.from(x, Number)" : ""}`;
  }
  const isPair = "re" in value && "im" in value;
  return (
    `an object with the keys ${Object.keys(value).join(", ") || "(none)"}` +
    (isPair ? "; if these are tensors, use complex(re, im)" : "")
  );
}

/** `Float64Array`, `DataView`, … */
function kindOf(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice(8, -1);
}
