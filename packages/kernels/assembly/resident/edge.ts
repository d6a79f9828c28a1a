/**
 * Moves the part of a tile that lies inside C from where whole tiles fit; `columns` and `rows` count entries. Rows of the tile
 * are `step` bytes apart.
 */
export function putEdge<T>(
  edge: usize,
  step: usize,
  c: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  accumulate: bool,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j: usize = 0; j < <usize>columns * sizeof<T>(); j += sizeof<T>()) {
      const sum = load<T>(edge + j);
      store<T>(c + j, accumulate ? <T>(load<T>(c + j) + sum) : sum);
    }
    edge += step;
    c += stride;
  }
}
