import type { FloatArray } from "./product.ts";
import type { WasmKernel } from "./wasm-kernel.ts";

export const VECTOR_BYTES = 16;
export const LINE_BYTES = 64;
/** Where operands are copied to before they are packed. */
export const STAGING = 2048;
/** What is copied in at once, to be packed before it leaves the second-level cache. */
const STAGING_BYTES = 65_536;

/** The room that staging needs for parts of B with so many columns and steps. */
export function stagingBytes(columns: number, depth: number, width: number, size: number): number {
  return roundUp(Math.max(STAGING_BYTES, 8 * columns * size, width * depth * size), LINE_BYTES);
}

/** An operand that is packed into panels of `width` lanes: rows of A or columns of B. */
interface Operand {
  readonly source: FloatArray;
  readonly laneStride: number;
  readonly depthStride: number;
  readonly width: number;
}

/**
 * A function that packs a part of an operand, which begins at an index, has some lanes and a depth, and goes to an
 * address: it copies stored row by stored row into the staging area and packs from there.
 */
export function packer(
  kernel: WasmKernel,
  { source, laneStride, depthStride, width }: Operand,
): (target: number, start: number, lanes: number, depth: number) => void {
  const size = source.BYTES_PER_ELEMENT;
  const { f64, f32 } = kernel.views();
  const memory = size === 8 ? f64 : f32;
  const pack = size === 8 ? kernel.pack64 : kernel.pack32;
  const alongLanes = laneStride === 1;
  const stride = alongLanes ? depthStride : laneStride;
  const unit = alongLanes ? 8 : width;
  return (target, start, lanes, depth) => {
    const length = alongLanes ? lanes : depth;
    const count = alongLanes ? depth : lanes;
    const row = length * size;
    const batch = Math.max(unit, Math.floor(STAGING_BYTES / row / unit) * unit);
    for (let done = 0; done < count; done += batch) {
      const some = Math.min(batch, count - done);
      copyRows(source, start + done * stride, stride, memory, STAGING / size, length, some, length);
      if (alongLanes) pack(STAGING, size, row, lanes, some, width, target + done * width * size, depth);
      else pack(STAGING, row, size, some, depth, width, target + done * depth * size, depth);
    }
  };
}

/** The largest multiple-of-`unit` piece, at most about `limit`, that cuts `length` into nearly equal pieces. */
export function piece(length: number, limit: number, unit: number): number {
  return roundUp(Math.ceil(length / Math.ceil(length / limit)), unit);
}

/** The next multiple of `unit`. */
export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** Bytes from one row of a strip of C to the next; rows of whole pages would compete for the same lines of the cache. */
export function stripStride(row: number, tile: number): number {
  const whole = roundUp(row, tile);
  return whole % 1024 === 0 && whole >= 2048 ? whole + LINE_BYTES : whole;
}

/** Copies `count` rows of `length` entries; rows that lie end to end in both arrays are copied as one. */
export function copyRows(
  source: FloatArray,
  start: number,
  stride: number,
  target: FloatArray,
  to: number,
  targetStride: number,
  count: number,
  length: number,
): void {
  if (stride === length && targetStride === length) {
    target.set(source.subarray(start, start + count * length), to);
    return;
  }
  for (let i = 0; i < count; i++) {
    const from = start + i * stride;
    target.set(source.subarray(from, from + length), to + i * targetStride);
  }
}
