/** The element types of tensors. `"float64"` is the default: this is mathematics. */
export type DType = "float64" | "float32" | "int32" | "bool";

/** The storage of each element type; booleans are stored as the bytes 0 and 1. */
export type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** All element types, each one convertible to those before it without surprise. */
export const dtypes: readonly DType[] = ["float64", "float32", "int32", "bool"];

/** Whether derivatives flow through values of this type. */
export function isFloat(dtype: DType): boolean {
  return dtype === "float64" || dtype === "float32";
}

/** New storage of `size` zeros. */
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
  }
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
