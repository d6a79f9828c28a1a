/** Sweeps are applied when 32 of them, and no more rotations than this, have come together. */
const mostRotations = 1 << 13;

/**
 * Plane rotations of neighbouring columns of a matrix, recorded sweep by sweep and applied together: four rows stay in the
 * first-level cache while all sweeps run over them. Van Zee, van de Geijn & Quintana-Ortí 2014, ACM TOMS 40 (3).
 */
export class RotationSweeps {
  readonly #matrix: Float64Array;
  readonly #columns: number;
  /** Cosine and sine of each rotation in turn. */
  readonly #rotations: Float64Array;
  #count = 0;
  /** First column, direction and number of rotations of each sweep. */
  #sweeps: number[] = [];

  /** For a row-major matrix with so many columns. */
  constructor(matrix: Float64Array, columns: number) {
    this.#matrix = matrix;
    this.#columns = columns;
    this.#rotations = new Float64Array(2 * Math.max(columns, Math.min(32 * columns, mostRotations)));
  }

  /** Starts a sweep of `length` rotations that begins at column `first` and goes up (1) or down (−1). */
  begin(first: number, direction: 1 | -1, length: number): void {
    if (2 * (this.#count + length) > this.#rotations.length) this.apply();
    this.#sweeps.push(first, direction, length);
  }

  /** Of columns x, y, where y is the next: x ← c x + s y and y ← c y − s x. */
  rotate(c: number, s: number): void {
    const at = 2 * this.#count++;
    this.#rotations[at] = c;
    this.#rotations[at + 1] = s;
  }

  /** Applies whatever has been recorded; every sweep must have all of its rotations. */
  apply(): void {
    if (this.#count === 0) return;
    const rows = this.#columns === 0 ? 0 : this.#matrix.length / this.#columns;
    for (let row = 0; row < rows; row += 4) {
      if (row + 4 <= rows) this.#fourRows(row * this.#columns);
      else for (let last = row; last < rows; last++) this.#oneRow(last * this.#columns);
    }
    this.#count = 0;
    this.#sweeps = [];
  }

  #fourRows(start: number): void {
    const q = this.#matrix;
    const rotations = this.#rotations;
    const sweeps = this.#sweeps;
    const n = this.#columns;
    let at = 0;
    for (let sweep = 0; sweep < sweeps.length; sweep += 3) {
      const step = sweeps[sweep + 1]!;
      let i0 = start + sweeps[sweep]!;
      let i1 = i0 + n;
      let i2 = i1 + n;
      let i3 = i2 + n;
      let x0 = q[i0]!;
      let x1 = q[i1]!;
      let x2 = q[i2]!;
      let x3 = q[i3]!;
      for (const end = at + 2 * sweeps[sweep + 2]!; at < end; at += 2) {
        const c = rotations[at]!;
        const s = rotations[at + 1]!;
        const y0 = q[i0 + step]!;
        const y1 = q[i1 + step]!;
        const y2 = q[i2 + step]!;
        const y3 = q[i3 + step]!;
        q[i0] = c * x0 + s * y0;
        q[i1] = c * x1 + s * y1;
        q[i2] = c * x2 + s * y2;
        q[i3] = c * x3 + s * y3;
        x0 = c * y0 - s * x0;
        x1 = c * y1 - s * x1;
        x2 = c * y2 - s * x2;
        x3 = c * y3 - s * x3;
        i0 += step;
        i1 += step;
        i2 += step;
        i3 += step;
      }
      q[i0] = x0;
      q[i1] = x1;
      q[i2] = x2;
      q[i3] = x3;
    }
  }

  #oneRow(start: number): void {
    const q = this.#matrix;
    let at = 0;
    for (let sweep = 0; sweep < this.#sweeps.length; sweep += 3) {
      const step = this.#sweeps[sweep + 1]!;
      let i = start + this.#sweeps[sweep]!;
      let x = q[i]!;
      for (const end = at + 2 * this.#sweeps[sweep + 2]!; at < end; at += 2) {
        const c = this.#rotations[at]!;
        const s = this.#rotations[at + 1]!;
        const y = q[i + step]!;
        q[i] = c * x + s * y;
        x = c * y - s * x;
        i += step;
      }
      q[i] = x;
    }
  }
}
