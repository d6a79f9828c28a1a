import { gridNodes, xAxisNodes, yAxisNodes } from "./axis.ts";
import type { AxisOptions } from "./axis.ts";
import { finiteExtent } from "./data/extent.ts";
import { describe } from "./describe.ts";
import { layOut } from "./layout.ts";
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
  /**
   * Whether a unit is as long on both axes. The height follows if it is not given; if it is, the axis with room to spare
   * shows more, or beside a field the frame gets smaller.
   */
  readonly equal?: boolean;
  readonly margin?: {
    readonly top?: number;
    readonly right?: number;
    readonly bottom?: number;
    readonly left?: number;
  };
}

/**
 * Lays marks out on common axes. A surface brings its own; beside other marks it takes the left half of the picture.
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
  const { marks, title, description, width = 400, height: wanted } = options;
  marks.forEach(assertMark);
  for (const [name, value] of Object.entries({ width, height: wanted ?? width })) {
    if (!(value > 0 && value <= 1e5))
      throw new RangeError(`plot: ${name} must be 1 to 100000 pixels: ${value}`);
  }
  const head = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
  const solids = marks.filter(({ kind }) => kind === "solid");
  if (solids.length === 0) return { width, ...head, ...flat(options, width) };
  if (solids.length === marks.length) {
    const height = wanted ?? Math.round(width * 0.64);
    return { width, ...head, height, scales: {}, children: solid(solids, width, height, options.margin) };
  }
  const start = Math.round(width / 2);
  const right = flat({ ...options, marks: marks.filter(({ kind }) => kind !== "solid") }, width, start);
  const left = solid(solids, start, right.height);
  return { width, ...head, ...right, children: [...left, ...right.children] };
}

type Body = Pick<Scene, "height" | "scales" | "children">;

function solid(
  marks: readonly Mark[],
  width: number,
  height: number,
  margin: PlotOptions["margin"] = {},
): SceneNode[] {
  const none: Scale = { type: "linear", domain: [0, 1], range: [0, 1] };
  const { top = 6, right = 6, bottom = 10, left = 6 } = margin;
  const frame: Frame = { left, top, right: width - right, bottom: height - bottom, x: none, y: none };
  return draw(marks, frame);
}

function flat(options: PlotOptions, width: number, start = 0): Body {
  const { marks, x = {}, y = {} } = options;
  const { frame, ticks, height, short } = layOut(options, width, start);
  const fields = marks.filter(({ kind }) => kind === "field");
  const others = marks.filter(({ kind }) => kind !== "field");
  const isCovered = fields.length > 0;
  const children: SceneNode[] = [];
  if ((x.grid ?? !isCovered) && x.axis !== false) children.push(gridNodes(frame, "x", ticks.x));
  if ((y.grid ?? !isCovered) && y.axis !== false) children.push(gridNodes(frame, "y", ticks.y));
  children.push(...draw(fields, frame));
  if (isCovered) children.push(border(frame));
  if (x.axis !== false) children.push(xAxisNodes(frame, ticks.x, x.label, short));
  if (y.axis !== false) children.push(yAxisNodes(frame, ticks.y, y.label));
  children.push(...draw(others, frame));
  return { height, scales: { x: frame.x, y: frame.y }, children };
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
    throw new TypeError(`plot: unknown mark: ${describe(mark)}`);
  }
}
