import { arrow, colors, contour, dot, line, plot, surface, viridis } from "@adjoint/viz";
import type { Scene, SceneNode } from "@adjoint/viz";
import type { Tensor } from "@adjoint/tensor";
import type { Analysis, Pair } from "./analyse.ts";
import type { Derivatives } from "./derivatives.ts";

/** The map's frame is fixed, so that the layer with the point lies exactly on the layer with the contours. */
const frame = { width: 420, height: 408, margin: { top: 16, right: 18, bottom: 34, left: 44 } } as const;

/** Contours of f over [−range, range]², and the curve on which det H = 0. */
export function mapScene({ value, determinant }: Derivatives, range: number): Scene {
  const domain: Pair = [-range, range];
  return plot({
    ...frame,
    marks: [
      contour(value, {
        x: domain,
        y: domain,
        thresholds: 14,
        fill: viridis,
        stroke: "#ffffff",
        strokeOpacity: 0.35,
        strokeWidth: 0.8,
      }),
      contour(determinant, {
        x: domain,
        y: domain,
        thresholds: [0],
        fill: "none",
        stroke: "#ffffff",
        strokeOpacity: 0.7,
        strokeWidth: 1.4,
      }),
    ],
    x: { domain },
    y: { domain },
    equal: true,
    title: "Contours of f",
  });
}

/** The point, the direction of the gradient, and the two directions of the Hessian. */
export function pointScene(
  { gradient, directions }: Analysis,
  [x, y]: Pair,
  range: number,
  tip: Pair,
): Scene {
  const domain: Pair = [-range, range];
  const cross = (directions ?? []).map(({ v: [u, w], lambda }) =>
    line(
      { x: [x - u * range * 0.11, x + u * range * 0.11], y: [y - w * range * 0.11, y + w * range * 0.11] },
      { stroke: "#fff", strokeWidth: 1.6, opacity: 0.9, ...(lambda < 0 ? { dash: [3, 3] } : {}) },
    ),
  );
  const steep = gradient.every(Number.isFinite)
    ? [arrow({ x1: x, y1: y, x2: tip[0], y2: tip[1] }, { stroke: colors.orange, strokeWidth: 2.6, head: 11 })]
    : [];
  return plot({
    ...frame,
    marks: [
      ...cross,
      ...steep,
      dot({ x: [x], y: [y] }, { r: 6.5, fill: colors.orange, stroke: "#fff", strokeWidth: 2 }),
    ],
    x: { domain, axis: false, grid: false },
    y: { domain, axis: false, grid: false },
    equal: true,
    title: "The point and the direction of steepest ascent",
  });
}

/** How the graph is seen, in degrees. */
export interface View {
  readonly azimuth: number;
  readonly elevation: number;
}

/** The graph of f, from every `stride`-th sample: a mesh that is redrawn while it turns. */
export function surfaceScene(grid: Tensor, z: Pair, range: number, view: View, stride: number): Scene {
  const n = grid.shape[0]!;
  const { data } = grid;
  const kept = Array.from({ length: Math.floor((n - 1) / stride) + 1 }, (_, i) => i * stride);
  const coarse = kept.map((row) => kept.map((column) => data[row * n + column]!));
  return graphScene(coarse, range, view, z);
}

/** The point alone, where it stands on the graph: a surface of that height, of which only the dot is kept. */
export function surfacePointScene(z: Pair, range: number, view: View, at: Pair, value: number): Scene {
  const level = [
    [value, value],
    [value, value],
  ];
  const scene = graphScene(level, range, view, z, { x: [at[0]], y: [at[1]] });
  const shown = at.every((v) => Math.abs(v) <= range) && Number.isFinite(value);
  return { ...scene, title: "The point on the graph", children: shown ? circlesOf(scene.children) : [] };
}

function graphScene(
  rows: readonly (readonly number[])[],
  range: number,
  view: View,
  z: Pair,
  points?: { readonly x: readonly number[]; readonly y: readonly number[] },
): Scene {
  const domain: Pair = [-range, range];
  const mark = surface(rows, {
    x: domain,
    y: domain,
    z,
    ...view,
    names: ["x", "y", "f"],
    ...(points ? { points } : {}),
  });
  return plot({ width: 420, height: 380, marks: [mark], title: "The graph of f" });
}

function circlesOf(nodes: readonly SceneNode[]): SceneNode[] {
  return nodes.flatMap((node) =>
    node.type === "circle" ? [node] : node.type === "group" ? circlesOf(node.children) : [],
  );
}

/** The lowest and the highest finite sample; an interval around a constant. */
export function extentOf(grid: Tensor): Pair {
  let [low, high] = [Infinity, -Infinity];
  for (const z of grid.data) {
    if (!Number.isFinite(z)) continue;
    low = Math.min(low, z);
    high = Math.max(high, z);
  }
  if (low > high) return [0, 1];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/**
 * Where the gradient's arrow ends: its direction, and a length that grows with the gradient but never
 * leaves the map.
 */
export function arrowTip([gx, gy]: Pair, [x, y]: Pair, range: number, slope: number): Pair {
  const size = Math.hypot(gx, gy);
  if (!(size > 0 && Number.isFinite(size))) return [x, y];
  const length = (0.6 * range * size) / (size + (slope > 0 ? slope : 1));
  return [x + (gx / size) * length, y + (gy / size) * length];
}

/** The mean length of the gradient where it is finite. */
export function slopeOf({ gradient: [gx, gy] }: Derivatives): number {
  const [u, v] = [gx.data, gy.data];
  let [sum, count] = [0, 0];
  for (let i = 0; i < u.length; i++) {
    const length = Math.hypot(u[i]!, v[i]!);
    if (!Number.isFinite(length)) continue;
    sum += length;
    count++;
  }
  return count === 0 ? 1 : sum / count;
}
