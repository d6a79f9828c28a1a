import { sum, Tensor, tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import type { Executable } from "../../../src/compile/loops/schedule.ts";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { access, Draft, Nodes, stridesOf } from "./schedules.ts";

/** The sum of a matrix over some axes; lengths of 1 are left out as the lowering does. */
function summing(
  dtype: "float64" | "float32",
  lengths: readonly number[],
  reduced: readonly boolean[],
): Executable {
  const draft = new Draft();
  const x = draft.input(dtype, lengths);
  const kept = lengths.map((length, loop) => (reduced[loop] ? 1 : length));
  const result = draft.buffer(
    dtype,
    kept.reduce((a, b) => a * b, 1),
  );
  const nodes = new Nodes();
  nodes.load(dtype, x, stridesOf(lengths));
  const strides = stridesOf(kept).map((stride, loop) => (reduced[loop] ? 0 : stride));
  draft.loops({
    lengths,
    reduced,
    nodes: nodes.list,
    stores: [],
    reductions: [{ node: 0, combine: "add", access: access(result, strides) }],
  });
  draft.output(result);
  return webassemblyExecutable(draft.schedule);
}

/** The sum as a number of units of 2⁻¹⁰⁷⁴. */
function exactly(values: Iterable<number>): bigint {
  let total = 0n;
  for (const value of values) {
    const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!;
    const exponent = Number((bits >> 52n) & 0x7ffn);
    const fraction = bits & 0xfffffffffffffn;
    const size = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1);
    total += bits >> 63n === 1n ? -size : size;
  }
  return total;
}

function absolute(x: bigint): bigint {
  return x < 0n ? -x : x;
}

function cancelling(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => Math.sin(i * i + 1) * 10 ** ((i * 7) % 17));
}

/** Whether a sum is as near as u times `factor` times the sum of the sizes. */
function isNear(total: number, values: readonly number[], factor: number): boolean {
  const error = absolute(exactly([total]) - exactly(values));
  return error * 2n ** 53n <= BigInt(factor) * exactly(values.map(Math.abs));
}

test("long sums have the error of a block and of two roundings", () => {
  for (const size of [5, 128, 129, 1000, 4096, 100_003]) {
    const values = cancelling(size);
    const [total] = summing("float64", [size], [true])([new Tensor([size], "float64", values)]);
    expect(isNear(total!.data[0]!, Array.from(values), 21)).toBe(true);
  }
});

test("sums of rows have the error of 16 of them and of two roundings", () => {
  const [rows, columns] = [3001, 5];
  const values = cancelling(rows * columns);
  const [totals] = summing(
    "float64",
    [rows, columns],
    [true, false],
  )([new Tensor([rows, columns], "float64", values)]);
  for (let j = 0; j < columns; j++) {
    const column = Array.from({ length: rows }, (_, i) => values[i * columns + j]!);
    expect(isNear(totals!.data[j]!, column, 18)).toBe(true);
  }
});

test("sums of no more than a block are those of evaluation, bit for bit", () => {
  for (let size = 1; size <= 128; size++) {
    for (const dtype of ["float64", "float32"] as const) {
      const values = cancelling(size);
      const x = tensor(dtype === "float64" ? values : Float32Array.from(values));
      const [total] = summing(dtype, [size], [true])([x]);
      expect(total!.data[0], `${size} of ${dtype}`).toBe(sum(x).item());
    }
  }
});

test("sums of float32 are rounded once", () => {
  const values = Float32Array.from({ length: 10_000 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
  const x = new Tensor([10_000], "float32", values);
  const wide = Number(exactly(values) >> 900n) * 2 ** (900 - 1074);
  expect(summing("float32", [10_000], [true])([x])[0]!.data[0]).toBe(Math.fround(wide));
  const [columns] = summing("float32", [100, 100], [true, false])([x]);
  for (let j = 0; j < 100; j++) {
    const column = Array.from({ length: 100 }, (_, i) => values[100 * i + j]!);
    expect(columns!.data[j]).toBe(Math.fround(Number(exactly(column) >> 900n) * 2 ** (900 - 1074)));
  }
});

test("infinities and NaN go through sums of all lengths, and −0 gives 0", () => {
  for (const size of [3, 128, 500]) {
    for (const [special, expected] of [
      [[Infinity], Infinity],
      [[-Infinity], -Infinity],
      [[NaN], NaN],
      [[Infinity, -Infinity], NaN],
      [[1.7e308, 1.7e308], Infinity],
    ] as const) {
      const values = new Float64Array(size);
      special.forEach((value, i) => (values[(i * 257) % size] = value));
      const x = new Tensor([size], "float64", values);
      expect(summing("float64", [size], [true])([x])[0]!.data[0]).toBe(expected);
      const turned = new Tensor(
        [size, 3],
        "float64",
        Float64Array.from({ length: 3 * size }, (_, i) => values[Math.floor(i / 3)]!),
      );
      expect(Array.from(summing("float64", [size, 3], [true, false])([turned])[0]!.data)).toEqual([
        expected,
        expected,
        expected,
      ]);
    }
    const zeros = new Tensor([size], "float64", new Float64Array(size).fill(-0));
    expect(summing("float64", [size], [true])([zeros])[0]!.data[0]).toBe(0);
  }
});
