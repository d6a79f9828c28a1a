import { expect, test } from "vitest";
import { grad } from "@adjoint/autodiff";
import {
  bernoulli,
  exponential,
  foldIn,
  key,
  laplace,
  normal,
  permutation,
  randint,
  split,
  uniform,
} from "@adjoint/random";
import { normalCdf } from "@adjoint/special";
import { DomainError, mean, ShapeError, sum, type Tensor, tensor, type TensorLike } from "@adjoint/tensor";
import { chiSquareScore, correlationScore, kolmogorovSmirnov } from "./statistics.ts";

const n = 20_000;

test("uniform numbers follow their distribution", () => {
  expect(kolmogorovSmirnov(uniform(key(1), [n]).data, (x) => x)).toBeLessThan(1.95);
  const scaled = uniform(key(2), [n], { low: -3, high: 5 }).data;
  expect(kolmogorovSmirnov(scaled, (x) => (x + 3) / 8)).toBeLessThan(1.95);
});

test("normal numbers follow their distribution", () => {
  const phi = (x: number): number => normalCdf(x).item();
  expect(kolmogorovSmirnov(normal(key(3), [n]).data, phi)).toBeLessThan(1.95);
  const scaled = normal(key(4), [n], { mean: 7, scale: 0.1 }).data;
  expect(kolmogorovSmirnov(scaled, (x) => phi((x - 7) / 0.1))).toBeLessThan(1.95);
});

test("tails are not cut off where a uniform ends", () => {
  // The first block of this key is [0, 2319453312], and that of the next attempt gives the bits behind.
  const k = key(1681382389);
  const logU = Math.log((2319453312 + 0.5) * 2 ** -64);
  expect(exponential(k).item()).toBeCloseTo(-logU, 9);
  const [x, y] = normal(k, [2]).toArray() as [number, number];
  expect(Math.hypot(x, y)).toBeCloseTo(Math.sqrt(-2 * logU), 9);
});

test("the two normals of a pair, and squares of neighbours, are uncorrelated", () => {
  const z = normal(key(5), [2 * n]).data;
  const even = Array.from({ length: n }, (_, i) => z[2 * i]!);
  const odd = Array.from({ length: n }, (_, i) => z[2 * i + 1]!);
  expect(Math.abs(correlationScore(even, odd))).toBeLessThan(3.3);
  const square = (x: number): number => x * x;
  expect(Math.abs(correlationScore(even.map(square), odd.map(square)))).toBeLessThan(3.3);
});

test("uniform numbers carry 53 bits, and every bit is balanced", () => {
  const draws = Array.from(uniform(key(6), [n]).data, (u) => BigInt(u * 2 ** 53));
  for (let bit = 0n; bit < 53n; bit++) {
    const ones = draws.filter((draw) => (draw >> bit) & 1n).length;
    expect(Math.abs(ones - n / 2), `bit ${bit}`).toBeLessThan(4 * Math.sqrt(n / 4));
  }
});

test("streams of split, folded and neighbouring keys are uncorrelated, at any lag of one", () => {
  const [left, right] = split(key(8));
  const streams = [key(8), key(9), left, right, foldIn(key(8), 10), foldIn(key(8), 11)].map(
    (k) => uniform(k, [n]).data,
  );
  for (const [i, a] of streams.entries()) {
    for (const b of streams.slice(i + 1)) {
      expect(Math.abs(correlationScore(a, b))).toBeLessThan(4);
      expect(Math.abs(correlationScore(a.slice(1), b.slice(0, -1)))).toBeLessThan(4);
    }
    expect(Math.abs(correlationScore(a.slice(1), a.slice(0, -1)))).toBeLessThan(4);
  }
});

test("first draws of consecutive keys are uniform too", () => {
  const firsts = split(key(10), n).map((k) => uniform(k).item());
  expect(kolmogorovSmirnov(firsts, (x) => x)).toBeLessThan(1.95);
  const seeds = Array.from({ length: n }, (_, seed) => uniform(key(seed)).item());
  expect(kolmogorovSmirnov(seeds, (x) => x)).toBeLessThan(1.95);
});

test("the same key draws the same, and a longer draw begins with the shorter", () => {
  expect(normal(key(11), [5]).toArray()).toEqual(normal(key(11), [5]).toArray());
  for (const draw of [uniform, normal, exponential, laplace]) {
    const long = draw(key(11), [5000]).data;
    for (const count of [1, 5, 8, 1023, 1025, 4097]) {
      expect(long.slice(0, count)).toEqual(draw(key(11), [count]).data);
    }
  }
  expect(uniform(key(11), [2, 3]).data).toEqual(uniform(key(11), [6]).data);
});

test("the numbers of a key never change between releases", () => {
  expect(uniform(key(42), [2]).toArray()).toMatchInlineSnapshot(`
    [
      0.6456031871281362,
      0.9953664197421738,
    ]
  `);
  expect(normal(key(42), [2]).toArray()).toMatchInlineSnapshot(`
    [
      0.9350929941106819,
      -0.02723165829666972,
    ]
  `);
  expect(randint(key(42), [4], { high: 1000 }).toArray()).toMatchInlineSnapshot(`
    [
      546,
      219,
      479,
      102,
    ]
  `);
  expect(permutation(key(42), 6).toArray()).toMatchInlineSnapshot(`
    [
      0,
      4,
      3,
      5,
      1,
      2,
    ]
  `);
  expect(split(key(42))).toMatchInlineSnapshot(`
    [
      {
        "high": 1832780943,
        "low": 270669613,
      },
      {
        "high": 64467757,
        "low": 2916123636,
      },
    ]
  `);
  expect(foldIn(key(42), 1)).toMatchInlineSnapshot(`
    {
      "high": 64467757,
      "low": 2916123636,
    }
  `);
});

test("booleans are true as often as asked, never for 0 and always for 1", () => {
  const share = mean(bernoulli(key(12), [n], { probs: 0.3 })).item();
  expect(Math.abs(share - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / n));
  const draws = bernoulli(key(13), [1000, 2], { probs: [0, 1] });
  expect(draws.dtype).toBe("bool");
  expect(sum(draws, { axis: 0 }).toArray()).toEqual([0, 1000]);
});

test("integers are equally likely, also where the range does not divide 2^32", () => {
  const counts = new Array<number>(7).fill(0);
  for (const value of randint(key(14), [n], { low: -3, high: 4 }).data) counts[value + 3]!++;
  expect(Math.abs(chiSquareScore(counts))).toBeLessThan(3.3);
  // With a bound of 3 · 2³⁰ a quarter of all words is rejected; without that the lower third would be drawn half of the time.
  const low = -(2 ** 31);
  const thirds = [0, 0, 0];
  for (const value of randint(key(15), [n], { low, high: 2 ** 30 }).data)
    thirds[Math.floor((value - low) / 2 ** 30)]!++;
  expect(Math.abs(chiSquareScore(thirds))).toBeLessThan(3.3);
  const all = randint(key(16), [n], { low, high: 2 ** 31 }).data;
  expect(kolmogorovSmirnov(all, (x) => (x - low) / 2 ** 32)).toBeLessThan(1.95);
});

test("every order of a permutation is equally likely", () => {
  const counts = new Map<string, number>();
  for (const k of split(key(17), n)) {
    const order = permutation(k, 4).data.join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  expect(Math.abs(chiSquareScore([...counts.values()]))).toBeLessThan(3.3);
});

test("a tensor is shuffled along its first axis, rows intact", () => {
  const rows = permutation(key(18), [
    [1, 10],
    [2, 20],
    [3, 30],
  ]).toArray() as number[][];
  expect(rows.toSorted((a, b) => a[0]! - b[0]!)).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
  expect(permutation(key(18), 0).shape).toEqual([0]);
  expect(permutation(key(18), 1).toArray()).toEqual([0]);
});

test("shapes come from the parameters, or hold them", () => {
  expect(uniform(key(0)).shape).toEqual([]);
  expect(normal(key(0), undefined, { mean: [1, 2], scale: [[1], [2], [3]] }).shape).toEqual([3, 2]);
  expect(normal(key(0), [4, 2], { mean: [1, 2] }).shape).toEqual([4, 2]);
  expect(normal(key(0), [0]).shape).toEqual([0]);
  expect(() => normal(key(0), [2], { mean: [1, 2, 3] })).toThrow(ShapeError);
  expect(() => normal(key(0), [2], { mean: [[1, 2]] })).toThrow(
    "parameters of shape [1, 2] do not broadcast into the shape [2]",
  );
  expect(() => normal(key(0), [-1])).toThrow(ShapeError);
});

test("parameters outside their domain are refused", () => {
  expect(() => normal(key(0), [1], { scale: -1 })).toThrow("normal: scale must be at least 0, got -1");
  expect(() => normal(key(0), [1], { scale: Number.NaN })).toThrow(DomainError);
  expect(() => bernoulli(key(0), [1], { probs: 1.5 })).toThrow(
    "bernoulli: probs must be within [0, 1], got 1.5",
  );
  expect(() => uniform(key(0), [1], { low: 1, high: 1 })).toThrow(
    "uniform: low must be less than high, got 1",
  );
  expect(() => randint(key(0), [1], { high: 0 })).toThrow(DomainError);
  expect(() => randint(key(0), [1], { high: 2 ** 31 + 1 })).toThrow(DomainError);
  expect(() => permutation(key(0), -1)).toThrow(DomainError);
  expect(() => permutation(key(0), tensor(3))).toThrow(ShapeError);
});

test("derivatives flow to the parameters: the noise is outside their path", () => {
  const k = key(20);
  const z = normal(k, [3]);
  const total = (mean: TensorLike, scale: TensorLike): Tensor => sum(normal(k, [3], { mean, scale }));
  const [inMean, inScale] = grad(total, { argnums: [0, 1] })(5, 2);
  expect(inMean.item()).toBe(3);
  expect(inScale.item()).toBeCloseTo(sum(z).item(), 12);
  const u = uniform(k, [3]);
  const spread = grad((high: TensorLike) => sum(uniform(k, [3], { low: 0, high })))(4);
  expect(spread.item()).toBeCloseTo(sum(u).item(), 12);
});

test("a shape that is written to later does not reach the samples", () => {
  const shape = [2, 3];
  const samples = [uniform(key(0), shape), normal(key(0), shape), randint(key(0), shape, { high: 5 })];
  shape[0] = 100;
  for (const sample of samples) expect(sample.shape).toEqual([2, 3]);
});

test("an interval without a finite length is refused", () => {
  for (const interval of [{ high: Infinity }, { low: -Infinity }, { low: -1.7e308, high: 1.7e308 }]) {
    expect(() => uniform(key(0), [1], interval)).toThrow("uniform: high - low must be finite");
  }
});
