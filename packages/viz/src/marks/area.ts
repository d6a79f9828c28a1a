import { area as path } from "d3-shape";
import { colors } from "../color/colors.ts";
import { toColumns } from "../data/column.ts";
import type { Column } from "../data/column.ts";
import { channel, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { drawable } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** How an area is drawn. */
export interface AreaOptions {
  readonly fill?: string;
  readonly fillOpacity?: number;
  readonly label?: string;
}

const defaults = Object.freeze({ fill: colors.blue, fillOpacity: 0.16 });

/**
 * Fills between y and a second curve y2 (0 if not given); a row that is not finite leaves a gap.
 *
 * @throws RangeError if the columns differ in length.
 *
 * @example
 * ```ts
 * import { area, plot } from "@adjoint/viz";
 *
 * const scene = plot({ marks: [area({ x: [0, 1, 2], y: [1, 3, 2] })] });
 * scene.scales.y?.domain; // => [0, 3]
 * ```
 */
export function area(
  table: { readonly x: Column; readonly y: Column; readonly y2?: Column },
  options: AreaOptions = {},
): Mark {
  const { x, y, y2 } = toColumns("area", { y2: 0, ...table });
  return defineMark({
    name: "area",
    channels: { x: { values: x, scale: "x" }, y: { values: y, scale: "y" }, y2: { values: y2, scale: "y" } },
    options: { ...defaults, ...options },
    render,
  });
}

function render(mark: Mark<AreaOptions>, frame: Frame): readonly SceneNode[] {
  const [y, y2] = [channel(mark, "y"), channel(mark, "y2")];
  const rows = Array.from(channel(mark, "x"), (x, i): [number, number, number] => [
    toPixel(frame.x, x),
    toPixel(frame.y, y[i]!),
    toPixel(frame.y, y2[i]!),
  ]);
  const d = path<[number, number, number]>()
    .defined(([left, high, low]) => drawable(left, high) && drawable(left, low))
    .x((row) => row[0])
    .y1((row) => row[1])
    .y0((row) => row[2])
    .digits(2)(rows);
  return d === null || d === "" ? [] : [{ type: "path", d, ...mark.options }];
}
