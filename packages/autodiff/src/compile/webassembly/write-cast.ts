import type { DType } from "@adjoint/tensor";
import type { Local } from "./function-writer.ts";
import { narrowMask, widenMask } from "./vector-context.ts";
import type { VectorContext } from "./vector-context.ts";

/** Leaves the elements of a vector on the stack as those of another type; all numbers but 0 are true. */
export function writeCast(context: VectorContext, x: Local, from: DType, to: DType): void {
  const { writer } = context;
  writer.get(x);
  if (from === to) return;
  if (from === "bool") return castMask(context, to);
  switch (to) {
    case "float64":
      return writer.op(from === "float32" ? "f64x2Promote" : "f64x2ConvertI32");
    case "float32":
      return writer.op(from === "float64" ? "f32x4Demote" : "f32x4ConvertI32");
    case "int32":
      return writer.op(from === "float64" ? "i32x4TruncF64" : "i32x4TruncF32");
    default:
      writer.get(context.constant(0, from));
      writer.op(from === "float64" ? "f64x2Ne" : from === "float32" ? "f32x4Ne" : "i32x4Ne");
      if (from !== "float64") widenMask(context);
  }
}

function castMask(context: VectorContext, to: DType): void {
  const { writer, lanes } = context;
  if (to === "int32") {
    narrowMask(context);
    return writer.op("i32x4Neg");
  }
  // The bits of 1 where the mask has some.
  if (lanes === 2 || to === "float64") {
    writer.get(context.constant(1, "float64"));
    writer.op("and");
    if (to === "float32") writer.op("f32x4Demote");
    return;
  }
  writer.get(context.constant(1, "float32"));
  writer.op("and");
}
