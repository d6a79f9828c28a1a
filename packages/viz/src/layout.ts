import { isVariable, textWidth, ticksOf, TICK_SIZE } from "./axis.ts";
import type { AxisOptions, Tick } from "./axis.ts";
import { domainOf } from "./domain.ts";
import type { Frame } from "./mark.ts";
import type { PlotOptions } from "./plot.ts";
import { round } from "./round.ts";

/** Where the frame stands and which ticks it has. */
export interface Layout {
  readonly frame: Frame;
  readonly ticks: { readonly x: readonly Tick[]; readonly y: readonly Tick[] };
  readonly height: number;
  /** Whether the name of x is short enough to stand at the end of the axis. */
  readonly short: boolean;
}

type Domain = readonly [number, number];
type Box = Readonly<Record<"left" | "top" | "right" | "bottom", number>>;

/**
 * Finds room for the labels of both axes right of `start`, and the height if only the width is given.
 *
 * @throws RangeError if an axis has no finite value to show.
 */
export function layOut(options: PlotOptions, width: number, start = 0): Layout {
  const { marks, margin, x = {}, y = {}, equal = false } = options;
  const domains = { x: domainOf("x", marks, x), y: domainOf("y", marks, y) };
  const short = x.label !== undefined && (isVariable(x.label) || textWidth(x.label, 12) < 22);
  const around = (labels: readonly Tick[]): Box => ({
    top: margin?.top ?? (y.label ? 32 : 14),
    right: margin?.right ?? (short ? 36 : 18),
    bottom: margin?.bottom ?? (x.axis === false ? 14 : x.label && !short ? 48 : 32),
    left: start + (margin?.left ?? (y.axis === false ? 14 : 16 + Math.max(12, ...labels.map(widthOf)))),
  });
  const place = (labels: readonly Tick[]): Omit<Layout, "short"> => {
    const room = around(labels);
    const height = options.height ?? Math.round(heightOf(room, width, equal ? domains : undefined));
    const box = { ...room, right: width - room.right, bottom: height - room.bottom };
    const frame = frameOf(box, domains, { x, y }, equal && marks.some(({ kind }) => kind === "field"), equal);
    return { frame, height, ticks: frameTicks(frame, { x, y }, equal) };
  };
  // Labels decide the margin, and the margin the labels: the second pass settles them.
  return { ...place(place([]).ticks.y), short };
}

/** On equal axes one distance for both, so that the grid is one of squares. */
function frameTicks(
  frame: Frame,
  { x, y }: { readonly x: AxisOptions; readonly y: AxisOptions },
  equal: boolean,
): Layout["ticks"] {
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top];
  const count = {
    x: Math.max(2, Math.min(9, width / (equal ? 54 : 64))),
    y: Math.max(2, Math.min(8, height / (equal ? 54 : 40))),
  };
  return { x: ticksOf(frame.x, x, count.x), y: ticksOf(frame.y, y, count.y) };
}

function heightOf(
  room: Box,
  width: number,
  equal: { readonly x: Domain; readonly y: Domain } | undefined,
): number {
  if (equal === undefined) return width * 0.64;
  const ratio = Math.min(1.5, Math.max(0.4, span(equal.y) / span(equal.x)));
  return room.top + room.bottom + ratio * Math.max(1, width - room.left - room.right);
}

function frameOf(
  box: Box,
  domains: { readonly x: Domain; readonly y: Domain },
  axes: { readonly x: AxisOptions; readonly y: AxisOptions },
  shrink: boolean,
  equal: boolean,
): Frame {
  const room = { x: Math.max(1, box.right - box.left), y: Math.max(1, box.bottom - box.top) };
  const unit = Math.max(span(domains.x) / room.x, span(domains.y) / room.y);
  const size = shrink ? { x: fill(domains.x, unit, room.x), y: fill(domains.y, unit, room.y) } : room;
  const { x, y } =
    equal && !shrink ? { x: widen(domains.x, unit, room.x), y: widen(domains.y, unit, room.y) } : domains;
  const left = round(box.left + (room.x - size.x) / 2);
  const top = round(box.top + (room.y - size.y) / 2);
  const [right, bottom] = [round(left + size.x), round(top + size.y)];
  const flip = ([a, b]: Domain, reverse = false): Domain => (reverse ? [b, a] : [a, b]);
  return {
    left,
    top,
    right,
    bottom,
    x: { type: axes.x.type ?? "linear", domain: flip(x, axes.x.reverse), range: [left, right] },
    y: { type: axes.y.type ?? "linear", domain: flip(y, axes.y.reverse), range: [bottom, top] },
  };
}

/** The pixels that a domain takes; all there are, if less than one would be left over. */
function fill(domain: Domain, unit: number, pixels: number): number {
  const needed = span(domain) / unit;
  return pixels - needed < 1 ? pixels : needed;
}

/** A domain that takes all the pixels, widened about its middle. */
function widen(domain: Domain, unit: number, pixels: number): Domain {
  const extra = ((unit * pixels - span(domain)) / 2) * Math.sign(domain[1] - domain[0]);
  return Math.abs(extra) > unit * 0.5 ? [domain[0] - extra, domain[1] + extra] : domain;
}

function span([a, b]: Domain): number {
  return Math.abs(b - a);
}

function widthOf({ label }: Tick): number {
  return textWidth(label, TICK_SIZE);
}
