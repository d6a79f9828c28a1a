import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as Kernels from "../src/index.ts";

let kernels: typeof Kernels;

beforeEach(async () => {
  vi.resetModules();
  kernels = await import("../src/index.ts");
});

afterEach(() => vi.unstubAllGlobals());

const shapes = [
  [1, 1, 1],
  [7, 9, 5],
  [40, 41, 42],
  [97, 33, 300],
  [100, 8, 513],
  [2, 1030, 2100],
  [771, 775, 2],
] as const;

function entries<T extends Kernels.FloatArray>(array: T, seed: number): T {
  return array.map((_, i) => (((i + seed) * 7919) % 1009) / 1009 - 0.3) as T;
}

/** Products of all shapes, plain and transposed, as the package computes them now. */
function products(): Kernels.FloatArray[] {
  return shapes.flatMap(([m, n, k]) =>
    [Float64Array, Float32Array].flatMap((kind) =>
      [false, true].map((transposed) => {
        const c = new kind(m * n);
        const options = { m, n, k, transposeA: transposed, transposeB: transposed };
        kernels.matmul<Kernels.FloatArray>(
          entries(new kind(m * k), 1),
          entries(new kind(k * n), 2),
          c,
          options,
        );
        return c;
      }),
    ),
  );
}

test("wide lanes are on or the reason is given, and no bit of a product changes", () => {
  const ordinary = products();
  const { wideLanes, reason } = kernels.accelerate({ wideLanes: true });
  expect(reason === undefined).toBe(wideLanes);
  expect(products().every((c, i) => c.every((x, at) => Object.is(x, ordinary[i]![at])))).toBe(true);
  expect(kernels.accelerate({})).toEqual({ wideLanes: false });
  expect(products().every((c, i) => c.every((x, at) => Object.is(x, ordinary[i]![at])))).toBe(true);
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

test("without what wide lanes need they stay off, and the reason says what it is", () => {
  vi.stubGlobal("process", undefined);
  expect(kernels.accelerate({ wideLanes: true }).reason).toMatch(/flag of V8/);
  vi.stubGlobal("process", { arch: "arm64", getBuiltinModule: () => ({}) });
  expect(kernels.accelerate({ wideLanes: true }).reason).toMatch(/x64 alone, and this is arm64/);
  vi.stubGlobal("WebAssembly", undefined);
  expect(kernels.accelerate({ wideLanes: true })).toEqual({
    wideLanes: false,
    reason: "wide lanes build on relaxed SIMD, and products run in typescript here",
  });
});

test("refuses options that do not exist", () => {
  const options: object = { lanes: 4 };
  expect(() => kernels.accelerate(options)).toThrow("accelerate: no option lanes; there is wideLanes");
});
