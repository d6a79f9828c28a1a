import { powerOfTwoScale } from "./scaling.ts";

/** How much smaller than the largest component one may be and still count as equal to it: far above rounding. */
export const tie = 1 - 1e-8;

/** Gives the vector of n elements at x length 1, and its component of largest magnitude, the first of equals, the sign +. */
export function normalizeReal(data: Float64Array, x: number, n: number): void {
  const largest = magnitude(data, x, n);
  const factor = powerOfTwoScale(largest);
  let pivot = x;
  while (Math.abs(data[pivot]!) < largest * tie) pivot++;
  const length = Math.sqrt(squares(data, x, n, factor));
  const divisor = data[pivot]! < 0 ? -length : length;
  for (let i = x; i < x + n; i++) data[i] = (data[i]! * factor) / divisor;
}

/** Gives a vector with its real parts at x and its imaginary parts at y length 1, and its largest component the argument 0. */
export function normalizeComplex(data: Float64Array, x: number, y: number, n: number): void {
  const factor = powerOfTwoScale(Math.max(magnitude(data, x, n), magnitude(data, y, n)));
  const shift = y - x;
  let top = 0;
  for (let i = x; i < x + n; i++) top = Math.max(top, square(data, i, shift, factor));
  let pivot = x;
  while (square(data, pivot, shift, factor) < top * tie * tie) pivot++;
  const [p, q] = [data[pivot]! * factor, data[pivot + shift]! * factor];
  const total = squares(data, x, n, factor) + squares(data, y, n, factor);
  const size = Math.sqrt(square(data, pivot, shift, factor)) * Math.sqrt(total);
  const [c, s] = [p / size, q / size];
  for (let i = x; i < x + n; i++) {
    const [re, im] = [data[i]! * factor, data[i + shift]! * factor];
    data[i] = re * c + im * s;
    data[i + shift] = i === pivot ? 0 : im * c - re * s;
  }
}

function magnitude(data: Float64Array, x: number, n: number): number {
  let largest = 0;
  for (let i = x; i < x + n; i++) largest = Math.max(largest, Math.abs(data[i]!));
  return largest;
}

function squares(data: Float64Array, x: number, n: number, factor: number): number {
  let sum = 0;
  for (let i = x; i < x + n; i++) sum += (data[i]! * factor) ** 2;
  return sum;
}

/** |z|² for the component at i. */
function square(data: Float64Array, i: number, shift: number, factor: number): number {
  const [re, im] = [data[i]! * factor, data[i + shift]! * factor];
  return re * re + im * im;
}
