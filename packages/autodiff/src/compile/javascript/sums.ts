/** So many numbers are summed by `sum` at a time: the sum of more is that of halves made of these. */
export const sumStrip = 2048;

/** So many rows are added one after another, in groups of eight; more are halved. */
export const rowBlock = 128;

/** Up to so many numbers are summed by {@link sumBlock}. */
export const shortSum = 128;

/** The sum of the first `count` numbers, in the order in which `sum` adds so few, without its choice of a way. */
export function sumBlock(data: Float64Array, count: number): number {
  const full = count & ~7;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = 0; i < full; i += 8) {
    a += data[i]!;
    b += data[i + 1]!;
    c += data[i + 2]!;
    d += data[i + 3]!;
    e += data[i + 4]!;
    f += data[i + 5]!;
    g += data[i + 6]!;
    h += data[i + 7]!;
  }
  let total = a + b + (c + d) + (e + f + (g + h));
  for (let i = full; i < count; i++) total += data[i]!;
  return total;
}

/** The sum of the sums of strips, as `sum` halves them. */
export function joinSums(sums: Float64Array, first: number, count: number): number {
  if (count === 1) return sums[first]!;
  const half = (count + 1) >> 1;
  return joinSums(sums, first, half) + joinSums(sums, first + half, count - half);
}

/** Adds eight rows to a row of sums. */
export function addEightRows(rows: Float64Array, width: number, sums: Float64Array, at: number): void {
  for (let i = 0; i < width; i++) {
    let j = i + width;
    const a = rows[i]! + rows[j]!;
    j += width;
    const b = rows[j]! + rows[j + width]!;
    j += 2 * width;
    const c = rows[j]! + rows[j + width]!;
    j += 2 * width;
    const d = rows[j]! + rows[j + width]!;
    sums[at + i]! += a + b + (c + d);
  }
}

/** Adds rows, of `count` numbers together, to a row of sums one after the other. */
export function addRows(
  rows: Float64Array,
  count: number,
  width: number,
  sums: Float64Array,
  at: number,
): void {
  for (let start = 0; start < count; start += width) {
    for (let i = 0; i < width; i++) sums[at + i]! += rows[start + i]!;
  }
}

/** Adds rows of sums to the first of them, as `sum` halves them. */
export function joinRows(sums: Float64Array, first: number, count: number, width: number): void {
  if (count === 1) return;
  const half = (count + 1) >> 1;
  joinRows(sums, first, half, width);
  joinRows(sums, first + half, count - half, width);
  const [to, from] = [first * width, (first + half) * width];
  for (let i = 0; i < width; i++) sums[to + i]! += sums[from + i]!;
}
