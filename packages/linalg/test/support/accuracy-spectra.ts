import { eig, hessenberg, schur, sylvester } from "@adjoint/linalg";
import { imag, real, tensor } from "@adjoint/tensor";
import { unchecked } from "./accuracy-ratios.ts";
import type { Ratios } from "./accuracy-ratios.ts";
import { dense, fromFunction, minus, oneNorm, product, transpose } from "./dense.ts";
import type { Dense } from "./dense.ts";
import {
  firstColumns,
  orthogonality,
  orthogonalityOf,
  quotient,
  residual,
  toDense,
  toRealForm,
  unitOf,
} from "./test-ratios.ts";
import type { Subject } from "./test-ratios.ts";

/** The ratios of the functions that take square matrices to their eigenvalues. */
export function ratiosOfSquare(subject: Subject): Ratios {
  const { a, input, scale, scaled, precision } = subject;
  const unit = unitOf(precision, "spacing");
  const n = a.rows;
  const form = hessenberg(input, unchecked);
  const { q, t } = schur(input, unchecked);
  const complex = schur(input, { complex: true, check: false });
  const unitary = toRealForm(complex.q);
  const triangular = toRealForm(complex.t, scale);
  // The first columns of a real form are the matrix, its real part above its imaginary one.
  const right = firstColumns(transpose(unitary), n);
  const back = product(unitary, product(triangular, right));
  return {
    ...ofEigenvectors(subject, "eig", true),
    ...ofEigenvectors(subject, "eig unbalanced", false),
    schur: similarity(scaled, toDense(q), toDense(t, scale), unit),
    "schur Q": orthogonality(toDense(q), n, unit),
    "schur complex": residual(aboveZeros(scaled), back, n, unit),
    "schur complex Q": orthogonalityOf(firstColumns(unitary, n), unitary, n, unit),
    hessenberg: similarity(scaled, toDense(form.q), toDense(form.h, scale), unit),
    "hessenberg Q": orthogonality(toDense(form.q), n, unit),
    ...ofSylvester(subject),
  };
}

/**
 * The largest distance of an eigenvalue to a prescribed one over what Bauer and Fike allow: n κ(X) ‖A‖ ε. Each is
 * paired with the nearest that is left.
 */
export function eigenvalueRatio(
  { a, input, precision }: Subject,
  prescribed: ArrayLike<number>,
  conditionOfVectors: number,
): number {
  const { values } = eig(input, unchecked);
  const re = toDense(real(values)).data;
  const im = toDense(imag(values)).data;
  const left = new Set(re.keys());
  let worst = 0;
  for (const expected of Array.from(prescribed)) {
    const gap = (k: number): number => Math.hypot(re[k]! - expected, im[k]!);
    const nearest = [...left].reduce((best, k) => (gap(k) < gap(best) ? k : best));
    left.delete(nearest);
    worst = Math.max(worst, gap(nearest));
  }
  return quotient(worst, a.rows * conditionOfVectors * oneNorm(a) * unitOf(precision, "spacing"));
}

/** ‖C − A X − X B‖/(n max(‖A‖, ‖B‖) ‖X‖ ε) for B = Aᵀ + 3 ‖A‖ I and a matrix C of cosines. */
function ofSylvester({ a, input, scale, precision, scaled }: Subject): Ratios {
  const n = a.rows;
  const size = oneNorm(a);
  if (size === 0) return {};
  const b = fromFunction(n, n, (i, j) => a.data[j * n + i]! + (i === j ? 3 * size : 0));
  const right = tensor(b.data, { shape: [n, n], dtype: precision });
  const wave = fromFunction(n, n, (i, j) => Math.cos(1 + i + 2 * j));
  const c = tensor(wave.data, { shape: [n, n], dtype: precision });
  const x = toDense(sylvester(input, right, c, unchecked), 1 / scale);
  const other = toDense(right, scale);
  const rest = minus(minus(toDense(c), product(scaled, x)), product(x, other));
  const unit = unitOf(precision, "spacing");
  return { sylvester: quotient(oneNorm(rest), n * oneNorm(other) * oneNorm(x) * unit) };
}

function similarity(a: Dense, q: Dense, middle: Dense, unit: number): number {
  return residual(a, product(q, product(middle, transpose(q))), a.rows, unit);
}

function aboveZeros({ rows, columns, data }: Dense): Dense {
  const result = dense(2 * rows, columns);
  result.data.set(data);
  return result;
}

/** ‖A V − V Λ‖/(n ‖A‖ ε), and how far the vectors are from length 1. */
function ofEigenvectors(
  { a, input, scale, scaled, precision }: Subject,
  name: string,
  balance: boolean,
): Ratios {
  const unit = unitOf(precision, "spacing");
  const n = a.rows;
  const { values, vectors } = eig(input, { balance, check: false });
  const [v, w] = [toDense(real(vectors)), toDense(imag(vectors))];
  const [x, y] = [toDense(real(values), scale).data, toDense(imag(values), scale).data];
  const [av, aw] = [product(scaled, v), product(scaled, w)];
  let size = 0;
  let length = 0;
  for (let j = 0; j < n; j++) {
    let total = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      const k = i * n + j;
      const re = av.data[k]! - (v.data[k]! * x[j]! - w.data[k]! * y[j]!);
      const im = aw.data[k]! - (v.data[k]! * y[j]! + w.data[k]! * x[j]!);
      total += Math.hypot(re, im);
      square += v.data[k]! ** 2 + w.data[k]! ** 2;
    }
    if (!(total <= size)) size = total;
    const off = Math.abs(Math.sqrt(square) - 1);
    if (!(off <= length)) length = off;
  }
  return {
    [name]: quotient(size, n * oneNorm(scaled) * unit),
    [`${name} V`]: quotient(length, n * unit),
  };
}
