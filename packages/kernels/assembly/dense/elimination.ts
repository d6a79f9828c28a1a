// Gaussian elimination inside an arena: panels of LU and Cholesky factorizations, and substitution with their triangles.
// Places and strides are counted in float64 elements.

/** Columns of a panel: a row of it is kept in four vectors. */
const PANEL: i32 = 8;
/** A copy of the pivot row's part of the panel stands at the arena's beginning. */
const PIVOT: usize = 0;

/* inline */ function at(place: i32): usize {
  return (<usize>place) << 3;
}

/* inline */ function subtractProduct(sum: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<f64>(a, b, sum);
  return f64x2.sub(sum, f64x2.mul(a, b));
}

function swapRows(p: usize, q: usize, n: i32): void {
  let left = n;
  while (left >= 2) {
    const x = v128.load(p);
    v128.store(p, v128.load(q));
    v128.store(q, x);
    p += 16;
    q += 16;
    left -= 2;
  }
  if (left > 0) {
    const x = load<f64>(p);
    store<f64>(p, load<f64>(q));
    store<f64>(q, x);
  }
}

/** The first of the rows `from … to` with the largest element in the column whose byte in row `from` is given. */
function largestFrom(place: usize, stride: usize, from: i32, to: i32): i32 {
  let p = from;
  let largest: f64 = -1;
  for (let i = from; i < to; i++) {
    const size = abs(load<f64>(place));
    if (size > largest) {
      largest = size;
      p = i;
    }
    place += stride;
  }
  return p;
}

/** Copies row k's part of the panel with zeros up to column k and from `end` on, so that updates leave those columns alone. */
function copyPivotRow(row: usize, start: i32, k: i32, end: i32): void {
  for (let j = 0; j < PANEL; j++) {
    const isBehind = start + j > k && start + j < end;
    store<f64>(PIVOT + ((<usize>j) << 3), isBehind ? load<f64>(row + ((<usize>j) << 3)) : 0);
  }
}

/**
 * Eliminates with partial pivoting in the columns `start … end`, up to 8, of the rows from `start` on of an m × n matrix;
 * whole rows are swapped, and `pivots` says for each column with which. Behind the matrix 8 elements must be readable.
 */
export function eliminatePanel(a: i32, row: i32, m: i32, n: i32, start: i32, end: i32, pivots: i32): void {
  const stride = at(row);
  let p = largestFrom(at(a + start * row + start), stride, start, m);
  for (let k = start; k < end; k++) {
    store<f64>(at(pivots + k), <f64>p);
    if (p != k) swapRows(at(a + k * row), at(a + p * row), n);
    let target = at(a + k * row + start);
    const column = (<usize>(k - start)) << 3;
    const pivot = load<f64>(target + column);
    copyPivotRow(target, start, k, end);
    const b0 = v128.load(PIVOT);
    const b1 = v128.load(PIVOT, 16);
    const b2 = v128.load(PIVOT, 32);
    const b3 = v128.load(PIVOT, 48);
    const next = column < 56 ? load<f64>(PIVOT + column, 8) : 0;
    p = k + 1;
    let largest: f64 = -1;
    if (pivot == 0) {
      p = largestFrom(target + stride + column + 8, stride, k + 1, m);
      continue;
    }
    for (let i = k + 1; i < m; i++) {
      target += stride;
      const factor = load<f64>(target + column) / pivot;
      const x = f64x2.splat(factor);
      // Reading what the vectors below are about to write would wait for them.
      const size = abs(load<f64>(target + column, 8) - factor * next);
      // Vectors whose columns are done stay as they are.
      if (column < 16) v128.store(target, subtractProduct(v128.load(target), x, b0));
      if (column < 32) v128.store(target, subtractProduct(v128.load(target, 16), x, b1), 16);
      if (column < 48) v128.store(target, subtractProduct(v128.load(target, 32), x, b2), 32);
      v128.store(target, subtractProduct(v128.load(target, 48), x, b3), 48);
      store<f64>(target + column, factor);
      if (size > largest) {
        largest = size;
        p = i;
      }
    }
  }
}

/** Whether all elements of an m × n matrix are finite: 1 or 0. */
export function isFinite(a: i32, row: i32, m: i32, n: i32): i32 {
  // What is infinite or NaN less itself is NaN and remains so in a sum.
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (let i = 0; i < m; i++) {
    let p = at(a + i * row);
    let left = n;
    for (; left >= 4; left -= 4) {
      const x = v128.load(p);
      const y = v128.load(p, 16);
      s0 = f64x2.add(s0, f64x2.sub(x, x));
      s1 = f64x2.add(s1, f64x2.sub(y, y));
      p += 32;
    }
    for (; left > 0; left--) {
      const x = v128.load64_splat(p);
      s0 = f64x2.add(s0, f64x2.sub(x, x));
      p += 8;
    }
  }
  s0 = f64x2.add(s0, s1);
  return f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1) == 0 ? 1 : 0;
}

/** The first k for which |uₖₖ| ≤ tolerance · Σᵢ |uᵢₖ|, NaN included, for an upper n × n triangle, else n; `sums` has room for n + 1. */
export function firstSmallPivot(a: i32, row: i32, n: i32, tolerance: f64, sums: i32): i32 {
  const first = at(sums);
  for (let j = 0; j < n; j++) store<f64>(first + ((<usize>j) << 3), 0);
  for (let i = 0; i < n; i++) {
    let p = at(a + i * row + i);
    let sum = first + ((<usize>i) << 3);
    let left = n - i;
    for (; left >= 2; left -= 2) {
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.abs(v128.load(p))));
      sum += 16;
      p += 16;
    }
    if (left > 0) store<f64>(sum, load<f64>(sum) + abs(load<f64>(p)));
  }
  for (let k = 0; k < n; k++) {
    const value = abs(load<f64>(at(a + k * row + k)));
    if (!(value > tolerance * load<f64>(first + ((<usize>k) << 3)))) return k;
  }
  return n;
}

/** X ← T⁻¹ X for the lower triangle of T, k × k with any strides, and X of `width` columns that stand side by side. */
export function substitute(
  t: i32,
  tRow: i32,
  tColumn: i32,
  hasUnits: i32,
  x: i32,
  xRow: i32,
  k: i32,
  width: i32,
): void {
  const stride = at(xRow);
  const down = at(tRow);
  const along = at(tColumn);
  let column = at(x);
  let left = width;
  while (left >= 8) {
    let target = column;
    let first = at(t);
    for (let i = 0; i < k; i++) {
      let s0 = v128.load(target);
      let s1 = v128.load(target, 16);
      let s2 = v128.load(target, 32);
      let s3 = v128.load(target, 48);
      let factor = first;
      for (let source = column; source != target; source += stride) {
        const f = v128.load64_splat(factor);
        s0 = subtractProduct(s0, f, v128.load(source));
        s1 = subtractProduct(s1, f, v128.load(source, 16));
        s2 = subtractProduct(s2, f, v128.load(source, 32));
        s3 = subtractProduct(s3, f, v128.load(source, 48));
        factor += along;
      }
      if (!hasUnits) {
        const pivot = v128.load64_splat(factor);
        s0 = f64x2.div(s0, pivot);
        s1 = f64x2.div(s1, pivot);
        s2 = f64x2.div(s2, pivot);
        s3 = f64x2.div(s3, pivot);
      }
      v128.store(target, s0);
      v128.store(target, s1, 16);
      v128.store(target, s2, 32);
      v128.store(target, s3, 48);
      target += stride;
      first += down;
    }
    column += 64;
    left -= 8;
  }
  while (left > 0) {
    // A pair of columns, of which the second may belong to nobody: then it is put back as it was.
    const step = min(2, left);
    let target = column;
    let first = at(t);
    for (let i = 0; i < k; i++) {
      let sum = step == 2 ? v128.load(target) : v128.load64_zero(target);
      let factor = first;
      for (let source = column; source != target; source += stride) {
        const b = step == 2 ? v128.load(source) : v128.load64_zero(source);
        sum = subtractProduct(sum, v128.load64_splat(factor), b);
        factor += along;
      }
      if (!hasUnits) sum = f64x2.div(sum, v128.load64_splat(factor));
      if (step == 2) v128.store(target, sum);
      else v128.store64_lane(target, sum, 0);
      target += stride;
      first += down;
    }
    column += 16;
    left -= step;
  }
}

/**
 * A = UᵀU in place for the upper triangle of a symmetric positive definite n × n matrix; the number of rows that are done
 * when a pivot is not positive, which then stands in its place, else n. Elements beside the diagonal are used as scratch.
 */
export function factorDefinite(a: i32, row: i32, n: i32): i32 {
  const stride = at(row);
  const end = at(a + n - 1);
  let source = at(a);
  let last = end;
  for (let k = 0; k < n; k++) {
    const diagonal = source + ((<usize>k) << 3);
    const pivot = load<f64>(diagonal);
    if (!(pivot > 0)) return k;
    const root = sqrt(pivot);
    store<f64>(diagonal, root);
    for (let j = diagonal + 8; j <= last; j += 8) store<f64>(j, load<f64>(j) / root);
    let target = source + stride;
    for (let i = k + 1; i < n; i++) {
      const from = (<usize>i) << 3;
      const factor = f64x2.splat(load<f64>(source + from));
      let p = source + from;
      let q = target + from;
      while (p < last) {
        v128.store(q, subtractProduct(v128.load(q), factor, v128.load(p)));
        p += 16;
        q += 16;
      }
      if (p == last)
        v128.store64_lane(q, subtractProduct(v128.load64_zero(q), factor, v128.load64_zero(p)), 0);
      target += stride;
    }
    source += stride;
    last += stride;
  }
  return n;
}

/** Rows and columns of the squares by which a matrix and its transpose are run through. */
const SQUARE: i32 = 32;

/** Whether a matrix is symmetric and all its elements are finite: 1 or 0. */
export function isRegular(a: i32, row: i32, n: i32): i32 {
  const stride = at(row);
  let differences = f64x2.splat(0);
  for (let square = 0; square < n; square += SQUARE) {
    const end = min(square + SQUARE, n);
    for (let k = 0; k < end; k++) {
      let j = max(square, k);
      let source = at(a + k * row + j);
      let mirror = at(a + j * row + k);
      for (; j + 2 <= end; j += 2) {
        const x = v128.load(source);
        const y = v128.load64_lane(mirror + stride, v128.load64_zero(mirror), 1);
        // What is infinite or NaN differs from itself by NaN.
        differences = v128.or(
          differences,
          v128.or(f64x2.ne(x, y), f64x2.ne(f64x2.sub(x, x), f64x2.splat(0))),
        );
        source += 16;
        mirror += 2 * stride;
      }
      if (j < end) {
        const x = load<f64>(source);
        if (x != load<f64>(mirror) || x - x != 0) return 0;
      }
    }
  }
  return v128.any_true(differences) ? 0 : 1;
}

/** Puts the transpose of the upper triangle in place of the lower one, and zeros above the diagonal. */
export function transposeUpper(a: i32, row: i32, n: i32): void {
  const stride = at(row);
  const zero = f64x2.splat(0);
  for (let square = 0; square < n; square += SQUARE) {
    const end = min(square + SQUARE, n);
    for (let k = 0; k < end; k++) {
      let j = max(square, k + 1);
      let source = at(a + k * row + j);
      let mirror = at(a + j * row + k);
      for (; j + 2 <= end; j += 2) {
        const x = v128.load(source);
        v128.store64_lane(mirror, x, 0);
        v128.store64_lane(mirror + stride, x, 1);
        v128.store(source, zero);
        source += 16;
        mirror += 2 * stride;
      }
      if (j < end) {
        store<f64>(mirror, load<f64>(source));
        store<f64>(source, 0);
      }
    }
  }
}
