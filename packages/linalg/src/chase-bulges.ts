import type { RealReduction } from "./real-reduction.ts";

/** Rows that a bulge goes before what lies beside them follows; blocks of up to this size go at once. */
const advance = 32;
const atOnce = 48;

/** The rows of an unreduced block, and the rows and columns of the whole that its transformations concern. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Chases `count` bulges from row `first` down to the end of a block. `start` writes the three numbers of the vector that
 * starts a bulge to a place.
 *
 * The bulges move together, three rows apart, some rows at a time within a window of the diagonal, and their reflections are
 * applied to the rest of the rows and columns when all of them have moved: Braman, Byers & Mathias 2002, "The multishift QR
 * algorithm. Part I", where one orthogonal factor of the window takes the place of its reflections.
 *
 * @returns −τ of the first reflection.
 */
export function chaseBulges(
  { data, kernels, n, row, h, z, work }: RealReduction,
  { end, from, to }: Block,
  first: number,
  count: number,
  start: (bulge: number, place: number) => void,
): number {
  const sweeps = work;
  const records = work + 2 * count;
  const next = new Int32Array(count).fill(first);
  const distance = end - first <= atOnce && count === 1 ? atOnce : Math.max(advance, 3 * count);
  let tau: number | undefined;
  for (let front = first + distance; next[count - 1]! < end; front += distance) {
    let [last, low, high] = [0, end, 0];
    for (; last < count && (last === 0 || front - 3 * last > first); last++) {
      const until = Math.min(end, front - 3 * last);
      if (until <= next[last]!) continue;
      low = Math.min(low, next[last]!);
      high = Math.max(high, Math.min(end, until + 2));
    }
    low = from + ((low - from) & -8);
    let [sweep, record] = [sweeps, records];
    for (let bulge = 0; bulge < last; bulge++) {
      const k = next[bulge]!;
      const length = Math.min(end, front - 3 * bulge) - k;
      if (length <= 0) continue;
      const isNew = k === first;
      if (isNew) start(bulge, record);
      kernels.chase(h, row, low, high, k, length, end, isNew ? 1 : 0, record);
      tau ??= data[record]!;
      data[sweep] = k;
      data[sweep + 1] = length;
      next[bulge] = k + length;
      sweep += 2;
      record += 3 * length;
    }
    const used = (sweep - sweeps) / 2;
    if (to > high) kernels.reflectManyRows(h + high + 1, row, to - high, sweeps, used, records);
    if (low > from) kernels.reflectManyColumns(h + from * row, row, low - from, sweeps, used, records);
    if (z !== null) kernels.reflectManyRows(z, row, n, sweeps, used, records);
  }
  return tau!;
}
