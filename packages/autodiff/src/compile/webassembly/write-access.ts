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
}

/** The bytes 0, 8 or 0, 4, 8, 12 of a mask, in front. */
const firstBytes: Readonly<Record<2 | 4, readonly number[]>> = {
  2: [0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8],
  4: [0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12],
};

/** Leaves a vector with the same element in each lane on the stack. */
export function writeSplatLoad({ writer }: VectorContext, { cursor, offset, dtype }: Place): void {
  if (dtype === "bool") {
    writer.i32(0);
    writer.get(cursor);
    writer.memory("i32Load8", offset);
    writer.op("i32Sub");
    writer.op("i32x4Splat");
  } else {
    writer.get(cursor);
    writer.memory(dtype === "float64" ? "load64Splat" : "load32Splat", offset);
  }
}

/** Leaves an element in the first lane on the stack; what the other lanes hold is of no importance. */
export function writeSingleLoad(context: VectorContext, place: Place): void {
  if (place.dtype === "bool") return writeSplatLoad(context, place);
  context.writer.get(place.cursor);
  context.writer.memory(place.dtype === "float64" ? "load64Zero" : "load32Zero", place.offset);
}

/** Leaves the elements from number `first` on in the lanes on the stack. */
export function writeLoad(context: VectorContext, place: Place, first: number): void {
  const { writer, lanes } = context;
  const { cursor, stride, dtype } = place;
  const offset = place.offset + first * stride;
  if (stride !== bytesOf(dtype)) return writeStridedLoad(context, { ...place, offset });
  if (dtype === "bool") {
    writer.get(cursor);
    writer.memory(lanes === 2 ? "i32Load16" : "i32Load", offset);
    writer.op("i32x4Splat");
    writer.op("i16x8ExtendLow");
    writer.op("i32x4ExtendLow");
    if (lanes === 2) writer.op("i64x2ExtendLow");
    return writer.op(lanes === 2 ? "i64x2Neg" : "i32x4Neg");
  }
  writer.get(cursor);
  writer.memory(dtype !== "float64" && lanes === 2 ? "load64Zero" : "load", offset);
}

function writeStridedLoad({ writer, lanes }: VectorContext, { cursor, offset, stride, dtype }: Place): void {
  if (dtype === "bool") {
    for (let lane = 0; lane < lanes; lane++) {
      writer.get(cursor);
      writer.memory("i32Load8", offset + lane * stride);
      if (lane === 0) writer.op("i32x4Splat");
      else writer.lane("i32x4Replace", lane);
    }
    if (lanes === 2) writer.op("i64x2ExtendLow");
    return writer.op(lanes === 2 ? "i64x2Neg" : "i32x4Neg");
  }
  const wide = dtype === "float64";
  for (let lane = 0; lane < lanes; lane++) writer.get(cursor);
  writer.memory(wide ? "load64Zero" : "load32Zero", offset);
  for (let lane = 1; lane < lanes; lane++) {
    writer.memory(wide ? "load64Lane" : "load32Lane", offset + lane * stride, lane);
  }
}

/** Stores the lanes of a local as the elements from number `first` on. */
export function writeStore(context: VectorContext, place: Place, value: Local, first: number): void {
  const { writer, lanes } = context;
  const { cursor, stride, dtype } = place;
  const offset = place.offset + first * stride;
  const stored = dtype === "bool" ? bytesOfMask(context, value) : value;
  if (stride === bytesOf(dtype)) {
    writer.get(cursor);
    writer.get(stored);
    if (dtype === "float64" || (dtype !== "bool" && lanes === 4)) return writer.memory("store", offset);
    const lane: Opcode = dtype !== "bool" ? "store64Lane" : lanes === 2 ? "store16Lane" : "store32Lane";
    return writer.memory(lane, offset, 0);
  }
  for (let lane = 0; lane < lanes; lane++) {
    writer.get(cursor);
    writer.get(stored);
    writer.memory(laneStore(dtype), offset + lane * stride, lane);
  }
}

/** Stores the first lane of a local. */
export function writeSingleStore(context: VectorContext, place: Place, value: Local): void {
  const { writer } = context;
  const stored = place.dtype === "bool" ? bytesOfMask(context, value) : value;
  writer.get(place.cursor);
  writer.get(stored);
  writer.memory(laneStore(place.dtype), place.offset, 0);
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
