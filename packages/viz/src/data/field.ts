import { describe } from "../describe.ts";
import { checkRealTensor, isTensorLike } from "./column.ts";
import type { TensorLike } from "./column.ts";

/** A result of f: a number, or a tensor with one element. */
type Scalar = number | { item(): number };

/** z = f(x, y): a function, or its values as rows (y ascending) of columns (x ascending), nested or as a tensor `[rows, columns]`. */
export type Field = ((x: number, y: number) => Scalar) | readonly (readonly number[])[] | TensorLike;

/** The rectangle a field lives on. */
export interface FieldOptions {
  /** From the first column to the last. */
  readonly x?: readonly [number, number];
  /** From the first row to the last. */
  readonly y?: readonly [number, number];
  /** How many samples of a function along each axis. */
  readonly samples?: number;
}

/** A field sampled on a grid: `values[row * columns + column]`. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly values: Float64Array;
}

/**
 * Samples a function, or lays out a matrix, on a grid; what is not finite becomes NaN.
 *
 * With `centers`, samples stand at the centers of the cells that tile the rectangle, otherwise on a lattice that
 * includes its border.
 *
 * @throws RangeError if a row differs in length, a tensor is no matrix, or the rectangle is empty.
 */
export function toGrid(mark: string, field: Field, options: FieldOptions, centers = false): Grid {
  if (typeof field === "function") return sample(mark, field, options, centers);
  const { rows, columns, at } = layout(mark, field);
  const values = Float64Array.from({ length: rows * columns }, (_, i) => finite(at(i)));
  const [low, more] = centers ? [-0.5, -0.5] : [0, -1];
  return {
    rows,
    columns,
    values,
    x: interval(mark, "x", options.x ?? [low, Math.max(columns + more, low + 1)]),
    y: interval(mark, "y", options.y ?? [low, Math.max(rows + more, low + 1)]),
  };
}

/** The x of a column of the lattice, which may be fractional. */
export function columnToX(grid: Grid, column: number): number {
  return grid.x[0] + (column / Math.max(1, grid.columns - 1)) * (grid.x[1] - grid.x[0]);
}

/** The y of a row of the lattice, which may be fractional. */
export function rowToY(grid: Grid, row: number): number {
  return grid.y[0] + (row / Math.max(1, grid.rows - 1)) * (grid.y[1] - grid.y[0]);
}

/** The value between the samples of the lattice, bilinear; NaN outside. */
export function interpolateGrid(grid: Grid, x: number, y: number): number {
  const column = ((x - grid.x[0]) / (grid.x[1] - grid.x[0])) * (grid.columns - 1);
  const row = ((y - grid.y[0]) / (grid.y[1] - grid.y[0])) * (grid.rows - 1);
  if (!(column >= 0 && column <= grid.columns - 1 && row >= 0 && row <= grid.rows - 1)) return NaN;
  const j = Math.min(Math.floor(column), Math.max(0, grid.columns - 2));
  const i = Math.min(Math.floor(row), Math.max(0, grid.rows - 2));
  const [u, v] = [column - j, row - i];
  const at = (r: number, c: number): number =>
    grid.values[Math.min(r, grid.rows - 1) * grid.columns + Math.min(c, grid.columns - 1)]!;
  return (
    (1 - v) * ((1 - u) * at(i, j) + u * at(i, j + 1)) + v * ((1 - u) * at(i + 1, j) + u * at(i + 1, j + 1))
  );
}

function sample(
  mark: string,
  f: (x: number, y: number) => Scalar,
  options: FieldOptions,
  centers: boolean,
): Grid {
  const x = interval(mark, "x", options.x ?? [-1, 1]);
  const y = interval(mark, "y", options.y ?? [-1, 1]);
  const n = options.samples ?? 64;
  if (!(Number.isInteger(n) && n >= 2 && n <= 1024))
    throw new RangeError(`${mark}: samples must be 2 to 1024: ${n}`);
  const place = ([a, b]: readonly [number, number], i: number): number =>
    centers ? a + ((i + 0.5) / n) * (b - a) : a + (i / (n - 1)) * (b - a);
  const values = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const z = f(place(x, column), place(y, row));
      values[row * n + column] = finite(typeof z === "number" ? z : z.item());
    }
  }
  return { rows: n, columns: n, x, y, values };
}

function layout(
  mark: string,
  field: Exclude<Field, Function>,
): { rows: number; columns: number; at: (i: number) => number } {
  if (isTensorLike(field)) {
    checkRealTensor(mark, field);
    const [rows, columns] = field.shape;
    if (field.shape.length !== 2)
      throw new RangeError(`${mark}: expected a matrix: [${field.shape.join(", ")}]`);
    return { rows: rows!, columns: columns!, at: (i) => field.data[i]! };
  }
  if (!Array.isArray(field))
    throw new TypeError(`${mark}: expected a function or a matrix: ${describe(field)}`);
  const matrix = field as readonly (readonly number[])[];
  const columns = matrix[0]?.length ?? 0;
  const odd = matrix.findIndex((row) => row.length !== columns);
  if (odd >= 0)
    throw new RangeError(`${mark}: row ${odd} must have ${columns} values: ${matrix[odd]!.length}`);
  return { rows: matrix.length, columns, at: (i) => matrix[Math.floor(i / columns)]![i % columns]! };
}

function interval(mark: string, name: string, [a, b]: readonly [number, number]): readonly [number, number] {
  if (!(Number.isFinite(a) && Number.isFinite(b) && a < b)) {
    throw new RangeError(`${mark}: ${name} must ascend between finite numbers: [${a}, ${b}]`);
  }
  return [a, b];
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
