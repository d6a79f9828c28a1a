import {
  area,
  arrow,
  bar,
  colors,
  contour,
  diverging,
  dot,
  handle,
  heatmap,
  line,
  plot,
  ramp,
  rule,
  surface,
  text,
  vectorField,
} from "../../src/index.ts";
import type { Scene } from "../../src/index.ts";

const range = (low: number, high: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));
const normal = (x: number, mean = 0, scale = 1): number =>
  Math.exp(-0.5 * ((x - mean) / scale) ** 2) / (scale * Math.sqrt(2 * Math.PI));
const ring = (x: number, y: number): number => (x ** 2 + y ** 2) * Math.exp(-(x ** 2 + y ** 2));
const unit = { x: { label: "x" }, y: { label: "y" } };

/** A picture of every mark, on every kind of axis; each is a file beside this one. */
export const marks: Readonly<Record<string, () => Scene>> = {
  area: () => {
    const x = range(-4, 4, 161);
    return plot({
      title: "Two normal densities and what they share",
      marks: [
        area({ x, y: x.map((v) => normal(v, -1)) }),
        area({ x, y: x.map((v) => normal(v, 1, 0.8)) }, { fill: colors.orange }),
        line({ x, y: x.map((v) => normal(v, -1)) }),
        line({ x, y: x.map((v) => normal(v, 1, 0.8)) }, { stroke: colors.orange }),
      ],
      x: { label: "x" },
      y: { label: "density" },
    });
  },
  arrow: () =>
    plot({
      title: "Arrows from long to short",
      marks: [
        arrow({ x1: 0, y1: 0, x2: [2, 1, 0.3, 0.1, -0.05], y2: [1, 1.5, 1, 0.4, 0.2] }),
        arrow({ x1: 0, y1: 0, x2: [-1.5, 0], y2: [0.75, -0.6] }, { stroke: colors.blue }),
        text({ x: [2, -1.5], y: [1, 0.75], text: ["v", "w"] }, { dy: -12, italic: true, size: 14 }),
      ],
      ...unit,
      equal: true,
      height: 300,
    }),
  bar: () =>
    plot({
      title: "Eigenvalues, one of them negative",
      marks: [bar({ x: [1, 2, 3, 4], y: [4.618, 2.382, 0.4, -1.2] }), rule({ y: 0 })],
      x: { ticks: ["λ₁", "λ₂", "λ₃", "λ₄"].map((label, i) => ({ at: i + 1, label })), grid: false },
      y: { label: "value" },
    }),
  contour: () =>
    plot({
      title: "Level curves of the ring",
      marks: [contour(ring, { x: [-2.5, 2.5], y: [-2.5, 2.5] })],
      ...unit,
      equal: true,
    }),
  "contour-filled": () =>
    plot({
      title: "A saddle, low in blue and high in orange",
      marks: [
        contour((x: number, y: number) => x ** 2 - y ** 2, {
          x: [-2, 2],
          y: [-2, 2],
          thresholds: 12,
          fill: diverging,
          stroke: colors.paper,
          strokeWidth: 0.5,
        }),
      ],
      ...unit,
      equal: true,
    }),
  dot: () => {
    const cloud = range(0, 1, 60).map((t, i): [number, number] => [
      5 + 2.6 * Math.sin(12.9 * i) + 0.4 * t,
      3 + 1.2 * Math.sin(12.9 * i) + 0.5 * Math.cos(7.7 * i),
    ]);
    return plot({
      title: "A cloud of sixty points",
      marks: [dot(cloud)],
      x: { label: "length" },
      y: { label: "width" },
    });
  },
  handle: () =>
    plot({
      title: "A point that moves in two directions, and one that turns",
      marks: [
        line(
          { x: range(0, 6.2832, 90).map(Math.cos), y: range(0, 6.2832, 90).map(Math.sin) },
          { stroke: colors.gray, strokeWidth: 1 },
        ),
        handle({ x: 1.4, y: 0.8 }, { bind: { x: "x", y: "y" }, label: "the point" }),
        handle({ x: 0.6, y: 0.8 }, { bind: { angle: "t" }, label: "the angle", fill: colors.blue }),
      ],
      ...unit,
      equal: true,
      x: { domain: [-2, 2], label: "x" },
      y: { domain: [-1.5, 1.5], label: "y" },
      height: 320,
    }),
  heatmap: () =>
    plot({
      title: "A matrix, its first row on top",
      marks: [
        heatmap(range(0, 7, 8).map((i) => range(0, 11, 12).map((j) => Math.exp(-((i - j / 1.5) ** 2) / 4)))),
      ],
      x: { label: "column" },
      y: { label: "row", reverse: true },
      equal: true,
      height: 300,
    }),
  "heatmap-function": () =>
    plot({
      title: "The real part of a wave",
      marks: [
        heatmap((x: number, y: number) => Math.cos(3 * x) * Math.exp(-(y ** 2)), {
          x: [-3, 3],
          y: [-2, 2],
          ramp: diverging,
        }),
      ],
      ...unit,
      equal: true,
      height: 300,
    }),
  line: () => {
    const x = range(-2 * Math.PI, 2 * Math.PI, 200);
    return plot({
      title: "Sine, and tangent with its gaps",
      marks: [
        line({ x, y: x.map(Math.sin) }),
        line(
          { x, y: x.map((v) => (Math.abs(Math.cos(v)) < 0.12 ? NaN : Math.tan(v))) },
          { stroke: colors.orange },
        ),
        line(
          { x: [-6, -3, 0, 3, 6], y: [1, -1.5, 0, 1.5, 1] },
          { stroke: colors.green, dash: [5, 3], curve: "monotone" },
        ),
      ],
      x: { label: "x" },
      y: { label: "y", domain: [-3, 3] },
    });
  },
  "line-log": () => {
    const x = range(1, 60, 60);
    return plot({
      title: "Convergence, linear and superlinear",
      marks: [
        line({ x, y: x.map((k) => 0.75 ** k) }),
        line({ x: x.slice(0, 5), y: [1, 1e-1, 1e-2, 1e-4, 1e-8] }, { stroke: colors.orange }),
      ],
      x: { label: "iteration" },
      y: { label: "error", type: "log" },
    });
  },
  rule: () =>
    plot({
      title: "A border on the step size",
      marks: [
        line({ x: range(0, 0.6, 2), y: [1, 1.8] }),
        rule({ x: 0.4331 }, { stroke: colors.red, dash: [4, 3], opacity: 1 }),
        rule({ y: 1 }),
        text({ x: 0.4331, y: 1.9, text: "2/λmax" }, { fill: colors.red, anchor: "end", dx: -6 }),
      ],
      x: { label: "η" },
      y: { label: "factor" },
    }),
  surface: () =>
    plot({
      title: "The ring as a surface",
      height: 320,
      marks: [
        surface(ring, {
          x: [-2.5, 2.5],
          y: [-2.5, 2.5],
          names: ["x", "y", "z"],
          points: [[0.6, -0.9]],
          path: range(0, 1, 30).map((t) => [0.6 + 1.5 * t, -0.9 - 1.2 * t] as const),
        }),
      ],
    }),
  "surface-top": () =>
    plot({
      title: "A saddle from above",
      height: 360,
      marks: [
        surface((x: number, y: number) => x ** 2 - y ** 2, {
          x: [-1, 1],
          y: [-1, 1],
          azimuth: 205,
          elevation: 62,
          height: 0.7,
          ramp: ramp(["#1f5fb8", "#d9d8d6", "#c25a10"]),
          names: ["x", "y", "height"],
        }),
      ],
    }),
  text: () =>
    plot({
      title: "Critical points by name",
      marks: [
        contour((x: number, y: number) => x ** 3 + y ** 3 - 3 * x - 3 * y, {
          x: [-2, 2],
          y: [-2, 2],
          stroke: colors.gray,
          thresholds: 14,
          strokeWidth: 0.9,
        }),
        dot(
          [
            [1, 1],
            [-1, -1],
            [1, -1],
            [-1, 1],
          ],
          { fill: colors.red },
        ),
        text(
          { x: [1, -1, 1, -1], y: [1, -1, -1, 1], text: ["minimum", "maximum", "saddle", "saddle"] },
          { dy: -14 },
        ),
      ],
      ...unit,
      equal: true,
    }),
  "vector-field": () =>
    plot({
      title: "Down the gradient of a bowl",
      marks: [vectorField((x, y) => [-(4 * x + y), -(x + 3 * y)], { x: [-2, 2], y: [-2, 2] })],
      ...unit,
      equal: true,
    }),
  empty: () => plot({ marks: [], title: "Axes without data", ...unit }),
};
