import { afterEach, expect, test, vi } from "vitest";
import { pow } from "../src/index.ts";

const hard = [
  [0, 1, 2, 3, 4, 0.5, 1.5, 2.5, 1 / 3, 10, 100, 1e10, 2 ** 53 + 2, 2 ** 64, 1e300, Infinity],
  [5e-324, 2 ** -1022, 1e-300, 1e-10, 1 - 2 ** -53, 1 + 2 ** -52, Number.MAX_VALUE, Math.E, NaN],
]
  .flat()
  .flatMap((x) => [x, -x]);

/** All pairs of hard numbers, and pairs of every size, in an order that repeats from run to run. */
function pairs(): readonly [x: Float64Array, y: Float64Array] {
  let state = 12345;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
  const sizes: readonly (readonly [x: number, y: number])[] = [
    [20, 40],
    [2, 1400],
    [1e3, 6],
  ];
  const others = Array.from({ length: 5000 }, (_, i) => {
    const [x, y] = sizes[i % 3]!;
    const exponent = random() * y;
    return [random() * x, i % 2 === 0 ? exponent : Math.round(exponent)];
  });
  const near = Array.from({ length: 500 }, () => [1 + random() * 1e-3, random() * 1e6]);
  const all = [...hard.flatMap((x) => hard.map((y) => [x, y])), ...others, ...near];
  return [Float64Array.from(all, ([x]) => x!), Float64Array.from(all, ([, y]) => y!)];
}

function different(
  z: ArrayLike<number>,
  x: Float64Array,
  y: Float64Array,
  f: (x: number, y: number) => number,
): string[] {
  return Array.from(x, (each, i) =>
    Object.is(z[i], f(each, y[i]!)) ? "" : `${each} ** ${y[i]} = ${z[i]}, not ${f(each, y[i]!)}`,
  ).filter((text) => text !== "");
}

test("powers of arrays are those of each pair, bit for bit, at every length", () => {
  const [x, y] = pairs();
  for (const length of [0, 1, 3, 15, 16, 17, 1000, 2047, 2048, 2049, x.length]) {
    const [a, b] = [x.subarray(0, length), y.subarray(0, length)];
    const z = new Float64Array(length);
    pow.map(a, 1, b, 1, z);
    expect(different(z, a, b, pow.at)).toEqual([]);
  }
});

test("either operand may be repeated, and the result may take the place of one", () => {
  const [x] = pairs();
  for (const repeated of [2.5, 3, 0.5, -1, 0, -2, 1e300, NaN]) {
    const z = new Float64Array(x.length);
    pow.map(x, 1, Float64Array.of(repeated), 0, z);
    expect(different(z, x, new Float64Array(x.length).fill(repeated), pow.at)).toEqual([]);
    pow.map(Float64Array.of(repeated), 0, x, 1, z);
    expect(different(z, new Float64Array(x.length).fill(repeated), x, pow.at)).toEqual([]);
  }
  const inPlace = x.slice();
  pow.map(inPlace, 1, Float64Array.of(1.5), 0, inPlace);
  expect(different(inPlace, x, new Float64Array(x.length).fill(1.5), pow.at)).toEqual([]);
});

test("float32 is rounded once from float64", () => {
  const [x, y] = pairs().map((array) => Float32Array.from(array)) as [Float32Array, Float32Array];
  const z = new Float32Array(x.length);
  pow.map(x, 1, y, 1, z);
  const wide = [Float64Array.from(x), Float64Array.from(y)] as const;
  expect(different(z, ...wide, (a, b) => Math.fround(pow.at(a, b)))).toEqual([]);
});

test("zeros, infinities, NaN and negative numbers have the powers of IEEE 754", () => {
  for (const x of hard) {
    for (const y of hard) {
      const isOne = x === 1 || (x === -1 && Math.abs(y) === Infinity);
      const expected = isOne ? 1 : x ** y;
      const isExact = isOne || y === 0 || !(Math.abs(expected) > 0 && Math.abs(expected) < Infinity);
      if (isExact) expect(Object.is(pow.at(x, y), expected), `${x} ** ${y} = ${pow.at(x, y)}`).toBe(true);
      else expect(Math.abs(pow.at(x, y) / expected - 1), `${x} ** ${y}`).toBeLessThan(4e-16);
    }
  }
});

test("a power with an exact value is that value", () => {
  for (let n = 1; n <= 15; n++) {
    for (const x of [2, 3, 7, 10, 0.5, -2, -10]) {
      const exact = Array.from({ length: n }).reduce<number>((product) => product * x, 1);
      expect(pow.at(x, n)).toBe(exact);
    }
  }
  for (let n = -1074; n < 1024; n++) expect(pow.at(2, n)).toBe(2 ** n);
  for (let n = 1; n < 50; n++) expect(pow.at(n * n, 1.5)).toBe(n ** 3);
});

afterEach(() => vi.unstubAllGlobals());

test("powers are the same without WebAssembly", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const { pow: fresh } = await import("../src/index.ts");
  const [x, y] = pairs();
  const z = new Float64Array(x.length);
  fresh.map(x, 1, y, 1, z);
  expect(different(z, x, y, pow.at)).toEqual([]);
});
