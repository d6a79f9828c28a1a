import { expect, test } from "vitest";
import { cos, exp, expm1, float32Module, log, log1p, sigmoid, sin, tanh } from "../src/index.ts";
import type { ElementaryFunction } from "../src/index.ts";

const functions = { cos, exp, expm1, log, log1p, sigmoid, sin, tanh };
const names = Object.keys(functions) as (keyof typeof functions)[];

/** Bit patterns are this far apart: a prime, so that all last bits occur. */
const stride = 2003;

/** Numbers that are computed at a time. */
const count = 1 << 14;

/** f in the memory of its kernel of float32, computed again where that gives up. */
function kernelOf(f: ElementaryFunction): (x: Float32Array) => Float32Array {
  const { binary, constants, group } = float32Module(f)!;
  const memory = new WebAssembly.Memory({ initial: 2 });
  const module = new WebAssembly.Module(Buffer.from(binary, "base64"));
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
    run: (constants: number, x: number, groups: number) => number;
  };
  new Float64Array(memory.buffer).set(constants(), (4 * count) / 8);
  return (x) => {
    const y = new Float32Array(memory.buffer, 0, x.length);
    y.set(x);
    const isPartial = run(4 * count, 0, x.length / group) !== 0;
    const result = Float32Array.from(y);
    if (isPartial) x.forEach((value, i) => Number.isNaN(result[i]) && (result[i] = f.at(value)));
    return result;
  };
}

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The step between float32 numbers at y. */
function ulp(y: number): number {
  float[0] = y;
  const exponent = (bits[0]! >>> 23) & 255;
  return 2 ** (Math.max(exponent, 1) - 150);
}

/** What is wrong with f(x) = `actual` in float32, where it is `exact`. */
function complaint(x: number, actual: number, exact: number): string | undefined {
  const rounded = Math.fround(exact);
  if (Object.is(actual, rounded)) return undefined;
  const isSpecial = Number.isNaN(exact) || Number.isNaN(actual) || exact === 0 || actual === Infinity;
  const error = isSpecial ? Infinity : Math.abs(actual - exact) / ulp(rounded);
  const isSigned = actual !== 0 || Object.is(actual, -0) === exact < 0;
  return error <= 2 && isSigned ? undefined : `f(${x}) = ${actual}, not ${exact}: ${error} units`;
}

function complaints(f: ElementaryFunction, x: Float32Array, y: Float32Array): string[] {
  return Array.from(x, (value, i) => complaint(value, y[i]!, f.at(value))).filter(
    (each) => each !== undefined,
  );
}

test.each(names)(
  "%s of float32 numbers of every size is within 2 units in the last place",
  (name) => {
    const f = functions[name];
    const kernel = kernelOf(f);
    const x = new Float32Array(count);
    const patterns = new Uint32Array(x.buffer);
    const found: string[] = [];
    for (let start = 0; start < 2 ** 32; start += count * stride) {
      for (let i = 0; i < count; i++) patterns[i] = start + i * stride;
      found.push(...complaints(f, x, kernel(x)));
    }
    expect(found.slice(0, 20)).toEqual([]);
  },
  30_000,
);

const hard = [
  [0, NaN, Infinity, 2 ** -149, 2 ** -127, 2 ** -126, 2 ** -125, 1e-30, 2 ** -25, 2 ** -24, 2 ** -23, 1e-4],
  [0.25, 0.28, 0.3, 0.34657359, 0.5, 1, Math.SQRT1_2, Math.SQRT2, 1 - 2 ** -24, 1 + 2 ** -23, 2, 3],
  [
    9.01, 9.02, 16.6, 17.33, 87.33, 87.34, 88.37, 88.72283, 88.72284, 103.27, 103.28, 103.97, 103.98, 104,
    1000,
  ],
  [2 ** 23, 2 ** 24, 1e10, 2 ** 126, 2 ** 127, 3.4028234663852886e38],
  [1, 2, 3, 4, 5, 100, 1234, 8191, 12345, 65535].map((n) => (n * Math.PI) / 2),
].flatMap((numbers) => numbers.flatMap((x) => [x, -x]));

test.each(names)("%s of float32 meets every hard number in every lane", (name) => {
  const f = functions[name];
  const kernel = kernelOf(f);
  for (let lane = 0; lane < float32Module(f)!.group; lane++) {
    const x = new Float32Array(256).fill(0.5);
    x.set(hard, lane);
    expect(complaints(f, x, kernel(x))).toEqual([]);
  }
});

test.each(names)("%s of a float32 number is the same wherever it stands", (name) => {
  const kernel = kernelOf(functions[name]);
  const x = Float32Array.from({ length: 256 }, (_, i) => 3 * Math.sin(i));
  const y = kernel(x);
  for (const from of [1, 2, 3, 5]) {
    const moved = new Float32Array(256);
    moved.set(x.subarray(from));
    expect(kernel(moved).subarray(0, 256 - from)).toEqual(y.subarray(from));
  }
});
