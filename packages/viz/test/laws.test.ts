import { expect, test } from "vitest";
import {
  area,
  arrow,
  bar,
  contour,
  dot,
  handle,
  heatmap,
  line,
  plot,
  renderSvg,
  rule,
  surface,
  text,
  vectorField,
} from "../src/index.ts";
import type { Mark } from "../src/index.ts";

/** Every mark, from two columns of the same length. */
const columnMarks: Readonly<Record<string, (x: readonly number[], y: readonly number[]) => Mark>> = {
  area: (x, y) => area({ x, y }),
  arrow: (x, y) => arrow({ x1: x, y1: y, x2: x.toReversed(), y2: y.toReversed() }),
  bar: (x, y) => bar({ x, y }),
  dot: (x, y) => dot({ x, y }),
  handle: (x, y) => handle({ x: x[0] ?? NaN, y: y[0] ?? NaN }, { bind: { x: "a" }, label: "a" }),
  line: (x, y) => line({ x, y }),
  "line, monotone": (x, y) => line({ x, y }, { curve: "monotone" }),
  rule: (x) => rule({ x }),
  text: (x, y) => text({ x, y, text: "here" }),
};

/** Every mark of a field, from its values. */
const fieldMarks: Readonly<Record<string, (f: (x: number, y: number) => number) => Mark>> = {
  contour: (f) => contour(f, { samples: 8 }),
  heatmap: (f) => heatmap(f, { samples: 8 }),
  surface: (f) => surface(f, { samples: 8, names: ["x", "y", "z"] }),
  vectorField: (f) => vectorField((x, y) => [f(x, y), f(y, x)], { samples: 4 }),
};

const columns: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
  "no data": [[], []],
  "one point": [[1], [2]],
  "constant data": [
    [3, 3, 3],
    [7, 7, 7],
  ],
  zeros: [
    [0, 0],
    [-0, 0],
  ],
  "a gap": [
    [0, 1, NaN, 3, 4],
    [1, NaN, 2, 3, 4],
  ],
  infinities: [
    [0, 1, Infinity, 3],
    [1, -Infinity, 2, 3],
  ],
  "huge values": [
    [-1.7e308, 1e300, 1.7e308],
    [1.7e308, 0, -1.7e308],
  ],
  "tiny values": [
    [5e-324, 1e-310, 3e-308],
    [0, 5e-324, 1e-320],
  ],
  "huge values close together": [
    [1e16, 1e16 + 2],
    [-1e16, -1e16 - 2],
  ],
  "tiny and huge": [
    [1e-300, 1e300],
    [1, 2],
  ],
};

const fields: Readonly<Record<string, (x: number, y: number) => number>> = {
  constant: () => 3,
  "not a number anywhere": () => NaN,
  "not a number somewhere": (x, y) => (x > 0 ? NaN : x * y),
  infinite: (x) => 1 / Math.max(0, x),
  huge: (x, y) => 1.7e308 * Math.sign(x + y),
  tiny: (x, y) => 1e-310 * x * y,
  "one peak": (x, y) => Math.exp(-400 * (x * x + y * y)),
};

function check(draw: () => Mark): void {
  const scene = plot({ marks: [draw()], title: "a law", x: { label: "x" }, y: { label: "y" } });
  const svg = renderSvg(scene);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  expect(renderSvg(plot({ marks: [draw()], title: "a law", x: { label: "x" }, y: { label: "y" } }))).toBe(
    svg,
  );
  expect(renderSvg(JSON.parse(JSON.stringify(scene)))).toBe(svg);
}

for (const [name, mark] of Object.entries(columnMarks)) {
  test.each(Object.entries(columns))(`${name} draws %s`, (_, [x, y]) => {
    if (name === "handle" && x.length === 0) return check(() => dot({ x, y }));
    check(() => mark(x, y));
  });

  test(`${name} says when an axis has nothing finite to show`, () => {
    expect(() => plot({ marks: [mark([NaN, NaN], [1, 2])] })).toThrow(
      /^plot: [xy] has no finite value: NaN$/,
    );
  });

  test(`${name} says when a logarithmic axis has nothing positive to show`, () => {
    expect(() => plot({ marks: [mark([-2, -3], [-1, -2])], x: { type: "log" } })).toThrow(
      /^plot: x has no positive value: -?[\d.]+$/,
    );
  });
}

for (const [name, mark] of Object.entries(fieldMarks)) {
  test.each(Object.entries(fields))(`${name} draws a field that is %s`, (_, f) => check(() => mark(f)));
}
