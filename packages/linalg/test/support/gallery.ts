import { build, hilbert, randomMatrix, randomOrthogonal, multiply, scaled, transposed } from "./matrices.ts";
import type { Matrix } from "./matrices.ts";

/** Q diag(s) Wᵀ with random orthogonal Q and W: a matrix of given singular values. */
export function withSingularValues(s: readonly number[], seed: number): Matrix {
  const q = randomOrthogonal(s.length, seed);
  const w = randomOrthogonal(s.length, seed + 1);
  return multiply(
    q.map((row) => row.map((x, j) => x * s[j]!)),
    transposed(w),
  );
}

/** The test matrices of the literature on which factorizations of square matrices stumble, by name. */
export function galleryCases(): Record<string, Matrix> {
  const geometric = (n: number, condition: number): number[] =>
    Array.from({ length: n }, (_, i) => condition ** (-i / (n - 1)));
  return {
    "Hilbert, 20": hilbert(20),
    "Kahan, 40": build(40, 40, (i, j) => 0.6 ** i * (i === j ? 1 : i < j ? -0.8 : 0)),
    "Frank, 16": build(16, 16, (i, j) => (j < i - 1 ? 0 : 16 - Math.max(i, j))),
    "Jordan, 12": build(12, 12, (i, j) => (i === j ? 0.5 : j === i + 1 ? 1 : 0)),
    "nilpotent, 12": build(12, 12, (i, j) => (j === i + 1 ? 1 : 0)),
    "Toeplitz of Grcar, 30": build(30, 30, (i, j) => (j === i - 1 ? -1 : j >= i && j <= i + 3 ? 1 : 0)),
    "skew, 9": build(9, 9, (i, j) => Math.sin(i - j)),
    "condition 1e8, 40": withSingularValues(geometric(40, 1e8), 41),
    "condition 1/ε, 60": withSingularValues(geometric(60, 2 ** 52), 43),
    "one small singular value, 30": withSingularValues(
      Array.from({ length: 30 }, (_, i) => (i === 29 ? 1e-15 : 1)),
      45,
    ),
    "one large singular value, 30": withSingularValues(
      Array.from({ length: 30 }, (_, i) => (i === 0 ? 1 : 1e-15)),
      47,
    ),
    "1e140": scaled(randomMatrix(12, 12, 49), 1e140),
    "1e-140": scaled(randomMatrix(12, 12, 50), 1e-140),
    "1e300, random": scaled(randomMatrix(12, 12, 51), 1e300),
    "1e-300, random": scaled(randomMatrix(12, 12, 52), 1e-300),
    "tall, 60 × 20": randomMatrix(60, 20, 53),
    "wide, 20 × 60": randomMatrix(20, 60, 54),
    "random, 60": randomMatrix(60, 60, 55),
  };
}
