import { inv, lstsq, lu, qr, rcond, solve, solveTriangular } from "@adjoint/linalg";
import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { dense, fromFunction, identity, minus, oneNorm, product, times, transpose } from "./dense.ts";
import type { Dense } from "./dense.ts";
import { unchecked } from "./accuracy-ratios.ts";
import type { Ratios } from "./accuracy-ratios.ts";
import { ratiosOfSingularValues } from "./accuracy-singular.ts";
import { orthogonality, quotient, residual, toDense, unitOf } from "./test-ratios.ts";
import type { Subject } from "./test-ratios.ts";

/** The ratios of the functions that take matrices of any shape; `prescribed` are the singular values. */
export function ratiosOfAnyMatrix(
  subject: Subject,
  prescribed: ArrayLike<number> | null,
  condition: number,
): Ratios {
  return {
    ...ofTriangularFactors(subject),
    ...ofLeastSquares(subject, condition),
    ...ratiosOfSingularValues(subject, prescribed),
  };
}

/** The ratios of the functions that solve with a square matrix. */
export function ratiosOfSystems(subject: Subject): Ratios {
  const { a, input, scale, scaled, precision } = subject;
  const n = a.rows;
  const unit = unitOf(precision, "roundoff");
  const b = rightSide(subject, subject.scaled);
  const x = toDense(solve(input, b, unchecked));
  const inverse = toDense(inv(input, unchecked), 1 / scale);
  const triangle = fromFunction(n, n, (i, j) => (i <= j ? scaled.data[i * n + j]! : 0));
  const error = oneNorm(minus(identity(n), product(inverse, scaled)));
  const estimate = rcond(input).item();
  const reciprocal = 1 / (oneNorm(scaled) * oneNorm(inverse));
  const ratios = {
    solve: systemRatio(scaled, x, toDense(b, scale), unit),
    inv: quotient(error, n * oneNorm(scaled) * oneNorm(inverse) * unit),
    rcond: n === 0 ? 0 : Math.max(estimate, reciprocal) / Math.min(estimate, reciprocal) - 1,
  };
  if (scaled.data.some((element, i) => i % (n + 1) === 0 && element === 0)) return ratios;
  const c = rightSide(subject, triangle);
  const y = toDense(solveTriangular(input, c, unchecked));
  return { ...ratios, solveTriangular: systemRatio(triangle, y, toDense(c, scale), unit) };
}

/** The largest of ‖b − A x‖₁/(‖A‖₁ ‖x‖₁ ε) over the columns. */
function systemRatio(a: Dense, x: Dense, b: Dense, unit: number): number {
  const remainder = minus(b, product(a, x));
  const column = ({ rows, columns, data }: Dense, j: number): Dense =>
    dense(
      rows,
      1,
      data.filter((_, i) => i % columns === j),
    );
  const ratios = Array.from({ length: b.columns }, (_, j) =>
    quotient(oneNorm(column(remainder, j)), oneNorm(a) * oneNorm(column(x, j)) * unit),
  );
  return ratios.reduce((most, ratio) => (ratio <= most ? most : ratio), 0);
}

/** A X in the dtype of the subject, for X of cosines and a matrix that is scaled as the subject. */
function rightSide({ scale, precision }: Subject, scaled: Dense): Tensor {
  const x = fromFunction(scaled.columns, 2, (i, j) => Math.cos(1 + i + 2 * j));
  const { data } = times(product(scaled, x), 1 / scale);
  return tensor(data, { shape: [scaled.rows, 2], dtype: precision });
}

function ofTriangularFactors({ a, input, scale, scaled, precision }: Subject): Ratios {
  const unit = unitOf(precision, "roundoff");
  const larger = Math.max(a.rows, a.columns);
  const { p, l, u } = lu(input, unchecked);
  const { q, r } = qr(input, unchecked);
  const pivoted = qr(input, { pivot: true, check: false });
  const left = toDense(q);
  return {
    lu: residual(scaled, product(toDense(p), product(toDense(l), toDense(u, scale))), a.columns, unit),
    qr: residual(scaled, product(left, toDense(r, scale)), a.rows, unit),
    "qr Q": orthogonality(left, a.rows, unit),
    "qr pivot": residual(
      product(scaled, toDense(pivoted.p)),
      product(toDense(pivoted.q), toDense(pivoted.r, scale)),
      larger,
      unit,
    ),
    "qr pivot Q": orthogonality(toDense(pivoted.q), a.rows, unit),
  };
}

function ofLeastSquares(subject: Subject, condition: number): Ratios {
  const { a, input, scale, scaled, precision } = subject;
  const unit = unitOf(precision, "roundoff");
  const larger = Math.max(a.rows, a.columns);
  const any = fromFunction(a.rows, 2, (i, j) => Math.sin(1 + i + 3 * j));
  const c = tensor(times(any, 1 / scale).data, { shape: [a.rows, 2], dtype: precision });
  const x = toDense(lstsq(input, c, unchecked).x, 1);
  const rest = minus(toDense(c, scale), product(scaled, x));
  const sizes = oneNorm(scaled) * oneNorm(x) + oneNorm(toDense(c, scale));
  const normal = oneNorm(product(transpose(rest), scaled));
  const ratios = { lstsq: quotient(normal, larger * oneNorm(scaled) * sizes * unit) };
  // Where the rank is a matter of opinion the right-hand side may lie outside of the range.
  if (!(condition * larger * unit <= 0.01)) return ratios;
  const b = rightSide(subject, scaled);
  const consistent = systemRatio(scaled, toDense(lstsq(input, b, unchecked).x), toDense(b, scale), unit);
  return { ...ratios, "lstsq consistent": consistent / Math.max(1, larger) };
}
