/**
 * exp(s x²) without the error of rounding x², which the exponential would magnify by x².
 *
 * x is split into a part of few bits, whose square is exact, and a small remainder (Cody 1969).
 */
export function expSquare(scale: number, x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  const rest = Number.isFinite(x) ? (x - coarse) * (x + coarse) : 0;
  return Math.exp(scale * coarse * coarse) * Math.exp(scale * rest);
}
