import { formatPowers, formatTicks } from "./format-number.ts";
import type { Frame } from "./mark.ts";
import { round } from "./round.ts";
import { scaleTicks, toPixel } from "./scale.ts";
import type { Scale } from "./scale.ts";
import type { SceneNode } from "./scene.ts";

/** A place on an axis and what stands there. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** How one axis is scaled and drawn. */
export interface AxisOptions {
  readonly label?: string;
  /** The values at both ends; found from the marks if not given. */
  readonly domain?: readonly [number, number];
  readonly type?: "linear" | "log";
  /** Whether a domain found from the marks is widened to round values. */
  readonly nice?: boolean;
  readonly reverse?: boolean;
  /** About how many ticks, or where they stand, or each with its label. */
  readonly ticks?: number | readonly number[] | readonly Tick[];
  readonly grid?: boolean;
  /** `false` leaves the axis out; the scale remains. */
  readonly axis?: boolean;
}

/** The size of tick labels, in pixels. */
export const TICK_SIZE = 11.5;

const INK = Object.freeze({ fill: "currentColor", fillOpacity: 0.72 });

/** The ticks of an axis with their labels. */
export function ticksOf(scale: Scale, { ticks }: AxisOptions, count: number): readonly Tick[] {
  if (Array.isArray(ticks) && typeof ticks[0] === "object")
    return (ticks as readonly Tick[]).filter(({ at }) => within(scale, at));
  const values = Array.isArray(ticks)
    ? (ticks as readonly number[]).filter((at) => within(scale, at))
    : scaleTicks(scale, typeof ticks === "number" ? ticks : count);
  const labels = scale.type === "log" ? formatPowers(values) : formatTicks(values);
  return values.map((at, i) => ({ at, label: labels[i]! }));
}

/** About how wide a text is set: 0.56 em for a digit or letter, 0.28 em for narrow signs. */
export function textWidth(text: string, size: number): number {
  return (
    Array.from(text).reduce((sum, sign) => sum + (".,:;|ilj' \u2009".includes(sign) ? 0.28 : 0.57), 0) * size
  );
}

/** The lines behind the marks: a pale grid, zero a little stronger. */
export function gridNodes(frame: Frame, which: "x" | "y", ticks: readonly Tick[]): SceneNode {
  return {
    type: "group",
    stroke: "currentColor",
    strokeWidth: 1,
    children: ticks.map(({ at }): SceneNode => {
      const pixel = round(toPixel(frame[which], at));
      const strokeOpacity = at === 0 && frame[which].type === "linear" ? 0.42 : 0.1;
      return which === "x"
        ? { type: "line", x1: pixel, x2: pixel, y1: frame.top, y2: frame.bottom, strokeOpacity }
        : { type: "line", x1: frame.left, x2: frame.right, y1: pixel, y2: pixel, strokeOpacity };
    }),
  };
}

/** The labels of the ticks below the frame, and the name of the axis at its right end. */
export function xAxisNodes(
  frame: Frame,
  ticks: readonly Tick[],
  label: string | undefined,
  short: boolean,
): SceneNode {
  const y = frame.bottom + 9;
  const labels = ticks.map(({ at, label: text }): SceneNode => ({
    type: "text",
    x: round(toPixel(frame.x, at)),
    y,
    text,
    size: TICK_SIZE,
    anchor: "middle",
    baseline: "hanging",
  }));
  return {
    type: "group",
    ...INK,
    children: label ? [...labels, nameOfX(frame, ticks, label, short)] : labels,
  };
}

/** The labels of the ticks to the left of the frame, and the name of the axis above it. */
export function yAxisNodes(frame: Frame, ticks: readonly Tick[], label: string | undefined): SceneNode {
  const labels = ticks.map(({ at, label: text }): SceneNode => ({
    type: "text",
    x: frame.left - 8,
    y: round(toPixel(frame.y, at)),
    text,
    size: TICK_SIZE,
    anchor: "end",
    baseline: "middle",
  }));
  if (!label) return { type: "group", ...INK, children: labels };
  const single = isVariable(label);
  const name: SceneNode = {
    type: "text",
    x: single ? frame.left - 8 : 4,
    y: frame.top - 16,
    text: label,
    size: single ? 14 : 12,
    anchor: single ? "end" : "start",
    baseline: "middle",
    italic: single,
  };
  return { type: "group", ...INK, children: [...labels, name] };
}

/** A single letter names a variable and is set in italics. */
export function isVariable(label: string): boolean {
  return /^\p{L}[₀-₉′]*$/u.test(label);
}

function nameOfX(frame: Frame, ticks: readonly Tick[], label: string, short: boolean): SceneNode {
  const single = isVariable(label);
  const last = Math.max(
    0,
    ...ticks.map((tick) => toPixel(frame.x, tick.at) + textWidth(tick.label, TICK_SIZE) / 2),
  );
  const style = { size: single ? 14 : 12, italic: single, text: label, type: "text" as const };
  return short
    ? {
        ...style,
        x: round(Math.max(frame.right + 14, last + 8)),
        y: frame.bottom + (single ? 7 : 9),
        anchor: "start",
        baseline: "hanging",
      }
    : { ...style, x: frame.right, y: frame.bottom + 28, anchor: "end", baseline: "hanging" };
}

function within({ domain }: Scale, at: number): boolean {
  return at >= Math.min(...domain) && at <= Math.max(...domain);
}
