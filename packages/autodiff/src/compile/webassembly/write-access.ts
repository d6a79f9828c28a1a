import type { DType } from "@adjoint/tensor";
import { bytesOf } from "./plan-memory.ts";
import type { Local } from "./function-writer.ts";
import type { Opcode } from "./opcodes.ts";
import type { VectorContext } from "./vector-context.ts";

/** Where elements lie: at a local's address plus `offset`, `stride` bytes from one to the next. */
export interface Place {
  readonly cursor: Local;
  readonly offset: number;
  readonly stride: number;
  readonly dtype: DType;
  /** Whether the cursor may go below the address 0, so that only with the offset added it is an address. */
  readonly mayWrap?: boolean;
}

/** The bytes 0, 8 or 0, 4, 8, 12 of a mask, in front. */
const firstBytes: Readonly<Record<2 | 4, readonly number[]>> = {
  2: [0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8],
  4: [0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12],
};

/** Leaves a vector with the same element in each lane on the stack. */
export function writeSplatLoad(context: VectorContext, place: Place): void {
  const { writer } = context;
  const { dtype, offset } = place;
  if (dtype === "bool") {
    writer.i32(0);
    writer.memory("i32Load8", pushAddress(context, place, offset));
    writer.op("i32Sub");
    writer.op("i32x4Splat");
  } else {
    writer.memory(dtype === "float64" ? "load64Splat" : "load32Splat", pushAddress(context, place, offset));
  }
}

/** Leaves an element in the first lane on the stack; what the other lanes hold is of no importance. */
export function writeSingleLoad(context: VectorContext, place: Place): void {
  if (place.dtype === "bool") return writeSplatLoad(context, place);
  const offset = pushAddress(context, place, place.offset);
  context.writer.memory(place.dtype === "float64" ? "load64Zero" : "load32Zero", offset);
}

/** Leaves the elements from number `first` on in the lanes on the stack. */
export function writeLoad(context: VectorContext, place: Place, first: number): void {
  const { writer, lanes } = context;
  const { stride, dtype } = place;
  const offset = place.offset + first * stride;
  if (stride !== bytesOf(dtype)) return writeStridedLoad(context, { ...place, offset });
  const near = pushAddress(context, place, offset);
  if (dtype === "bool") {
    writer.memory(lanes === 2 ? "i32Load16" : "i32Load", near);
    writer.op("i32x4Splat");
    writer.op("i16x8ExtendLow");
    writer.op("i32x4ExtendLow");
    if (lanes === 2) writer.op("i64x2ExtendLow");
    return writer.op(lanes === 2 ? "i64x2Neg" : "i32x4Neg");
  }
  writer.memory(dtype !== "float64" && lanes === 2 ? "load64Zero" : "load", near);
}

function writeStridedLoad(context: VectorContext, place: Place): void {
  const { writer, lanes } = context;
  const { offset, stride, dtype } = place;
  if (dtype === "bool") {
    for (let lane = 0; lane < lanes; lane++) {
      writer.memory("i32Load8", pushAddress(context, place, offset + lane * stride));
      if (lane === 0) writer.op("i32x4Splat");
      else writer.lane("i32x4Replace", lane);
    }
    if (lanes === 2) writer.op("i64x2ExtendLow");
    return writer.op(lanes === 2 ? "i64x2Neg" : "i32x4Neg");
  }
  const wide = dtype === "float64";
  // The last address that is pushed is taken first.
  const near: number[] = [];
  for (let lane = lanes - 1; lane >= 0; lane--) {
    near[lane] = pushAddress(context, place, offset + lane * stride);
  }
  writer.memory(wide ? "load64Zero" : "load32Zero", near[0]!);
  for (let lane = 1; lane < lanes; lane++) {
    writer.memory(wide ? "load64Lane" : "load32Lane", near[lane]!, lane);
  }
}

/** Stores the lanes of a local as the elements from number `first` on. */
export function writeStore(context: VectorContext, place: Place, value: Local, first: number): void {
  const { writer, lanes } = context;
  const { stride, dtype } = place;
  const offset = place.offset + first * stride;
  const stored = dtype === "bool" ? bytesOfMask(context, value) : value;
  if (stride === bytesOf(dtype)) {
    const near = pushAddress(context, place, offset);
    writer.get(stored);
    if (dtype === "float64" || (dtype !== "bool" && lanes === 4)) return writer.memory("store", near);
    const lane: Opcode = dtype !== "bool" ? "store64Lane" : lanes === 2 ? "store16Lane" : "store32Lane";
    return writer.memory(lane, near, 0);
  }
  for (let lane = 0; lane < lanes; lane++) {
    const near = pushAddress(context, place, offset + lane * stride);
    writer.get(stored);
    writer.memory(laneStore(dtype), near, lane);
  }
}

/** Stores the first lane of a local. */
export function writeSingleStore(context: VectorContext, place: Place, value: Local): void {
  const { writer } = context;
  const stored = place.dtype === "bool" ? bytesOfMask(context, value) : value;
  const near = pushAddress(context, place, place.offset);
  writer.get(stored);
  writer.memory(laneStore(place.dtype), near, 0);
}

/**
 * Leaves the address of what lies so many bytes behind a cursor on the stack, as it is or short of the offset that is returned.
 * Instructions add their offset without wrapping around, as if the cursor were never negative.
 */
function pushAddress({ writer }: VectorContext, { cursor, mayWrap }: Place, offset: number): number {
  writer.get(cursor);
  if (mayWrap !== true) return offset;
  writer.i32(offset);
  writer.op("i32Add");
  return 0;
}

function laneStore(dtype: DType): Opcode {
  if (dtype === "float64") return "store64Lane";
  return dtype === "bool" ? "store8Lane" : "store32Lane";
}

/** The booleans of a mask as bytes, in front. */
function bytesOfMask({ writer, lanes }: VectorContext, mask: Local): Local {
  const bytes = writer.local("v128");
  writer.get(mask);
  writer.get(mask);
  writer.shuffle(firstBytes[lanes]);
  writer.op("i8x16Neg");
  writer.set(bytes);
  return bytes;
}
