import { createContext, runInContext } from "node:vm";
import { afterEach, expect, test, vi } from "vitest";
import type * as Kernels from "../src/index.ts";

/** A new instance of the package, which has not chosen its implementation yet. */
async function fresh(): Promise<typeof Kernels> {
  vi.resetModules();
  return import("../src/index.ts");
}

function expectProduct({ matmul }: typeof Kernels): void {
  const c = new Float64Array(400);
  const a = new Float64Array(400).fill(2);
  matmul(a, a, c, { m: 20, n: 20, k: 20 });
  expect(c).toEqual(new Float64Array(400).fill(80));
}

afterEach(() => vi.unstubAllGlobals());

test("without WebAssembly products run in TypeScript", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  const kernels = await fresh();
  expect(kernels.implementation()).toBe("typescript");
  expect(kernels.createMatmul("relaxed-simd")).toBeUndefined();
  expect(kernels.createMatmul("simd")).toBeUndefined();
  expectProduct(kernels);
});

test("where the embedder forbids compilation products run in TypeScript", async () => {
  const forbidding = createContext({}, { codeGeneration: { strings: true, wasm: false } });
  const refused = runInContext("WebAssembly", forbidding) as typeof WebAssembly;
  expect(() => new refused.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))).toThrow(
    /disallowed by embedder/,
  );
  vi.stubGlobal("WebAssembly", refused);
  const kernels = await fresh();
  expect(kernels.implementation()).toBe("typescript");
  expectProduct(kernels);
});

test("where relaxed SIMD is unknown products run in plain SIMD", async () => {
  const { Module } = WebAssembly;
  let compiled = 0;
  class Older extends Module {
    constructor(bytes: BufferSource) {
      compiled++;
      if (compiled === 1) throw new WebAssembly.CompileError("invalid numeric opcode 0xfd107");
      super(bytes);
    }
  }
  vi.stubGlobal("WebAssembly", { ...namesOf(WebAssembly), Module: Older });
  const kernels = await fresh();
  expect(compiled).toBe(0);
  expect(kernels.implementation()).toBe("simd");
  expect(compiled).toBe(2);
  expectProduct(kernels);
});

function namesOf(namespace: object): object {
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(namespace)).map(([name, { value }]) => [
      name,
      value as unknown,
    ]),
  );
}

test("importing the package compiles nothing", async () => {
  const compile = vi.fn();
  vi.stubGlobal("WebAssembly", { Module: compile, Instance: compile, Memory: compile });
  const kernels = await fresh();
  const c = new Float64Array(1);
  kernels.matmul(Float64Array.of(3), Float64Array.of(5), c, { m: 1, n: 1, k: 1 });
  expect(c[0]).toBe(15);
  expect(compile).not.toHaveBeenCalled();
});
