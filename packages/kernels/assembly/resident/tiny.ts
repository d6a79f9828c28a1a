/**
 * C (+)= A·B for so few multiplications that nothing is worth arranging: each product is rounded before it is added. k is at
 * most 256.
 */
export function tiny<T>(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: bool,
): void {
  const size = sizeof<T>();
  const lanes = 16 / <i32>size;
  const vectors = bColumn == size ? n / lanes : 0;
  for (let i = 0; i < m; i += 4) {
    const rows = min(4, m - i);
    let target = c;
    let column = b;
    for (let v = 0; v < vectors; v++) {
      if (rows == 1) oneRow<T>(a, aColumn, column, bRow, target, k, accumulate);
      else fourRows<T>(a, aRow, aColumn, column, bRow, target, cRow, rows, k, accumulate);
      target += 16;
      column += 16;
    }
    for (let j = vectors * lanes; j < n; j++) {
      let row = a;
      let to = target;
      for (let r = 0; r < rows; r++) {
        let left = row;
        let right = column;
        let sum: T = 0;
        let p = k;
        do {
          sum = <T>(sum + <T>(load<T>(left) * load<T>(right)));
          left += aColumn;
          right += bRow;
        } while (--p);
        store<T>(to, accumulate ? <T>(load<T>(to) + sum) : sum);
        row += aRow;
        to += cRow;
      }
      target += size;
      column += bColumn;
    }
    a += 4 * aRow;
    c += 4 * cRow;
  }
}

/* inline */ function put<T>(target: usize, sum: v128, accumulate: bool): void {
  v128.store(target, accumulate ? v128.add<T>(v128.load(target), sum) : sum);
}

/* inline */ function oneRow<T>(
  a: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  k: i32,
  accumulate: bool,
): void {
  let sum = f64x2.splat(0);
  do {
    sum = v128.add<T>(sum, v128.mul<T>(v128.load_splat<T>(a), v128.load(b)));
    a += aColumn;
    b += bRow;
  } while (--k);
  put<T>(c, sum, accumulate);
}

/** Two to four rows of a vector of columns; rows beyond the last repeat it. */
/* inline */ function fourRows<T>(
  a0: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  rows: i32,
  k: i32,
  accumulate: bool,
): void {
  let a1 = a0 + aRow;
  let a2 = rows > 2 ? a1 + aRow : a1;
  let a3 = rows > 3 ? a2 + aRow : a2;
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  do {
    const x = v128.load(b);
    s0 = v128.add<T>(s0, v128.mul<T>(v128.load_splat<T>(a0), x));
    s1 = v128.add<T>(s1, v128.mul<T>(v128.load_splat<T>(a1), x));
    s2 = v128.add<T>(s2, v128.mul<T>(v128.load_splat<T>(a2), x));
    s3 = v128.add<T>(s3, v128.mul<T>(v128.load_splat<T>(a3), x));
    a0 += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    b += bRow;
  } while (--k);
  put<T>(c, s0, accumulate);
  c += cRow;
  put<T>(c, s1, accumulate);
  if (rows < 3) return;
  c += cRow;
  put<T>(c, s2, accumulate);
  if (rows < 4) return;
  put<T>(c + cRow, s3, accumulate);
}
