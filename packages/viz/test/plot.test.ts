import { expect, test } from "vitest";
import {
  area,
  arrow,
  bar,
  colors,
  contour,
  dot,
  handle,
  heatmap,
  line,
  plot,
  ramp,
  rule,
  surface,
  text,
} from "../src/index.ts";
import type { Mark, Scene } from "../src/index.ts";

const unit = { x: [0, 1], y: [0, 1] };

test("what is no mark is refused", () => {
  expect(() => plot({ marks: [{ type: "line" } as unknown as Mark] })).toThrow(
    new TypeError("plot: unknown mark: an object with type"),
  );
  expect(() => plot({ marks: [undefined as unknown as Mark] })).toThrow("plot: unknown mark: undefined");
});

test("channels of different lengths are refused by name", () => {
  const [x, y] = [
    [1, 2, 3],
    [1, 2],
  ];
  expect(() => line({ x, y })).toThrow(new RangeError("line: channels differ in length: x has 3, y has 2"));
  expect(() => dot({ x, y })).toThrow("dot: channels differ in length: x has 3, y has 2");
  expect(() => bar({ x, y })).toThrow("bar: channels differ in length: x has 3, y has 2");
  expect(() => area({ x, y: x, y2: y })).toThrow("area: channels differ in length: y2 has 2, x has 3");
  expect(() => arrow({ x1: 0, y1: 0, x2: x, y2: y })).toThrow(
    "arrow: channels differ in length: x2 has 3, y2 has 2",
  );
  expect(() => text({ x, y: x, text: ["a"] })).toThrow(
    "text: channels differ in length: x has 3, text has 1",
  );
});

test("data of the wrong kind are refused with what they are", () => {
  expect(() => line({ x: "abc" as never, y: [1] })).toThrow(
    new TypeError('line: x: expected numbers: "abc"'),
  );
  expect(() => line({ x: {} as never, y: [1] })).toThrow("line: x: expected numbers: an empty object");
  expect(() => dot([[1, 2, 3]] as never)).toThrow("dot: point 0 must be a pair: 1,2,3");
  expect(() => dot({ data: [1, 2, 3], shape: [3] })).toThrow("dot: points must have shape [n, 2]: [3]");
  expect(() => dot({ z: 1 } as never)).toThrow("dot: expected points: an object with z");
  expect(() => contour([[1, 2], [3]])).toThrow("contour: row 1 must have 2 values: 1");
  expect(() => heatmap({ data: [1], shape: [1] })).toThrow("heatmap: expected a matrix: [1]");
  expect(() => surface(3 as never)).toThrow("surface: expected a function or a matrix: 3");
  expect(() => surface(Math.hypot, { x: [1, -1] })).toThrow(
    "surface: x must ascend between finite numbers: [1, -1]",
  );
  expect(() => contour(Math.hypot, { samples: 1e6 })).toThrow("contour: samples must be 2 to 1024: 1000000");
  expect(() => rule({} as never)).toThrow("rule: give x or y");
  expect(() => handle({ x: 0, y: 0 }, { bind: {}, label: "" })).toThrow(
    "handle: bind x, y or angle to a param",
  );
  expect(() => ramp(["red"])).toThrow("ramp: expected a colour like #rrggbb: red");
});

test("axes that cannot be are refused", () => {
  const marks = [line(unit)];
  expect(() => plot({ marks, x: { domain: [1, 1] } })).toThrow(
    "plot: x domain must have two finite ends: [1, 1]",
  );
  expect(() => plot({ marks, y: { domain: [0, NaN] } })).toThrow(
    "plot: y domain must have two finite ends: [0, NaN]",
  );
  expect(() => plot({ marks, y: { type: "log", domain: [0, 1] } })).toThrow(
    "plot: y domain of a log scale must be positive: [0, 1]",
  );
  expect(() => plot({ marks, width: -1 })).toThrow("plot: width must be 1 to 100000 pixels: -1");
  expect(() => plot({ marks, height: Infinity })).toThrow(
    "plot: height must be 1 to 100000 pixels: Infinity",
  );
});

const pixelsPerUnit = ({ scales }: Scene): number[] =>
  [scales.x!, scales.y!].map(({ domain, range }) =>
    Math.abs((range[1] - range[0]) / (domain[1] - domain[0])),
  );

test("equal axes have equal units, whatever the size and the data", () => {
  const wide = { x: [-4, 4], y: [0, 1] };
  const field = contour(Math.hypot, { x: [-3, 3], y: [0, 1] });
  for (const marks of [[line(unit)], [line(wide)], [field], [field, line(wide)]]) {
    for (const size of [{}, { height: 300 }, { width: 700, height: 200 }, { width: 90, height: 400 }]) {
      const [x, y] = pixelsPerUnit(plot({ marks, equal: true, ...size }));
      expect(Math.abs(x! / y! - 1)).toBeLessThan(0.02);
    }
  }
});

test("a field fills its frame, and other data get round ends", () => {
  const domains = (marks: Mark[]): unknown => {
    const { x, y } = plot({ marks }).scales;
    return [x!.domain, y!.domain];
  };
  expect(domains([contour(Math.hypot, { x: [-2.5, 2.5], y: [-0.7, 0.7] })])).toEqual([
    [-2.5, 2.5],
    [-0.7, 0.7],
  ]);
  expect(domains([line({ x: [0.1, 9.7], y: [-0.93, 0.4] })])).toEqual([
    [0, 10],
    [-1, 0.4],
  ]);
});

test("a reversed axis runs the other way", () => {
  const { x, y } = plot({ marks: [line(unit)], x: { reverse: true } }).scales;
  expect(x!.domain).toEqual([1, 0]);
  expect(y!.domain).toEqual([0, 1]);
});

const luminance = (hex: string): number =>
  [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i]!, 0);
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

test.each(Object.entries(colors).filter(([, color]) => color.includes("#")))(
  "%s stands out from a white and from a dark page",
  (_, color) => {
    const hex = /#[0-9a-f]{6}/.exec(color)![0];
    expect(contrast(hex, "#ffffff")).toBeGreaterThan(3.8);
    expect(contrast(hex, "#17181c")).toBeGreaterThan(3.8);
  },
);

test("a surface beside other marks takes the left half, and their axes the right", () => {
  const marks = [
    surface(Math.hypot),
    dot([[0, 0]]),
    handle({ x: 1, y: 2 }, { bind: { x: "a" }, label: "a" }),
  ];
  const scene = plot({ marks, width: 600 });
  expect(scene.scales.x!.range[0]).toBeGreaterThan(300);
  expect(scene.scales.x!.range[1]).toBeLessThan(600);
  expect(scene.scales.x!.domain).toEqual(plot({ marks: marks.slice(1) }).scales.x!.domain);
  const xs = Array.from(JSON.stringify(scene.children[0]).matchAll(/[ML](-?[\d.]+),/g), ([, x]) => Number(x));
  expect(xs.length).toBeGreaterThan(1000);
  expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...xs)).toBeLessThanOrEqual(300);
});

test("a dot on a surface is pale behind a rise and nowhere else", () => {
  const hill = (x: number, y: number): number => Math.exp(-4 * (x ** 2 + y ** 2));
  const isPale = (at: readonly [number, number], azimuth: number, elevation = 20): boolean => {
    const [group] = plot({ marks: [surface(hill, { points: [at], azimuth, elevation })] }).children;
    const nodes =
      group?.type === "group" && group.children[0]?.type === "group" ? group.children[0].children : [];
    return nodes.find((node) => node.type === "circle")!.opacity !== undefined;
  };
  // At azimuth 0 the eye is at negative y; at 90, at negative x.
  expect(isPale([0, 0.6], 0)).toBe(true);
  expect(isPale([0, -0.6], 0)).toBe(false);
  expect(isPale([0.6, 0], 90)).toBe(true);
  expect(isPale([0, 0.6], 180)).toBe(false);
  expect(isPale([0, 0], 0)).toBe(false);
  expect(isPale([0.9, 0.6], 0)).toBe(false);
  expect(isPale([0, 0.6], 0, 90)).toBe(false);
});
