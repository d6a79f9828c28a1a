import { afterEach, expect, test, vi } from "vitest";
import { products, withArena } from "../src/index.ts";
import type * as Kernels from "../src/index.ts";

const implementations = ["relaxed-simd", "simd", "typescript"] as const;

afterEach(() => vi.unstubAllGlobals());

test.each(implementations)("products in %s are those of plain loops", (implementation) => {
  const sizes = [
    [1, 1, 1],
    [3, 5, 2],
    [4, 4, 4],
    [97, 13, 259],
    [7, 515, 33],
    [5, 3, 0],
    [0, 3, 4],
  ] as const;
  for (const [m, n, k] of sizes) {
    for (const mode of k === 0 ? ([1, -1] as const) : ([0, 1, -1] as const)) {
      const error = withArena(
        m * k + n * k + m * (n + 2),
        ({ data, take, use }) => {
          const [a, b, c] = [take(m * k), take(n * k), take(m * (n + 2))];
          for (let i = 0; i < m * k; i++) data[a + i] = Math.sin(i);
          for (let i = 0; i < n * k; i++) data[b + i] = Math.cos(i);
          data.fill(0.5, c, c + m * (n + 2));
          // A is stored by columns and B by rows of a transpose, so that no stride is the usual one.
          use(products).multiply(c, n + 2, a, 1, m, b, 1, k, m, n, k, mode);
          let worst = 0;
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n + 2; j++) {
              const steps = j < n ? k : 0;
              let expected = mode === 0 && j < n ? 0 : 0.5;
              for (let p = 0; p < steps; p++) {
                expected += (mode === -1 ? -1 : 1) * data[a + i + p * m]! * data[b + p + j * k]!;
              }
              worst = Math.max(worst, Math.abs(data[c + i * (n + 2) + j]! - expected));
            }
          }
          return worst;
        },
        implementation,
      );
      expect(error).toBeLessThan(1e-13);
    }
  }
});

test("an arena within an arena is another one", () => {
  withArena(10, (outer) => {
    const place = outer.take(10);
    outer.data.fill(7, place, place + 10);
    withArena(10, (inner) => inner.data.fill(1, inner.take(10)));
    expect(outer.data.subarray(place, place + 10)).toEqual(new Float64Array(10).fill(7));
  });
});

test("an arena is free again after an exception", () => {
  const first = withArena(10, ({ data }) => data);
  expect(() =>
    withArena(10, () => {
      throw new Error("given up");
    }),
  ).toThrow("given up");
  expect(withArena(10, ({ data }) => data)).toBe(first);
});

test("parts begin lines of the cache, and too many are refused", () => {
  withArena(10, ({ take, data }) => {
    expect([take(3), take(3)].map((place) => place % 8)).toEqual([0, 0]);
    expect(() => take(data.length)).toThrow(/no room/);
  });
});

test("without WebAssembly the arena is an ordinary array", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const kernels: typeof Kernels = await import("../src/index.ts");
  kernels.withArena(3, ({ data, take, use }) => {
    const [a, b, c] = [take(1), take(1), take(1)];
    data.set([3], a);
    data.set([4], b);
    use(kernels.products).multiply(c, 1, a, 1, 1, b, 1, 1, 1, 1, 1, 0);
    expect(data[c]).toBe(12);
  });
});
