import { blocks } from "./blocks";
import { finish } from "./finish";
import { tiny } from "./tiny";
import { vectorProduct } from "./vector";

/** Up to so many multiplications products are rounded apart from their sums, as in the ordinary product. */
const TINY: i64 = 512;

/** Stacks of products: the way of each is that of the ordinary product, so that results have the same bits. */
export function stack<T, Shape>(
  count: i32,
  aStep: usize,
  bStep: usize,
  cStep: usize,
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
  notify: bool,
  symmetric: bool,
  scratch: usize,
): void {
  const size = sizeof<T>();
  const isTiny = <i64>m * <i64>n * <i64>k <= TINY && k <= 256;
  for (let i = 0; i < count; i++) {
    if (k == 0) {
      if (!accumulate) {
        for (let row = 0; row < m; row++) memory.fill(c + <usize>row * cRow, 0, <usize>n * size);
      }
    } else if (isTiny) {
      tiny<T>(a, aRow, aColumn, b, bRow, bColumn, c, cRow, m, n, k, accumulate);
    } else if (n == 1) {
      vectorProduct<T>(a, aRow, aColumn, m, k, b, bRow, c, cRow, accumulate, scratch);
    } else if (m == 1) {
      vectorProduct<T>(b, bColumn, bRow, n, k, a, aColumn, c, size, accumulate, scratch);
    } else {
      blocks<T, Shape>(
        a,
        aRow,
        aColumn,
        b,
        bRow,
        bColumn,
        c,
        cRow,
        m,
        n,
        k,
        accumulate,
        notify,
        symmetric,
        scratch,
      );
    }
    if (notify && (k == 0 || isTiny || n == 1 || m == 1)) finish(0, m);
    a += aStep;
    b += bStep;
    c += cStep;
  }
}
