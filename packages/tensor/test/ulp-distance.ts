const view = new DataView(new ArrayBuffer(8));

/** How many doubles lie from a to b; 0 for two NaNs, ∞ for a NaN and a number. */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Object.is(a, b) ? 0 : Infinity;
  return Math.abs(Number(rank(a) - rank(b)));
}

/** The position of a double among all doubles in order; 0 for both zeros. */
function rank(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
}
