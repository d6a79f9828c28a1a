import {
  area,
  arrow,
  bar,
  colors,
  contour,
  defineFigure,
  dot,
  formatNumber,
  handle,
  line,
  plot,
  rule,
  surface,
  text,
  viridis,
} from "../../src/index.ts";
import type { Figure } from "../../src/index.ts";

const range = (low: number, high: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));
const normal = (x: number, mean: number, scale: number): number =>
  Math.exp(-0.5 * ((x - mean) / scale) ** 2) / (scale * Math.sqrt(2 * Math.PI));

const height = (x: number, y: number): number => (x ** 2 + y ** 2) * Math.exp(-(x ** 2 + y ** 2));
const square = { x: [-2.5, 2.5], y: [-2.5, 2.5] } as const;

const ring = defineFigure({
  params: {
    x: { value: 1, min: -2.5, max: 2.5, step: 0.01 },
    y: { value: 2, min: -2.5, max: 2.5, step: 0.01 },
    azimuth: { value: 150, min: -180, max: 180, step: 1 },
    elevation: { value: 32, min: 0, max: 90, step: 1 },
  },
  compute: ({ x, y, ...view }) => {
    const s = x ** 2 + y ** 2;
    const slope = 2 * (1 - s) * Math.exp(-s);
    return { x, y, value: s * Math.exp(-s), dx: slope * x, dy: slope * y, view };
  },
  view: ({ x, y, dx, dy, view }) =>
    plot({
      title: "The ring and its gradient",
      equal: true,
      width: 640,
      marks: [
        surface(height, {
          ...square,
          ...view,
          points: [[x, y]],
          turn: { azimuth: "azimuth", elevation: "elevation" },
        }),
        contour(height, { ...square, thresholds: 9, stroke: "#fff", strokeOpacity: 0.3, fill: viridis }),
        arrow({ x1: x, y1: y, x2: x + 3 * dx, y2: y + 3 * dy }),
        handle({ x, y }, { bind: { x: "x", y: "y" }, label: "the point (x, y)" }),
      ],
      x: { label: "x", domain: [-2.5, 2.5], ticks: [-2, -1, 0, 1, 2] },
      y: { label: "y", domain: [-2.5, 2.5], ticks: [-2, -1, 0, 1, 2] },
    }),
  say: ({ x, y, value, dx, dy }) => {
    const [fx, gx, gy] = [value, dx, dy].map((number) => formatNumber(number, { decimals: 6 }));
    return `f(${formatNumber(x)}, ${formatNumber(y)}) = ${fx}, ∇f = (${gx}, ${gy})`;
  },
});

const circle = range(0, 2 * Math.PI, 121).map((t) => [Math.cos(t), Math.sin(t)] as const);
const product = ([x, y]: readonly [number, number]): [number, number] => [4 * x + y, x + 3 * y];

const hessianVectorProduct = defineFigure({
  params: {
    angle: { value: Math.PI / 4, min: -Math.PI, max: Math.PI, step: 0.01, label: "angle of v" },
  },
  compute: ({ angle }) => {
    const v: [number, number] = [Math.cos(angle), Math.sin(angle)];
    return { v, hv: product(v) };
  },
  view: ({ v: [x, y], hv: [p, q] }) =>
    plot({
      title: "A direction and the Hessian's answer",
      equal: true,
      width: 500,
      height: 390,
      marks: [
        line(circle, { stroke: colors.gray, strokeWidth: 1 }),
        line(circle.map(product), { stroke: colors.gray, strokeWidth: 1, dash: [4, 3] }),
        arrow({ x1: 0, y1: 0, x2: p, y2: q }, { stroke: colors.blue, label: "Hv" }),
        arrow({ x1: 0, y1: 0, x2: x, y2: y }, { label: "v" }),
        text({ x: 1.12 * p, y: 1.12 * q, text: "Hv" }, { italic: true }),
        handle({ x, y }, { bind: { angle: "angle" }, label: "the tip of v" }),
      ],
      x: { domain: [-5.5, 5.5] },
      y: { domain: [-4.2, 4.2] },
    }),
  say: ({ v, hv }) => {
    const show = (numbers: readonly number[]): string =>
      numbers.map((number) => formatNumber(number, { decimals: 3 })).join(", ");
    return `v = (${show(v)}), Hv = (${show(hv)})`;
  },
});

const eigenvalues = [(7 - Math.sqrt(5)) / 2, (7 + Math.sqrt(5)) / 2] as const;
const border = 2 / eigenvalues[1];

const largestCurvature = defineFigure({
  params: {
    eta: { value: 0.3, min: 0.02, max: 0.5, step: 0.001, label: "step size η" },
    x: { value: 2.4, min: -3, max: 3, step: 0.01, label: "start x" },
    y: { value: -1.6, min: -3, max: 3, step: 0.01, label: "start y" },
  },
  compute: ({ eta, x, y }) => {
    let at: [number, number] = [x, y];
    const path = [at];
    for (let k = 0; k < 40; k++) {
      const [p, q] = product(at);
      at = [at[0] - eta * p, at[1] - eta * q];
      path.push(at);
    }
    return { eta, start: { x, y }, path, factors: eigenvalues.map((value) => Math.abs(1 - eta * value)) };
  },
  view: ({ path, start, eta, factors: [shallow, steep] }) => {
    const color = eta < border ? colors.blue : colors.red;
    const bars = { x: [4.1, 4.9], y: [steep!, shallow!].map((factor) => Math.min(factor, 1.3) * 4 - 2.3) };
    return plot({
      title: "Gradient descent on a quadratic bowl",
      equal: true,
      width: 620,
      height: 430,
      marks: [
        contour((x: number, y: number) => 0.5 * (4 * x * x + 2 * x * y + 3 * y * y), {
          x: [-3.4, 3.4],
          y: [-2.8, 2.8],
          thresholds: 12,
          stroke: colors.gray,
          strokeOpacity: 0.6,
        }),
        line(path, { stroke: color, strokeWidth: 1.4 }),
        dot(path, { r: 3, fill: color }),
        bar({ ...bars, y2: -2.3 }, { width: 0.5, fill: color }),
        line({ x: [3.75, 5.25], y: [1.7, 1.7] }, { stroke: colors.red, strokeWidth: 1.2 }),
        text({ x: [4.1, 4.9], y: -2.55, text: ["steep", "shallow"] }, { size: 11 }),
        text({ x: 4.5, y: 2.5, text: "|1 − ηλ|" }),
        handle(start, { bind: { x: "x", y: "y" }, label: "the start" }),
      ],
      x: { domain: [-3.4, 5.4], ticks: [-3, -2, -1, 0, 1, 2, 3] },
      y: { domain: [-2.8, 2.8], ticks: [-2, -1, 0, 1, 2] },
    });
  },
  say: ({ eta, factors }) =>
    `η = ${formatNumber(eta)}: a step multiplies the steep part by ${formatNumber(factors[1]!)}, ` +
    `the shallow part by ${formatNumber(factors[0]!)}.`,
});

const x = range(-6, 6, 241);
const p = x.map((v) => 0.6 * normal(v, -2, 0.6) + 0.4 * normal(v, 2, 0.8));

const klDivergence = defineFigure({
  params: {
    mean: { value: 0.5, min: -4, max: 4, step: 0.01, label: "mean of q" },
    scale: { value: 1.2, min: 0.3, max: 3, step: 0.01, label: "scale of q" },
  },
  compute: ({ mean, scale }) => {
    const q = x.map((v) => normal(v, mean, scale));
    const integrand = p.map((pi, i) => pi * Math.log(pi / q[i]!));
    return { mean, scale, q, integrand, divergence: integrand.reduce((sum, term) => sum + term, 0) / 20 };
  },
  view: ({ mean, scale, q, integrand }) => {
    const peak = normal(0, 0, scale);
    return plot({
      title: "Two densities and what separates them",
      width: 620,
      marks: [
        area({ x, y: integrand }, { fill: colors.orange, label: "integrand of KL(p‖q)" }),
        rule({ y: 0 }),
        line({ x, y: p }, { stroke: colors.gray, label: "p" }),
        line({ x, y: q }, { label: "q" }),
        text({ x: [-2.9, mean - 1.2 * scale], y: [0.36, 0.62 * peak], text: ["p", "q"] }, { italic: true }),
        handle({ x: mean, y: peak }, { bind: { x: "mean" }, label: "the mean of q" }),
        handle(
          { x: mean + scale, y: peak * Math.exp(-0.5) },
          { bind: { x: { param: "scale", offset: mean } }, label: "the scale of q", fill: colors.blue },
        ),
      ],
      x: { label: "x", domain: [-6, 6] },
      y: { domain: [-0.25, 0.75] },
    });
  },
  say: ({ divergence }) => `KL(p‖q) = ${formatNumber(divergence, { decimals: 4 })} nats`,
});

/** Figures such as lessons have, in plain numbers. */
export const lessons = { ring, hessianVectorProduct, largestCurvature, klDivergence } as unknown as Readonly<
  Record<string, Figure>
>;
