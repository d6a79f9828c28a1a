import { concat, reshape, take, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** Matrices whose lower triangle, without its diagonal if `strict`, is given row by row; zeros elsewhere. */
export function fillTriangle(x: Tensor, n: number, strict = false): Tensor {
  const lead = x.shape.slice(0, -1);
  const padded = concat([x, zeros([...lead, 1], { dtype: x.dtype })], { axis: -1 });
  const places = new Int32Array(n * n).fill(x.shape.at(-1)!);
  for (const [k, place] of placesOfTriangle(n, strict).entries()) places[place] = k;
  return reshape(take(padded, places, { axis: -1 }), [...lead, n, n]);
}

/** The lower triangle row by row, without its diagonal if `strict`. */
export function readTriangle(x: Tensor, strict = false): Tensor {
  const n = x.shape.at(-1)!;
  const flat = reshape(x, [...x.shape.slice(0, -2), n * n]);
  return take(flat, placesOfTriangle(n, strict), { axis: -1 });
}

/** The order of the matrices whose lower triangle has so many elements; a fraction if there are none. */
export function orderOfTriangle(count: number, strict = false): number {
  return (Math.sqrt(8 * count + 1) + (strict ? 1 : -1)) / 2;
}

function placesOfTriangle(n: number, strict: boolean): Int32Array {
  const places: number[] = [];
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < (strict ? row : row + 1); column++) places.push(row * n + column);
  }
  return Int32Array.from(places);
}
