/**
 * How products are computed, fastest first: WebAssembly with fused multiply-add, WebAssembly with 128-bit vectors,
 * or TypeScript.
 */
export type Implementation = "relaxed-simd" | "simd" | "typescript";
