/**
 * Calls compiled programs very often, under `node --expose-gc`, and prints what memory has grown by: the heap of
 * JavaScript, the buffers outside of it, and all memories of WebAssembly, which are counted from the first import on.
 */
import type { Report } from "./report.ts";

const memories: WebAssembly.Memory[] = [];
const Plain = WebAssembly.Memory;
WebAssembly.Memory = class extends Plain {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};
const { load } = await import("./adjoint.ts");
const { cases } = await load("compiled");
const report: Record<string, Report["memory"][string]> = {};
for (const [name, calls] of [
  ["gradient of two numbers", 1e6],
  ["perceptron step, float32", 1e4],
] as const) {
  const entry = cases[name]!;
  entry.run(calls / 100);
  const before = measure();
  entry.run(calls);
  const after = measure();
  const grown = Object.entries(after).map(([part, bytes]) => [
    part,
    bytes - before[part as keyof typeof before],
  ]);
  report[name] = { calls, ...Object.fromEntries(grown) };
}
process.stdout.write(JSON.stringify(report));

function measure(): Record<"heap" | "buffers" | "webAssembly", number> {
  for (let i = 0; i < 5; i++) globalThis.gc!();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const webAssembly = memories.reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0);
  return { heap: heapUsed, buffers: arrayBuffers, webAssembly };
}
