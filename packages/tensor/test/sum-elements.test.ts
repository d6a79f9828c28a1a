import { expect, test } from "vitest";
import { mean, sum, tensor, variance } from "@adjoint/tensor";

/** Every layout of many equal numbers: of one axis, of the first, the last, the middle, of axes that are not adjacent. */
const layouts: readonly (readonly [shape: readonly number[], axis: number | readonly number[]])[] = [
  [[1_000_000], 0],
  [[1_000_000, 1], 0],
  [[1, 1_000_000], 1],
  [[250_000, 4], 0],
  [[4, 250_000], 1],
  [
    [1000, 1000],
    [0, 1],
  ],
  [[1000, 1000], 0],
  [[1000, 1000], 1],
  [[2, 100_000, 5], 1],
  [
    [1000, 2, 500],
    [0, 2],
  ],
  [
    [10, 3, 1000, 2, 17],
    [0, 2, 4],
  ],
  [[777, 1289], 0],
  [[777, 1289], 1],
];

test.each(layouts)("the sum of %j over axis %j is that of the exact numbers, rounded", (shape, axis) => {
  const size = shape.reduce((a, b) => a * b, 1);
  const axes = typeof axis === "number" ? [axis] : axis;
  const count = axes.reduce((n, each) => n * shape[each]!, 1);
  const x = tensor(new Float64Array(size).fill(0.1), { shape });
  // 0.1 is stored within 1e-17, which is nothing here.
  for (const total of sum(x, { axis }).data) {
    expect(Math.abs(total - 0.1 * count)).toBeLessThanOrEqual(1e-15 * 0.1 * count);
  }
  for (const average of mean(x, { axis }).data) expect(Math.abs(average - 0.1)).toBeLessThanOrEqual(1e-16);
});

test("ten million times 0.1 is a million", () => {
  const total = sum(new Float64Array(1e7).fill(0.1)).item();
  expect(Math.abs(total - 1e6) / 1e6).toBeLessThanOrEqual(1e-15);
});

test("float32 is added in float64 and rounded once", () => {
  const x = new Float32Array(1_000_003).fill(0.1);
  expect(sum(x).item()).toBe(Math.fround(1_000_003 * Math.fround(0.1)));
  const rows = sum(tensor(x.subarray(0, 1_000_000), { shape: [500_000, 2] }), { axis: 0 });
  expect(rows.data).toEqual(new Float32Array(2).fill(500_000 * Math.fround(0.1)));
});

test("int32 sums wrap around exactly, however long they are", () => {
  const x = new Int32Array(5_000_001).fill(2_147_483_647);
  expect(sum(x).item()).toBe(Number(BigInt.asIntN(32, 5_000_001n * 2_147_483_647n)));
});

test.each([
  [[0], 0, []],
  [[0, 3], 0, [3]],
  [[3, 0], 1, [3]],
  [[0, 3], 1, [0]],
  [[2, 0, 3], [0, 2], [0]],
  [[2, 0, 3], 1, [2, 3]],
] as const)("the sum of %j over axis %j, of which there is nothing, is 0", (shape, axis, result) => {
  const total = sum(tensor(new Float64Array(0), { shape }), { axis });
  expect(total.shape).toEqual(result);
  expect(Array.from(total.data).every((value) => value === 0)).toBe(true);
});

test("small integers are summed exactly over any axes", () => {
  const shape = [3, 5, 2, 7, 4];
  const data = Float64Array.from({ length: 840 }, (_, i) => ((i * 37) % 101) - 50);
  for (let mask = 0; mask < 32; mask++) {
    const axes = [0, 1, 2, 3, 4].filter((axis) => (mask >> axis) & 1);
    const kept = [0, 1, 2, 3, 4].filter((axis) => !axes.includes(axis));
    const expected = new Map<string, number>();
    data.forEach((value, i) => {
      let rest = i;
      const place = shape.toReversed().map((length) => {
        const at = rest % length;
        rest = (rest - at) / length;
        return at;
      });
      const key = kept.map((axis) => place[4 - axis]).join();
      expected.set(key, (expected.get(key) ?? 0) + value);
    });
    expect(Array.from(sum(tensor(data, { shape }), { axis: axes }).data)).toEqual([...expected.values()]);
  }
});

test("NaN and ∞ reach the sums that they are part of, and no others", () => {
  const x = tensor([
    [1, Infinity, 2],
    [NaN, 1, 3],
  ]);
  expect(sum(x, { axis: 0 }).toArray()).toEqual([NaN, Infinity, 5]);
  expect(sum(x, { axis: 1 }).toArray()).toEqual([Infinity, NaN]);
});

test("the variance of numbers far from 0 keeps its digits", () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2));
  expect(variance(x).item()).toBe(0.25);
});
