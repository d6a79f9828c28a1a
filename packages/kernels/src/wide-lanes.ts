import type { AcceleratedKernel } from "./accelerated-kernel.ts";
import { product } from "./product.ts";
import type { FloatArray } from "./product.ts";
import type { WasmKernel } from "./wasm-kernel.ts";
import { wasmProduct } from "./wasm-product.ts";

/** What is asked of Node: its engine's flags can be set at run time. */
interface NodeProcess {
  readonly arch?: string;
  readonly getBuiltinModule?: (name: string) => { readonly setFlagsFromString: (flag: string) => void };
}

const revectorize = "experimental-wasm-revectorize";

/** The optimizing compiler may take so long, in milliseconds. */
const PATIENCE = 250;
/** How much faster the merged kernel must be; where nothing is merged it is half as fast. */
const GAIN = 1.4;

/**
 * Calls `work` under the flag that makes V8 merge vectors of what it optimizes meanwhile, or says why that is impossible.
 *
 * The flag is experimental: `work` has to see to it that everything is optimized before it returns, and that it is right.
 */
export function widened<T>(work: () => T | string): T | string {
  const node = (globalThis as { readonly process?: NodeProcess }).process;
  if (node?.getBuiltinModule === undefined) {
    return "vectors are widened by a flag of V8, which only Node lets a program set";
  }
  if (node.arch !== "x64") return `V8 widens vectors on x64 alone, and this is ${String(node.arch)}`;
  let setFlag: (flag: string) => void;
  try {
    setFlag = node.getBuiltinModule("node:v8").setFlagsFromString;
    setFlag(`--${revectorize}`);
  } catch (error) {
    return `flags of V8 cannot be set here: ${String(error)}`;
  }
  try {
    return work();
  } finally {
    setFlag(`--no-${revectorize}`);
  }
}

/**
 * A kernel whose vectors V8 has merged in pairs into vectors of 256 bits, or the reason why there is none.
 *
 * It must give the very bits of the ordinary one, and be faster: where nothing was merged, its tiles do not fit into the
 * registers. `compile` must give the engine a binary that it has not optimized before.
 */
export function wideKernel<T extends AcceleratedKernel>(ordinary: WasmKernel, compile: () => T): T | string {
  return widened(() => {
    const narrow = compile();
    const { multiplyWide64, multiplyWide32 } = narrow;
    const wide = { ...narrow, rows: 6, vectors: 4, multiply64: multiplyWide64, multiply32: multiplyWide32 };
    const trials = (["multiply64", "multiply32"] as const).map((multiply): Trial => [
      () => runPart(narrow, multiply),
      () => runPart(wide, multiply),
    ]);
    const slow = tooSlow(trials);
    if (slow !== undefined) return slow;
    if (!agree(ordinary, wide)) return "the widened kernel does not give the same bits as the ordinary one";
    return wide;
  });
}

/** The same work by ordinary and by widened kernels. */
export type Trial = readonly [ordinary: () => void, widened: () => void];

/** Waits until every trial is faster with widened kernels, and has been for a while, or says that it has waited in vain. */
export function tooSlow(trials: readonly Trial[]): string | undefined {
  const start = now();
  let since = Infinity;
  let gain = 0;
  while (now() - start < PATIENCE) {
    gain = Math.min(...trials.map(gainOf));
    // At first the two may have been optimized one without the other.
    if (gain < GAIN) since = Infinity;
    else if (since === Infinity) since = now();
    else if (now() - since > 10) return undefined;
  }
  return `the widened kernel is no faster: ${gain.toFixed(2)} times the ordinary speed`;
}

function gainOf([ordinary, wide]: Trial): number {
  let [slow, fast] = [Infinity, Infinity];
  for (let run = 0; run < 8; run++) {
    slow = Math.min(slow, time(ordinary));
    fast = Math.min(fast, time(wide));
  }
  return slow / fast;
}

function time(work: () => void): number {
  const start = now();
  work();
  return now() - start;
}

/** A small part of a large product. */
function runPart(kernel: WasmKernel, multiply: "multiply64" | "multiply32"): void {
  const [rows, vectors, depth] = [48, 32, 64];
  const right = 65_536;
  const result = 2 * right;
  if (!kernel.reserve(3 * right)) return;
  kernel[multiply](64, right, result, 576, rows / kernel.rows, vectors / kernel.vectors, depth, 0);
}

function now(): number {
  return (
    globalThis as unknown as { readonly performance: { readonly now: () => number } }
  ).performance.now();
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
export function numbers<T extends FloatArray>(array: T, seed: number): T {
  let state = seed;
  for (let i = 0; i < array.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    array[i] = state / 2 ** 31;
  }
  return array;
}
