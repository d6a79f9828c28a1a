import { contours } from "d3-contour";
import { colors } from "../color/colors.ts";
import type { Ramp } from "../color/ramp.ts";
import { finiteExtent } from "../data/extent.ts";
import { columnToX, rowToY, toGrid } from "../data/field.ts";
import type { Field, FieldOptions, Grid } from "../data/field.ts";
import { clipTo, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { point } from "../round.ts";
import { roundValues, toPixel } from "../scale.ts";
import type { Scale } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** Which levels are drawn, and how. */
export interface ContourOptions extends FieldOptions {
  /** The levels, or about how many of them. */
  readonly thresholds?: number | readonly number[];
  /** A colour, or a ramp from the lowest level to the highest. */
  readonly stroke?: string | Ramp;
  readonly strokeWidth?: number;
  readonly strokeOpacity?: number;
  /** A colour laid once over everything above each level, so that higher is denser; or a ramp; or `"none"`. */
  readonly fill?: string | Ramp;
  /** How dense each layer of a plain colour is. */
  readonly fillOpacity?: number;
  readonly label?: string;
}

const defaults = Object.freeze({
  thresholds: 10,
  stroke: colors.gray,
  strokeWidth: 0.9,
  fill: colors.blue,
  fillOpacity: 0.06,
  strokeOpacity: 1,
});

/**
 * Curves of equal value of z = f(x, y), by marching squares on a grid.
 *
 * @throws RangeError if the rectangle is empty or a row differs in length.
 *
 * @example
 * ```ts
 * import { contour, plot } from "@adjoint/viz";
 *
 * const bowl = contour((x, y) => x ** 2 + y ** 2, { x: [-2, 2], y: [-2, 2], thresholds: [1, 2, 3] });
 * plot({ marks: [bowl], equal: true }).scales.x?.domain; // => [-2, 2]
 * ```
 */
export function contour(field: Field, options: ContourOptions = {}): Mark {
  const grid = toGrid("contour", field, { samples: 72, ...options });
  return defineMark({
    name: "contour",
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

function render(mark: Mark<ContourOptions & { readonly grid: Grid }>, frame: Frame): readonly SceneNode[] {
  const { grid, thresholds, stroke, fill, strokeWidth, strokeOpacity, fillOpacity, label } = mark.options;
  const extent = finiteExtent(grid.values);
  if (extent === undefined || grid.rows < 2 || grid.columns < 2) return [];
  const levels = levelsOf(extent, thresholds!);
  const t = (i: number): number => (levels.length < 2 ? 0.5 : i / (levels.length - 1));
  const paint = (color: string | Ramp, i: number): string =>
    typeof color === "function" ? color(t(i)) : color;
  const trace = contours().size([grid.columns, grid.rows]);
  const paths = levels.flatMap((level, i): SceneNode[] => {
    const d = pathOf(trace.contour(grid.values as unknown as number[], level).coordinates, grid, frame);
    if (d === "") return [];
    const shade = {
      fill: paint(fill!, i),
      ...(typeof fill === "string" ? { fillOpacity: fillOpacity! } : {}),
    };
    return [{ type: "path", d, stroke: paint(stroke!, i), ...shade }];
  });
  const clip = clipTo(frame, grid);
  return [
    {
      type: "group",
      clip,
      strokeWidth: strokeWidth!,
      strokeOpacity: strokeOpacity!,
      children: [...ground(fill!, clip), ...paths],
      ...(label === undefined ? {} : { label }),
    },
  ];
}

/** Below the lowest level a ramp shows its first colour. */
function ground(
  fill: string | Ramp,
  [x, y, width, height]: readonly [number, number, number, number],
): SceneNode[] {
  return typeof fill === "function"
    ? [{ type: "rect", x, y, width, height, fill: fill(0), stroke: "none" }]
    : [];
}

function levelsOf([low, high]: readonly [number, number], thresholds: number | readonly number[]): number[] {
  if (typeof thresholds !== "number") return thresholds.filter(Number.isFinite).sort((a, b) => a - b);
  return roundValues(low, high, thresholds).filter((level) => level > low && level < high);
}

function pathOf(
  polygons: readonly (readonly (readonly (readonly number[])[])[])[],
  grid: Grid,
  frame: Frame,
): string {
  // d3 puts sample (i, j) at (i + ½, j + ½), and closes rings outside the samples, where the clip hides them.
  const at = ([column, row]: readonly number[]): string =>
    point(
      toPixel(frame.x, positive(frame.x, columnToX(grid, column! - 0.5))),
      toPixel(frame.y, positive(frame.y, rowToY(grid, row! - 0.5))),
    );
  return polygons
    .flatMap((rings) => rings.map((ring) => `M${ring.slice(0, -1).map(at).join("L")}Z`))
    .join("");
}

function positive(scale: Scale, value: number): number {
  return scale.type === "log" ? Math.max(value, Number.MIN_VALUE) : value;
}
