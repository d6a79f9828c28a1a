import { products, withArena } from "@adjoint/kernels";
import type { Arena } from "@adjoint/kernels";
import { identityMatrix } from "./identity-matrix.ts";
import { paddedStride } from "./padded-stride.ts";
import { hypotenuse } from "./scaling.ts";
import { secularRoot } from "./secular-equation.ts";
import { diagonalizeTridiagonal } from "./tridiagonal-eigen.ts";

/** Blocks of no more rows are diagonalized by QL. */
const leafSize = 32;

/**
 * Diagonalizes a symmetric tridiagonal matrix: `d` becomes the eigenvalues, ascending, and the eigenvectors are the rows of the
 * result, row-major. `e`, the elements beside the diagonal and a last one, is not changed.
 *
 * Divide and conquer, whose work is matrix products: Cuppen 1981; Gu & Eisenstat 1995, "A divide-and-conquer algorithm for the
 * symmetric tridiagonal eigenproblem", SIAM J. Matrix Anal. Appl. 16, 172–191; LAPACK's dstedc.
 *
 * @returns `null` if an iteration did not converge; `d` is then lost.
 */
export function divideAndConquer(d: Float64Array, e: Float64Array): Float64Array | null {
  const n = d.length;
  const leaves = 2 ** Math.ceil(Math.log2(Math.max(n / leafSize, 1)));
  let cuts = Array.from({ length: leaves + 1 }, (_, i) => Math.round((i * n) / leaves));
  for (const cut of cuts.slice(1, -1)) {
    d[cut - 1] = d[cut - 1]! - Math.abs(e[cut - 1]!);
    d[cut] = d[cut]! - Math.abs(e[cut - 1]!);
  }
  const rows = new Float64Array(n * n);
  for (let leaf = 0; leaf < leaves; leaf++) {
    if (!solveLeaf(d, e, rows, n, cuts[leaf]!, cuts[leaf + 1]!)) return null;
  }
  const row = paddedStride(n);
  const isSolved = withArena(5 * n * row, (arena) => {
    const place = arena.take(n * row);
    const room: MergeRoom = {
      row,
      place,
      gathered: arena.take(n * row),
      made: arena.take(n * row),
      differences: arena.take(n * row),
      weights: arena.take(n * row),
    };
    for (let i = 0; i < n; i++) arena.data.set(rows.subarray(i * n, (i + 1) * n), place + i * row);
    while (cuts.length > 2) {
      for (let i = 0; i + 2 < cuts.length; i += 2) {
        const cut = cuts[i + 1]!;
        if (!merge(arena, room, d, cuts[i]!, cut, cuts[i + 2]!, e[cut - 1]!)) return false;
      }
      cuts = cuts.filter((_, i) => i % 2 === 0);
    }
    for (let i = 0; i < n; i++) {
      rows.set(arena.data.subarray(place + i * row, place + i * row + n), i * n);
    }
    return true;
  });
  return isSolved ? rows : null;
}

function solveLeaf(
  d: Float64Array,
  e: Float64Array,
  rows: Float64Array,
  n: number,
  start: number,
  end: number,
): boolean {
  const size = end - start;
  const diagonal = d.slice(start, end);
  const offDiagonal = e.slice(start, end);
  offDiagonal[size - 1] = 0;
  const basis = identityMatrix(size);
  if (diagonalizeTridiagonal({ diagonal, offDiagonal, basis }) === null) return false;
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i]! - diagonal[j]!);
  order.forEach((from, i) => {
    d[start + i] = diagonal[from]!;
    for (let j = 0; j < size; j++) rows[(start + i) * n + start + j] = basis[j * size + from]!;
  });
  return true;
}

/** Places of an arena, each with room for a square matrix of `row` from row to row. */
interface MergeRoom {
  readonly row: number;
  /** The eigenvectors so far, in rows. */
  readonly place: number;
  readonly gathered: number;
  readonly made: number;
  readonly differences: number;
  readonly weights: number;
}

/** Where the vector of an eigenvalue is not 0: before the cut, behind it, or both. */
type Span = 1 | 2 | 3;

/** The eigenvalues of diag(d) + ρ z zᵀ that stay as they are, and the others, as indices in ascending order. */
interface Deflated {
  readonly kept: readonly number[];
  readonly dropped: readonly number[];
  readonly spans: readonly Span[];
}

/** Joins two neighbouring blocks, whose eigenvalues and vectors are known: those of both with `beside` between them. */
function merge(
  arena: Arena,
  room: MergeRoom,
  d: Float64Array,
  start: number,
  cut: number,
  end: number,
  beside: number,
): boolean {
  const { data } = arena;
  const { row, place, made } = room;
  const z = new Float64Array(end - start);
  for (let i = start; i < end; i++) {
    const element = data[place + i * row + (i < cut ? cut - 1 : cut)]!;
    z[i - start] = (i >= cut && beside < 0 ? -element : element) * Math.SQRT1_2;
  }
  const rho = 2 * Math.abs(beside);
  const values = d.slice(start, end);
  const deflated = deflate(data, room, values, z, rho, start, cut, end);
  const found = solveKept(arena, room, deflated, values, z, rho, start, cut, end);
  if (!found) return false;
  const { kept, dropped } = deflated;
  dropped.forEach((i, at) => {
    const from = place + (start + i) * row + start;
    data.copyWithin(made + (kept.length + at) * row, from, from + end - start);
  });
  const all = [...found, ...dropped.map((i) => values[i]!)];
  const order = Array.from(all.keys()).sort((i, j) => all[i]! - all[j]!);
  order.forEach((from, i) => {
    d[start + i] = all[from]!;
    data.copyWithin(place + (start + i) * row + start, made + from * row, made + from * row + end - start);
  });
  return true;
}

/** LAPACK's dlaed2: elements of z that are 0 up to rounding, or become so by rotating two vectors of nearly equal values. */
function deflate(
  data: Float64Array,
  { row, place }: MergeRoom,
  values: Float64Array,
  z: Float64Array,
  rho: number,
  start: number,
  cut: number,
  end: number,
): Deflated {
  const spans = Array.from<unknown, Span>(values, (_, i) => (start + i < cut ? 1 : 2));
  let largest = 0;
  for (let i = 0; i < z.length; i++) largest = Math.max(largest, Math.abs(values[i]!), Math.abs(z[i]!));
  const tolerance = 8 * (Number.EPSILON / 2) * largest;
  const kept: number[] = [];
  const dropped: number[] = [];
  let last = -1;
  for (const i of Array.from(values.keys()).sort((p, q) => values[p]! - values[q]!)) {
    if (rho * Math.abs(z[i]!) <= tolerance) {
      dropped.push(i);
      continue;
    }
    if (last >= 0) {
      const length = hypotenuse(z[i]!, z[last]!);
      const c = z[i]! / length;
      const s = -z[last]! / length;
      if (Math.abs((values[i]! - values[last]!) * c * s) <= tolerance) {
        z[i] = length;
        rotate(
          data,
          place + (start + last) * row + start,
          place + (start + i) * row + start,
          end - start,
          c,
          s,
        );
        spans[i] = spans[last] = spans[i] === spans[last] ? spans[i]! : 3;
        const lower = values[last]! * c * c + values[i]! * s * s;
        values[i] = values[last]! * s * s + values[i]! * c * c;
        values[last] = lower;
        dropped.push(last);
      } else {
        kept.push(last);
      }
    }
    last = i;
  }
  if (last >= 0) kept.push(last);
  return { kept, dropped, spans };
}

/** x ← c x + s y, y ← c y − s x. */
function rotate(data: Float64Array, x: number, y: number, count: number, c: number, s: number): void {
  for (let i = 0; i < count; i++) {
    const xi = data[x + i]!;
    const yi = data[y + i]!;
    data[x + i] = c * xi + s * yi;
    data[y + i] = c * yi - s * xi;
  }
}

/** The eigenvalues of the part that is kept; the vectors become the first rows of `made`. */
function solveKept(
  { data, use }: Arena,
  { row, place, gathered, made, differences, weights }: MergeRoom,
  { kept, spans }: Deflated,
  values: Float64Array,
  z: Float64Array,
  rho: number,
  start: number,
  cut: number,
  end: number,
): number[] | null {
  const k = kept.length;
  const d = Float64Array.from(kept, (i) => values[i]!);
  const squares = Float64Array.from(kept, (i) => z[i]! * z[i]!);
  const found: number[] = [];
  if (k === 1) {
    // The only root, at which the vector stays as it is.
    found.push(d[0]! + rho * squares[0]!);
    data[differences] = -1;
  } else {
    for (let j = 0; j < k; j++) {
      const root = secularRoot({ d, squares, rho }, j, data, differences + j * row);
      if (Number.isNaN(root)) return null;
      found.push(root);
    }
  }
  // Of the vectors those that are 0 behind the cut come first, and those that are 0 before it last.
  const order = Array.from(kept.keys()).sort((p, q) => rank(spans[kept[p]!]!) - rank(spans[kept[q]!]!));
  const before = order.filter((p) => spans[kept[p]!] !== 2).length;
  const first = order.filter((p) => spans[kept[p]!] === 1).length;
  order.forEach((p, at) => {
    const from = place + (start + kept[p]!) * row + start;
    data.copyWithin(gathered + at * row, from, from + end - start);
  });
  writeWeights(
    data,
    d,
    squares,
    Float64Array.from(kept, (i) => z[i]!),
    order,
    differences,
    weights,
    row,
  );
  const { multiply } = use(products);
  const width = cut - start;
  for (let j = 0; j < k; j++) data.fill(0, made + j * row, made + j * row + end - start);
  multiply(made, row, weights, row, 1, gathered, row, 1, k, width, before, 1);
  const behind = gathered + first * row + width;
  multiply(made + width, row, weights + first, row, 1, behind, row, 1, k, end - cut, k - first, 1);
  return found;
}

function rank(span: Span): number {
  return span === 1 ? 0 : span === 3 ? 1 : 2;
}

/**
 * Row j of `weights`: the j-th eigenvector of diag(d) + ρ ẑ ẑᵀ, with its elements in the order given. ẑ is that for which
 * the roots found are exact, so that the vectors are orthogonal even where roots are close (Gu & Eisenstat, LAPACK's dlaed3).
 */
function writeWeights(
  data: Float64Array,
  d: Float64Array,
  squares: Float64Array,
  z: Float64Array,
  order: readonly number[],
  differences: number,
  weights: number,
  row: number,
): void {
  const k = d.length;
  const exact = squares.map((_, i) => data[differences + i * row + i]!);
  for (let j = 0; j < k; j++) {
    const at = differences + j * row;
    for (let i = 0; i < j; i++) exact[i] = exact[i]! * (data[at + i]! / (d[i]! - d[j]!));
    for (let i = j + 1; i < k; i++) exact[i] = exact[i]! * (data[at + i]! / (d[i]! - d[j]!));
  }
  for (let i = 0; i < k; i++) exact[i] = (z[i]! < 0 ? -1 : 1) * Math.sqrt(-exact[i]!);
  for (let j = 0; j < k; j++) {
    const from = differences + j * row;
    let sum = 0;
    for (let i = 0; i < k; i++) {
      const weight = exact[i]! / data[from + i]!;
      data[from + i] = weight;
      sum += weight * weight;
    }
    const factor = 1 / Math.sqrt(sum);
    for (let at = 0; at < k; at++) data[weights + j * row + at] = factor * data[from + order[at]!]!;
  }
}
