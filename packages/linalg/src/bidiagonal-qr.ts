import { withArena } from "@adjoint/kernels";
import type { Decomposition } from "./jacobi-svd.ts";
import { RotationSweeps } from "./rotation-sweeps.ts";
import { hypotenuse } from "./scaling.ts";

const unit = Number.EPSILON / 2;
/**
 * To what part of itself each singular value of the bidiagonal matrix is found: LAPACK's dbdsqr takes 99 units, which leaves a
 * small matrix a residual larger than any other of its errors; convergence is cubic, so that fewer cost next to nothing.
 */
const tolerance = 16 * unit;
/** Rotations allowed, over n². */
const maxRotations = 6;

/**
 * Diagonalizes an upper bidiagonal matrix in place, B = L diag(d) Rᵀ: `d` becomes the singular values, in no order and of either
 * sign, and the rotations are applied to the n columns of `left` and `right`, row-major, if they are given.
 *
 * Implicit-shift QR, with a zero shift where the shift would cost small singular values their digits, chasing from the large
 * end to the small one. Demmel & Kahan 1990; LAPACK's dbdsqr.
 *
 * @returns the number of sweeps, or `null` if 6 n² rotations did not suffice.
 */
export function diagonalizeBidiagonal(
  d: Float64Array,
  e: Float64Array,
  left: Float64Array | null,
  right: Float64Array | null,
): number | null {
  const n = d.length;
  if (!left || !right || n === 0) return iterate(d, e, null, null);
  const room = RotationSweeps.room(left.length / n, n) + RotationSweeps.room(n, n);
  return withArena(room, (arena) => {
    const u = new RotationSweeps(arena, left, n);
    const v = new RotationSweeps(arena, right, n);
    const sweeps = iterate(d, e, u, v);
    u.finish();
    v.finish();
    return sweeps;
  });
}

/**
 * The same, with the singular values in descending order, none negative, and the columns in this order as arrays, if `left` and
 * `right` are given.
 *
 * @returns `null` if 6 n² rotations did not suffice.
 */
export function orderedSingular(
  d: Float64Array,
  e: Float64Array,
  left: Float64Array | null,
  right: Float64Array | null,
): Decomposition | null {
  const n = d.length;
  const inOrder = (): { order: number[]; s: Float64Array } => {
    const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => Math.abs(d[j]!) - Math.abs(d[i]!));
    return { order, s: Float64Array.from(order, (i) => Math.abs(d[i]!)) };
  };
  if (!left || !right || n === 0) {
    const sweeps = iterate(d, e, null, null);
    return sweeps === null ? null : { s: inOrder().s, left: [], right: [], sweeps };
  }
  const room = RotationSweeps.room(left.length / n, n) + RotationSweeps.room(n, n);
  return withArena(room, (arena) => {
    const u = new RotationSweeps(arena, left, n);
    const v = new RotationSweeps(arena, right, n);
    const sweeps = iterate(d, e, u, v);
    if (sweeps === null) return null;
    const { order, s } = inOrder();
    const ones = new Float64Array(n).fill(1);
    const signs = d.map((value) => (value < 0 ? -1 : 1));
    return { s, left: u.columns(order, ones), right: v.columns(order, signs), sweeps };
  });
}

function iterate(
  d: Float64Array,
  e: Float64Array,
  u: RotationSweeps | null,
  v: RotationSweeps | null,
): number | null {
  const n = d.length;
  const threshold = negligible(d, e);
  let rotations = maxRotations * n * n;
  let sweeps = 0;
  let last = n - 1;
  let turnedFirst = -1;
  let turnedLast = -1;
  let isDown = true;
  while (last > 0) {
    let first = last;
    while (first > 0 && Math.abs(e[first - 1]!) > threshold) first--;
    if (first > 0) e[first - 1] = 0;
    if (first === last) {
      last--;
      continue;
    }
    if (first > turnedLast || last < turnedFirst) isDown = Math.abs(d[first]!) >= Math.abs(d[last]!);
    turnedFirst = first;
    turnedLast = last;
    const smallest = isDown ? splitDown(d, e, first, last) : splitUp(d, e, first, last);
    if (smallest === null) continue;
    rotations -= last - first;
    if (rotations < 0) return null;
    sweeps++;
    const shift = shiftOf(d, e, first, last, isDown, smallest);
    if (isDown) chase(d, e, first, last, 1, shift, v, u);
    else chase(d, e, last, first, -1, shift, u, v);
  }
  return sweeps;
}

/** Below this an element beside the diagonal is nothing: the tolerance times a lower bound of the singular values. */
function negligible(d: Float64Array, e: Float64Array): number {
  const n = d.length;
  let mu = Math.abs(d[0] ?? 0);
  let smallest = mu;
  for (let i = 1; i < n && smallest > 0; i++) {
    mu = Math.abs(d[i]!) * (mu / (mu + Math.abs(e[i - 1]!)));
    smallest = Math.min(smallest, mu);
  }
  return Math.max((tolerance * smallest) / Math.sqrt(n), maxRotations * n * n * 2 ** -1022);
}

/** Sets the first element to 0 that the criteria allow, and returns `null`; otherwise a bound of the smallest value. */
function splitDown(d: Float64Array, e: Float64Array, first: number, last: number): number | null {
  if (Math.abs(e[last - 1]!) <= tolerance * Math.abs(d[last]!)) return drop(e, last - 1);
  let mu = Math.abs(d[first]!);
  let smallest = mu;
  for (let i = first; i < last; i++) {
    const off = Math.abs(e[i]!);
    if (off <= tolerance * mu) return drop(e, i);
    mu = Math.abs(d[i + 1]!) * (mu / (mu + off));
    smallest = Math.min(smallest, mu);
  }
  return smallest;
}

function splitUp(d: Float64Array, e: Float64Array, first: number, last: number): number | null {
  if (Math.abs(e[first]!) <= tolerance * Math.abs(d[first]!)) return drop(e, first);
  let mu = Math.abs(d[last]!);
  let smallest = mu;
  for (let i = last - 1; i >= first; i--) {
    const off = Math.abs(e[i]!);
    if (off <= tolerance * mu) return drop(e, i);
    mu = Math.abs(d[i]!) * (mu / (mu + off));
    smallest = Math.min(smallest, mu);
  }
  return smallest;
}

function drop(e: Float64Array, i: number): null {
  e[i] = 0;
  return null;
}

function shiftOf(
  d: Float64Array,
  e: Float64Array,
  first: number,
  last: number,
  isDown: boolean,
  smallest: number,
): number {
  let largest = Math.abs(d[last]!);
  for (let i = first; i < last; i++) largest = Math.max(largest, Math.abs(d[i]!), Math.abs(e[i]!));
  if (d.length * tolerance * (smallest / largest) <= Math.max(unit, 0.01 * tolerance)) return 0;
  const start = Math.abs(d[isDown ? first : last]!);
  const shift = isDown
    ? smallerValue(d[last - 1]!, e[last - 1]!, d[last]!)
    : smallerValue(d[first]!, e[first]!, d[first + 1]!);
  return start > 0 && (shift / start) ** 2 < unit ? 0 : shift;
}

/** The smaller singular value of [f g; 0 h], to nearly full precision (LAPACK's dlas2). */
function smallerValue(f: number, g: number, h: number): number {
  const small = Math.min(Math.abs(f), Math.abs(h));
  const large = Math.max(Math.abs(f), Math.abs(h));
  if (small === 0) return 0;
  const off = Math.abs(g);
  const sum = 1 + small / large;
  const difference = (large - small) / large;
  if (off < large) {
    const square = (off / large) ** 2;
    return (2 * small) / (Math.sqrt(sum * sum + square) + Math.sqrt(difference * difference + square));
  }
  const ratio = large / off;
  if (ratio === 0) return (small * large) / off;
  return (2 * small * ratio) / (Math.sqrt(1 + (sum * ratio) ** 2) + Math.sqrt(1 + (difference * ratio) ** 2));
}

/**
 * One QR step from index `from` to `to`, down (1) or up (−1): upwards the matrix is lower bidiagonal, seen from its end, so that
 * the two sides change places. `inner` gets the rotations of the side on which the bulge is made.
 */
function chase(
  d: Float64Array,
  e: Float64Array,
  from: number,
  to: number,
  step: 1 | -1,
  shift: number,
  inner: RotationSweeps | null,
  outer: RotationSweeps | null,
): void {
  const length = Math.abs(to - from);
  inner?.begin(from, step, length);
  outer?.begin(from, step, length);
  // The element between i and i + step.
  const offset = step === 1 ? 0 : -1;
  const g = { c: 1, s: 0, r: 0 };
  if (shift === 0) {
    let c = 1;
    let oldC = 1;
    let oldS = 0;
    for (let i = from; i !== to; i += step) {
      makeRotation(d[i]! * c, e[i + offset]!, g);
      c = g.c;
      const s = g.s;
      inner?.rotate(c, s);
      if (i !== from) e[i - step + offset] = oldS * g.r;
      makeRotation(oldC * g.r, d[i + step]! * s, g);
      oldC = g.c;
      oldS = g.s;
      d[i] = g.r;
      outer?.rotate(oldC, oldS);
    }
    const rest = d[to]! * c;
    d[to] = rest * oldC;
    e[to - step + offset] = rest * oldS;
    return;
  }
  const start = d[from]!;
  let f = (Math.abs(start) - shift) * ((start < 0 ? -1 : 1) + shift / start);
  let bulge = e[from + offset]!;
  for (let i = from; i !== to; i += step) {
    makeRotation(f, bulge, g);
    if (i !== from) e[i - step + offset] = g.r;
    inner?.rotate(g.c, g.s);
    f = g.c * d[i]! + g.s * e[i + offset]!;
    const off = g.c * e[i + offset]! - g.s * d[i]!;
    bulge = g.s * d[i + step]!;
    const next = g.c * d[i + step]!;
    makeRotation(f, bulge, g);
    d[i] = g.r;
    outer?.rotate(g.c, g.s);
    f = g.c * off + g.s * next;
    d[i + step] = g.c * next - g.s * off;
    e[i + offset] = off;
    if (i + step !== to) {
      bulge = g.s * e[i + step + offset]!;
      e[i + step + offset] = g.c * e[i + step + offset]!;
    }
  }
  e[to - step + offset] = f;
}

/** c and s with c f + s g = r and c g − s f = 0. */
function makeRotation(f: number, g: number, into: { c: number; s: number; r: number }): void {
  if (g === 0) {
    into.c = 1;
    into.s = 0;
    into.r = f;
    return;
  }
  const squares = f * f + g * g;
  const length = squares > 1e-280 && squares < 1e280 ? Math.sqrt(squares) : hypotenuse(f, g);
  const r = f < 0 ? -length : length;
  into.c = f / r;
  into.s = g / r;
  into.r = r;
}
