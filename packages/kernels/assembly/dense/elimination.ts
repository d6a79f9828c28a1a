// Gaussian elimination inside an arena: panels of LU and Cholesky factorizations, and substitution with their triangles.
// Places and strides are counted in float64 elements.

/** Columns of a panel. */
const PANEL: i32 = 8;
/** The column of U that is being found stands at the arena's beginning. */
const UPPER: usize = 0;

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

/** Copies rows of 8 elements to columns that begin `step` bytes after another. */
function copyToColumns(row: usize, stride: usize, count: i32, column: usize, step: usize): void {
  let left = count;
  while (left > 0) {
    // A last row without a partner is its own.
    const next = left > 1 ? row + stride : row;
    let target = column;
    for (let j: usize = 0; j < 64; j += 16) {
      const x = v128.load(row + j);
      const y = v128.load(next + j);
      v128.store(target, v128.shuffle<f64>(x, y, 0, 2));
      v128.store(target + step, v128.shuffle<f64>(x, y, 1, 3));
      target += 2 * step;
    }
    row += 2 * stride;
    column += 16;
    left -= 2;
  }
}

/** Copies the columns back, of which there may be fewer than 8. */
function copyToRows(row: usize, stride: usize, count: i32, column: usize, step: usize, width: i32): void {
  if (width == PANEL) {
    while (count > 1) {
      let source = column;
      for (let j: usize = 0; j < 64; j += 16) {
        const x = v128.load(source);
        const y = v128.load(source + step);
        v128.store(row + j, v128.shuffle<f64>(x, y, 0, 2));
        v128.store(row + stride + j, v128.shuffle<f64>(x, y, 1, 3));
        source += 2 * step;
      }
      row += 2 * stride;
      column += 16;
      count -= 2;
    }
  }
  while (count > 0) {
    let source = column;
    for (let j: usize = 0; j < (<usize>width) << 3; j += 8) {
      store<f64>(row + j, load<f64>(source));
      source += step;
    }
    row += stride;
    column += 8;
    count--;
  }
}

/** Takes columns of L times elements of U, one or two at a time, from a column; all pointers are in bytes. */
function subtractColumns(
  target: usize,
  column: usize,
  step: usize,
  count: i32,
  upper: usize,
  terms: i32,
): void {
  const end = target + ((<usize>count) << 3);
  while (terms > 0) {
    const isPair = terms > 1;
    const f = v128.load64_splat(upper);
    const g = v128.load64_splat(upper, 8);
    let p = target;
    let q = column;
    if (isPair) {
      while (p < end) {
        const sum = subtractProduct(v128.load(p), f, v128.load(q));
        v128.store(p, subtractProduct(sum, g, v128.load(q + step)));
        p += 16;
        q += 16;
      }
    } else {
      while (p < end) {
        v128.store(p, subtractProduct(v128.load(p), f, v128.load(q)));
        p += 16;
        q += 16;
      }
    }
    column += 2 * step;
    upper += 16;
    terms -= 2;
  }
}

/** The first element of largest magnitude among `count`, counted from 0; NaN is none. */
function indexOfLargest(x: usize, count: i32): i32 {
  let largest = f64x2.splat(-1);
  let places = f64x2.splat(0);
  let here = v128.replace_lane<f64>(f64x2.splat(0), 1, 1);
  const two = f64x2.splat(2);
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const size = f64x2.abs(v128.load(x));
    const isLarger = f64x2.gt(size, largest);
    largest = v128.bitselect(size, largest, isLarger);
    places = v128.bitselect(here, places, isLarger);
    here = f64x2.add(here, two);
    x += 16;
  }
  let most = f64x2.extract_lane(largest, 0);
  let place = f64x2.extract_lane(places, 0);
  const other = f64x2.extract_lane(largest, 1);
  const otherPlace = f64x2.extract_lane(places, 1);
  if (other > most || (other == most && otherPlace < place)) {
    most = other;
    place = otherPlace;
  }
  if (i < count && abs(load<f64>(x)) > most) place = <f64>i;
  return <i32>place;
}

/**
 * Eliminates with partial pivoting in the columns `start … end`, up to 8, of the rows from `start` on of an m × n matrix;
 * whole rows are swapped, and `pivots` says for each column with which. Behind the matrix 8 elements must be readable.
 *
 * Columns are found one by one in `work`, where they lie in a row, with room for 8 (m + 16) elements.
 */
export function eliminatePanel(
  a: i32,
  row: i32,
  m: i32,
  n: i32,
  start: i32,
  end: i32,
  pivots: i32,
  work: i32,
): void {
  const stride = at(row);
  const height = m - start;
  const width = end - start;
  // Whole vectors, and an odd number of lines of the cache.
  const step = (((<usize>height + 9) >> 3) | 1) << 6;
  const columns = at(work);
  const corner = at(a + start * row + start);
  copyToColumns(corner, stride, height, columns, step);
  let column = columns;
  for (let k = 0; k < width; k++) {
    const below = column + ((<usize>k) << 3);
    for (let i = 0; i < k; i++) {
      const offset = (<usize>i) << 3;
      let sum = load<f64>(column + offset);
      for (let j = 0; j < i; j++) {
        sum -= load<f64>(columns + <usize>j * step + offset) * load<f64>(UPPER + ((<usize>j) << 3));
      }
      store<f64>(UPPER + offset, sum);
      store<f64>(column + offset, sum);
    }
    subtractColumns(below, columns + ((<usize>k) << 3), step, height - k, UPPER, k);
    const p = k + indexOfLargest(below, height - k);
    store<f64>(at(pivots + start + k), <f64>(start + p));
    if (p != k) {
      swapRows(at(a + (start + k) * row), at(a + (start + p) * row), n);
      for (let j = 0; j < width; j++) {
        const source = columns + <usize>j * step;
        const x = load<f64>(source + ((<usize>k) << 3));
        store<f64>(source + ((<usize>k) << 3), load<f64>(source + ((<usize>p) << 3)));
        store<f64>(source + ((<usize>p) << 3), x);
      }
    }
    const pivot = load<f64>(below);
    if (pivot != 0) {
      const divisor = f64x2.splat(pivot);
      const last = column + ((<usize>height) << 3);
      for (let q = below + 8; q < last; q += 16) v128.store(q, f64x2.div(v128.load(q), divisor));
    }
    column += step;
  }
  copyToRows(corner, stride, height, columns, step, width);
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
