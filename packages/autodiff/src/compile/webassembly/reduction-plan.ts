import type { Combination, DType } from "@adjoint/tensor";
import { AdjointError } from "@adjoint/tensor";
import type { Reduction } from "../loops/loop-kernel.ts";
import { isCompensated, isFloating } from "./kernel-shape.ts";
import type { Local } from "./function-writer.ts";
import type { Opcode } from "./opcodes.ts";
import { widened } from "./write-strip.ts";
import type { VectorContext } from "./vector-context.ts";

/** How a reduction accumulates. */
export interface Accumulation {
  readonly reduction: Reduction;
  /** What its elements are. */
  readonly dtype: DType;
  /** What it accumulates in: sums and products of float32 in float64. */
  readonly total: DType;
  readonly opcode: Opcode;
  /** What it begins with. */
  readonly neutral: number;
  readonly isCompensated: boolean;
}

export function accumulationOf(reduction: Reduction, dtype: DType): Accumulation {
  const { combine } = reduction;
  const isSum = combine === "add" || combine === "mul";
  const total = isSum && isFloating(dtype) ? "float64" : dtype;
  return {
    reduction,
    dtype,
    total,
    opcode: opcodeOf(combine, total),
    neutral: neutralOf(combine, total),
    isCompensated: isCompensated(combine, dtype),
  };
}

/** A value in the vectors that accumulate: float32 in float64 takes two of them. */
export function accumulated(
  context: VectorContext,
  { dtype, total }: Accumulation,
  value: Local,
  single: boolean,
): readonly Local[] {
  return dtype === total ? [value] : widened(context, value, dtype, single);
}

/** How many vectors of accumulators stand for one of elements. */
export function widthOfTotal({ lanes }: VectorContext, { dtype, total }: Accumulation): number {
  return dtype === total || lanes === 2 ? 1 : 2;
}

function opcodeOf(combine: Combination, total: DType): Opcode {
  if (total === "bool") return combine === "or" || combine === "maximum" ? "or" : "and";
  const lanes = total === "float64" ? "f64x2" : total === "float32" ? "f32x4" : "i32x4";
  switch (combine) {
    case "add":
      return `${lanes}Add`;
    case "mul":
      return `${lanes}Mul`;
    case "minimum":
      return `${lanes}Min`;
    case "maximum":
      return `${lanes}Max`;
    default:
      throw new AdjointError(`compile: ${combine} reduces booleans, got ${total}`, { combine, dtype: total });
  }
}

function neutralOf(combine: Combination, total: DType): number {
  if (combine === "add" || combine === "or") return 0;
  if (combine === "mul" || combine === "and") return 1;
  const largest = total === "int32" ? 2147483647 : total === "bool" ? 1 : Infinity;
  const smallest = total === "int32" ? -2147483648 : total === "bool" ? 0 : -Infinity;
  return combine === "minimum" ? largest : smallest;
}
