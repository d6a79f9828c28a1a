import { length, over, times } from "./complex-scalar.ts";
import { euclideanLength } from "./scaling.ts";

/** A complex reflection H = I − τ v vᴴ, v₀ = 1. */
export interface ComplexReflection {
  /** Two numbers an element. */
  readonly v: Float64Array;
  readonly re: number;
  readonly im: number;
  /** Hᴴ x = β e₁ of the x it was made of; real, with the sign opposite to that of Re x₀. */
  readonly beta: number;
}

const tooSmall = 2 ** -960;

/** The reflection that takes x, of one element or more, to a real multiple of e₁; x may be overwritten by v. LAPACK's zlarfg. */
export function makeComplexReflection(x: Float64Array): ComplexReflection {
  const [re, im] = [x[0]!, x[1]!];
  const tail = euclideanLength(x, 2, x.length);
  const size = length(length(re, im), tail);
  if (size < tooSmall && size > 0) {
    // Near the smallest numbers β would lose the digits that make H unitary.
    const reflection = makeComplexReflection(x.map((part) => part / tooSmall));
    return { ...reflection, beta: reflection.beta * tooSmall };
  }
  x[0] = 1;
  x[1] = 0;
  if (tail === 0 && im === 0) return { v: x, re: 0, im: 0, beta: re };
  const beta = re >= 0 ? -size : size;
  for (let i = 2; i < x.length; i += 2) x.set(over(x[i]!, x[i + 1]!, re - beta, im), i);
  return { v: x, re: (beta - re) / beta, im: -im / beta, beta };
}

/** Rows `first, first + 1, …` of X ← H times them, or Hᴴ, in the columns `from … to`. X has `columns` complex columns. */
export function reflectRows(
  { v, re, im }: ComplexReflection,
  adjoint: boolean,
  x: Float64Array,
  columns: number,
  first: number,
  from = 0,
  to = columns,
): void {
  if (re === 0 && im === 0) return;
  const width = 2 * columns;
  const w = new Float64Array(2 * to);
  for (let i = 0, row = first * width; i < v.length; i += 2, row += width) {
    const p = v[i]!;
    const q = v[i + 1]!;
    for (let j = 2 * from; j < 2 * to; j += 2) {
      const a = x[row + j]!;
      const b = x[row + j + 1]!;
      w[j] = w[j]! + (p * a + q * b);
      w[j + 1] = w[j + 1]! + (p * b - q * a);
    }
  }
  for (let i = 0, row = first * width; i < v.length; i += 2, row += width) {
    const [p, q] = times(v[i]!, v[i + 1]!, re, adjoint ? -im : im);
    for (let j = 2 * from; j < 2 * to; j += 2) {
      const a = w[j]!;
      const b = w[j + 1]!;
      x[row + j] = x[row + j]! - (p * a - q * b);
      x[row + j + 1] = x[row + j + 1]! - (p * b + q * a);
    }
  }
}

/** X ← X H for the columns `first, first + 1, …` of the rows from `from` on. */
export function reflectColumns(
  { v, re, im }: ComplexReflection,
  x: Float64Array,
  columns: number,
  first: number,
  from: number,
): void {
  if (re === 0 && im === 0) return;
  for (let row = 2 * (from * columns + first); row < x.length; row += 2 * columns) {
    let a = 0;
    let b = 0;
    for (let j = 0; j < v.length; j += 2) {
      a += x[row + j]! * v[j]! - x[row + j + 1]! * v[j + 1]!;
      b += x[row + j]! * v[j + 1]! + x[row + j + 1]! * v[j]!;
    }
    const [p, q] = times(a, b, re, im);
    for (let j = 0; j < v.length; j += 2) {
      x[row + j] = x[row + j]! - (p * v[j]! + q * v[j + 1]!);
      x[row + j + 1] = x[row + j + 1]! - (q * v[j]! - p * v[j + 1]!);
    }
  }
}
