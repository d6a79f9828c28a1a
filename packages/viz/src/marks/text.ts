import { colors } from "../color/colors.ts";
import { toColumns } from "../data/column.ts";
import type { Column } from "../data/column.ts";
import { channel, defineMark } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { drawable, round } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";

/** How text is set. */
export interface TextOptions {
  readonly fill?: string;
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly baseline?: "alphabetic" | "middle" | "hanging";
  readonly italic?: boolean;
  readonly bold?: boolean;
  readonly halo?: boolean;
  /** Pixels to the right. */
  readonly dx?: number;
  /** Pixels down. */
  readonly dy?: number;
}

const defaults = Object.freeze({
  fill: colors.ink,
  size: 12,
  anchor: "middle",
  baseline: "middle",
  halo: true,
  dx: 0,
  dy: 0,
} as const);

/**
 * Writes a text at each point that is finite, with a rim in the colour of the page.
 *
 * @throws RangeError if the columns, or the points and the texts, differ in length.
 *
 * @example
 * ```ts
 * import { plot, text } from "@adjoint/viz";
 *
 * const scene = plot({ marks: [text({ x: 1, y: 2, text: "peak" }, { dy: -12 })] });
 * JSON.stringify(scene).includes("peak"); // => true
 * ```
 */
export function text(
  table: { readonly x: Column; readonly y: Column; readonly text: string | readonly string[] },
  options: TextOptions = {},
): Mark {
  const { x, y } = toColumns("text", { x: table.x, y: table.y });
  const texts = typeof table.text === "string" ? Array.from(x, () => table.text as string) : table.text;
  if (texts.length !== x.length) {
    throw new RangeError(`text: channels differ in length: x has ${x.length}, text has ${texts.length}`);
  }
  return defineMark({
    name: "text",
    channels: { x: { values: x, scale: "x" }, y: { values: y, scale: "y" } },
    options: { ...defaults, ...options, texts },
    render,
  });
}

function render(
  mark: Mark<TextOptions & { readonly texts: readonly string[] }>,
  frame: Frame,
): readonly SceneNode[] {
  const { texts, dx, dy, ...style } = mark.options;
  return Array.from(channel(mark, "x")).flatMap((value, i): SceneNode[] => {
    const x = toPixel(frame.x, value) + dx!;
    const y = toPixel(frame.y, channel(mark, "y")[i]!) + dy!;
    return drawable(x, y)
      ? [{ type: "text", x: round(x), y: round(y), text: String(texts[i]), ...style }]
      : [];
  });
}
