import { relaxedSimdBinary, simdBinary } from "./generated/matmul.ts";
import { host } from "./host.ts";
import type { Memory } from "./host.ts";
import type { Implementation } from "./implementation.ts";

type Pack = (
  source: number,
  laneStride: number,
  depthStride: number,
  lanes: number,
  depth: number,
  width: number,
  target: number,
  panelDepth: number,
) => void;

/** Computes tiles of C from packed panels. */
export type Multiply = (
  a: number,
  b: number,
  c: number,
  stride: number,
  rowPanels: number,
  columnPanels: number,
  depth: number,
  accumulate: number,
) => void;

type MultiplySmall = (
  a: number,
  rowStride: number,
  depthStride: number,
  b: number,
  c: number,
  stride: number,
  rowTiles: number,
  columnTiles: number,
  depth: number,
) => void;

/** What the binary exports. */
export interface KernelExports {
  readonly memory: Memory;
  readonly pack64: Pack;
  readonly pack32: Pack;
  readonly multiply64: Multiply;
  readonly multiply32: Multiply;
  readonly multiplyTiny64: MultiplySmall;
  readonly multiplyTiny32: MultiplySmall;
  readonly multiplySmall64: MultiplySmall;
  readonly multiplySmall32: MultiplySmall;
  readonly compact: (block: number, stride: number, bytes: number, count: number) => void;
}

/** A compiled kernel with its memory; strides and addresses are in bytes. */
export interface WasmKernel extends KernelExports {
  /** The rows, and the vectors of 128 bits in each, of the tiles that `multiply64` and `multiply32` compute. */
  readonly rows: number;
  readonly vectors: number;
  /** Grows the memory to at least so many bytes; false where no more can be had. */
  readonly reserve: (bytes: number) => boolean;
  /** The memory as it is now: growing it replaces these arrays. */
  readonly views: () => { readonly f64: Float64Array; readonly f32: Float32Array };
}

const PAGE = 65536;

/** The bytes of a binary that is kept as text. */
export function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(host.atob(base64), (character) => character.charCodeAt(0));
}

/**
 * Compiles the kernel, or returns undefined where that is impossible: no WebAssembly, no (relaxed) SIMD,
 * a content security policy without `'wasm-unsafe-eval'`, no memory.
 */
export function wasmKernel(implementation: Exclude<Implementation, "typescript">): WasmKernel | undefined {
  try {
    return kernelOf(
      instantiate(implementation === "relaxed-simd" ? relaxedSimdBinary : simdBinary) as KernelExports,
    );
  } catch {
    return undefined;
  }
}

/** Compiles a binary. Synchronous, so that a product is a plain call; Chrome allows it on the main thread up to 8 MB. */
export function instantiate(base64: string): unknown {
  return new host.WebAssembly.Instance(new host.WebAssembly.Module(decode(base64))).exports;
}

/** A kernel of ordinary tiles. */
export function kernelOf<Exports extends KernelExports>(exports: Exports): Exports & WasmKernel {
  const { memory } = exports;
  let capacity = memory.buffer.byteLength;
  let f64 = new Float64Array(memory.buffer);
  let f32 = new Float32Array(memory.buffer);
  const reserve = (bytes: number): boolean => {
    if (bytes <= capacity) return true;
    try {
      memory.grow(Math.ceil((bytes - capacity) / PAGE));
    } catch {
      return false;
    }
    capacity = memory.buffer.byteLength;
    f64 = new Float64Array(memory.buffer);
    f32 = new Float32Array(memory.buffer);
    return true;
  };
  return { ...exports, rows: 4, vectors: 2, reserve, views: () => ({ f64, f32 }) };
}
