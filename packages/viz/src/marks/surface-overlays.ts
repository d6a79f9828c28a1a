import { colors } from "../color/colors.ts";
import { interpolateGrid } from "../data/field.ts";
import type { Grid } from "../data/field.ts";
import { toPoints } from "../data/points.ts";
import type { Points } from "../data/points.ts";
import { drawable, point, round } from "../round.ts";
import type { SceneNode } from "../scene.ts";
import { arrowPath } from "./arrow-path.ts";
import { toCube } from "./projection.ts";
import type { Cube, Projection } from "./projection.ts";

/** What lies on a surface. */
export interface SurfaceOverlays {
  /** Dots on the surface. */
  readonly points?: Points;
  /** A line on the surface. */
  readonly path?: Points;
  /** An arrow in space, such as a gradient in its tangent plane. */
  readonly arrow?: {
    readonly from: readonly [number, number, number];
    readonly to: readonly [number, number, number];
  };
}

/** The line, the arrow and the dots that lie on a surface; a dot behind a rise shows through it, pale. */
export function surfaceOverlays(
  { points, path, arrow, grid }: SurfaceOverlays & { readonly grid: Grid },
  projection: Projection,
  heights: readonly [number, number],
  cube: (x: number, y: number, z: number) => Cube,
): SceneNode[] {
  const onSurface = (list: Points): Cube[] => {
    const { x, y } = toPoints("surface", list);
    return Array.from(x, (xi, i) => cube(xi, y[i]!, interpolateGrid(grid, xi, y[i]!))).filter((at) =>
      drawable(...projection.at(at)),
    );
  };
  const nodes: SceneNode[] = [];
  const route = path === undefined ? [] : onSurface(path).map(projection.at);
  if (route.length > 1) {
    const d = `M${route.map((pixel) => point(...pixel)).join("L")}`;
    nodes.push({ type: "path", d, fill: "none", stroke: colors.orange, strokeWidth: 2 });
  }
  if (arrow !== undefined) {
    const [from, to] = [projection.at(cube(...arrow.from)), projection.at(cube(...arrow.to))];
    nodes.push({ type: "path", d: arrowPath(from, to, { width: 2, head: 9 }), fill: colors.orange });
  }
  for (const at of points === undefined ? [] : onSurface(points)) {
    const [x, y] = projection.at(at);
    const paint = { fill: colors.orange, stroke: "#fff", strokeWidth: 1.5 };
    const pale = isHidden(at, projection.eye, grid, heights) ? { opacity: 0.4 } : {};
    nodes.push({ type: "circle", x: round(x), y: round(y), r: 5, ...paint, ...pale });
  }
  return nodes;
}

/** Whether the surface rises above the ray from a point on it to the eye. */
function isHidden(
  [x, y, z]: Cube,
  [dx, dy, dz]: Cube,
  grid: Grid,
  heights: readonly [number, number],
): boolean {
  const step = 0.025;
  // A ray that has just left the surface runs within the error of its interpolation.
  const margin = 0.02;
  for (let t = 2 * step; t < 3; t += step) {
    const above = z + t * dz;
    if (above > 1) return false;
    const height = interpolateGrid(grid, fromCube(x + t * dx, grid.x), fromCube(y + t * dy, grid.y));
    if (toCube(height, heights) > above + margin) return true;
  }
  return false;
}

function fromCube(at: number, [low, high]: readonly [number, number]): number {
  return low * (0.5 - at / 2) + high * (0.5 + at / 2);
}
