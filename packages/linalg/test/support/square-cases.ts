import {
  build,
  hilbert,
  multiply,
  randomMatrix,
  randomOrthogonal,
  scaled,
  transposed,
  withSpectrum,
} from "./matrices.ts";
import type { Matrix } from "./matrices.ts";

/** Square matrices on which nonsymmetric eigensolvers are known to stumble, by name. */
export function squareCases(): Record<string, Matrix> {
  const random = randomMatrix(6, 6, 31);
  const jordan = (n: number, value: number): Matrix =>
    build(n, n, (i, j) => (i === j ? value : j === i + 1 ? 1 : 0));
  const q = randomOrthogonal(9, 32);
  return {
    empty: [],
    "1×1": [[-3]],
    "2×2": [
      [4, 1],
      [-1, 3],
    ],
    zeros: build(4, 4, () => 0),
    identity: build(5, 5, (i, j) => (i === j ? 1 : 0)),
    ones: build(6, 6, () => 1),
    "random 25": randomMatrix(25, 25, 33),
    "random 60": randomMatrix(60, 60, 34),
    "random 200": randomMatrix(200, 200, 35),
    hilbert: hilbert(12),
    "Frank 16": build(16, 16, (i, j) => (j < i - 1 ? 0 : 16 - Math.max(i, j))),
    "Grcar 40": build(40, 40, (i, j) => (j === i - 1 ? -1 : j >= i && j <= i + 3 ? 1 : 0)),
    "Kahan 20": build(20, 20, (i, j) => 0.96 ** i * (i === j ? 1 : i < j ? -0.28 : 0)),
    "Wilkinson's W21+": build(21, 21, (i, j) => (i === j ? Math.abs(10 - i) : Math.abs(i - j) === 1 ? 1 : 0)),
    "Jordan 8": jordan(8, 2),
    "Jordan 6 of 0, rotated": multiply(
      multiply(
        q,
        build(9, 9, (i, j) => (j === i + 1 && i < 5 ? 1 : 0)),
      ),
      transposed(q),
    ),
    companion: build(7, 7, (i, j) =>
      i === 0 ? [28, -322, 1960, -6769, 13132, -13068, 5040][j]! : i === j + 1 ? 1 : 0,
    ),
    "tridiagonal Toeplitz": build(30, 30, (i, j) => (j === i + 1 ? 4 : j === i - 1 ? 0.25 : 0)),
    skew: build(10, 10, (i, j) => Math.sin(i - j)),
    orthogonal: randomOrthogonal(15, 36),
    "cyclic shift": build(12, 12, (i, j) => (j === (i + 1) % 12 ? 1 : 0)),
    "symmetric, clustered": withSpectrum([1, 1, 1 + 1e-15, 1 + 1e-12, 2, 2 - 1e-14, -1], 37),
    "rank 2": multiply(randomMatrix(8, 2, 38), randomMatrix(2, 8, 39)),
    graded: build(8, 8, (i, j) => 10 ** (-2 * (i + j)) * Math.cos(i + 2 * j)),
    "upper triangular": build(7, 7, (i, j) => (i <= j ? Math.cos(i * j + 1) : 0)),
    "lower triangular": build(7, 7, (i, j) => (i >= j ? Math.cos(i * j + 1) : 0)),
    reducible: build(8, 8, (i, j) => (i < 4 || j >= 4 ? Math.sin(3 * i + j * j + 1) : 0)),
    "1e140": scaled(random, 1e140),
    "1e-140": scaled(random, 1e-140),
    "1e300": scaled(random, 1e300),
    "1e-300": scaled(random, 1e-300),
  };
}
