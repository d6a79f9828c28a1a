// Products in a memory that others own, in tiles for vectors of 256 bits: a binary of its own, as V8 widens whole binaries.

export {
  anywhereWide32,
  anywhereWide64,
  keepingWide32,
  keepingWide64,
  packedWide32,
  packedWide64,
} from "./resident/wide";
export { addFour32, addFour64, dots32, dots64 } from "./resident/vector";
import { Wide } from "./resident/marks";
import { stack } from "./resident/stack";

export function multiply64(
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
  scratch: usize,
): void {
  stack<f64, Wide>(
    count,
    aStep,
    bStep,
    cStep,
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
    scratch,
  );
}

export function multiply32(
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
  scratch: usize,
): void {
  stack<f32, Wide>(
    count,
    aStep,
    bStep,
    cStep,
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
    scratch,
  );
}
