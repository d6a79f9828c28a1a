import type { DType } from "@adjoint/tensor";
import type { FunctionWriter, Local } from "./function-writer.ts";

/**
 * What writes operations on vectors needs to know.
 *
 * A vector holds `lanes` elements: two where a kernel has float64, else four. With two lanes, float32 and int32 stand in
 * the lower half of a vector. A boolean is a mask: all bits of its lane, 64 with two lanes and 32 with four, are 1 or 0.
 */
export interface VectorContext {
  readonly writer: FunctionWriter;
  readonly lanes: 2 | 4;
  /** A local that holds a number in every lane. */
  readonly constant: (value: number, dtype: DType) => Local;
}

/** The lower halves of the lanes of a mask of two lanes, side by side. */
const lowerHalves = [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11];

/** Turns the mask on the stack into one with lanes of 32 bits. */
export function narrowMask({ writer, lanes }: VectorContext): void {
  if (lanes === 4) return;
  const mask = writer.local("v128");
  writer.tee(mask);
  writer.get(mask);
  writer.shuffle(lowerHalves);
}

/** Turns a mask with lanes of 32 bits into the context's. */
export function widenMask({ writer, lanes }: VectorContext): void {
  if (lanes === 2) writer.op("i64x2ExtendLowSigned");
}
