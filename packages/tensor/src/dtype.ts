import { DomainError, DTypeError, ShapeError } from "./errors.ts";
import { zeroStorage } from "./zero-storage.ts";

/** The element types of tensors. `"float64"` is the default: this is mathematics. */
export type DType = "complex128" | "float64" | "float32" | "int32" | "bool";

/**
 * The storage of each element type: booleans are stored as the bytes 0 and 1, complex numbers in a `Float64Array` as
 * NumPy does, the real part of each followed by the imaginary one.
 */
export type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** All element types, each one convertible to those before it without surprise, but float32 and int32. */
const dtypes: readonly DType[] = ["complex128", "float64", "float32", "int32", "bool"];

/**
 * Whether this is a type of real floating-point numbers.
 *
 * @example
 * ```ts
 * import { isFloat } from "@adjoint/tensor";
 *
 * isFloat("float32"); // => true
 * isFloat("int32"); // => false
 * isFloat("complex128"); // => false
 * ```
 */
export function isFloat(dtype: DType): boolean {
  return dtype === "float64" || dtype === "float32";
}

/**
 * Whether derivatives flow through values of this type: it is floating-point, real or complex.
 *
 * @example
 * ```ts
 * import { isInexact } from "@adjoint/tensor";
 *
 * isInexact("complex128"); // => true
 * isInexact("int32"); // => false
 * ```
 */
export function isInexact(dtype: DType): boolean {
  return dtype === "float64" || dtype === "float32" || dtype === "complex128";
}

/** How many numbers an element takes in storage: two if it is complex. */
export function widthOf(dtype: DType): 1 | 2 {
  return dtype === "complex128" ? 2 : 1;
}

/**
 * Refuses complex numbers, for an operation that is defined for real ones alone.
 *
 * @throws DTypeError naming the operation and the argument.
 * @example
 * ```ts
 * import { checkReal, complex } from "@adjoint/tensor";
 *
 * let message = "";
 * try {
 *   checkReal("gamma", "x", complex(1, 2));
 * } catch (error) {
 *   message = String(error);
 * }
 * message.startsWith("DTypeError: gamma: x is complex128"); // => true
 * ```
 */
export function checkReal(operation: string, argument: string, { dtype }: { readonly dtype: DType }): void {
  if (dtype !== "complex128") return;
  throw new DTypeError(
    `${operation}: ${argument} is complex128, and ${operation} is defined for real numbers alone; ` +
      `give it real(${argument}), imag(${argument}), abs(${argument}) or angle(${argument})`,
    { operation, argument, dtype },
  );
}

/**
 * The dtype that a caller named, if there is such a one.
 *
 * @throws DTypeError naming the operation.
 */
export function checkDType(operation: string, dtype: DType): DType {
  if (dtypes.includes(dtype)) return dtype;
  throw new DTypeError(`${operation}: no dtype ${JSON.stringify(dtype)}; there are ${dtypes.join(", ")}`, {
    operation,
    dtype,
  });
}

/**
 * New storage of `size` zeros; small ones share a buffer.
 *
 * @throws DTypeError if there is no such dtype, ShapeError if there is no memory for so many elements.
 * @example
 * ```ts
 * import { allocate } from "@adjoint/tensor";
 *
 * allocate("complex128", 3).length; // => 6
 * ```
 */
export function allocate(dtype: DType, size: number): TypedArray {
  try {
    return zerosOf(dtype, size);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ShapeError(
      `tensor: there is no memory for ${size} elements of ${dtype}; work on parts of them, one after the other`,
      { size, dtype },
    );
  }
}

function zerosOf(dtype: DType, size: number): TypedArray {
  switch (dtype) {
    case "float64":
      return zeroStorage(Float64Array, size);
    case "float32":
      return zeroStorage(Float32Array, size);
    case "int32":
      return zeroStorage(Int32Array, size);
    case "bool":
      return zeroStorage(Uint8Array, size);
    case "complex128":
      return zeroStorage(Float64Array, 2 * size);
    default:
      throw new DTypeError(`no dtype ${JSON.stringify(dtype)}; there are ${dtypes.join(", ")}`, { dtype });
  }
}

/**
 * A number as storage of the given type takes it: all but 0 is true, and an integer must fit.
 *
 * @throws DomainError for NaN, ±∞ and numbers beyond 32 bits in int32, which storage would wrap in silence.
 */
export function toElement(operation: string, dtype: DType, value: number): number {
  if (dtype === "bool") return value === 0 ? 0 : 1;
  if (dtype === "int32" && !(value > -2147483649 && value < 2147483648)) {
    throw new DomainError(
      `${operation}: ${value} does not fit into int32, which runs from -2147483648 to 2147483647; use float64`,
      { operation, value, dtype },
    );
  }
  return value;
}

/**
 * The smallest type that holds both, as NumPy promotes:
 *
 * |                | complex128 | float64    | float32    | int32      | bool       |
 * | -------------- | ---------- | ---------- | ---------- | ---------- | ---------- |
 * | **complex128** | complex128 | complex128 | complex128 | complex128 | complex128 |
 * | **float64**    | complex128 | float64    | float64    | float64    | float64    |
 * | **float32**    | complex128 | float64    | float32    | float64    | float32    |
 * | **int32**      | complex128 | float64    | float64    | int32      | int32      |
 * | **bool**       | complex128 | float64    | float32    | int32      | bool       |
 *
 * Two things differ from NumPy: there is no complex64, so that float32 becomes complex128, and arithmetic counts
 * booleans as the integers 0 and 1, where NumPy's `+` and `*` of booleans are "or" and "and".
 */
export function promoteDTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  if (a === "complex128" || b === "complex128") return "complex128";
  if (a === "bool") return b;
  if (b === "bool") return a;
  return "float64";
}
