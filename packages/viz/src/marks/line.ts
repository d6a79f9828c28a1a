import { curveLinear, curveMonotoneX, line as path } from "d3-shape";
import { colors } from "../color/colors.ts";
import { toPoints } from "../data/points.ts";
import type { Points } from "../data/points.ts";
import { channel, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { drawable } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** How a line is drawn. */
export interface LineOptions {
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly opacity?: number;
  readonly dash?: readonly number[];
  /** `"monotone"` joins points smoothly without overshooting, for ascending x. */
  readonly curve?: "linear" | "monotone";
  readonly label?: string;
}

const defaults = Object.freeze({ stroke: colors.blue, strokeWidth: 2, curve: "linear" });

/**
 * Joins points in their order; a point that is not finite breaks the line.
 *
 * @throws RangeError if the columns differ in length.
 *
 * @example
 * ```ts
 * import { line, plot } from "@adjoint/viz";
 *
 * const scene = plot({ marks: [line({ x: [0, 1, 2, 3], y: [1, 2, NaN, 3] })] });
 * scene.width; // => 400
 * ```
 */
export function line(points: Points, options: LineOptions = {}): Mark {
  const { x, y } = toPoints("line", points);
  return defineMark({
    name: "line",
    channels: { x: { values: x, scale: "x" }, y: { values: y, scale: "y" } },
    options: { ...defaults, ...options },
    render,
  });
}

function render(mark: Mark<LineOptions>, frame: Frame): readonly SceneNode[] {
  const { curve, ...paint } = mark.options;
  const pixels = Array.from(channel(mark, "x"), (x, i): [number, number] => [
    toPixel(frame.x, x),
    toPixel(frame.y, channel(mark, "y")[i]!),
  ]);
  const d = path()
    .defined(([x, y]) => drawable(x, y))
    .curve(curve === "monotone" ? curveMonotoneX : curveLinear)
    .digits(2)(pixels);
  return d === null || d === "" ? [] : [{ type: "path", d, fill: "none", ...paint }];
}
