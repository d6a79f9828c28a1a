import { rotations } from "@adjoint/kernels";
import type { Arena, Rotations } from "@adjoint/kernels";
import { tie } from "./orient.ts";

/** Rows of the matrix that are rotated together. */
const width = 8;
/** Sweeps are applied when there are so many of them, or of their rotations for each column. */
const mostSweeps = 128;
const rotationsPerColumn = 32;

/**
 * Plane rotations of neighbouring columns of a matrix, recorded sweep by sweep and applied together: a few rows stay in the
 * first-level cache while all sweeps run over them. Van Zee, van de Geijn & Quintana-Ortí 2014, ACM TOMS 40 (3).
 */
export class RotationSweeps {
  readonly #kernel: Rotations;
  readonly #data: Float64Array;
  readonly #matrix: Float64Array;
  readonly #columns: number;
  readonly #rows: number;
  /** Where strips of eight rows stand, each of them transposed. */
  readonly #strips: number;
  /** Where first column, direction and number of rotations of each sweep stand. */
  readonly #sweeps: number;
  /** Where cosine and sine of each rotation in turn stand. */
  readonly #rotations: number;
  #sweep: number;
  #rotation: number;

  /** What the arena must have room for, in three parts. */
  static room(rows: number, columns: number): number {
    return Math.ceil(rows / width) * width * columns + 3 * mostSweeps + 2 * rotationsPerColumn * columns;
  }

  /** For a row-major matrix with so many columns, which is unchanged until `finish` is called. */
  constructor({ data, take, use }: Arena, matrix: Float64Array, columns: number) {
    this.#kernel = use(rotations);
    this.#data = data;
    this.#matrix = matrix;
    this.#columns = columns;
    this.#rows = columns === 0 ? 0 : matrix.length / columns;
    this.#strips = take(this.#stripCount() * width * columns);
    this.#sweep = this.#sweeps = take(3 * mostSweeps);
    this.#rotation = this.#rotations = take(2 * rotationsPerColumn * columns);
    const end = this.#strips + this.#stripCount() * width * columns;
    if (this.#rows % width > 0) data.fill(0, end - width * columns, end);
    for (let i = 0; i < this.#rows; i++) {
      let at = this.#strips + (i - (i % width)) * columns + (i % width);
      for (let j = 0; j < columns; j++, at += width) data[at] = matrix[i * columns + j]!;
    }
  }

  /** Starts a sweep of `length` rotations that begins at column `first` and goes up (1) or down (−1). */
  begin(first: number, direction: 1 | -1, length: number): void {
    const isFull =
      this.#sweep === this.#sweeps + 3 * mostSweeps ||
      this.#rotation + 2 * length > this.#rotations + 2 * rotationsPerColumn * this.#columns;
    if (isFull) this.#apply();
    this.#data[this.#sweep] = first;
    this.#data[this.#sweep + 1] = direction;
    this.#data[this.#sweep + 2] = length;
    this.#sweep += 3;
  }

  /** Of columns x, y, where y is the next: x ← c x + s y and y ← c y − s x. */
  rotate(c: number, s: number): void {
    this.#data[this.#rotation] = c;
    this.#data[this.#rotation + 1] = s;
    this.#rotation += 2;
  }

  /** Reverses the order of the columns `first … last`. */
  reverse(first: number, last: number): void {
    this.#apply();
    const strip = width * this.#columns;
    for (let i = first, j = last; i < j; i++, j--) {
      let x = this.#strips + i * width;
      let y = this.#strips + j * width;
      for (let k = 0; k < this.#stripCount(); k++, x += strip, y += strip) swap(this.#data, x, y);
    }
  }

  /** Applies what has been recorded, and gives the columns in the order given, each as an array and times its factor. */
  columns(order: readonly number[], factors: ArrayLike<number>): Float64Array[] {
    this.#apply();
    const rows = this.#rows;
    const all = new Float64Array(rows * order.length);
    return order.map((j, k) => {
      const start = k * rows;
      let at = this.#strips + j * width;
      for (let i = 0; i < rows; i += width, at += width * this.#columns) {
        const lanes = Math.min(width, rows - i);
        for (let lane = 0; lane < lanes; lane++) all[start + i + lane] = factors[j]! * this.#data[at + lane]!;
      }
      return all.subarray(start, start + rows);
    });
  }

  /**
   * Applies what has been recorded, and gives the columns in the order given, row-major, each with its component of largest
   * magnitude positive.
   */
  upright(order: ArrayLike<number>): Float64Array {
    this.#apply();
    const factors = this.#signs();
    const columns = order.length;
    const result = new Float64Array(this.#rows * columns);
    for (let i = 0; i < this.#rows; i++) {
      const row = this.#strips + (i - (i % width)) * this.#columns + (i % width);
      const target = i * columns;
      for (let j = 0; j < columns; j++) {
        const from = order[j]!;
        result[target + j] = factors[from]! * this.#data[row + from * width]!;
      }
    }
    return result;
  }

  /** Applies what has been recorded, and writes the matrix; every sweep must have all of its rotations. */
  finish(): void {
    this.#apply();
    for (let i = 0; i < this.#rows; i++) {
      let at = this.#strips + (i - (i % width)) * this.#columns + (i % width);
      for (let j = 0; j < this.#columns; j++, at += width) {
        this.#matrix[i * this.#columns + j] = this.#data[at]!;
      }
    }
  }

  /** Of each column −1 if it must be negated to point up, else 1. */
  #signs(): Float64Array {
    const data = this.#data;
    const strip = width * this.#columns;
    const end = this.#strips + this.#stripCount() * strip;
    const largest = new Float64Array(this.#columns);
    for (let first = this.#strips; first < end; first += strip) {
      for (let j = 0, at = first; j < this.#columns; j++, at += width) {
        let most = largest[j]!;
        for (let lane = 0; lane < width; lane++) most = Math.max(most, Math.abs(data[at + lane]!));
        largest[j] = most;
      }
    }
    return largest.map((most, j) => {
      for (let at = this.#strips + j * width; at < end; at += strip) {
        for (let lane = 0; lane < width; lane++) {
          if (Math.abs(data[at + lane]!) >= most * tie) return data[at + lane]! < 0 ? -1 : 1;
        }
      }
      return 1;
    });
  }

  #stripCount(): number {
    return Math.ceil(this.#rows / width);
  }

  #apply(): void {
    const count = (this.#sweep - this.#sweeps) / 3;
    if (count > 0) {
      const { applySweeps } = this.#kernel;
      applySweeps(this.#strips, this.#columns, this.#stripCount(), this.#sweeps, count, this.#rotations);
    }
    this.#sweep = this.#sweeps;
    this.#rotation = this.#rotations;
  }
}

function swap(data: Float64Array, x: number, y: number): void {
  for (let lane = 0; lane < width; lane++) {
    const kept = data[x + lane]!;
    data[x + lane] = data[y + lane]!;
    data[y + lane] = kept;
  }
}
