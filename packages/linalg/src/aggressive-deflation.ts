import type { Block } from "./chase-bulges.ts";
import { rowStride } from "./arena-rows.ts";
import { makeReflector } from "./householder.ts";
import type { RealReduction } from "./real-reduction.ts";
import { reduceToHessenberg } from "./reduce-hessenberg.ts";
import { reflect, swapBlocks } from "./swap-blocks.ts";

/** Two shifts, real or a conjugate pair. */
export type ShiftPair = readonly [re1: number, im1: number, re2: number, im2: number];

/** What a look at the end of a block gives. */
export interface Deflation {
  /** How many eigenvalues have been found: the last rows of the block are quasi-triangular. */
  readonly count: number;
  /** The other eigenvalues of the window, which are shifts for the next sweep. */
  readonly shifts: readonly ShiftPair[];
}

/**
 * Looks for eigenvalues that have converged in the last `size` rows of a block, long before subdiagonal elements are small: a
 * Schur form of these rows and columns, the window, turns the one element left of them into a column, and each eigenvalue
 * beside which that is negligible is one of the block. The others go up, and their part becomes Hessenberg again.
 *
 * Braman, Byers & Mathias 2002, "The multishift QR algorithm. Part II: Aggressive early deflation"; LAPACK's dlaqr2. `solve`
 * gives the Schur form of the window; `spare` has to have room for four matrices like it, or two and `size` rows.
 *
 * @returns `null` if the window has no Schur form.
 */
export function deflateAggressively(
  reduction: RealReduction,
  block: Block,
  size: number,
  solve: (window: RealReduction) => boolean,
): Deflation | null {
  const { data, row, h } = reduction;
  const top = block.end - size + 1;
  const corner = h + top * (row + 1);
  const window = openWindow(reduction, corner, size);
  if (!solve(window)) return null;
  const spike = top > block.start ? data[corner - 1]! : 0;
  const left = undeflated(window, spike);
  const shifts = shiftsOf(window, left);
  if (left === size) return { count: 0, shifts };
  if (left > 1) restoreHessenberg(window, left);
  if (top > block.start) data[corner - 1] = spike * data[window.z]!;
  for (let i = 0; i < size; i++) {
    const place = window.h + i * window.row;
    data.copyWithin(corner + i * row, place, place + size);
  }
  applyWindow(reduction, block, window, top);
  return { count: size - left, shifts };
}

type Window = RealReduction & { readonly z: number };

/** A copy of the window, with room for its basis and for two other matrices like it. */
function openWindow({ data, kernels, row, spare, work }: RealReduction, corner: number, n: number): Window {
  const stride = rowStride(n + 8);
  const size = (n + 1) * stride;
  const [h, z] = [spare, spare + size];
  data.fill(0, h, h + 2 * size);
  for (let i = 0; i < n; i++) {
    const from = Math.max(i - 1, 0);
    const place = corner + i * row;
    data.copyWithin(h + i * stride + from, place + from, place + n);
    data[z + i * (stride + 1)] = 1;
  }
  return { data, kernels, n, row: stride, h, z, spare: spare + 2 * size, work };
}

/** How many eigenvalues of the window have not converged; they come first. */
function undeflated(window: Window, spike: number): number {
  const { data, n, h, z, row } = window;
  const tiny = 2 ** -1022 * (n / Number.EPSILON);
  let last = n;
  for (let top = 0; top < last;) {
    const at = h + (last - 1) * (row + 1);
    const isPair = last > 1 && data[at - 1] !== 0;
    let value = Math.abs(data[at]!);
    let part = Math.abs(spike * data[z + (last - 1) * row]!);
    if (isPair) {
      value += Math.sqrt(Math.abs(data[at - 1]!)) * Math.sqrt(Math.abs(data[at - row]!));
      part = Math.max(part, Math.abs(spike * data[z + (last - 2) * row]!));
    }
    if (value === 0) value = Math.abs(spike);
    const count = isPair ? 2 : 1;
    if (part <= Math.max(tiny, Number.EPSILON * value)) {
      last -= count;
    } else {
      moveUp(window, last - count, count, top);
      top += count;
    }
  }
  return last;
}

/** Moves the block of `count` rows that begins in row j up to row `to`, or as far as it goes. */
function moveUp(window: Window, j: number, count: number, to: number): void {
  const { data, h, row } = window;
  for (let at = j; at > to;) {
    const above = at - 2 >= to && data[h + (at - 1) * (row + 1) - 1] !== 0 ? 2 : 1;
    if (!swapBlocks(window, at - above, above, count)) return;
    at -= above;
    // A pair that became two real eigenvalues stays here.
    if (count === 2 && data[h + (at + 1) * (row + 1) - 1] === 0) return;
  }
}

/** The first `count` eigenvalues by twos, from the last on; a single one that is left over is not used. */
function shiftsOf({ data, h, row }: Window, count: number): ShiftPair[] {
  const shifts: ShiftPair[] = [];
  let single: number | null = null;
  for (let i = count - 1; i >= 0; i--) {
    const at = h + i * (row + 1);
    const re = data[at]!;
    if (i > 0 && data[at - 1] !== 0) {
      const im = Math.sqrt(Math.abs(data[at - 1]!)) * Math.sqrt(Math.abs(data[at - row]!));
      shifts.push([re, im, re, -im]);
      i--;
    } else if (single === null) {
      single = re;
    } else {
      shifts.push([single, 0, re, 0]);
      single = null;
    }
  }
  return shifts;
}

/** Turns the first `count` elements of the column left of the window into one, and its first rows to Hessenberg form. */
function restoreHessenberg(window: Window, count: number): void {
  const { data, kernels, n, row, h, z, spare } = window;
  const v = Float64Array.from({ length: count }, (_, k) => data[z + k * row]!);
  const { tau } = makeReflector(v, 0, count);
  reflect(data, h, v, 0, count, tau, 0, row, 1, n);
  reflect(data, h, v, 0, count, tau, 0, 1, row, count);
  reflect(data, z, v, 0, count, tau, 0, row, 1, n);
  const size = (n + 1) * row;
  data.fill(0, spare, spare + size);
  reduceToHessenberg({ ...window, z: spare, spare: spare + size }, 0, count - 1);
  kernels.multiply(spare + size, row, spare, row, 1, z, row, 1, n, n, n, 0);
  data.copyWithin(z, spare + size, spare + size + n * row);
}

/** The similarity of the window, for the rows and columns beside it and for the basis. */
function applyWindow(
  { data, kernels, n, row, h, z }: RealReduction,
  { end, from, to }: Block,
  window: Window,
  top: number,
): void {
  const size = window.n;
  const products = window.spare;
  const { multiply } = kernels;
  const rows = (at: number, width: number): void => {
    multiply(products, row, window.z, window.row, 1, at, row, 1, size, width, size, 0);
    for (let i = 0; i < size; i++) {
      data.copyWithin(at + i * row, products + i * row, products + i * row + width);
    }
  };
  if (to > end) rows(h + top * row + end + 1, to - end);
  if (z !== null) rows(z + top * row, n);
  // Some rows at a time, for which there is room.
  for (let i = from; i < top; i += size) {
    const height = Math.min(size, top - i);
    const at = h + i * row + top;
    multiply(products, row, at, row, 1, window.z, 1, window.row, height, size, size, 0);
    for (let k = 0; k < height; k++) {
      data.copyWithin(at + k * row, products + k * row, products + k * row + size);
    }
  }
}
