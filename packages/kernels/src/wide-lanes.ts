import { product } from "./product.ts";
import type { FloatArray } from "./product.ts";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.ts";
import { wasmProduct } from "./wasm-product.ts";

/** What is asked of Node: its engine's flags can be set at run time. */
interface NodeProcess {
  readonly arch?: string;
  readonly getBuiltinModule?: (name: string) => { readonly setFlagsFromString: (flag: string) => void };
}

const revectorize = "experimental-wasm-revectorize";

/**
 * A kernel whose vectors V8 has merged in pairs into vectors of 256 bits, or the reason why there is none.
 *
 * V8 merges when it compiles, and only under a flag, which is set for the milliseconds that this takes; nothing else
 * in the process is compiled under it. The flag is experimental, so the kernel must give the very bits of the ordinary
 * one, and be faster: where nothing was merged, its tiles do not fit into the registers and it is twice as slow.
 */
export function wideKernel(ordinary: WasmKernel): WasmKernel | string {
  const node = (globalThis as { readonly process?: NodeProcess }).process;
  if (node?.getBuiltinModule === undefined) {
    return "vectors are widened by a flag of V8, which only Node 22 and later lets a program set";
  }
  if (node.arch !== "x64") return `V8 widens vectors on x64 alone, and this is ${String(node.arch)}`;
  const compiled = compileMerged(node.getBuiltinModule("node:v8").setFlagsFromString);
  if (compiled === undefined) return "the kernel could not be compiled a second time";
  const { multiplyWide64, multiplyWide32 } = compiled;
  const wide = { ...compiled, vectors: 4, multiply64: multiplyWide64, multiply32: multiplyWide32 };
  if (!agree(ordinary, wide)) return "the widened kernel does not give the same bits as the ordinary one";
  const gain = time(compiled) / time(wide);
  if (gain < 1.4) return `the widened kernel is no faster here: ${gain.toFixed(2)} times the ordinary speed`;
  return wide;
}

function compileMerged(setFlag: (flag: string) => void): WasmKernel | undefined {
  setFlag(`--${revectorize}`);
  // Compiled at once and by the optimizing compiler, which is what merges.
  setFlag("--no-liftoff");
  setFlag("--no-wasm-lazy-compilation");
  try {
    return wasmKernel("relaxed-simd", [0, 5, 4, 0x77, 0x69, 0x64, 0x65]);
  } finally {
    setFlag("--wasm-lazy-compilation");
    setFlag("--liftoff");
    setFlag(`--no-${revectorize}`);
  }
}

/** Whether two kernels give the same bits, for both element types, whole and broken tiles, and several blocks. */
function agree(ordinary: WasmKernel, wide: WasmKernel): boolean {
  for (const kind of [Float64Array, Float32Array]) {
    for (const [m, n, k] of [
      [13, 37, 70],
      [6, 16, 513],
    ] as const) {
      const a = numbers(new kind(m * k), 1);
      const b = numbers(new kind(k * n), 2);
      const [c, d] = [new kind(m * n), new kind(m * n)];
      if (!wasmProduct(ordinary, product(a, b, c, { m, n, k }))) return false;
      if (!wasmProduct(wide, product(a, b, d, { m, n, k }))) return false;
      if (!c.every((x, i) => x === d[i])) return false;
    }
  }
  return true;
}

/** Reproducible numbers in (−1, 1), from a linear congruential sequence. */
function numbers<T extends FloatArray>(array: T, seed: number): T {
  let state = seed;
  for (let i = 0; i < array.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    array[i] = state / 2 ** 31;
  }
  return array;
}

/** Milliseconds for a small part of a large product: the best of eight runs of about 0.05 ms each. */
function time(kernel: WasmKernel): number {
  const { performance } = globalThis as unknown as { readonly performance: { readonly now: () => number } };
  const [depth, panels] = [128, 8];
  const columnPanels = 16 / kernel.vectors;
  const right = 65_536;
  const result = 2 * 65_536;
  if (!kernel.reserve(3 * 65_536)) return Infinity;
  kernel.views().f64.fill(0, 0, (3 * 65_536) / 8);
  let best = Infinity;
  for (let run = 0; run < 8; run++) {
    const start = performance.now();
    for (let i = 0; i < 2; i++) kernel.multiply64(64, right, result, 256, panels, columnPanels, depth, 0);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
