import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as Kernels from "../src/index.ts";

let kernels: typeof Kernels;

beforeEach(async () => {
  vi.resetModules();
  kernels = await import("../src/index.ts");
});

afterEach(() => {
  vi.unstubAllGlobals();
  kernels.accelerate({});
});

const shapes = [
  [1, 1, 1],
  [7, 9, 5],
  [40, 41, 42],
  [97, 33, 300],
  [100, 8, 513],
  [201, 203, 205],
  [1030, 100, 90],
  [12, 1020, 1100],
] as const;

/** Operands of all shapes and both types. */
const operands = shapes.flatMap(([m, n, k]) =>
  [Float64Array, Float32Array].map((kind) => {
    const entries = (length: number, step: number): Kernels.FloatArray =>
      new kind(length).map((_, i) => ((i * step) % 1009) / 1009 - 0.3);
    return { m, n, k, a: entries(m * k, 7919), b: entries(k * n, 6007), kind };
  }),
);

/** Products of all shapes, plain and transposed, as the package computes them now. */
function products(): Kernels.FloatArray[] {
  return operands.flatMap(({ m, n, k, a, b, kind }) =>
    [false, true].map((transposed) => {
      const c = new kind(m * n);
      kernels.matmul<Kernels.FloatArray>(a, b, c, {
        m,
        n,
        k,
        transposeA: transposed,
        transposeB: transposed,
      });
      return c;
    }),
  );
}

/** Whether products have the very bits of others. */
function same(some: readonly Kernels.FloatArray[], others: readonly Kernels.FloatArray[]): boolean {
  return some.every((c, i) => c.every((x, at) => Object.is(x, others[i]![at])));
}

test("wide lanes and threads are on or the reason is given, and no bit of a product changes", () => {
  const ordinary = products();
  const wide = kernels.accelerate({ wideLanes: true });
  expect(wide.threads).toBe(1);
  expect(wide.reason === undefined).toBe(wide.wideLanes);
  expect(same(products(), ordinary)).toBe(true);
  const threaded = kernels.accelerate({ threads: 2 });
  expect(threaded).toMatchObject({ wideLanes: false, threads: 2 });
  expect(threaded.reason).toBeUndefined();
  expect(same(products(), ordinary)).toBe(true);
  const both = kernels.accelerate({ wideLanes: true, threads: 3 });
  expect(both).toMatchObject({ wideLanes: wide.wideLanes, threads: 3 });
  expect(same(products(), ordinary)).toBe(true);
  both.release();
  expect(same(products(), ordinary)).toBe(true);
});

test("workers do not keep a process alive", async () => {
  const index = new URL("../src/index.ts", import.meta.url).href;
  const program = `
    const { accelerate, matmul } = await import(${JSON.stringify(index)});
    const { threads } = accelerate({ threads: 2 });
    const [a, c] = [new Float64Array(250 ** 2).fill(2), new Float64Array(250 ** 2)];
    matmul(a, a, c, { m: 250, n: 250, k: 250 });
    console.log(threads, c.every((x) => x === 1000));`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  expect((await run).stdout).toBe("2 true\n");
});

test("a worker that does not answer is done without", () => {
  const ordinary = products();
  kernels.accelerate({ threads: 2 });
  const wait = vi.spyOn(Atomics, "wait").mockReturnValue("timed-out");
  const load = vi.spyOn(Atomics, "load").mockReturnValue(1 as never);
  try {
    expect(same(products(), ordinary)).toBe(true);
    expect(wait).toHaveBeenCalledTimes(1);
  } finally {
    wait.mockRestore();
    load.mockRestore();
  }
});

test("where a thread may not wait, or memory cannot be shared, products stay on one", () => {
  const wait = vi.spyOn(Atomics, "wait").mockImplementation(() => {
    throw new TypeError("Atomics.wait cannot be called in this context");
  });
  expect(kernels.accelerate({ threads: 2 })).toMatchObject({
    threads: 1,
    reason: expect.stringMatching(/may not wait for others.*call accelerate in a worker/),
  });
  wait.mockRestore();
  const Memory = vi.spyOn(WebAssembly, "Memory").mockImplementation(function refused() {
    throw new TypeError("no shared memory");
  });
  expect(kernels.accelerate({ threads: 2 })).toMatchObject({
    threads: 1,
    reason: "there is no memory that threads could share: TypeError: no shared memory",
  });
  Memory.mockRestore();
  vi.stubGlobal("process", undefined);
  vi.stubGlobal("Worker", function refused() {
    throw new Error("blocked by the content security policy");
  });
  expect(kernels.accelerate({ threads: 2 }).reason).toMatch(/could not be started: Error: blocked/);
});

test("V8 is left with the flags it had", () => {
  const flags: string[] = [];
  vi.stubGlobal("process", {
    arch: "x64",
    getBuiltinModule: () => ({ setFlagsFromString: (flag: string) => flags.push(flag) }),
  });
  kernels.accelerate({ wideLanes: true });
  expect(flags).toEqual(["--experimental-wasm-revectorize", "--no-experimental-wasm-revectorize"]);
});

test("without what wide lanes need they stay off, and the reason says what it is", async () => {
  vi.stubGlobal("process", undefined);
  expect(kernels.accelerate({ wideLanes: true }).reason).toMatch(/flag of V8/);
  vi.stubGlobal("process", {
    arch: "x64",
    getBuiltinModule: () => ({
      setFlagsFromString: () => {
        throw new Error("not implemented");
      },
    }),
  });
  expect(kernels.accelerate({ wideLanes: true }).reason).toBe(
    "flags of V8 cannot be set here: Error: not implemented",
  );
  vi.stubGlobal("process", { arch: "arm64", getBuiltinModule: () => ({}) });
  expect(kernels.accelerate({ wideLanes: true }).reason).toMatch(/x64 alone, and this is arm64/);
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  kernels = await import("../src/index.ts");
  expect(kernels.accelerate({ wideLanes: true, threads: 2 })).toMatchObject({
    wideLanes: false,
    threads: 1,
    reason: "both build on relaxed SIMD, and products run in typescript here",
  });
});

test("refuses options that do not exist and numbers of threads that are none", () => {
  const options: object = { lanes: 4 };
  expect(() => kernels.accelerate(options)).toThrow(
    new TypeError("accelerate: no option lanes; there are wideLanes and threads"),
  );
  for (const threads of [0, 17, 1.5, NaN]) {
    expect(() => kernels.accelerate({ threads })).toThrow(
      new RangeError(`accelerate: threads must be a whole number from 1 to 16, got ${threads}`),
    );
  }
});
