import { afterEach, expect, test, vi } from "vitest";
import { cos, erf, exp, expm1, log, log1p, sigmoid, sin, softplus, tanh } from "../src/index.ts";
import type { ElementaryFunction } from "../src/index.ts";

const functions = { cos, erf, exp, expm1, log, log1p, sigmoid, sin, softplus, tanh };
const names = Object.keys(functions) as (keyof typeof functions)[];

const hard = [
  [0, -0, NaN, Infinity, -Infinity, 5e-324, -5e-324, 1e-310, -1e-310, 2 ** -1022, -(2 ** -1022), 1e-300],
  [
    1e-20,
    -1e-20,
    2 ** -54,
    -(2 ** -54),
    0.5,
    -0.5,
    0.625,
    -0.625,
    0.6249999999999999,
    1,
    -1,
    -1 + 2 ** -53,
    2,
  ],
  [709.78, 709.79, 710, 1000, -708.4, -745.13, -745.14, -1000, -36, -37, -38, -40, 19, 22, -22],
  [1e22, -1e22, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE, 999_999.9, 1_000_000.1, 2 ** 53, 1e15 + 1],
  [1, 2, 3, 4, 5, 100, 12345, 500_000].map((n) => (n * Math.PI) / 2),
  [Math.SQRT1_2, Math.SQRT2, 1 - 2 ** -53, 1 + 2 ** -52, Math.SQRT2 - 1, Math.SQRT1_2 - 1],
].flat();

/** Numbers of every size in an order that repeats from run to run, the hard ones among them. */
function numbers(count: number): number[] {
  let state = 12345;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
  const scales = [2, 40, 1600, 2e6, 1e-3];
  return Array.from({ length: count }, (_, i) =>
    i % 37 === 0 ? hard[(i / 37) % hard.length]! : random() * scales[i % scales.length]!,
  );
}

function expectSame(actual: ArrayLike<number>, expected: readonly number[], x: readonly number[]): void {
  const different = expected.flatMap((value, i) =>
    Object.is(value, actual[i]) ? [] : [`f(${x[i]}) = ${actual[i]}, not ${value}`],
  );
  expect(different).toEqual([]);
}

test.each(names)("%s of an array is that of each number, bit for bit, at every length", (name) => {
  const { at, map } = functions[name];
  for (const length of [0, 1, 2, 7, 31, 32, 33, 63, 64, 127, 128, 129, 2047, 2048, 2049, 4096, 5000]) {
    const x = numbers(length);
    const y = new Float64Array(length);
    map(Float64Array.from(x), y);
    expectSame(y, x.map(at), x);
  }
});

test.each(names)("%s meets every hard number in every lane", (name) => {
  const { at, map } = functions[name];
  for (let lane = 0; lane < 8; lane++) {
    const x = [...Array<number>(lane).fill(0.5), ...hard, ...Array<number>(64).fill(0.25)];
    const y = new Float64Array(x.length);
    map(Float64Array.from(x), y);
    expectSame(y, x.map(at), x);
  }
});

test.each(names)("%s of numbers of one size is that of each number, bit for bit", (name) => {
  const { at, map } = functions[name];
  for (const size of [1e-9, 0.01, 0.3, 0.62, 0.7, 5, 50, 700]) {
    const x = numbers(2048).map((value) => size * (1 + 0.05 * Math.sin(value)) * (value < 0 ? -1 : 1));
    const y = new Float64Array(x.length);
    map(Float64Array.from(x), y);
    expectSame(y, x.map(at), x);
  }
});

test.each(names)("%s of float32 is rounded once from float64", (name) => {
  const { at, map } = functions[name];
  for (const length of [3, 40, 3000]) {
    const x = Float32Array.from(numbers(length));
    const y = new Float32Array(length);
    map(x, y);
    expectSame(
      y,
      Array.from(x, (value) => Math.fround(at(value))),
      Array.from(x),
    );
  }
});

test.each(names)("%s may write to the array that it reads", (name) => {
  const { at, map } = functions[name];
  for (const length of [5, 3000]) {
    const x = numbers(length);
    const y = Float64Array.from(x);
    map(y, y);
    expectSame(y, x.map(at), x);
  }
});

test.each(names)("%s reads and writes parts of larger arrays", (name) => {
  const { at, map } = functions[name];
  const x = numbers(200);
  const source = Float64Array.from([7, ...x, 7]);
  const target = new Float64Array(202).fill(9);
  map(source.subarray(1, 201), target.subarray(1, 201));
  expectSame(target, [9, ...x.map(at), 9], [7, ...x, 7]);
});

afterEach(() => vi.unstubAllGlobals());

test.each(names)("%s is the same without WebAssembly", async (name) => {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const fresh: ElementaryFunction = (await import("../src/index.ts"))[name];
  const x = numbers(3000);
  const y = new Float64Array(3000);
  fresh.map(Float64Array.from(x), y);
  expectSame(y, x.map(functions[name].at), x);
});
