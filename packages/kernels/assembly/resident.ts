// Matrix products in a memory that others own: operands and results stay where they are.

export {
  anywhereNarrow32,
  anywhereNarrow64,
  keepingNarrow32,
  keepingNarrow64,
  packedNarrow32,
  packedNarrow64,
} from "./resident/narrow";
export { addFour32, addFour64, dots32, dots64 } from "./resident/vector";
import { Narrow } from "./resident/marks";
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
  stack<f64, Narrow>(
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
  stack<f32, Narrow>(
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
