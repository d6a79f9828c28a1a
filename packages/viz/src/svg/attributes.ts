import { describe } from "../describe.ts";
import type { Paint } from "../scene.ts";

/**
 * A number as an attribute.
 *
 * @throws RangeError if it is not finite: a scene may come from anywhere, and SVG has no NaN.
 */
export function numeric(name: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new RangeError(`renderSvg: ${name} must be a finite number: ${describe(value)}`);
  }
  return value;
}

/** Names, hex and functional notation, without `url(…)`: a scene from a stranger must not reach the network. */
const COLOR = /^(?!.*\b(?:url|src|image|image-set|element)\s*\()[-#\w\s.,%/()]{1,200}$/i;

/**
 * A colour as an attribute.
 *
 * @throws TypeError if it is no CSS colour.
 */
export function color(name: string, value: unknown): string {
  if (typeof value !== "string" || !COLOR.test(value)) {
    throw new TypeError(`renderSvg: ${name} must be a colour: ${describe(value)}`);
  }
  return value;
}

/**
 * The notation of a path as an attribute.
 *
 * @throws TypeError if it holds anything but commands and numbers.
 */
export function pathData(value: unknown): string {
  if (typeof value !== "string" || !/^[MLHVCSQTAZmlhvcsqtaz\d\s.,eE+-]*$/.test(value)) {
    throw new TypeError(`renderSvg: d must be a path: ${describe(value)}`);
  }
  return value;
}

/**
 * What is read by people. Anything but a string could pass for an element of its own.
 *
 * @throws TypeError if it is no text.
 */
export function words(name: string, value: unknown): string {
  if (typeof value !== "string") throw new TypeError(`renderSvg: ${name} must be text: ${describe(value)}`);
  return value;
}

/** The attributes of a paint; what is not given is inherited. */
export function paintAttributes(paint: Paint): Record<string, string | number> {
  const attributes: Record<string, string | number> = {};
  const { fill, stroke, dash } = paint;
  if (fill !== undefined) attributes["fill"] = color("fill", fill);
  if (stroke !== undefined) attributes["stroke"] = color("stroke", stroke);
  const numbers = [
    ["fill-opacity", paint.fillOpacity],
    ["stroke-opacity", paint.strokeOpacity],
    ["stroke-width", paint.strokeWidth],
    ["opacity", paint.opacity],
  ] as const;
  for (const [name, value] of numbers) {
    if (value !== undefined) attributes[name] = numeric(name, value);
  }
  if (dash !== undefined)
    attributes["stroke-dasharray"] = dash.map((length) => numeric("dash", length)).join(" ");
  return attributes;
}
