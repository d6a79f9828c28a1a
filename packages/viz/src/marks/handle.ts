import { colors } from "../color/colors.ts";
import { channel, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { drawable, round } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { Bind, SceneNode } from "../scene.ts";

/** What a handle moves and how it is drawn. */
export interface HandleOptions {
  /** The params that follow the handle. */
  readonly bind: Bind;
  /** What is moved, for people who do not see it. */
  readonly label: string;
  readonly fill?: string;
  readonly r?: number;
}

const defaults = Object.freeze({ fill: colors.orange, r: 6.5 });

/**
 * A point that people drag, or focus and move with the arrow keys; its coordinates set params of the figure.
 *
 * @example
 * ```ts
 * import { handle, plot } from "@adjoint/viz";
 *
 * const scene = plot({
 *   marks: [handle({ x: 1, y: 2 }, { bind: { x: "a", y: "b" }, label: "the point (a, b)" })],
 *   x: { domain: [0, 4] },
 *   y: { domain: [0, 4] },
 * });
 * JSON.stringify(scene).includes("handle"); // => true
 * ```
 */
export function handle(at: { readonly x: number; readonly y: number }, options: HandleOptions): Mark {
  if (Object.keys(options.bind).length === 0) throw new TypeError("handle: bind x, y or angle to a param");
  return defineMark({
    name: "handle",
    channels: {
      x: { values: Float64Array.of(at.x), scale: "x" },
      y: { values: Float64Array.of(at.y), scale: "y" },
    },
    options: { ...defaults, ...options },
    render,
  });
}

function render(mark: Mark<HandleOptions>, frame: Frame): readonly SceneNode[] {
  const { bind, label, fill, r } = mark.options;
  const x = toPixel(frame.x, channel(mark, "x")[0]!);
  const y = toPixel(frame.y, channel(mark, "y")[0]!);
  return drawable(x, y)
    ? [{ type: "handle", x: round(x), y: round(y), r: r!, bind, label, fill: fill! }]
    : [];
}
