import { expect, test } from "vitest";
import {
  corrcoef,
  cov,
  DomainError,
  DTypeError,
  histogram,
  interp,
  median,
  quantile,
  searchSorted,
  ShapeError,
  sum,
  take,
  tensor,
  unique,
  variance,
  zeros,
} from "@adjoint/tensor";
import type { DType, QuantileMethod, Tensor } from "@adjoint/tensor";
import { fromFlat, toFlat } from "./flat-array.ts";
import type { FlatArray } from "./flat-array.ts";
import { readFixture } from "./read-fixture.ts";

type Axis = number | number[] | "all";

const fixture = readFixture<{
  quantile: [x: FlatArray, axis: Axis, method: QuantileMethod, q: number | number[], result: FlatArray][];
  median: [x: FlatArray, axis: Axis, keepDims: boolean, result: FlatArray][];
  histogram: [x: FlatArray, options: { weights?: number[] }, counts: FlatArray, edges: FlatArray][];
  searchSorted: [sorted: number[], values: number[][], side: "left" | "right", result: number[][]][];
  interp: [
    x: number[],
    xp: number[],
    fp: number[],
    options: Record<string, number | null>,
    result: number[],
  ][];
  unique: {
    x: FlatArray;
    dtype: DType;
    values: FlatArray;
    indices: number[];
    inverse: FlatArray;
    counts: number[];
  }[];
  covariance: [
    x: FlatArray,
    rowVar: boolean,
    sample: FlatArray,
    population: FlatArray,
    corrcoef: FlatArray,
  ][];
}>("statistics");

/** Equal but for rounding: NaN and ∞ are themselves. */
function expectNear(actual: Tensor, expected: FlatArray): void {
  expect(actual.shape).toEqual(expected.shape);
  actual.data.forEach((value, i) => {
    const wanted = expected.data[i]!;
    if (Number.isFinite(wanted))
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(wanted)));
    else expect(value).toBe(wanted);
  });
}

const where = (axis: Axis): { axis?: number | number[] } => (axis === "all" ? {} : { axis });

test.each(fixture.quantile)(
  "quantiles of %j over %j by %s at %j are NumPy's",
  (x, axis, method, q, expected) => {
    expectNear(quantile(fromFlat(x), q, { ...where(axis), method }), expected);
  },
);

test.each(fixture.median)(
  "medians of %j over %j with keepDims %s are NumPy's",
  (x, axis, keepDims, expected) => {
    expectNear(median(fromFlat(x), { ...where(axis), keepDims }), expected);
  },
);

test("quantiles of infinities, integers and many numbers", () => {
  expect(quantile([1, Infinity, Infinity], [0.5, 0.75]).toArray()).toEqual([Infinity, Infinity]);
  expect(median([-Infinity, -Infinity, 1, 2]).item()).toBe(-Infinity);
  expect(median([3, Infinity]).item()).toBe(Infinity);
  expect(quantile([-Infinity, 3], [0.25, 0.75, 1]).toArray()).toEqual([-Infinity, -Infinity, 3]);
  expect(median([-Infinity, Infinity]).item()).toBe(NaN);
  expect(median(tensor([1, 2], { dtype: "int32" })).item()).toBe(1.5);
  expect(median(tensor([1, 2], { dtype: "float32" })).dtype).toBe("float32");
  const ramp = tensor(Float32Array.from({ length: 100_001 }, (_, i) => i));
  expect(quantile(ramp, 0.3).item()).toBe(30_000);
});

test.each(fixture.histogram)("the histogram of %j with %j is NumPy's", (x, options, counts, edges) => {
  const result = histogram(fromFlat(x), options);
  expectNear(result.counts, counts);
  expectNear(result.edges, edges);
});

test("counts are integers, or what weights are", () => {
  expect(histogram([1, 2], { bins: 2 }).counts.dtype).toBe("int32");
  expect(histogram([1, 2], { bins: 2, density: true }).counts.dtype).toBe("float64");
  const weights = tensor([0.5, 2], { dtype: "float32" });
  expect(histogram([1, 2], { bins: 2, weights }).counts.dtype).toBe("float32");
  expect(histogram([1, 2], { bins: 1, weights: [true, true] }).counts.toArray()).toEqual([2]);
  expect(sum(histogram([1, NaN, 2, 9], { bins: [1, 2, 3] }).counts).item()).toBe(2);
});

test.each(fixture.searchSorted)(
  "places in %j of %j on the %s are NumPy's",
  (sorted, values, side, expected) => {
    const places = searchSorted(sorted, values, { side });
    expect(places.toArray()).toEqual(expected);
    expect(places.dtype).toBe("int32");
  },
);

test("places are counts of what stands before, in lines of any kind of numbers", () => {
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff;
  const special = [NaN, Infinity, -Infinity, -0, 5e-324, 1.7e308];
  const pick = (): number => {
    if (next() < 0.3) return special[Math.floor(next() * special.length)]!;
    return next() < 0.5 ? Math.floor(next() * 5) : next() * 10 ** Math.floor(next() * 20 - 10);
  };
  for (let round = 0; round < 1000; round++) {
    // Typed arrays sort NaN to the end.
    const sorted = Float64Array.from({ length: Math.floor(next() * 12) }, pick).sort();
    const values = Float64Array.from({ length: 6 }, pick);
    const count = (before: (element: number, value: number) => boolean): number[] =>
      Array.from(values, (value) => sorted.filter((element) => before(element, value)).length);
    const isNumber = (value: number): boolean => !Number.isNaN(value);
    const left = count((e, v) => e < v || (isNumber(e) && !isNumber(v)));
    const right = count((e, v) => e <= v || !isNumber(v));
    expect(Array.from(searchSorted(sorted, values).data)).toEqual(left);
    expect(Array.from(searchSorted(sorted, values, { side: "right" }).data)).toEqual(right);
  }
});

test.each(fixture.interp)(
  "interpolation at %j through %j and %j with %j is NumPy's",
  (x, xp, fp, options, expected) => {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
    expectNear(interp(x, xp, fp, given), { shape: [x.length], data: expected });
  },
);

test("interpolation is exact at the points, at steps and far outside", () => {
  expect(interp([0.1, 0.2, 0.7], [0.1, 0.2, 0.7], [0.3, 0.7, 0.1]).toArray()).toEqual([0.3, 0.7, 0.1]);
  expect(interp([0, 1, 1.5], [0, 1, 1, 2], [0, 1, 5, 6]).toArray()).toEqual([0, 5, 5.5]);
  expect(interp([-Infinity, Infinity], [0, 1], [2, 3]).toArray()).toEqual([2, 3]);
  expect(interp([], [0, 1], [2, 3]).shape).toEqual([0]);
  expect(interp(NaN, [1], [7]).item()).toBeNaN();
});

test.each(fixture.unique)("the distinct elements of $x are NumPy's", ({ x, dtype, ...expected }) => {
  const input = fromFlat(x, dtype);
  const { values, indices, inverse, counts } = unique(input);
  expect(toFlat(values)).toEqual(expected.values);
  expect(values.dtype).toBe(dtype);
  expect(indices.toArray()).toEqual(expected.indices);
  expect(toFlat(inverse)).toEqual(expected.inverse);
  expect(counts.toArray()).toEqual(expected.counts);
  if (values.size > 0) expect(take(values, inverse).toArray()).toEqual(input.toArray());
});

test.each(fixture.covariance)(
  "covariances and correlations of %j with rowVar %s are NumPy's",
  (x, rowVar, sample, population, correlations) => {
    const input = fromFlat(x);
    expectNear(cov(input, { rowVar }), sample);
    expectNear(cov(input, { rowVar, correction: 0 }), population);
    expectNear(corrcoef(input, { rowVar }), correlations);
  },
);

test("the covariance of one variable is its variance", () => {
  const x = [1, 4, 2, 8];
  expect(cov(x).item()).toBe(variance(x, { correction: 1 }).item());
  expect(cov([1e9, 1e9 + 1]).item()).toBe(0.5);
});

const complexNumber = tensor([{ re: 1, im: 1 }]);

test.each<[call: () => unknown, message: string]>([
  [() => quantile([1], 1.5), "quantile: q must be from 0 to 1, got 1.5"],
  [() => quantile([1], NaN), "quantile: q must be from 0 to 1, got NaN"],
  [() => quantile([], 0.5), "quantile: there are no elements over axis [0] of x (x is [0])"],
  [
    () => median(zeros([2, 0]), { axis: 1 }),
    "median: there are no elements over axis [1] of x (x is [2, 0])",
  ],
  [
    () => quantile([1], 0.5, { method: "weibull" as "linear" }),
    'quantile: no method "weibull"; the methods are linear, lower, higher, midpoint, nearest',
  ],
  [() => median([1], { method: "lower" } as object), "median: no option method"],
  [() => histogram([1], { bins: 0 }), "histogram: bins must be an integer from 1, or edges, got 0"],
  [() => histogram([1, NaN]), "histogram: bins cannot reach from NaN to NaN; give a finite range"],
  [() => histogram([1], { range: [2, 1] }), "histogram: bins cannot reach from 2 to 1"],
  [() => histogram([1], { bins: [1, 3, 2] }), "histogram: the edges in bins must be in ascending order"],
  [
    () => histogram([1], { bins: [1] }),
    "histogram: bins must be a vector of two edges at least, got the shape [1]",
  ],
  [() => histogram([1], { bins: [1, 2], range: [0, 1] }), "histogram: range is for bins of equal width"],
  [
    () => histogram([1, 2], { weights: [1] }),
    "histogram: weights must have the shape of x: weights is [1], x is [2]",
  ],
  [() => searchSorted([[1]], 1), "searchSorted: sorted must be a vector, got the shape [1, 1]"],
  [
    () => searchSorted([1], 1, { side: "up" as "left" }),
    'searchSorted: side must be "left" or "right", got "up"',
  ],
  [() => interp(1, [1, 2], [1]), "interp: xp and fp must be vectors of one length: xp is [2], fp is [1]"],
  [() => interp(1, [], []), "interp: xp is empty; at least one point is needed"],
  [() => interp(1, [1, 0], [1, 2]), "interp: xp must be in ascending order, but xp[1] is 0 after 1"],
  [() => interp(1, [1, 2], [1, 2], { period: 0 }), "interp: period must be a positive number, got 0"],
  [() => cov(3), "cov: x must be a vector or a matrix, got the shape []"],
  [() => corrcoef(zeros([1, 1, 1])), "corrcoef: x must be a vector or a matrix, got the shape [1, 1, 1]"],
])("call %# that does not fit is refused", (call, message) => {
  expect(call).toThrow(message);
});

test("errors are of the class that says what is wrong, and complex numbers are refused", () => {
  expect(() => quantile([1], 2)).toThrow(DomainError);
  expect(() => cov(3)).toThrow(ShapeError);
  for (const f of [
    () => quantile(complexNumber, 0.5),
    () => median(complexNumber),
    () => histogram(complexNumber),
    () => searchSorted(complexNumber, 1),
    () => searchSorted([1], complexNumber),
    () => interp(complexNumber, [1], [1]),
    () => unique(complexNumber),
    () => cov(complexNumber),
    () => corrcoef(complexNumber),
  ]) {
    expect(f).toThrow(DTypeError);
  }
});
