import { afterEach, expect, test, vi } from "vitest";
import { maximum, minimum } from "../src/index.ts";

const special = [0, -0, NaN, Infinity, -Infinity, 1, -1, 5e-324, -5e-324, Number.MAX_VALUE, 2.5];

/** All pairs of special numbers, over and over, and numbers without order. */
function operands(length: number): [Float64Array, Float64Array] {
  const n = special.length;
  const a = Float64Array.from({ length }, (_, i) => (i % 7 === 6 ? Math.sin(i * i) : special[i % n]!));
  const b = Float64Array.from({ length }, (_, i) =>
    i % 5 === 4 ? Math.cos(i * i) : special[Math.floor(i / n) % n]!,
  );
  return [a, b];
}

const cases = [
  ["maximum", maximum, Math.max],
  ["minimum", minimum, Math.min],
] as const;
const lengths = [0, 1, 5, 63, 64, 65, 203, 1000, 2047, 2048, 2049, 5001];

test.each(cases)("%s is that of Math for every pair, at every length", (_name, f, expected) => {
  for (const length of lengths) {
    const [a, b] = operands(length);
    const y = new Float64Array(length);
    f(a, 1, b, 1, y);
    expect(y).toEqual(a.map((value, i) => expected(value, b[i]!)));
    f(b, 1, a, 1, y);
    expect(y).toEqual(a.map((value, i) => expected(value, b[i]!)));
  }
});

test.each(cases)("%s with one repeated number on either side is the same", (_name, f, expected) => {
  for (const length of lengths) {
    const [a] = operands(length);
    for (const number of special) {
      const y = new Float64Array(length);
      f(a, 1, Float64Array.of(number), 0, y);
      expect(y).toEqual(a.map((value) => expected(value, number)));
      f(Float64Array.of(number), 0, a, 1, y);
      expect(y).toEqual(a.map((value) => expected(value, number)));
      f(Float64Array.of(number), 0, Float64Array.of(1), 0, y);
      expect(y).toEqual(new Float64Array(length).fill(expected(number, 1)));
    }
  }
});

test.each(cases)("%s of other numbers keeps their type", (_name, f, expected) => {
  for (const kind of [Float32Array, Int32Array, Uint8Array]) {
    const a = kind.from(Array.from({ length: 500 }, (_, i) => (i * 37) % 101));
    const b = kind.from(Array.from({ length: 500 }, (_, i) => (i * 53) % 97));
    const y = new kind(500);
    f(a, 1, b, 1, y);
    expect(Array.from(y)).toEqual(Array.from(a, (value, i) => expected(value, b[i]!)));
  }
});

test.each(cases)("%s may write to an array that it reads", (_name, f, expected) => {
  const [a, b] = operands(5001);
  const y = a.slice();
  f(y, 1, b, 1, y);
  expect(y).toEqual(a.map((value, i) => expected(value, b[i]!)));
});

afterEach(() => vi.unstubAllGlobals());

test.each(cases)("%s is the same without WebAssembly", async (name, _f, expected) => {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const fresh = await import("../src/index.ts");
  const [a, b] = operands(5000);
  const y = new Float64Array(5000);
  fresh[name](a, 1, b, 1, y);
  expect(y).toEqual(a.map((value, i) => expected(value, b[i]!)));
});
