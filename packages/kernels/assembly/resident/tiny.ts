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
  for (let i = 0; i < m; i++) {
    let j = 0;
    let target = c;
    let column = b;
    if (bColumn == size) {
      for (; j + lanes <= n; j += lanes) {
        let left = a;
        let right = column;
        let sum = f64x2.splat(0);
        let p = k;
        do {
          sum = v128.add<T>(sum, v128.mul<T>(v128.load_splat<T>(left), v128.load(right)));
          left += aColumn;
          right += bRow;
        } while (--p);
        v128.store(target, accumulate ? v128.add<T>(v128.load(target), sum) : sum);
        target += 16;
        column += 16;
      }
    }
    for (; j < n; j++) {
      let left = a;
      let right = column;
      let sum: T = 0;
      let p = k;
      do {
        sum = <T>(sum + <T>(load<T>(left) * load<T>(right)));
        left += aColumn;
        right += bRow;
      } while (--p);
      store<T>(target, accumulate ? <T>(load<T>(target) + sum) : sum);
      target += size;
      column += bColumn;
    }
    a += aRow;
    c += cRow;
  }
}
