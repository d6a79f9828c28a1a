import type { Combination, DType } from "@adjoint/tensor";

/** Two values put together by a reduction. */
export function combined(combine: Combination, a: string, b: string, dtype: DType): string {
  switch (combine) {
    case "add":
      return dtype === "int32" ? `(${a} + ${b}) | 0` : `${a} + ${b}`;
    case "mul":
      return dtype === "int32" ? `Math.imul(${a}, ${b})` : `${a} * ${b}`;
    case "minimum":
      return `Math.min(${a}, ${b})`;
    case "maximum":
      return `Math.max(${a}, ${b})`;
    case "or":
      return `${a} | ${b}`;
    case "and":
      return `${a} & ${b}`;
  }
}

/** What a reduction begins with. */
export function neutralOf(combine: Combination, dtype: DType): number {
  if (combine === "add" || combine === "or") return 0;
  if (combine === "mul" || combine === "and") return 1;
  const largest = dtype === "int32" ? 2147483647 : dtype === "bool" ? 1 : Infinity;
  const smallest = dtype === "int32" ? -2147483648 : dtype === "bool" ? 0 : -Infinity;
  return combine === "minimum" ? largest : smallest;
}
