/** A coordinate to a hundredth of a pixel, without a negative zero. */
export function round(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** A pixel position as it stands in a path. */
export function point(x: number, y: number): string {
  return `${round(x)},${round(y)}`;
}

/** Whether both are numbers that can be drawn. */
export function drawable(x: number, y: number): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}
