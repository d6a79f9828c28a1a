import { gridNodes, isVariable, textWidth, ticksOf, TICK_SIZE, xAxisNodes, yAxisNodes } from "./axis.ts";
import type { AxisOptions, Tick } from "./axis.ts";
import { finiteExtent } from "./data/extent.ts";
import { domainOf } from "./domain.ts";
import type { Frame, Mark } from "./mark.ts";
import { round } from "./round.ts";
import type { Scale } from "./scale.ts";
import type { Scene, SceneNode } from "./scene.ts";

/** What is drawn, on which axes, how large. */
export interface PlotOptions {
  /** Drawn in order, later ones on top. */
  readonly marks: readonly Mark[];
  readonly x?: AxisOptions;
  readonly y?: AxisOptions;
  /** In pixels; a figure narrower than this is scaled down. */
  readonly width?: number;
  readonly height?: number;
  /** What the picture is, in a few words, for people who do not see it. */
  readonly title?: string;
  /** What it shows, in a sentence or two. */
  readonly description?: string;
  /** Whether a unit is as long on both axes; the longer axis shows more. */
  readonly equal?: boolean;
  readonly margin?: {
    readonly top?: number;
    readonly right?: number;
    readonly bottom?: number;
    readonly left?: number;
  };
}

/**
 * Lays marks out on common axes.
 *
 * @throws TypeError if something in `marks` is no mark.
 * @throws RangeError if an axis has no finite value to show.
 *
 * @example
 * ```ts
 * import { line, plot, renderSvg } from "@adjoint/viz";
 *
 * const x = [0, 1, 2, 3, 4];
 * const scene = plot({ marks: [line({ x, y: x.map((v) => v ** 2) })], x: { label: "x" } });
 * scene.scales.y?.domain; // => [0, 20]
 * renderSvg(scene).startsWith("<svg"); // => true
 * ```
 */
export function plot(options: PlotOptions): Scene {
  const { marks, title, description, x = {}, y = {}, width = 400 } = options;
  const height = options.height ?? (options.equal ? width : Math.round(width * 0.64));
  marks.forEach(assertMark);
  if (!(width > 0 && height > 0 && Number.isFinite(width * height))) {
    throw new RangeError(`plot: width and height must be positive: ${width} × ${height}`);
  }
  const head = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
  const body = marks.length > 0 && marks.every((mark) => mark.kind === "solid") ? solid : flat;
  return { width, height, ...head, ...body(options, { x, y, width, height }) };
}

interface Size {
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  readonly width: number;
  readonly height: number;
}

type Body = Pick<Scene, "scales" | "children">;

function solid({ marks, margin }: PlotOptions, { width, height }: Size): Body {
  const none: Scale = { type: "linear", domain: [0, 1], range: [0, 1] };
  const { top = 6, right = 6, bottom = 10, left = 6 } = margin ?? {};
  const frame: Frame = { left, top, right: width - right, bottom: height - bottom, x: none, y: none };
  return { scales: {}, children: draw(marks, frame) };
}

function flat({ marks, equal, margin }: PlotOptions, { x, y, width, height }: Size): Body {
  const domains = { x: domainOf("x", marks, x), y: domainOf("y", marks, y) };
  const counts = { x: Math.max(2, Math.min(9, width / 72)), y: Math.max(2, Math.min(8, height / 46)) };
  const axes = { x: { ...x, type: x.type ?? "linear" }, y: { ...y, type: y.type ?? "linear" } } as const;
  const short = x.label !== undefined && (isVariable(x.label) || textWidth(x.label, 12) < 22);
  const place = (ticks: readonly Tick[]): Frame => {
    const box = {
      top: margin?.top ?? (y.label ? 32 : 14),
      right: width - (margin?.right ?? (short ? 32 : 18)),
      bottom: height - (margin?.bottom ?? (x.axis === false ? 14 : x.label && !short ? 48 : 32)),
      left:
        margin?.left ??
        (y.axis === false ? 14 : 16 + Math.max(12, ...ticks.map((tick) => textWidth(tick.label, TICK_SIZE)))),
    };
    return frameOf(box, domains, axes, equal === true);
  };
  // Labels decide the margin, and the margin the labels: the second pass settles them.
  const first = place([]);
  const frame = place(ticksOf(first.y, y, counts.y));
  const ticks = { x: ticksOf(frame.x, x, counts.x), y: ticksOf(frame.y, y, counts.y) };
  const field = marks.some((mark) => mark.kind === "field");
  const children: SceneNode[] = [];
  if ((x.grid ?? !field) && x.axis !== false) children.push(gridNodes(frame, "x", ticks.x));
  if ((y.grid ?? !field) && y.axis !== false) children.push(gridNodes(frame, "y", ticks.y));
  children.push(
    ...draw(
      marks.filter((mark) => mark.kind === "field"),
      frame,
    ),
  );
  if (field) children.push(border(frame));
  if (x.axis !== false) children.push(xAxisNodes(frame, ticks.x, x.label, short));
  if (y.axis !== false) children.push(yAxisNodes(frame, ticks.y, y.label));
  children.push(
    ...draw(
      marks.filter((mark) => mark.kind !== "field"),
      frame,
    ),
  );
  return { scales: { x: frame.x, y: frame.y }, children };
}

function frameOf(
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  domains: { readonly x: [number, number]; readonly y: [number, number] },
  axes: {
    readonly x: AxisOptions & { type: "linear" | "log" };
    readonly y: AxisOptions & { type: "linear" | "log" };
  },
  equal: boolean,
): Frame {
  const rounded = {
    left: round(box.left),
    top: round(box.top),
    right: round(box.right),
    bottom: round(box.bottom),
  };
  const size = { x: Math.max(1, rounded.right - rounded.left), y: Math.max(1, rounded.bottom - rounded.top) };
  const { x, y } = equal ? equalize(domains, size) : domains;
  const flip = ([a, b]: readonly [number, number], reverse = false): [number, number] =>
    reverse ? [b, a] : [a, b];
  return {
    ...rounded,
    x: { type: axes.x.type, domain: flip(x, axes.x.reverse), range: [rounded.left, rounded.left + size.x] },
    y: { type: axes.y.type, domain: flip(y, axes.y.reverse), range: [rounded.top + size.y, rounded.top] },
  };
}

/** Widens the domain of the axis that has room to spare, about its middle. */
function equalize(
  { x, y }: { readonly x: [number, number]; readonly y: [number, number] },
  size: { readonly x: number; readonly y: number },
): { x: [number, number]; y: [number, number] } {
  const unit = Math.max((x[1] - x[0]) / size.x, (y[1] - y[0]) / size.y);
  const fit = ([a, b]: readonly [number, number], pixels: number): [number, number] => {
    const extra = (unit * pixels - (b - a)) / 2;
    return extra > unit * 0.5 ? [a - extra, b + extra] : [a, b];
  };
  return { x: fit(x, size.x), y: fit(y, size.y) };
}

function draw(marks: readonly Mark[], frame: Frame): SceneNode[] {
  return marks.map((mark): SceneNode => {
    const children = mark.render(mark, frame);
    const clip: [number, number, number, number] = [
      frame.left,
      frame.top,
      round(frame.right - frame.left),
      round(frame.bottom - frame.top),
    ];
    return { type: "group", children, ...(leaves(mark, frame) ? { clip } : {}) };
  });
}

/** Whether a line or an area runs out of the frame and has to be cut there. */
function leaves(mark: Mark, frame: Frame): boolean {
  if (mark.name !== "line" && mark.name !== "area" && mark.name !== "bar") return false;
  return Object.values(mark.channels).some(({ values, scale }) => {
    const extent = scale === undefined ? undefined : finiteExtent(values);
    if (extent === undefined || scale === undefined) return false;
    const [a, b] = frame[scale].domain;
    return extent[0] < Math.min(a, b) || extent[1] > Math.max(a, b);
  });
}

function border({ left, top, right, bottom }: Frame): SceneNode {
  const box = { x: left, y: top, width: round(right - left), height: round(bottom - top) };
  return { type: "rect", ...box, fill: "none", stroke: "currentColor", strokeOpacity: 0.25, strokeWidth: 1 };
}

function assertMark(mark: Mark): void {
  if (typeof mark?.render !== "function" || typeof mark.channels !== "object") {
    throw new TypeError(`plot: unknown mark: ${String(mark)}`);
  }
}
