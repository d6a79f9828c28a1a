import type { DType } from "@adjoint/tensor";
import { writeCast } from "./write-cast.ts";
import type { Local } from "./function-writer.ts";
import type { VectorContext } from "./vector-context.ts";

/** The upper half of a vector, twice. */
const upperHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
/** The lower halves of two vectors, and the lower halves of their lanes. */
const twoHalves = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const fourHalves = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];

/** The context of the halves of vectors: float64 has two lanes. */
function halves(context: VectorContext): VectorContext {
  return { ...context, lanes: 2 };
}

/** The elements of a vector in float64: one local with two lanes, two with four, of which the first is enough for `single`. */
export function widened(
  context: VectorContext,
  value: Local,
  dtype: DType,
  single: boolean,
): readonly Local[] {
  const { writer, lanes } = context;
  if (dtype === "float64") return [value];
  const wide = (x: Local): Local => {
    const result = writer.local("v128");
    writeCast(halves(context), x, dtype, "float64");
    writer.set(result);
    return result;
  };
  if (lanes === 2) return [wide(value)];
  const parts = single ? [value] : [value, value];
  return parts.map((source, half) => {
    if (dtype !== "bool" && half === 0) return wide(source);
    const part = writer.local("v128");
    writer.get(source);
    if (half === 1) {
      writer.get(source);
      writer.shuffle(upperHalf);
    }
    if (dtype === "bool") writer.op("i64x2ExtendLowSigned");
    writer.set(part);
    return wide(part);
  });
}

/** Leaves numbers in float64 on the stack as elements of a type: the inverse of `widened`. */
export function writeNarrowed(context: VectorContext, wide: readonly Local[], dtype: DType): void {
  const { writer, lanes } = context;
  const [low, high] = wide as readonly [Local, Local];
  writeCast(halves(context), low, "float64", dtype);
  if (lanes === 2 || wide.length === 1) return;
  writeCast(halves(context), high, "float64", dtype);
  writer.shuffle(dtype === "bool" ? fourHalves : twoHalves);
}
