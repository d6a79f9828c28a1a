import { viridis } from "../color/ramps.ts";
import type { Ramp } from "../color/ramp.ts";
import { finiteExtent } from "../data/extent.ts";
import { columnToX, rowToY, toGrid } from "../data/field.ts";
import type { Field, FieldOptions, Grid } from "../data/field.ts";
import { defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { point } from "../round.ts";
import { TINY } from "../scale.ts";
import type { SceneNode, Turn } from "../scene.ts";
import { project, toCube } from "./projection.ts";
import type { Cube, Projection } from "./projection.ts";
import { surfaceBox } from "./surface-box.ts";
import { surfaceOverlays } from "./surface-overlays.ts";
import type { SurfaceOverlays } from "./surface-overlays.ts";

/** How a surface is seen, and what lies on it. */
export interface SurfaceOptions extends FieldOptions, SurfaceOverlays {
  /** Heights at floor and ceiling; the extent of the data if not given. */
  readonly z?: readonly [number, number];
  /** Degrees turned about the upright axis. */
  readonly azimuth?: number;
  /** Degrees above the horizon, from 0 to 90. */
  readonly elevation?: number;
  /** Height of the box relative to its width. */
  readonly height?: number;
  readonly ramp?: Ramp;
  /** Whether the mesh lines are drawn. */
  readonly mesh?: boolean;
  /** The params, in degrees, that turn the surface when it is dragged. */
  readonly turn?: Turn;
  /** Names of the axes. */
  readonly names?: readonly [string, string, string];
  readonly label?: string;
}

type Shown = Required<Pick<SurfaceOptions, "azimuth" | "elevation" | "height" | "ramp" | "mesh" | "names">>;
type Drawn = SurfaceOptions & Shown & { readonly grid: Grid };

const defaults: Readonly<Shown> = Object.freeze({
  azimuth: 30,
  elevation: 28,
  height: 0.5,
  ramp: viridis,
  mesh: true,
  names: ["x", "y", ""] as const,
});

/** So many shades that neighbours look alike, so few that flat parts share a path. */
const SHADES = 64;

/**
 * The graph of z = f(x, y) as a mesh in parallel projection, far cells first, coloured by height.
 *
 * @throws RangeError if the rectangle is empty or a row differs in length.
 *
 * @example
 * ```ts
 * import { plot, surface } from "@adjoint/viz";
 *
 * const ring = (x: number, y: number) => (x ** 2 + y ** 2) * Math.exp(-(x ** 2 + y ** 2));
 * const scene = plot({ marks: [surface(ring, { x: [-2, 2], y: [-2, 2], azimuth: 40 })], height: 320 });
 * scene.height; // => 320
 * ```
 */
export function surface(field: Field, options: SurfaceOptions = {}): Mark {
  const grid = toGrid("surface", field, { samples: 41, ...options });
  return defineMark({
    name: "surface",
    kind: "solid",
    channels: { z: { values: grid.values } },
    options: { ...defaults, ...options, grid },
    render,
  });
}

function render(mark: Mark<Drawn>, frame: Frame): readonly SceneNode[] {
  const { grid, azimuth, elevation, height, names, turn, label } = mark.options;
  const [low, high] = heights(mark.options);
  const view = {
    azimuth,
    elevation: Math.min(90, Math.max(0, elevation)),
    height,
    steady: turn !== undefined,
  };
  const projection = project(view, inset(frame));
  const cube = (x: number, y: number, z: number): Cube => [
    toCube(x, grid.x),
    toCube(y, grid.y),
    toCube(Math.min(high, Math.max(low, z)), [low, high]),
  ];
  return [
    {
      type: "group",
      ...(turn === undefined ? {} : { turn }),
      ...(label === undefined ? {} : { label }),
      children: [
        // An invisible ground lets a drag begin anywhere in the frame.
        { type: "rect", ...rectOf(frame), fill: "transparent" },
        ...surfaceBox(view, projection, { x: grid.x, y: grid.y, z: [low, high], names }),
        { type: "group", strokeWidth: 0.6, children: mesh(mark.options, projection, cube) },
        ...surfaceOverlays(mark.options, projection, [low, high], cube),
      ],
    },
  ];
}

function mesh(
  options: Drawn,
  projection: Projection,
  cube: (x: number, y: number, z: number) => Cube,
): SceneNode[] {
  const { grid, ramp } = options;
  const [low, high] = heights(options);
  const pixels = Array.from(grid.values, (z, i) =>
    projection.at(cube(columnToX(grid, i % grid.columns), rowToY(grid, Math.floor(i / grid.columns)), z)),
  );
  const runs: { shade: number; d: string }[] = [];
  for (const row of farFirst(grid.rows - 1, projection, [0, 1, 0])) {
    for (const column of farFirst(grid.columns - 1, projection, [1, 0, 0])) {
      const i = row * grid.columns + column;
      const corners = [i, i + 1, i + 1 + grid.columns, i + grid.columns];
      const z = corners.reduce((sum, corner) => sum + grid.values[corner]! / 4, 0);
      if (Number.isNaN(z)) continue;
      const t = (toCube(Math.min(high, Math.max(low, z)), [low, high]) + 1) / 2;
      const shade = Math.round(t * SHADES);
      const d = `M${corners.map((corner) => point(...pixels[corner]!)).join("L")}Z`;
      const last = runs.at(-1);
      if (last?.shade === shade) last.d += d;
      else runs.push({ shade, d });
    }
  }
  return runs.map(({ shade, d }) => {
    const fill = ramp(shade / SHADES);
    return { type: "path", d, fill, stroke: options.mesh ? ramp(meshShade(shade / SHADES)) : fill };
  });
}

/** Mesh lines are a little further along the ramp than the cells they bound. */
function meshShade(t: number): number {
  return t > 0.5 ? t - 0.08 : t + 0.08;
}

/** The indices 0 … n−1, so that what is farther from the eye comes first: exact for a height field. */
function farFirst(n: number, projection: Projection, axis: Cube): number[] {
  const indices = Array.from({ length: n }, (_, i) => i);
  return projection.depth(axis) - projection.depth([0, 0, 0]) >= 0 ? indices : indices.reverse();
}

function heights({ z, grid }: Drawn): readonly [number, number] {
  const [low, high] = z ?? finiteExtent(grid.values) ?? [0, 1];
  return high / 2 - low / 2 > TINY ? [low, high] : [low - 0.5, high + 0.5];
}

/** Room for the ticks around the box. */
function inset({ left, top, right, bottom }: Frame): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  return { left: left + 30, top: top + 4, right: right - 30, bottom: bottom - 12 };
}

function rectOf({ left, top, right, bottom }: Frame): {
  x: number;
  y: number;
  width: number;
  height: number;
} {
  return { x: left, y: top, width: right - left, height: bottom - top };
}
