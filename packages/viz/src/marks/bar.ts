import { colors } from "../color/colors.ts";
import { toColumns } from "../data/column.ts";
import type { Column } from "../data/column.ts";
import { channel, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { round } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** How bars are drawn. */
export interface BarOptions {
  /** Width in units of x. */
  readonly width?: number;
  readonly fill?: string;
  readonly fillOpacity?: number;
  readonly label?: string;
}

const defaults = Object.freeze({ width: 0.7, fill: colors.blue, fillOpacity: 0.85 });

/**
 * An upright bar from y2 (0 if not given) to y at each x. Name the bars through the ticks of x.
 *
 * @throws RangeError if the columns differ in length.
 *
 * @example
 * ```ts
 * import { bar, plot } from "@adjoint/viz";
 *
 * const scene = plot({
 *   marks: [bar({ x: [1, 2], y: [0.9, 0.4] })],
 *   x: { ticks: [{ at: 1, label: "λ₁" }, { at: 2, label: "λ₂" }] },
 * });
 * JSON.stringify(scene).includes("λ₂"); // => true
 * ```
 */
export function bar(
  table: { readonly x: Column; readonly y: Column; readonly y2?: Column },
  options: BarOptions = {},
): Mark {
  const { x, y, y2 } = toColumns("bar", { y2: 0, ...table });
  const half = (options.width ?? defaults.width) / 2;
  return defineMark({
    name: "bar",
    channels: {
      left: { values: x.map((at) => at - half), scale: "x" },
      right: { values: x.map((at) => at + half), scale: "x" },
      // The outer bars keep the distance from the frame that neighbours keep from each other.
      start: { values: x.map((at) => at - 1.44 * half), scale: "x" },
      end: { values: x.map((at) => at + 1.44 * half), scale: "x" },
      y: { values: y, scale: "y" },
      y2: { values: y2, scale: "y" },
    },
    options: { ...defaults, ...options },
    render,
  });
}

function render(mark: Mark<BarOptions>, frame: Frame): readonly SceneNode[] {
  const { width: _, ...paint } = mark.options;
  const [right, y, y2] = [channel(mark, "right"), channel(mark, "y"), channel(mark, "y2")];
  const children = Array.from(channel(mark, "left")).flatMap((left, i): SceneNode[] => {
    const [a, b] = [toPixel(frame.x, left), toPixel(frame.x, right[i]!)];
    const [c, d] = [toPixel(frame.y, y[i]!), toPixel(frame.y, y2[i]!)];
    if (![a, b, c, d].every(Number.isFinite)) return [];
    return [
      {
        type: "rect",
        x: round(Math.min(a, b)),
        y: round(Math.min(c, d)),
        width: round(Math.abs(b - a)),
        height: round(Math.abs(d - c)),
      },
    ];
  });
  return [{ type: "group", ...paint, children }];
}
