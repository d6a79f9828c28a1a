import { drawable, point } from "../round.ts";

type Pixel = readonly [number, number];

/** The outline of an arrow whose tip lies exactly on `to`; empty if it has no length or no place. */
export function arrowPath(from: Pixel, to: Pixel, { width, head }: { width: number; head: number }): string {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (!drawable(...from) || !drawable(...to) || length < 0.5) return "";
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const tip = Math.min(head, length * 0.6);
  const half = { shaft: Math.min(width, tip * 0.5) / 2, head: tip * 0.42 };
  const at = (along: number, across: number): string =>
    point(from[0] + ux * along - uy * across, from[1] + uy * along + ux * across);
  // The notch makes the head lighter where it meets the shaft.
  const neck = length - tip * 0.82;
  const outline = [
    at(0, half.shaft),
    at(neck, half.shaft),
    at(length - tip, half.head),
    at(length, 0),
    at(length - tip, -half.head),
    at(neck, -half.shaft),
    at(0, -half.shaft),
  ];
  return `M${outline.join("L")}Z`;
}
