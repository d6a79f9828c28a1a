import { expect, test } from "vitest";
import type { Scale } from "../src/index.ts";
import { niceDomain, scaleTicks, toPixel, toValue } from "../src/scale.ts";

const scales: readonly (readonly [string, Scale])[] = [
  ["linear", { type: "linear", domain: [-2, 6], range: [10, 410] }],
  ["reversed", { type: "linear", domain: [6, -2], range: [10, 410] }],
  ["upright", { type: "linear", domain: [-2, 6], range: [300, 20] }],
  ["log", { type: "log", domain: [0.01, 1000], range: [0, 500] }],
  ["huge", { type: "linear", domain: [-1.7e308, 1.7e308], range: [0, 100] }],
];

test.each(scales)("on a %s scale pixel and value are inverse", (_, scale) => {
  for (let pixel = 20; pixel < 100; pixel += 7) {
    expect(toPixel(scale, toValue(scale, pixel))).toBeCloseTo(pixel, 9);
  }
  expect(toPixel(scale, scale.domain[0])).toBe(scale.range[0]);
  expect(toPixel(scale, scale.domain[1])).toBe(scale.range[1]);
});

test("what a scale cannot show is NaN, what is far away stays at a distance SVG can hold", () => {
  const [, linear] = scales[0]!;
  const [, log] = scales[3]!;
  expect(toPixel(linear, NaN)).toBeNaN();
  expect(toPixel(log, -1)).toBeNaN();
  expect(toPixel(linear, 1e300)).toBe(1e6);
  expect(toPixel(linear, -1e300)).toBe(-1e6);
});

test("ticks are round and lie inside", () => {
  const ticks = (type: Scale["type"], domain: [number, number], count = 5): number[] =>
    scaleTicks({ type, domain, range: [0, 1] }, count);
  expect(ticks("linear", [0, 1])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks("linear", [6, -2])).toEqual([-2, 0, 2, 4, 6]);
  expect(ticks("log", [1, 1000])).toEqual([1, 10, 100, 1000]);
  expect(ticks("log", [2, 9])).toEqual([2, 3, 5, 7]);
  expect(ticks("log", [1e-300, 1e300]).length).toBeLessThan(9);
  expect(ticks("linear", [0, 1e-310])).toEqual([0, 1e-310]);
  expect(niceDomain([0.13, 9.7], 5)).toEqual([0, 10]);
});
