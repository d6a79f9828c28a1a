import { expect, test } from "vitest";
import {
  all,
  any,
  argmax,
  argmin,
  DomainError,
  greater,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  prod,
  reshape,
  ShapeError,
  softmax,
  std,
  sum,
  tensor,
  transpose,
  variance,
  arange,
  full,
  zeros,
} from "@adjoint/tensor";
import type { ReductionOptions, Tensor } from "@adjoint/tensor";
import { readFixture } from "./read-fixture.ts";
import { ulpDistance } from "./ulp-distance.ts";

type Reduction = (x: Tensor, options?: ReductionOptions) => Tensor;

const reductions: Record<string, Reduction> = {
  sum,
  prod,
  mean,
  max,
  min,
  variance,
  std,
  any: (x, options) => any(greater(x, 2), options),
  all: (x, options) => all(greater(x, -3), options),
};

const fixture = readFixture<{
  x: number[][][];
  cases: [name: string, axis: number | number[] | "all", keepDims: boolean, result: number | number[]][];
}>("reductions");

test.each(fixture.cases)("%s over %j with keepDims %s is NumPy's", (name, axis, keepDims, expected) => {
  const options = axis === "all" ? { keepDims } : { axis, keepDims };
  const result = reductions[name]!(tensor(fixture.x), options);
  const reference = tensor(expected);
  expect(result.shape).toEqual(reference.shape);
  result.data.forEach((value, i) => expect(ulpDistance(value, reference.data[i]!)).toBeLessThanOrEqual(2));
});

test("reductions over axes that are not neighbours, or of a transposition, are the same", () => {
  const x = reshape(arange(120), [2, 3, 4, 5]);
  const moved = transpose(x, [1, 3, 0, 2]);
  expect(sum(x, { axis: [0, 2] }).toArray()).toEqual(sum(moved, { axis: [2, 3] }).toArray());
  expect(max(x, { axis: [0, 3] }).toArray()).toEqual([
    [64, 69, 74, 79],
    [84, 89, 94, 99],
    [104, 109, 114, 119],
  ]);
  expect(sum(x, { axis: [-1, 0] }).shape).toEqual([3, 4]);
});

test("the sum of ten million tenths is right to the last digit but two", () => {
  const total = sum(full([1e7], 0.1)).item();
  // The double nearest to 0.1 is 0.1000000000000000055511151231257827.
  expect(Math.abs(total - 1_000_000.000000000055511)).toBeLessThanOrEqual(3e-10);
  expect(Math.abs(sum(full([1e6, 10], 0.1), { axis: 0 }).data[3]! - 100_000)).toBeLessThanOrEqual(3e-11);
});

test("a sum of float32 is rounded once", () => {
  const x = full([16_777_300], 1, { dtype: "float32" });
  expect(sum(x).item()).toBe(Math.fround(16_777_300));
  expect(mean(full([1000], 0.1, { dtype: "float32" })).item()).toBe(Math.fround(0.1));
});

test("reductions of nothing", () => {
  expect(sum([]).item()).toBe(0);
  expect(prod([]).item()).toBe(1);
  expect(mean([]).item()).toBeNaN();
  expect(variance([]).item()).toBeNaN();
  expect(any([]).toArray()).toBe(false);
  expect(all([]).toArray()).toBe(true);
  expect(logSumExp([]).item()).toBe(-Infinity);
  expect(sum(zeros([0, 3]), { axis: 0 }).toArray()).toEqual([0, 0, 0]);
  expect(sum(zeros([0, 3]), { axis: 1 }).shape).toEqual([0]);
  expect(sum(zeros([0, 3]), { axis: 0, keepDims: true }).shape).toEqual([1, 3]);
  expect(prod(zeros([2, 0]), { axis: 1 }).toArray()).toEqual([1, 1]);
  expect(max(zeros([0, 3]), { axis: 1 }).shape).toEqual([0]);
  expect(argmax(zeros([0, 3]), { axis: 1 }).shape).toEqual([0]);
});

test("the largest of nothing is refused", () => {
  expect(() => max([])).toThrow(DomainError);
  expect(() => max(zeros([2, 0]), { axis: 1 })).toThrow(
    "max: axis 1 of x is empty (x is [2, 0]); the max of nothing is not defined",
  );
  expect(() => argmin([])).toThrow("argmin: axis 0 of x is empty (x is [0])");
});

test("reductions of a scalar and over no axes give it back", () => {
  for (const f of [sum, prod, mean, max, min, logSumExp]) expect(f(tensor(3)).item()).toBe(3);
  expect(variance(3).item()).toBe(0);
  expect(argmax(3).item()).toBe(0);
  expect(sum([1, 2], { axis: [] }).toArray()).toEqual([1, 2]);
  expect(max([1, 2], { axis: [] }).toArray()).toEqual([1, 2]);
  expect(sum([true, true], { axis: [] })).toMatchObject({ dtype: "int32", shape: [2] });
  expect(any([0, 2], { axis: [] }).toArray()).toEqual([false, true]);
});

test("axes that do not exist, or are named twice, are refused", () => {
  expect(() => sum([1, 2], { axis: 1 })).toThrow(
    "sum: no axis 1 in a tensor of rank 1; axes run from -1 to 0",
  );
  expect(() => sum(1, { axis: 0 })).toThrow("sum: no axis 0 in a tensor of rank 0; a scalar has no axes");
  expect(() => mean(zeros([2, 3]), { axis: [0, -2] })).toThrow(/axis 0 is named twice in \[0, -2\]/);
  expect(() => sum([1], { axis: 0.5 })).toThrow("sum: axis must be an integer, got 0.5");
  expect(() => sum([1], { axis: null as unknown as number })).toThrow(
    "sum: axis must be an integer, got null",
  );
  for (const [name, f] of Object.entries({
    mean,
    variance,
    std,
    max,
    prod,
    softmax,
    logSumExp,
    logSoftmax,
  })) {
    expect(() => f([1], { axis: 2 })).toThrow(`${name}: no axis 2 in a tensor of rank 1`);
    expect(() => f("1" as never)).toThrow(`${name}: x must be a tensor`);
  }
  expect(() => logSumExp([1], { axis: 2 })).toThrow(ShapeError);
});

test("NaN wins every maximum and minimum", () => {
  expect(max([1, NaN, 3]).item()).toBeNaN();
  expect(min([NaN, 1]).item()).toBeNaN();
  expect(
    max(
      [
        [1, NaN],
        [2, 3],
      ],
      { axis: 1 },
    ).toArray(),
  ).toEqual([NaN, 3]);
  expect(max([-Infinity, -Infinity]).item()).toBe(-Infinity);
  expect(min([Infinity]).item()).toBe(Infinity);
  expect(Object.is(max([-0, 0]).item(), 0)).toBe(true);
  expect(Object.is(min([0, -0]).item(), -0)).toBe(true);
});

test("argmax and argmin take the first of equals, and the first NaN", () => {
  expect(argmax([3, 7, 7, 1]).item()).toBe(1);
  expect(argmin([3, 1, 1]).item()).toBe(1);
  expect(argmax([NaN, 9, NaN]).item()).toBe(0);
  expect(argmax([9, NaN, NaN]).item()).toBe(1);
  expect(argmin([9, NaN, -1]).item()).toBe(1);
  expect(argmax([-Infinity, -Infinity]).item()).toBe(0);
  expect(
    argmax([
      [1, 5],
      [9, 2],
    ]).item(),
  ).toBe(2);
  expect(
    argmax(
      [
        [1, 5],
        [9, 2],
      ],
      { axis: 0 },
    ).toArray(),
  ).toEqual([1, 0]);
  expect(
    argmin(
      [
        [1, 5],
        [9, 2],
      ],
      { axis: -1, keepDims: true },
    ).toArray(),
  ).toEqual([[0], [1]]);
  expect(
    argmax(
      [
        [1, 5],
        [9, 2],
      ],
      { keepDims: true },
    ).shape,
  ).toEqual([1, 1]);
  expect(argmax([false, true]).item()).toBe(1);
});

test("truth is everything but zero", () => {
  expect(any([0, -0]).toArray()).toBe(false);
  expect(any([0, NaN]).toArray()).toBe(true);
  expect(all([1, NaN, -3]).toArray()).toBe(true);
  expect(
    all(
      [
        [1, 0],
        [1, 1],
      ],
      { axis: 1 },
    ).toArray(),
  ).toEqual([false, true]);
});

test("variance and std divide by n minus the correction", () => {
  expect(variance([1, 2, 3, 4], { correction: 1 }).item()).toBe(5 / 3);
  expect(std([1, 2, 3, 4], { correction: 1 }).item()).toBe(Math.sqrt(5 / 3));
  expect(variance([5], { correction: 1 }).item()).toBeNaN();
  expect(variance([5], { correction: 2 }).item()).toBeNaN();
  expect(std([2, 2, 2]).item()).toBe(0);
  expect(std([1, NaN]).item()).toBeNaN();
  expect(variance([1, Infinity]).item()).toBeNaN();
});

test("variance does not cancel where the mean is large", () => {
  expect(variance([1e9 + 1, 1e9 + 2, 1e9 + 3]).item()).toBeCloseTo(2 / 3, 12);
});

test("logSumExp neither overflows nor loses what is small", () => {
  expect(logSumExp([1000, 1000]).item()).toBe(1000 + Math.LN2);
  expect(logSumExp([-1000, -1000]).item()).toBe(-1000 + Math.LN2);
  expect(logSumExp([1e308, -1e308]).item()).toBe(1e308);
  expect(logSumExp([-Infinity, -Infinity]).item()).toBe(-Infinity);
  expect(logSumExp([-Infinity, 2]).item()).toBe(2);
  expect(logSumExp([Infinity, 2]).item()).toBe(Infinity);
  expect(logSumExp([NaN, 2]).item()).toBeNaN();
  expect(
    logSumExp(
      [
        [0, 0],
        [-Infinity, 0],
      ],
      { axis: 1, keepDims: true },
    ).toArray(),
  ).toEqual([[Math.LN2], [0]]);
  expect(logSumExp([true, true]).item()).toBe(1 + Math.LN2);
});

test("softmax sums to 1 at any size of the logits", () => {
  expect(softmax([1000, 1000]).toArray()).toEqual([0.5, 0.5]);
  expect(softmax([-1000, 1000]).toArray()).toEqual([0, 1]);
  expect(softmax([-Infinity, 3]).toArray()).toEqual([0, 1]);
  expect(
    softmax(
      [
        [0, 0],
        [0, 1000],
      ],
      { axis: 0 },
    ).toArray(),
  ).toEqual([
    [0.5, 0],
    [0.5, 1],
  ]);
  expect(
    softmax(
      [
        [0, 0],
        [0, 0],
      ],
      { axis: [0, 1] },
    ).toArray(),
  ).toEqual([
    [0.25, 0.25],
    [0.25, 0.25],
  ]);
  expect(softmax([]).shape).toEqual([0]);
  expect(softmax(zeros([2, 0])).shape).toEqual([2, 0]);
});

test("softmax without a limit is NaN, not a guess", () => {
  expect(softmax([Infinity, 0]).data[0]).toBeNaN();
  expect(softmax([-Infinity, -Infinity]).toArray()).toEqual([NaN, NaN]);
});

test("logSoftmax keeps the digits of small probabilities", () => {
  expect(logSoftmax([0, 1000]).toArray()).toEqual([-1000, 0]);
  expect(logSoftmax([0, 40]).data[0]).toBe(-40);
  expect(logSoftmax([1e6, 1e6 + 1]).data[1]).toBe(-Math.log1p(Math.exp(-1)));
  expect(logSoftmax([]).shape).toEqual([0]);
  // mpmath: log1p(exp(-40)).
  expect(logSoftmax([0, 40]).toArray()).toEqual([-40, -4.248354255291589e-18]);
  expect(logSoftmax([0, 40, 40]).data[1]).toBe(-Math.LN2);
  expect(logSoftmax([0, 700]).toArray()).toEqual([-700, -Math.exp(-700)]);
  expect(logSoftmax([-Infinity, 3]).toArray()).toEqual([-Infinity, 0]);
});
