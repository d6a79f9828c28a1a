import { nice, ticks } from "d3-array";

/** How the values of one axis become pixels: plain data, so that a mounted figure can turn a pointer into a value. */
export interface Scale {
  readonly type: "linear" | "log";
  /** The values at the two ends; descending on a reversed axis. */
  readonly domain: readonly [number, number];
  /** The pixels at the two ends. */
  readonly range: readonly [number, number];
}

/** The pixel of a value, NaN for what the scale cannot show; far outside the picture it stays at a distance that SVG can hold. */
export function toPixel({ type, domain, range }: Scale, value: number): number {
  const [a, b, v] =
    type === "log" ? [Math.log(domain[0]), Math.log(domain[1]), Math.log(value)] : [...domain, value];
  // Halves, because the difference of two huge ends overflows.
  const t = (v / 2 - a / 2) / (b / 2 - a / 2);
  const pixel = range[0] + t * (range[1] - range[0]);
  return Math.min(1e6, Math.max(-1e6, pixel));
}

/** The value of a pixel: the inverse of `toPixel`. */
export function toValue({ type, domain, range }: Scale, pixel: number): number {
  const t = (pixel - range[0]) / (range[1] - range[0]);
  if (type === "log") return Math.exp(Math.log(domain[0]) * (1 - t) + Math.log(domain[1]) * t);
  return domain[0] * (1 - t) + domain[1] * t;
}

/** Round values inside the domain, ascending, about `count` of them. */
export function scaleTicks({ type, domain }: Scale, count: number): number[] {
  const low = Math.min(...domain);
  const high = Math.max(...domain);
  if (type === "log") return logTicks(low, high, count);
  return roundValues(low, high, count);
}

/** About `count` round values from low to high; the ends themselves where their distance cannot be divided. */
export function roundValues(low: number, high: number, count: number): number[] {
  if (!Number.isFinite(high - low)) return [low, 0, high];
  return high - low > TINY ? ticks(low, high, count) : [low, high];
}

/** Below this distance steps between two numbers underflow. */
export const TINY = 1e-300;

/** Widens a linear domain to round values. */
export function niceDomain([low, high]: readonly [number, number], count: number): [number, number] {
  if (!Number.isFinite(high - low)) return [low, high];
  const [a, b] = nice(low, high, count);
  return Number.isFinite(a) && Number.isFinite(b) ? [a, b] : [low, high];
}

function logTicks(low: number, high: number, count: number): number[] {
  const first = Math.floor(Math.log10(low) + 1e-12);
  const last = Math.ceil(Math.log10(high) - 1e-12);
  const inside = (value: number): boolean => value >= low * (1 - 1e-12) && value <= high * (1 + 1e-12);
  const decades = last - first;
  const multiples = decades <= 1 ? [1, 2, 3, 5, 7] : decades * 2 <= count ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const values: number[] = [];
  for (let exponent = first; exponent <= last; exponent++) {
    if ((exponent - first) % every !== 0) continue;
    for (const multiple of multiples) values.push(Number(`${multiple}e${exponent}`));
  }
  const shown = values.filter(inside);
  return shown.length > 0 ? shown : [low, high];
}
