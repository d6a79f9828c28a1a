import { afterEach, expect, test, vi } from "vitest";
import { plainSum, sum } from "../src/index.ts";

const lengths = [
  0, 1, 7, 8, 127, 128, 129, 399, 400, 401, 513, 1000, 2047, 2048, 2049, 4095, 4096, 4097, 6000, 10_240,
  100_003,
];

/** Numbers of both signs and many sizes, whose sum depends on the order of the additions. */
function numbers(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => Math.sin(i * i) * 10 ** (i % 13));
}

test.each(lengths)("%i numbers have the same sum in WebAssembly, bit for bit", (count) => {
  const x = numbers(count + 5);
  for (const start of [0, 5]) {
    expect(sum(x, start, count)).toBe(plainSum(x, start, count));
    const floats = Float32Array.from(x);
    expect(sum(floats, start, count)).toBe(plainSum(floats, start, count));
    expect(sum(floats, start, count)).toBe(plainSum(Float64Array.from(floats), start, count));
  }
});

test.each(lengths)("the sum of %i numbers is as exact as pairwise sums are", (count) => {
  const x = Float64Array.from({ length: count }, (_, i) => Math.round(Math.sin(i) * 2 ** 40));
  // Integers below 2⁵³ in all their partial sums.
  const exact = x.reduce((total, value) => total + BigInt(value), 0n);
  expect(sum(x, 0, count)).toBe(Number(exact));
});

test("a million tenths are a hundred thousand", () => {
  expect(Math.abs(sum(new Float64Array(1e6).fill(0.1), 0, 1e6) - 1e5)).toBeLessThanOrEqual(1e-15 * 1e5);
});

test("the sum of negative zeros is 0 at every length", () => {
  for (const count of lengths) expect(sum(new Float64Array(count).fill(-0), 0, count)).toBe(0);
});

test.each([0, 2047, 2048, 5000])("NaN and ∞ at place %i reach the sum", (place) => {
  const x = new Float64Array(6000).fill(1);
  x[place] = Infinity;
  expect(sum(x, 0, 6000)).toBe(Infinity);
  x[place] = NaN;
  expect(sum(x, 0, 6000)).toBeNaN();
});

afterEach(() => vi.unstubAllGlobals());

test("without WebAssembly sums are the same", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const fresh = await import("../src/index.ts");
  const x = numbers(10_000);
  expect(fresh.sum(x, 0, 10_000)).toBe(sum(x, 0, 10_000));
});
