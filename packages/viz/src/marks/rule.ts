import { colors } from "../color/colors.ts";
import { toColumn } from "../data/column.ts";
import type { Column } from "../data/column.ts";
import { channel, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { round } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** How rules are drawn. */
export interface RuleOptions {
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly opacity?: number;
  readonly dash?: readonly number[];
  readonly label?: string;
}

const defaults = Object.freeze({ stroke: colors.ink, strokeWidth: 1, opacity: 0.6 });

/**
 * Lines across the whole frame: upright at each x, or level at each y.
 *
 * @throws TypeError unless exactly one of x and y is given.
 *
 * @example
 * ```ts
 * import { plot, rule } from "@adjoint/viz";
 *
 * const scene = plot({ marks: [rule({ x: 0.4331 }, { dash: [4, 3] })], x: { domain: [0, 1] } });
 * scene.scales.x?.domain; // => [0, 1]
 * ```
 */
export function rule(
  at: { readonly x: Column; readonly y?: never } | { readonly y: Column; readonly x?: never },
  options: RuleOptions = {},
): Mark {
  const scale = at.x === undefined ? "y" : "x";
  const values = at.x ?? at.y;
  if (values === undefined) throw new TypeError("rule: give x or y");
  return defineMark({
    name: "rule",
    channels: { [scale]: { values: toColumn(`rule: ${scale}`, values), scale } },
    options: { ...defaults, ...options, scale },
    render,
  });
}

function render(mark: Mark<RuleOptions & { readonly scale: "x" | "y" }>, frame: Frame): readonly SceneNode[] {
  const { scale, ...paint } = mark.options;
  return Array.from(channel(mark, scale)).flatMap((value): SceneNode[] => {
    const pixel = round(toPixel(frame[scale], value));
    const [start, end] = scale === "x" ? [frame.left, frame.right] : [frame.top, frame.bottom];
    if (!(pixel >= start - 0.01 && pixel <= end + 0.01)) return [];
    const { left, right, top, bottom } = frame;
    return scale === "x"
      ? [{ type: "line", x1: pixel, x2: pixel, y1: top, y2: bottom, ...paint }]
      : [{ type: "line", x1: left, x2: right, y1: pixel, y2: pixel, ...paint }];
  });
}
