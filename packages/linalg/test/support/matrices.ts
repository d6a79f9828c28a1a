/** Test matrices on which factorizations are known to stumble, by name; row-major arrays of arrays. */
export type Matrix = number[][];

/** A generator of numbers in (−1, 1) from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * 2 - 1;
  };
}

export function build(m: number, n: number, element: (i: number, j: number) => number): Matrix {
  return Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_element, j) => element(i, j)));
}

export function randomMatrix(m: number, n: number, seed: number): Matrix {
  const next = randomNumbers(seed);
  return build(m, n, () => next());
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return build(a.length, b[0]?.length ?? 0, (i, j) =>
    a[i]!.reduce((total, x, k) => total + x * b[k]![j]!, 0),
  );
}

export function transposed(a: Matrix): Matrix {
  return build(a[0]?.length ?? 0, a.length, (i, j) => a[j]![i]!);
}

export function scaled(a: Matrix, factor: number): Matrix {
  return a.map((row) => row.map((x) => x * factor));
}

/** An orthogonal matrix: a product of n random reflections. */
export function randomOrthogonal(n: number, seed: number): Matrix {
  const next = randomNumbers(seed);
  let q = build(n, n, (i, j) => (i === j ? 1 : 0));
  for (let k = 0; k < Math.min(n, 4); k++) {
    const v = Array.from({ length: n }, () => next());
    const length = v.reduce((total, x) => total + x * x, 0);
    q = q.map((row) => {
      const dot = (2 * row.reduce((total, x, i) => total + x * v[i]!, 0)) / length;
      return row.map((x, i) => x - dot * v[i]!);
    });
  }
  return q;
}

/** Q diag(λ) Qᵀ, exactly symmetric. */
export function withSpectrum(values: readonly number[], seed: number): Matrix {
  const q = randomOrthogonal(values.length, seed);
  const a = multiply(
    q.map((row) => row.map((x, j) => x * values[j]!)),
    transposed(q),
  );
  return build(values.length, values.length, (i, j) => (a[i]![j]! + a[j]![i]!) / 2);
}

export function hilbert(n: number): Matrix {
  return build(n, n, (i, j) => 1 / (i + j + 1));
}

/** Symmetric matrices. */
export function symmetricCases(): Record<string, Matrix> {
  const ladder = (n: number): number[] => Array.from({ length: n }, (_, i) => 10 ** (-2 * i));
  return {
    empty: [],
    "1×1": [[-3]],
    "2×2": [
      [4, 1],
      [1, 3],
    ],
    identity: build(5, 5, (i, j) => (i === j ? 1 : 0)),
    zeros: build(4, 4, () => 0),
    ones: build(6, 6, () => 1),
    random: withSpectrum(
      Array.from({ length: 40 }, (_, i) => i - 20.5),
      1,
    ),
    graded: withSpectrum(ladder(8), 2),
    "graded by rows": build(8, 8, (i, j) => 10 ** (-3 * (i + j)) * (1 + Math.cos(i * j))),
    "graded upwards": build(8, 8, (i, j) => 10 ** (3 * (i + j - 14)) * (1 + Math.cos(i * j))),
    clustered: withSpectrum([1, 1, 1, 1 + 1e-15, 1 + 1e-12, 2, 2, 2 - 1e-14, -1, -1], 3),
    "rank 2": withSpectrum([5, -2, 0, 0, 0, 0, 0], 4),
    hilbert: hilbert(12),
    "Wilkinson's W21+": build(21, 21, (i, j) => (i === j ? Math.abs(10 - i) : Math.abs(i - j) === 1 ? 1 : 0)),
    "second difference": build(50, 50, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    "1e150": scaled(withSpectrum([1, 2, 3, -4, 5], 5), 1e150),
    "1e-150": scaled(withSpectrum([1, 2, 3, -4, 5], 6), 1e-150),
    "1e300": scaled(withSpectrum([1, 2, 3, -4, 5], 5), 1e300),
    "2^-1015": scaled(withSpectrum([1, 2, 3, -4, 5], 5), 2 ** -1015),
    "diagonal, 1e±150": build(5, 5, (i, j) => (i === j ? [1e150, 1e-150, -1, 0, 1e100][i]! : 0)),
    "arrow over 1e±100": build(4, 4, (i, j) =>
      i === j ? [1e100, 1, 1e-100, 0][i]! : i * j === 0 ? 1e-50 : 0,
    ),
    permutation: build(6, 6, (i, j) => (i + j === 5 ? 1 : 0)),
  };
}

/** Matrices of any shape. */
export function rectangularCases(): Record<string, Matrix> {
  return {
    ...symmetricCases(),
    tall: randomMatrix(30, 7, 11),
    wide: randomMatrix(7, 30, 12),
    column: randomMatrix(9, 1, 13),
    row: randomMatrix(1, 9, 14),
    square: randomMatrix(25, 25, 15),
    "tall of rank 2": multiply(randomMatrix(12, 2, 16), randomMatrix(2, 6, 17)),
    "wide of rank 1": multiply(randomMatrix(4, 1, 18), randomMatrix(1, 9, 19)),
    "zero columns": build(6, 5, (i, j) => (j % 2 === 0 ? 0 : i + j)),
    "equal columns": build(6, 4, (i) => i + 1),
    "tall zeros": build(5, 3, () => 0),
    "graded columns": build(10, 6, (i, j) => 10 ** (-20 * j) * Math.cos(i * (j + 1))),
    "graded rows": build(10, 6, (i, j) => 10 ** (-30 * i) * Math.cos(i * (j + 1) + j)),
    "upper triangular of Kahan": build(30, 30, (i, j) => 0.96 ** i * (i === j ? 1 : i < j ? -0.28 : 0)),
    "tall, 1e150": scaled(randomMatrix(8, 5, 20), 1e150),
    "tall, 1e-150": scaled(randomMatrix(8, 5, 21), 1e-150),
    orthogonal: randomOrthogonal(12, 22),
  };
}
