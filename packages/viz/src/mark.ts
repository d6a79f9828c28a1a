import { round } from "./round.ts";
import { toPixel } from "./scale.ts";
import type { Scale } from "./scale.ts";
import type { SceneNode } from "./scene.ts";

/** A column of values and the scale they are measured on, if any. */
export interface Channel {
  readonly values: Float64Array;
  readonly scale?: "x" | "y";
}

/** The rectangle a mark is drawn in, in pixels, and the scales that lead there. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: Scale;
  readonly y: Scale;
}

/** A mark is data: a table of channels, frozen options, and one function that draws them. */
export interface Mark<Options extends object = object> {
  readonly name: string;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly options: Readonly<Options>;
  /** A field covers the frame, so it wants no grid; a solid brings its own axes. */
  readonly kind?: "field" | "solid";
  readonly render: (mark: Mark<Options>, frame: Frame) => readonly SceneNode[];
}

/** Freezes a mark. Marks of all options meet in one list, so the type of the options ends here. */
export function defineMark<Options extends object>(mark: Mark<Options>): Mark {
  return Object.freeze({ ...mark, options: Object.freeze(mark.options) }) as unknown as Mark;
}

/** The values of a channel. */
export function channel(mark: Pick<Mark, "channels">, name: string): Float64Array {
  return mark.channels[name]!.values;
}

/**
 * The part of the frame that a rectangle of values covers, as left, top, width and height.
 *
 * @throws RangeError if the rectangle reaches below zero on a logarithmic axis.
 */
export function clipTo(
  frame: Frame,
  { x, y }: { readonly x: readonly [number, number]; readonly y: readonly [number, number] },
): [number, number, number, number] {
  const xs = x.map((value) => Math.min(frame.right, Math.max(frame.left, toPixel(frame.x, value))));
  const ys = y.map((value) => Math.min(frame.bottom, Math.max(frame.top, toPixel(frame.y, value))));
  if ([...xs, ...ys].some(Number.isNaN)) {
    throw new RangeError(
      `plot: a log scale shows positive values only: [${x.join(", ")}] by [${y.join(", ")}]`,
    );
  }
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [round(left), round(top), round(Math.max(...xs) - left), round(Math.max(...ys) - top)];
}
