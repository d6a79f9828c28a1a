import type { RealReduction } from "./real-reduction.ts";
import { standardForm } from "./standard-block.ts";

/** Brings the 2 × 2 block that ends in row `end` to standard form; without `z` the rest of the matrix stays as it is. */
export function standardize({ data, n, h, row, z }: RealReduction, end: number): void {
  const corner = h + (end - 1) * (row + 1);
  const [up, right, left, down] = [corner, corner + 1, corner + row, corner + row + 1];
  const { a, b, c, d, cs, sn } = standardForm(data[up]!, data[right]!, data[left]!, data[down]!);
  data[up] = a;
  data[right] = b;
  data[left] = c;
  data[down] = d;
  if (z === null || (cs === 1 && sn === 0)) return;
  rotate(data, right + 1, row, 1, n - 1 - end, cs, sn);
  rotate(data, z + (end - 1) * row, row, 1, n, cs, sn);
  rotate(data, h + end - 1, 1, row, end - 1, cs, sn);
}

/** Rotates `count` pairs of elements that are `across` apart. */
function rotate(
  data: Float64Array,
  first: number,
  across: number,
  along: number,
  count: number,
  cs: number,
  sn: number,
): void {
  for (let [i, at] = [0, first]; i < count; i++, at += along) {
    const x = data[at]!;
    const y = data[at + across]!;
    data[at] = cs * x + sn * y;
    data[at + across] = cs * y - sn * x;
  }
}
