import {
  cholesky,
  eig,
  eigh,
  expm,
  hessenberg,
  inv,
  logm,
  lstsq,
  lu,
  pinv,
  polar,
  qr,
  schur,
  solve,
  sqrtm,
  svd,
} from "@adjoint/linalg";
import { complex, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { unchecked } from "./accuracy-ratios.ts";
import type { Ratios } from "./accuracy-ratios.ts";
import {
  dense,
  fromFunction,
  identity,
  largestMagnitude,
  minus,
  oneNorm,
  product,
  transpose,
} from "./dense.ts";
import type { Dense } from "./dense.ts";
import { largestDifference, orthogonality, quotient, residual, toDense, toRealForm } from "./test-ratios.ts";

/** A complex matrix on its way through a function: as a tensor, and in real form scaled to about 1. */
export interface ComplexSubject {
  readonly rows: number;
  readonly columns: number;
  readonly input: Tensor;
  readonly scale: number;
  readonly scaled: Dense;
}

/**
 * The real matrix with the rows and columns turned by phases, which leaves its singular values as they are, and its eigenvalues
 * too if columns are turned back as rows are turned.
 */
export function withPhases(a: Dense, turnedBack: boolean): ComplexSubject {
  // Multiples of 1/64, so that their sums are exact.
  const row = (i: number): number => ((83 * i * i + 26) % 401) / 64;
  const column = (j: number): number => (turnedBack ? -row(j) : ((45 * j * j + 134 * j) % 397) / 64);
  const turned = (part: (angle: number) => number): Float64Array =>
    fromFunction(a.rows, a.columns, (i, j) => {
      const isDiagonal = turnedBack && i === j;
      return a.data[i * a.columns + j]! * (isDiagonal ? part(0) : part(row(i) + column(j)));
    }).data;
  const shape = [a.rows, a.columns];
  const input = complex(tensorOf(turned(Math.cos), shape), tensorOf(turned(Math.sin), shape));
  const largest = largestMagnitude(a);
  const scale =
    largest === 0 ? 1 : 2 ** Math.max(-1000, Math.min(1000, -2 * Math.floor(Math.log2(largest) / 2)));
  return { rows: a.rows, columns: a.columns, input, scale, scaled: toRealForm(input, scale) };
}

const unit = 2 ** -53;
const spacing = 2 ** -52;

/** The ratios of the functions that take complex matrices of any shape; `prescribed` are the singular values. */
export function ratiosOfAnyComplex(subject: ComplexSubject, prescribed: ArrayLike<number> | null): Ratios {
  const { rows, columns, input, scale, scaled } = subject;
  const larger = Math.max(rows, columns);
  const { p, l, u } = lu(input, unchecked);
  const { q, r } = qr(input, unchecked);
  const parts = svd(input, unchecked);
  const [left, right, s] = [toRealForm(parts.u), toRealForm(parts.vt), toDense(parts.s, scale)];
  const nearest = polar(input, unchecked);
  const inverse = toRealForm(pinv(input, unchecked), 1 / scale);
  const error = oneNorm(minus(scaled, product(scaled, product(inverse, scaled))));
  const ratios = {
    lu: residual(scaled, product(toRealForm(p), product(toRealForm(l), toRealForm(u, scale))), columns, unit),
    qr: residual(scaled, product(toRealForm(q), toRealForm(r, scale)), rows, unit),
    "qr Q": orthogonality(toRealForm(q), rows, unit),
    svd: residual(scaled, product(scaledColumns(left, s.data), right), larger, spacing),
    "svd U": orthogonality(left, rows, spacing),
    "svd V": orthogonality(transpose(right), columns, spacing),
    polar: residual(scaled, product(toRealForm(nearest.u), toRealForm(nearest.p, scale)), larger, spacing),
    pinv: quotient(error, larger * oneNorm(scaled) ** 2 * oneNorm(inverse) * spacing),
    ...ofLeastSquares(subject),
  };
  if (prescribed === null) return ratios;
  const expected = Float64Array.from(prescribed, (x) => Math.abs(x) * scale)
    .sort()
    .reverse();
  const distance = expected.reduce((total, x, i) => total + Math.abs(x - s.data[i]!), 0);
  return { ...ratios, "svd values": quotient(distance, Math.hypot(...expected) * larger * unit) };
}

/** The ratios of the functions that take square complex matrices. */
export function ratiosOfSquareComplex({ rows: n, input, scale, scaled }: ComplexSubject): Ratios {
  const { q, t } = schur(input, unchecked);
  const form = hessenberg(input, unchecked);
  const similar = (left: Tensor, middle: Tensor): number => {
    const turn = toRealForm(left);
    return residual(scaled, product(turn, product(toRealForm(middle, scale), transpose(turn))), n, spacing);
  };
  return {
    "eig unbalanced": ofEigenvectors(input, scale, scaled),
    schur: similar(q, t),
    "schur Q": orthogonality(toRealForm(q), n, spacing),
    hessenberg: similar(form.q, form.h),
    "hessenberg Q": orthogonality(toRealForm(form.q), n, spacing),
  };
}

/** The ratios of solutions with square complex matrices. */
export function ratiosOfComplexSystems({ rows: n, input, scale, scaled }: ComplexSubject): Ratios {
  const x = wave(n);
  const b = product(scaled, toRealForm(x));
  const right = fromRealForm(b, 1 / scale);
  const found = toRealForm(solve(input, right, unchecked));
  const inverse = toRealForm(inv(input, unchecked), 1 / scale);
  const rest = oneNorm(minus(toRealForm(right, scale), product(scaled, found)));
  const error = oneNorm(minus(identity(2 * n), product(inverse, scaled)));
  return {
    solve: quotient(rest, oneNorm(scaled) * oneNorm(found) * unit),
    inv: quotient(error, n * oneNorm(scaled) * oneNorm(inverse) * unit),
  };
}

/** The ratios of `eigh` for Hermitian matrices; `prescribed` are the eigenvalues. */
export function ratiosOfHermitian(
  { rows: n, input, scale, scaled }: ComplexSubject,
  prescribed: ArrayLike<number>,
): Ratios {
  const { values, vectors } = eigh(input, unchecked);
  const v = toRealForm(vectors);
  const found = toDense(values, scale).data;
  const expected = Float64Array.from(prescribed, (x) => x * scale).sort();
  const largest = Math.max(...expected.map(Math.abs), 0);
  return {
    eigh: residual(scaled, product(scaledColumns(v, found), transpose(v)), n, spacing),
    "eigh V": orthogonality(v, n, spacing),
    "eigh values": quotient(largestDifference(expected, found), n * largest * spacing),
  };
}

/** The ratios of the functions of positive definite Hermitian matrices. */
export function ratiosOfDefiniteComplex({ rows: n, input, scale, scaled }: ComplexSubject): Ratios {
  const lower = toRealForm(cholesky(input, unchecked), Math.sqrt(scale));
  const root = toRealForm(sqrtm(input, unchecked), Math.sqrt(scale));
  const logarithm = logm(input, unchecked);
  const back = toRealForm(expm(logarithm, unchecked), scale);
  return {
    cholesky: residual(scaled, product(lower, transpose(lower)), n, unit),
    sqrtm: residual(scaled, product(root, root), n, spacing),
    logm: residual(scaled, back, n, spacing) / Math.max(1, oneNorm(toRealForm(logarithm))),
  };
}

function ofLeastSquares({ rows, columns, input, scale, scaled }: ComplexSubject): Ratios {
  const b = wave(rows, 1 / scale);
  const x = toRealForm(lstsq(input, b, unchecked).x);
  const given = toRealForm(b, scale);
  const rest = minus(given, product(scaled, x));
  const sizes = oneNorm(scaled) * oneNorm(x) + oneNorm(given);
  const normal = oneNorm(product(transpose(rest), scaled));
  return { lstsq: quotient(normal, Math.max(rows, columns) * oneNorm(scaled) * sizes * unit) };
}

function ofEigenvectors(input: Tensor, scale: number, scaled: Dense): number {
  const n = scaled.rows / 2;
  const { values, vectors } = eig(input, { balance: false, check: false });
  const v = toRealForm(vectors);
  const diagonal = dense(2 * n, 2 * n);
  const pairs = values.data;
  for (let i = 0; i < n; i++) {
    const [re, im] = [pairs[2 * i]! * scale, pairs[2 * i + 1]! * scale];
    diagonal.data[i * 2 * n + i] = re;
    diagonal.data[(n + i) * 2 * n + n + i] = re;
    diagonal.data[i * 2 * n + n + i] = -im;
    diagonal.data[(n + i) * 2 * n + i] = im;
  }
  const rest = minus(product(scaled, v), product(v, diagonal));
  return quotient(oneNorm(rest), n * oneNorm(scaled) * spacing);
}

function tensorOf(data: Float64Array, shape: readonly number[]): Tensor {
  return tensor(data, { shape });
}

/** A column of numbers of every phase. */
function wave(n: number, factor = 1): Tensor {
  const part = (f: (x: number) => number): Tensor =>
    tensorOf(fromFunction(n, 1, (i) => f(1 + i * i) * factor).data, [n, 1]);
  return complex(part(Math.cos), part(Math.sin));
}

function fromRealForm({ rows, columns, data }: Dense, factor: number): Tensor {
  const shape = [rows / 2, columns / 2];
  const part = (first: number): Tensor =>
    tensorOf(
      fromFunction(rows / 2, columns / 2, (i, j) => data[(first + i) * columns + j]! * factor).data,
      shape,
    );
  return complex(part(0), part(rows / 2));
}

/** The columns of a matrix in real form times real numbers. */
function scaledColumns({ rows, columns, data }: Dense, d: ArrayLike<number>): Dense {
  return fromFunction(rows, columns, (i, j) => data[i * columns + j]! * d[j % d.length]!);
}
