import { expect, test } from "vitest";
import { abs, clip, maximum, minimum, relu, sign, tensor, where } from "@adjoint/tensor";

test("maximum and minimum pass NaN on from either side", () => {
  expect(maximum([NaN, 1, NaN], [1, NaN, NaN]).toArray()).toEqual([NaN, NaN, NaN]);
  expect(minimum([NaN, 1, NaN], [1, NaN, NaN]).toArray()).toEqual([NaN, NaN, NaN]);
});

test("maximum takes +0 before -0, minimum the other way", () => {
  expect(maximum([0, -0], [-0, 0]).data).toEqual(Float64Array.of(0, 0));
  expect(minimum([0, -0], [-0, 0]).data).toEqual(Float64Array.of(-0, -0));
});

test("maximum of booleans is their disjunction", () => {
  expect(maximum([true, false], [false, false]).toArray()).toEqual([true, false]);
  expect(minimum([true, true], [true, false]).toArray()).toEqual([true, false]);
});

test("clip limits to both ends, the upper one last", () => {
  expect(clip([-5, 0.5, 5, NaN], -1, 1).toArray()).toEqual([-1, 0.5, 1, NaN]);
  expect(clip([0, 0], [-1, 1], [0.5, 2]).toArray()).toEqual([0, 1]);
  expect(clip([5], 3, 1).toArray()).toEqual([1]);
  expect(clip(Float32Array.of(3), -1, 1).dtype).toBe("float32");
  expect(() => clip([1], "0" as never, 1)).toThrow("clip: low must be a tensor");
  expect(clip([-Infinity, Infinity], -Infinity, Infinity).toArray()).toEqual([-Infinity, Infinity]);
});

test("abs, sign and relu at zeros, infinities and NaN", () => {
  expect(abs([-0]).data).toEqual(Float64Array.of(0));
  expect(sign([-3, -0, 0, Infinity, NaN]).toArray()).toEqual([-1, -0, 0, 1, NaN]);
  expect(relu([-1, -0, 0, 2, Infinity, -Infinity, NaN]).toArray()).toEqual([0, 0, 0, 2, Infinity, 0, NaN]);
  expect(relu(tensor([-1, 2], { dtype: "int32" })).toArray()).toEqual([0, 2]);
});

test("where chooses without computing, so that NaN stays on its side", () => {
  expect(where([true, false], [1, NaN], [NaN, 2]).toArray()).toEqual([1, 2]);
  expect(where([[true], [false]], [1, 2], 0).toArray()).toEqual([
    [1, 2],
    [0, 0],
  ]);
  expect(where(true, [1, 2], [[3], [4]]).toArray()).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(where([0, 2, NaN], 1, -1).toArray()).toEqual([-1, 1, 1]);
  expect(where([], 1, 2).shape).toEqual([0]);
  expect(() => where([true, false], [1, 2, 3], 0)).toThrow(/^where: shapes \[2\] and \[3\] do not broadcast/);
});
