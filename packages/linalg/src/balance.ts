/** What `balanceMatrix` did, so that `unbalanceRows` can undo it. */
export interface Balancing {
  /** The first and the last index of the block that is not triangular already. */
  readonly low: number;
  readonly high: number;
  /** The power of two of each row inside the block; outside, the index that it was exchanged with. */
  readonly scale: Float64Array;
}

/**
 * A row and its column are scaled only where their norms together shrink below this factor. LAPACK takes 0.95: steps that
 * gain so little add up to scales of 10⁴ in Frank's matrix of order 240, whose eigenvectors then have residuals of 10 n ε and more.
 */
const worthwhile = 0.8;

/** Scaling stops short of these, so that nothing overflows or underflows. */
const smallest = 2 ** -970;
const largest = 2 ** 970;

/**
 * Balances an n × n matrix in place: isolates eigenvalues by permutations, then makes the 2-norms of each row and its
 * column nearly equal by powers of two. `width` is 1 for real elements and 2 for complex ones.
 *
 * Norms of which the diagonal is a part keep it from harming matrices that are Hessenberg already.
 * Parlett & Reinsch 1969; James, Langou & Lowery 2014, arXiv:1401.5766 (LAPACK's dgebal since 3.5.0).
 */
export function balanceMatrix(a: Float64Array, n: number, width: 1 | 2): Balancing {
  const scale = new Float64Array(n).fill(1);
  const { low, high } = isolate(a, n, width, scale);
  for (let again = true; again;) {
    again = false;
    for (let i = low; i <= high; i++) {
      const factor = factorOf(a, n, width, i, low, high, scale[i]!);
      if (factor === 1) continue;
      again = true;
      scale[i] = scale[i]! * factor;
      for (let j = i * n * width; j < (i + 1) * n * width; j++) a[j] = a[j]! / factor;
      for (let j = 0; j < n; j++) {
        for (let part = 0; part < width; part++) {
          const at = (j * n + i) * width + part;
          a[at] = a[at]! * factor;
        }
      }
    }
  }
  return { low, high, scale };
}

/** Rows of vectors of the balanced matrix become rows of vectors of the one before: `columns` numbers each. */
export function unbalanceRows(x: Float64Array, columns: number, { low, high, scale }: Balancing): void {
  for (let i = low; i <= high; i++) {
    const factor = scale[i]!;
    if (factor !== 1) for (let j = i * columns; j < (i + 1) * columns; j++) x[j] = x[j]! * factor;
  }
  for (let i = low - 1; i >= 0; i--) exchange(x, i * columns, scale[i]! * columns, columns, 1);
  for (let i = high + 1; i < scale.length; i++) exchange(x, i * columns, scale[i]! * columns, columns, 1);
}

/** The same for vectors that are rows of n elements at `x`, `row` from row to row. */
export function unbalanceColumns(
  data: Float64Array,
  x: number,
  row: number,
  n: number,
  { low, high, scale }: Balancing,
): void {
  for (let k = x; k < x + n * row; k += row) {
    for (let i = low; i <= high; i++) data[k + i] = data[k + i]! * scale[i]!;
  }
  for (let i = low - 1; i >= 0; i--) exchange(data, x + i, x + scale[i]!, n, row);
  for (let i = high + 1; i < n; i++) exchange(data, x + i, x + scale[i]!, n, row);
}

/** Moves rows that are zero beside the diagonal to the end, and such columns to the front. */
function isolate(
  a: Float64Array,
  n: number,
  width: number,
  scale: Float64Array,
): { low: number; high: number } {
  let low = 0;
  let high = n - 1;
  const isZero = (i: number, j: number): boolean => {
    const at = (i * n + j) * width;
    return a[at] === 0 && (width === 1 || a[at + 1] === 0);
  };
  const isIsolated = (k: number, byRow: boolean): boolean => {
    for (let j = low; j <= high; j++) {
      if (j !== k && !(byRow ? isZero(k, j) : isZero(j, k))) return false;
    }
    return true;
  };
  const move = (k: number, to: number): void => {
    scale[to] = k;
    if (k === to) return;
    exchange(a, k * n * width, to * n * width, n * width, 1);
    for (let part = 0; part < width; part++) exchange(a, k * width + part, to * width + part, n, n * width);
  };
  for (const byRow of [true, false]) {
    for (let k = byRow ? high : low; byRow ? k >= low : k <= high;) {
      if (low === high) break;
      if (!isIsolated(k, byRow)) k += byRow ? -1 : 1;
      else if (byRow) {
        move(k, high);
        k = --high;
      } else {
        move(k, low);
        k = ++low;
      }
    }
  }
  return { low, high };
}

function exchange(a: Float64Array, i: number, j: number, count: number, stride: number): void {
  if (i === j) return;
  for (let k = 0; k < count * stride; k += stride) {
    const kept = a[i + k]!;
    a[i + k] = a[j + k]!;
    a[j + k] = kept;
  }
}

/** The power of two that makes the norm of column i and that of row i nearly equal, or 1. */
function factorOf(
  a: Float64Array,
  n: number,
  width: number,
  i: number,
  low: number,
  high: number,
  soFar: number,
): number {
  let column = norm(a, (low * n + i) * width, n * width, high - low + 1, width);
  let row = norm(a, (i * n + low) * width, width, high - low + 1, width);
  if (column === 0 || row === 0) return 1;
  const total = column + row;
  let factor = 1;
  while (column < row / 2 && factor * soFar < largest && column < largest && row > smallest) {
    factor *= 2;
    column *= 2;
    row /= 2;
  }
  while (row <= column / 2 && factor * soFar > smallest && row < largest && column > smallest) {
    factor /= 2;
    column /= 2;
    row *= 2;
  }
  return column + row < worthwhile * total ? factor : 1;
}

/** The 2-norm of `count` elements; sums of squares that may have lost something are computed again. */
function norm(a: Float64Array, first: number, stride: number, count: number, width: number): number {
  let sum = 0;
  for (let [k, at] = [0, first]; k < count; k++, at += stride) {
    sum += a[at]! * a[at]!;
    if (width === 2) sum += a[at + 1]! * a[at + 1]!;
  }
  if (sum > 1e-280 && sum < 1e280) return Math.sqrt(sum);
  let result = 0;
  for (let [k, at] = [0, first]; k < count; k++, at += stride) {
    for (let part = 0; part < width; part++) result = Math.hypot(result, a[at + part]!);
  }
  return result;
}
