/**
 * Times the kernels of float32 against those of float64 on numbers in first-level cache:
 * `node packages/kernels/bench/elementary-float32.ts`.
 *
 * The two take turns within one process; each entry is the lower quartile, in ns an element.
 */
import { cos, exp, expm1, float32Module, log, log1p, sigmoid, sin, tanh } from "../src/index.ts";
import type { ElementaryFunction, ElementaryModule } from "../src/index.ts";

const functions = { exp, expm1, tanh, sigmoid, log, log1p, sin, cos };
const count = 512;

/** Computes f of the numbers, which are copied to their place each time. */
function runner(kernel: ElementaryModule, Numbers: typeof Float64Array | typeof Float32Array): () => void {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(Buffer.from(kernel.binary, "base64"));
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
    run: (constants: number, x: number, groups: number) => number;
  };
  new Float64Array(memory.buffer).set(kernel.constants(), 4096);
  const x = new Numbers(memory.buffer);
  for (let i = 0; i < count; i++) x[1024 + i] = 3 * Math.random() + 0.01;
  return () => {
    x.copyWithin(0, 1024, 1024 + count);
    run(32_768, 0, count / kernel.group);
  };
}

function time(call: () => void): number {
  const start = performance.now();
  for (let i = 0; i < 200; i++) call();
  return ((performance.now() - start) * 1e6) / 200 / count;
}

const lowerQuartile = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[times.length >> 2]!;

const rows = Object.entries(functions).map(([name, f]: [string, ElementaryFunction]) => {
  const wide = runner(f.module!, Float64Array);
  const narrow = runner(float32Module(f)!, Float32Array);
  const pairs = Array.from({ length: 100 }, () => [time(wide), time(narrow)] as const);
  const [float64, float32] = [0, 1].map((i) => lowerQuartile(pairs.map((pair) => pair[i]!)));
  return { name, float64: float64!.toFixed(2), float32: float32!.toFixed(2) };
});
console.table(rows);
