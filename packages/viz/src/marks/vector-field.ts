import { colors } from "../color/colors.ts";
import { defineMark, channel } from "../mark.ts";
import type { Frame, Mark } from "../mark.ts";
import { drawable } from "../round.ts";
import { toPixel } from "../scale.ts";
import type { SceneNode } from "../scene.ts";
import { arrowPath } from "./arrow-path.ts";

/** How a vector field is sampled and drawn. */
export interface VectorFieldOptions {
  readonly x?: readonly [number, number];
  readonly y?: readonly [number, number];
  /** How many arrows along each axis. */
  readonly samples?: number;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly opacity?: number;
  readonly label?: string;
}

const defaults = Object.freeze({ stroke: colors.gray, strokeWidth: 1.25, opacity: 0.9 });

/**
 * Arrows of a field (x, y) → [u, v], centered on a lattice. Their directions are those on the page; their lengths grow
 * with the square root of the vector's length, up to the spacing of the lattice.
 *
 * @example
 * ```ts
 * import { plot, vectorField } from "@adjoint/viz";
 *
 * const turn = vectorField((x, y) => [-y, x], { x: [-1, 1], y: [-1, 1], samples: 9 });
 * plot({ marks: [turn] }).scales.y?.domain; // => [-1, 1]
 * ```
 */
export function vectorField(
  field: (x: number, y: number) => ArrayLike<number>,
  options: VectorFieldOptions = {},
): Mark {
  const { x: [x0, x1] = [-1, 1], y: [y0, y1] = [-1, 1], samples = 13 } = options;
  const table = { x: new Float64Array(samples ** 2), y: new Float64Array(samples ** 2) };
  const vector = { u: new Float64Array(samples ** 2), v: new Float64Array(samples ** 2) };
  for (let i = 0; i < samples ** 2; i++) {
    table.x[i] = x0 + (((i % samples) + 0.5) / samples) * (x1 - x0);
    table.y[i] = y0 + ((Math.floor(i / samples) + 0.5) / samples) * (y1 - y0);
    const value = field(table.x[i]!, table.y[i]!);
    vector.u[i] = value[0]!;
    vector.v[i] = value[1]!;
  }
  return defineMark({
    name: "vectorField",
    kind: "field",
    channels: {
      xs: { values: Float64Array.of(x0, x1), scale: "x" },
      ys: { values: Float64Array.of(y0, y1), scale: "y" },
      x: { values: table.x, scale: "x" },
      y: { values: table.y, scale: "y" },
      u: { values: vector.u },
      v: { values: vector.v },
    },
    options: { ...defaults, ...options, samples },
    render,
  });
}

function render(
  mark: Mark<VectorFieldOptions & { readonly samples: number }>,
  frame: Frame,
): readonly SceneNode[] {
  const { stroke, strokeWidth, opacity, label, samples } = mark.options;
  const spacing = Math.min(frame.right - frame.left, frame.bottom - frame.top) / samples;
  const [y, u, v] = [channel(mark, "y"), channel(mark, "u"), channel(mark, "v")];
  const greatest = u.reduce(
    (max, ui, i) => (drawable(ui, v[i]!) ? Math.max(max, Math.hypot(ui, v[i]!)) : max),
    0,
  );
  const arrows = Array.from(channel(mark, "x"), (x, i) => {
    const length = Math.hypot(u[i]!, v[i]!);
    if (!(length > 0 && length <= greatest)) return "";
    const reach = (spacing * 0.45 * Math.sqrt(length / greatest)) / length;
    const [dx, dy] = [u[i]! * reach * direction(frame.x.range), v[i]! * reach * direction(frame.y.range)];
    const [px, py] = [toPixel(frame.x, x), toPixel(frame.y, y[i]!)];
    return arrowPath([px - dx, py - dy], [px + dx, py + dy], { width: strokeWidth!, head: 5 });
  });
  return [
    {
      type: "path",
      d: arrows.join(""),
      fill: stroke!,
      opacity: opacity!,
      ...(label === undefined ? {} : { label }),
    },
  ];
}

function direction([start, end]: readonly [number, number]): number {
  return Math.sign(end - start);
}
