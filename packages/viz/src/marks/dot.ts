import { colors } from "../color/colors.ts";
import { toPoints } from "../data/points.ts";
import type { Points } from "../data/points.ts";
import { channel, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { drawable, round } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** How dots are drawn. */
export interface DotOptions {
  readonly r?: number;
  readonly fill?: string;
  readonly fillOpacity?: number;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly label?: string;
}

const defaults = Object.freeze({ r: 3.5, fill: colors.blue, stroke: colors.paper, strokeWidth: 1 });

/**
 * A dot at each point that is finite.
 *
 * @throws RangeError if the columns differ in length.
 *
 * @example
 * ```ts
 * import { dot, plot } from "@adjoint/viz";
 *
 * const scene = plot({ marks: [dot([[0, 0], [1, 2]], { r: 4 })] });
 * scene.scales.x?.domain; // => [0, 1]
 * ```
 */
export function dot(points: Points, options: DotOptions = {}): Mark {
  const { x, y } = toPoints("dot", points);
  return defineMark({
    name: "dot",
    channels: { x: { values: x, scale: "x" }, y: { values: y, scale: "y" } },
    options: { ...defaults, ...options },
    render,
  });
}

function render(mark: Mark<DotOptions>, frame: Frame): readonly SceneNode[] {
  const { r, ...paint } = mark.options;
  const children = Array.from(channel(mark, "x"), (x, i) => [
    toPixel(frame.x, x),
    toPixel(frame.y, channel(mark, "y")[i]!),
  ]).flatMap(([x, y]): SceneNode[] =>
    drawable(x!, y!) ? [{ type: "circle", x: round(x!), y: round(y!), r: r! }] : [],
  );
  return [{ type: "group", ...paint, children }];
}
