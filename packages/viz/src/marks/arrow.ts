import { colors } from "../color/colors.ts";
import { toColumns } from "../data/column.ts";
import type { Column } from "../data/column.ts";
import { channel, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { arrowPath } from "./arrow-path.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** How arrows are drawn. */
export interface ArrowOptions {
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly opacity?: number;
  /** Length of the head in pixels; shorter on an arrow that has no room for it. */
  readonly head?: number;
  readonly label?: string;
}

const defaults = Object.freeze({ stroke: colors.orange, strokeWidth: 2, head: 9 });

/**
 * An arrow from (x1, y1) to (x2, y2), or many of them; an arrow of no length, or to nowhere, is left out.
 *
 * @throws RangeError if the columns differ in length.
 *
 * @example
 * ```ts
 * import { arrow, plot } from "@adjoint/viz";
 *
 * const scene = plot({ marks: [arrow({ x1: 0, y1: 0, x2: 2, y2: 1 })] });
 * scene.scales.x?.domain; // => [0, 2]
 * ```
 */
export function arrow(
  table: { readonly x1: Column; readonly y1: Column; readonly x2: Column; readonly y2: Column },
  options: ArrowOptions = {},
): Mark {
  const { x1, y1, x2, y2 } = toColumns("arrow", table);
  return defineMark({
    name: "arrow",
    channels: {
      x1: { values: x1, scale: "x" },
      y1: { values: y1, scale: "y" },
      x2: { values: x2, scale: "x" },
      y2: { values: y2, scale: "y" },
    },
    options: { ...defaults, ...options },
    render,
  });
}

function render(mark: Mark<ArrowOptions>, frame: Frame): readonly SceneNode[] {
  const { stroke, strokeWidth, head, ...rest } = mark.options;
  const [y1, x2, y2] = [channel(mark, "y1"), channel(mark, "x2"), channel(mark, "y2")];
  const arrows = Array.from(channel(mark, "x1"), (x1, i) =>
    arrowPath(
      [toPixel(frame.x, x1), toPixel(frame.y, y1[i]!)],
      [toPixel(frame.x, x2[i]!), toPixel(frame.y, y2[i]!)],
      { width: strokeWidth!, head: head! },
    ),
  );
  const d = arrows.join("");
  return d === "" ? [] : [{ type: "path", d, fill: stroke!, ...rest }];
}
