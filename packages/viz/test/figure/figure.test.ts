import { expect, test } from "vitest";
import { defineFigure, plot, startOf } from "../../src/index.ts";
import type { Param } from "../../src/index.ts";
import { settle, stepOf } from "../../src/figure/figure.ts";

const rest = { compute: () => 0, view: () => plot({ marks: [] }), say: () => "" };

test.each<[string, Param]>([
  ["a start below its ends", { value: -1, min: 0, max: 1 }],
  ["a start above its ends", { value: 2, min: 0, max: 1 }],
  ["ends in the wrong order", { value: 0, min: 1, max: -1 }],
  ["ends that meet", { value: 1, min: 1, max: 1 }],
  ["no number", { value: NaN, min: 0, max: 1 }],
  ["an endless range", { value: 0, min: -Infinity, max: Infinity }],
  ["no step", { value: 0, min: 0, max: 1, step: 0 }],
  ["a step backwards", { value: 0, min: 0, max: 1, step: -0.1 }],
])("a param with %s is refused", (_, param) => {
  expect(() => defineFigure({ params: { eta: param }, ...rest })).toThrow(
    new RangeError(
      `defineFigure: eta must start between its ends, in positive steps: ${param.min} ≤ ${param.value} ≤ ${param.max}, step ${param.step}`,
    ),
  );
});

test("a figure is frozen and knows where it starts", () => {
  const figure = defineFigure({ params: { a: { value: 1, min: 0, max: 2 } }, ...rest });
  expect(Object.isFrozen(figure)).toBe(true);
  expect(startOf(figure)).toEqual({ a: 1 });
});

test("settling takes the nearest value, within the ends", () => {
  const param = { value: 0.5, min: 0, max: 1, step: 0.1 };
  expect(settle(param, 0.33)).toBe(0.3);
  expect(settle(param, 0.36)).toBe(0.4);
  expect(settle(param, -5)).toBe(0);
  expect(settle(param, 5)).toBe(1);
  expect(settle(param, 0.1 + 0.2)).toBe(0.3);
  expect(settle(param, NaN)).toBe(0.5);
  expect(settle({ value: 0, min: -1, max: 1, step: 0.3 }, 0.85)).toBe(0.8);
  expect(settle({ value: 0, min: -1, max: 1, step: 0.3 }, 1)).toBe(1);
  expect(stepOf({ value: 0, min: -1, max: 1 })).toBe(0.02);
});

test("settling twice is settling once", () => {
  const param = { value: 0, min: -Math.PI, max: Math.PI, step: 0.01 };
  for (let wanted = -4; wanted < 4; wanted += 0.0137) {
    const once = settle(param, wanted);
    expect(settle(param, once)).toBe(once);
    expect(Math.abs(once - Math.min(Math.PI, Math.max(-Math.PI, wanted)))).toBeLessThan(0.0051);
  }
});
