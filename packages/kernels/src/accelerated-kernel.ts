import { binary } from "./generated/accelerated.ts";
import { instantiate, kernelOf } from "./wasm-kernel.ts";
import type { KernelExports, Multiply, WasmKernel } from "./wasm-kernel.ts";

/** What the binary of `accelerate` exports beyond the ordinary ones: products in tiles that are twice as wide. */
export interface AcceleratedExports extends KernelExports {
  readonly multiplyWide64: Multiply;
  readonly multiplyWide32: Multiply;
}

/** A kernel from the binary of `accelerate`. */
export type AcceleratedKernel = AcceleratedExports & WasmKernel;

/** The binary of `accelerate`, as text. */
export const acceleratedBinary: string = binary;

/** Compiles the binary of `accelerate`, with relaxed SIMD. */
export function acceleratedKernel(): AcceleratedKernel {
  return kernelOf(instantiate(binary) as AcceleratedExports);
}
