import { viridis } from "../color/ramps.ts";
import type { Ramp } from "../color/ramp.ts";
import { finiteExtent } from "../data/extent.ts";
import { toGrid } from "../data/field.ts";
import type { Field, FieldOptions, Grid } from "../data/field.ts";
import { clipTo, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { round } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** How values become colours. */
export interface HeatmapOptions extends FieldOptions {
  readonly ramp?: Ramp;
  /** The values at the two ends of the ramp; the extent of the data if not given. */
  readonly domain?: readonly [number, number];
  readonly opacity?: number;
  readonly label?: string;
}

const defaults = Object.freeze({ ramp: viridis, opacity: 1 });

/** So many shades that neighbours look alike, so few that cells of one shade share a path. */
const SHADES = 96;

/**
 * A cell of colour for each value of a matrix or a function. The cells tile the rectangle x by y; without one, entry
 * (i, j) is centered at x = j, y = i. The first row is at the bottom unless the y axis is reversed. Values that are not
 * finite leave a hole.
 *
 * @throws RangeError if a row differs in length.
 *
 * @example
 * ```ts
 * import { heatmap, plot } from "@adjoint/viz";
 *
 * const scene = plot({ marks: [heatmap([[4, 1], [1, 3]])], y: { reverse: true }, equal: true });
 * scene.scales.x?.domain; // => [-0.5, 1.5]
 * ```
 */
export function heatmap(field: Field, options: HeatmapOptions = {}): Mark {
  const grid = toGrid("heatmap", field, { samples: 48, ...options }, true);
  return defineMark({
    name: "heatmap",
    kind: "field",
    channels: {
      x: { values: Float64Array.from(grid.x), scale: "x" },
      y: { values: Float64Array.from(grid.y), scale: "y" },
      z: { values: grid.values },
    },
    options: { ...defaults, ...options, grid },
    render,
  });
}

function render(mark: Mark<HeatmapOptions & { readonly grid: Grid }>, frame: Frame): readonly SceneNode[] {
  const { grid, ramp, domain, opacity, label } = mark.options;
  const extent = domain ?? finiteExtent(grid.values);
  if (extent === undefined) return [];
  const [low, high] = extent;
  const shade = (value: number): string => {
    if (Number.isNaN(value)) return "";
    const t = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    return ramp!(Math.round(Math.min(1, Math.max(0, t)) * SHADES) / SHADES);
  };
  const [x0, x1] = grid.x.map((x) => toPixel(frame.x, x)) as [number, number];
  const [y0, y1] = grid.y.map((y) => toPixel(frame.y, y)) as [number, number];
  const { rows, columns, values } = grid;
  const colors = Array.from(values, (_, i) => {
    const row = y1 < y0 ? rows - 1 - Math.floor(i / columns) : Math.floor(i / columns);
    const column = x1 < x0 ? columns - 1 - (i % columns) : i % columns;
    return shade(values[row * columns + column]!);
  });
  return [
    {
      type: "group",
      clip: clipTo(frame, grid),
      children: [
        {
          type: "cells",
          x: round(Math.min(x0, x1)),
          y: round(Math.min(y0, y1)),
          width: round(Math.abs(x1 - x0)),
          height: round(Math.abs(y1 - y0)),
          columns,
          rows,
          colors,
          opacity: opacity!,
          ...(label === undefined ? {} : { label }),
        },
      ],
    },
  ];
}
