import { expect, test } from "vitest";
import { dot, handle, plot, surface } from "../../src/index.ts";
import type { Bind, Params } from "../../src/index.ts";
import { handlesOf, moveTo, nudge, paramsOf, turnBy } from "../../src/figure/bind.ts";
import { toPixel } from "../../src/scale.ts";

const params: Params = {
  a: { value: 0, min: -4, max: 4, step: 0.5 },
  b: { value: 0, min: -4, max: 4, step: 0.25 },
  t: { value: 0, min: 0, max: 6, step: 0.01 },
};
const axes = { x: { domain: [-4, 4] }, y: { domain: [-4, 4] } } as const;
const scene = plot({ marks: [], ...axes });
const reversed = plot({ marks: [], x: { ...axes.x, reverse: true }, y: axes.y });

const pixel = (at: typeof scene, x: number, y: number): [number, number] => [
  toPixel(at.scales.x!, x),
  toPixel(at.scales.y!, y),
];

test("a handle sets the params that follow its coordinates", () => {
  const bind: Bind = { x: "a", y: "b" };
  expect(moveTo(bind, scene, params, pixel(scene, 1.4, -2.1))).toEqual({ a: 1.5, b: -2 });
  expect(moveTo(bind, reversed, params, pixel(reversed, 1.4, -2.1))).toEqual({ a: 1.5, b: -2 });
  expect(moveTo({ x: "a" }, scene, params, pixel(scene, 9, 0))).toEqual({ a: 4 });
});

test("an offset and a factor lie between coordinate and param", () => {
  const bind: Bind = { x: { param: "a", offset: 1, factor: 2 }, y: { param: "b", factor: -1 } };
  expect(moveTo(bind, scene, params, pixel(scene, 2, 3))).toEqual({ a: 2, b: -3 });
});

test("an angle is taken about its center and turned into the range of its param", () => {
  const move = (bind: Bind, x: number, y: number): number =>
    moveTo(bind, scene, params, pixel(scene, x, y))["t"]!;
  expect(move({ angle: "t" }, 0, 2)).toBeCloseTo(Math.PI / 2, 2);
  expect(move({ angle: "t" }, -1, -1)).toBeCloseTo((5 * Math.PI) / 4, 2);
  expect(move({ angle: { param: "t", center: [1, 1] } }, 0, 1)).toBeCloseTo(Math.PI, 2);
  expect(move({ angle: "t" }, 1, -0.1)).toBe(0);
});

test("params of a plane follow both coordinates, by mouse and by key", () => {
  const bind: Bind = {
    plane: [
      { param: "a", offset: 1, x: 0.5, y: -0.5 },
      { param: "b", y: 2 },
    ],
  };
  expect(moveTo(bind, scene, params, pixel(scene, 2, 1))).toEqual({ a: 1.5, b: 2 });
  const at = { a: 0, b: 0, t: 1 };
  const fine: Params = { ...params, a: { ...params["a"]!, step: 0.05 } };
  expect(nudge(bind, scene, fine, at, "ArrowUp", false)).toEqual({ a: -0.25, b: 1 });
  expect(nudge(bind, scene, fine, at, "ArrowRight", false)).toEqual({ a: 0.25 });
  expect(paramsOf(bind)).toEqual(["a", "b"]);
});

test("a logarithmic axis is followed by ratio", () => {
  const log = plot({ marks: [], x: { domain: [0.01, 100], type: "log" }, y: axes.y });
  const rate: Params = { rate: { value: 1, min: 0.01, max: 100, step: 0.01 } };
  const [left, right] = log.scales.x!.range;
  expect(moveTo({ x: "rate" }, log, rate, [(left + right) / 2, 0])).toEqual({ rate: 1 });
});

test("a handle in a picture without axes stays where it is", () => {
  const bare = plot({ marks: [surface(Math.hypot)] });
  expect(moveTo({ x: "a" }, bare, params, [3, 3])).toEqual({ a: 0 });
});

test("arrow keys step in the direction on the page", () => {
  const bind: Bind = { x: "a", y: "b" };
  const at = { a: 0, b: 0, t: 1 };
  expect(nudge(bind, scene, params, at, "ArrowRight", false)).toEqual({ a: 0.5 });
  expect(nudge(bind, scene, params, at, "ArrowLeft", false)).toEqual({ a: -0.5 });
  expect(nudge(bind, scene, params, at, "ArrowUp", false)).toEqual({ b: 0.25 });
  expect(nudge(bind, scene, params, at, "ArrowDown", true)).toEqual({ b: -2.5 });
  expect(nudge(bind, reversed, params, at, "ArrowRight", false)).toEqual({ a: -0.5 });
  expect(nudge({ x: { param: "a", factor: -3 } }, scene, params, at, "ArrowRight", false)).toEqual({
    a: -0.5,
  });
  expect(nudge({ angle: "t" }, scene, params, at, "ArrowUp", false)).toEqual({ t: 1.01 });
  expect(nudge({ angle: "t" }, scene, params, at, "ArrowRight", false)).toEqual({ t: 0.99 });
  expect(nudge(bind, scene, params, at, "Tab", false)).toEqual({});
});

test("a surface turns by half a degree a pixel, within the ends", () => {
  const view: Params = {
    azimuth: { value: 30, min: -180, max: 180, step: 0.5 },
    elevation: { value: 30, min: 0, max: 90, step: 0.5 },
  };
  const turn = { azimuth: "azimuth", elevation: "elevation" };
  const at = { azimuth: 30, elevation: 80 };
  expect(turnBy(turn, view, at, [10, 10])).toEqual({ azimuth: 35, elevation: 85 });
  expect(turnBy(turn, view, at, [0, 100])).toEqual({ azimuth: 30, elevation: 90 });
});

test("handles are found in the order in which they are drawn", () => {
  const marks = ["one", "two"].map((label, x) => handle({ x, y: 0 }, { bind: { x: "a" }, label }));
  const found = handlesOf(plot({ marks: [marks[0]!, dot([[0, 1]]), marks[1]!] }));
  expect(found.map(({ label }) => label)).toEqual(["one", "two"]);
  expect(paramsOf({ x: "a", y: { param: "b" }, angle: { param: "t" } })).toEqual(["a", "b", "t"]);
});
