import { DomainError, DTypeError } from "./errors.ts";

/** The element types of tensors. `"float64"` is the default: this is mathematics. */
export type DType = "float64" | "float32" | "int32" | "bool";

/** The storage of each element type; booleans are stored as the bytes 0 and 1. */
export type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** All element types, each one convertible to those before it without surprise. */
export const dtypes: readonly DType[] = ["float64", "float32", "int32", "bool"];

/**
 * Whether derivatives flow through values of this type.
 *
 * @example
 * ```ts
 * import { isFloat } from "@adjoint/tensor";
 *
 * isFloat("float32"); // => true
 * isFloat("int32"); // => false
 * ```
 */
export function isFloat(dtype: DType): boolean {
  return dtype === "float64" || dtype === "float32";
}

/**
 * New storage of `size` zeros.
 *
 * @throws DTypeError if there is no such dtype.
 */
export function allocate(dtype: DType, size: number): TypedArray {
  switch (dtype) {
    case "float64":
      return new Float64Array(size);
    case "float32":
      return new Float32Array(size);
    case "int32":
      return new Int32Array(size);
    case "bool":
      return new Uint8Array(size);
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
 * bool → int32 → float64 and float32 → float64, where int32 with float32 gives float64.
 */
export function promoteDTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  if (a === "bool") return b;
  if (b === "bool") return a;
  return "float64";
}
