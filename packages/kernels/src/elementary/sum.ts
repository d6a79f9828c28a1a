import { binary } from "../generated/sum.ts";
import type { FloatArray } from "../product.ts";
import { chunk, instantiate } from "./scratch.ts";

/**
 * The sum of `count` numbers from `start` on, in float64: pairwise, so that rounding grows as log n. Long sums run in
 * WebAssembly, with the result of {@link plainSum} to the last bit.
 *
 * Source: N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14 (1993).
 *
 * @example
 * ```ts
 * import { sum } from "@adjoint/kernels";
 *
 * sum(Float64Array.of(1, 2, 3, 4), 1, 3); // => 9
 * ```
 */
export function sum(data: FloatArray, start: number, count: number): number {
  if (count < worthwhile) return plainSum(data, start, count);
  if (sumRun === undefined && (seen += count) < patience) return plainSum(data, start, count);
  sumRun ??= makeSumRun();
  return sumChunks(data, start, count, sumRun);
}

/**
 * From this count on WebAssembly repays its copies. Times in ns for n numbers, TypeScript / WebAssembly with its copies
 * (Node 24, Zen 3):
 *
 * | n |      200 |       400 |       1000 |        2000 |          1e5 |            1e6 |
 * | - | -------- | --------- | ---------- | ----------- | ------------ | -------------- |
 * |   | 162 / 78 | 334 / 128 |  771 / 284 |  1549 / 492 | 80751 / 35938 | 902896 / 457083 |
 */
const worthwhile = 128;

/** So many numbers go by before the module is compiled, which takes as long as half a million of them. */
const patience = 10_000;

/** A cache's age, so sharing it between all callers changes no result. */
let seen = 0;

/**
 * The same without WebAssembly.
 *
 * @example
 * ```ts
 * import { plainSum } from "@adjoint/kernels";
 *
 * plainSum(Float64Array.of(1, 2, 3, 4), 1, 3); // => 9
 * ```
 */
export function plainSum(data: FloatArray, start: number, count: number): number {
  return data instanceof Float64Array
    ? sumPairs(data, start, count)
    : sumPairs(widened(data, start, count), 0, count);
}

/** A loop, since the constructor of Float64Array may take twenty times as long. */
function widened(data: FloatArray, start: number, count: number): Float64Array {
  const wide = new Float64Array(count);
  for (let i = 0; i < count; i++) wide[i] = data[start + i]!;
  return wide;
}

function sumPairs(data: Float64Array, start: number, count: number): number {
  if (count <= block) return sumBlock(data, start, count);
  // All parts but the last are whole chunks, or blocks of one.
  const unit = count > chunk ? chunk : block;
  const half = unit * Math.ceil(count / (2 * unit));
  return sumPairs(data, start, half) + sumPairs(data, start + half, count - half);
}

function sumChunks(data: FloatArray, start: number, count: number, run: SumRun): number {
  if (count <= chunk) return run(data, start, count);
  const half = chunk * Math.ceil(count / (2 * chunk));
  return sumChunks(data, start, half, run) + sumChunks(data, start + half, count - half, run);
}

interface Exports {
  readonly sum64: (x: number, count: number) => number;
  readonly sum32: (x: number, count: number) => number;
}

/** The sum of at most a chunk. */
type SumRun = (data: FloatArray, start: number, count: number) => number;

/** A cache, so sharing it between all callers changes no result. */
let sumRun: SumRun | undefined;

function makeSumRun(): SumRun {
  try {
    const { exports, f64 } = instantiate(binary);
    const { sum64, sum32 } = exports as Exports;
    const f32 = new Float32Array(f64.buffer, 0, chunk);
    return (data, start, count) => {
      if (data instanceof Float64Array) {
        f64.set(data.subarray(start, start + count));
        return sum64(0, count);
      }
      f32.set(data.subarray(start, start + count));
      return sum32(0, count);
    };
  } catch {
    return plainSum;
  }
}

const block = 128;

/** Eight partial sums run side by side. */
function sumBlock(data: Float64Array, start: number, count: number): number {
  const end = start + count;
  const full = end - (count & 7);
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  let i = start;
  for (; i < full; i += 8) {
    a += data[i]!;
    b += data[i + 1]!;
    c += data[i + 2]!;
    d += data[i + 3]!;
    e += data[i + 4]!;
    f += data[i + 5]!;
    g += data[i + 6]!;
    h += data[i + 7]!;
  }
  let total = a + b + (c + d) + (e + f + (g + h));
  for (; i < end; i++) total += data[i]!;
  return total;
}
