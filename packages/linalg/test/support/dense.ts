/** A matrix by rows. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export function dense(rows: number, columns: number, data = new Float64Array(rows * columns)): Dense {
  return { rows, columns, data };
}

export function fromFunction(
  rows: number,
  columns: number,
  element: (i: number, j: number) => number,
): Dense {
  const a = dense(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) a.data[i * columns + j] = element(i, j);
  }
  return a;
}

export function identity(n: number): Dense {
  return fromFunction(n, n, (i, j) => (i === j ? 1 : 0));
}

export function transpose({ rows, columns, data }: Dense): Dense {
  const result = dense(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result.data[j * rows + i] = data[i * columns + j]!;
  }
  return result;
}

export function times({ rows, columns, data }: Dense, factor: number): Dense {
  const result = dense(rows, columns);
  for (let i = 0; i < data.length; i++) result.data[i] = data[i]! * factor;
  return result;
}

export function minus(a: Dense, b: Dense): Dense {
  const c = dense(a.rows, a.columns);
  for (let i = 0; i < c.data.length; i++) c.data[i] = a.data[i]! - b.data[i]!;
  return c;
}

export function product(a: Dense, b: Dense): Dense {
  const c = dense(a.rows, b.columns);
  const [x, y, z] = [a.data, b.data, c.data];
  const n = b.columns;
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = x[i * a.columns + k]!;
      if (factor === 0) continue;
      for (let j = 0, to = i * n, from = k * n; j < n; j++, to++, from++) z[to] = z[to]! + factor * y[from]!;
    }
  }
  return c;
}

/** A diag(d). */
export function timesDiagonal({ rows, columns, data }: Dense, d: ArrayLike<number>): Dense {
  return fromFunction(rows, columns, (i, j) => data[i * columns + j]! * d[j]!);
}

/** The largest sum of magnitudes in a column. */
export function oneNorm({ rows, columns, data }: Dense): number {
  let largest = 0;
  for (let j = 0; j < columns; j++) {
    let total = 0;
    for (let i = 0; i < rows; i++) total += Math.abs(data[i * columns + j]!);
    // With NaN every comparison is false, and a NaN must not be overlooked.
    if (!(total <= largest)) largest = total;
  }
  return largest;
}

export function largestMagnitude({ data }: Dense): number {
  return data.reduce((largest, x) => (Math.abs(x) <= largest ? largest : Math.abs(x)), 0);
}
