import { nullSpace, orth, pinv, polar, svd } from "@adjoint/linalg";
import { unchecked } from "./accuracy-ratios.ts";
import type { Ratios } from "./accuracy-ratios.ts";
import { minus, oneNorm, product, timesDiagonal, transpose } from "./dense.ts";
import { orthogonality, quotient, residual, toDense, unitOf } from "./test-ratios.ts";
import type { Subject } from "./test-ratios.ts";

/** The ratios of the functions that singular values make; `prescribed` are these. */
export function ratiosOfSingularValues(subject: Subject, prescribed: ArrayLike<number> | null): Ratios {
  return {
    ...ofSingularValues(subject, "qr", prescribed),
    ...ofSingularValues(subject, "jacobi", prescribed),
    ...ofNearestOrthogonal(subject),
    ...(Math.max(subject.a.rows, subject.a.columns) < 60 ? ofSubspaces(subject) : {}),
  };
}

function ofSingularValues(
  { a, input, scale, scaled, precision }: Subject,
  method: "qr" | "jacobi",
  prescribed: ArrayLike<number> | null,
): Ratios {
  const unit = unitOf(precision, "spacing");
  const larger = Math.max(a.rows, a.columns);
  const { u, s, vt } = svd(input, { method, check: false });
  const [left, right] = [toDense(u), toDense(vt)];
  const values = toDense(s, scale);
  const name = `svd ${method}`;
  const ratios = {
    [name]: residual(scaled, product(timesDiagonal(left, values.data), right), larger, unit),
    [`${name} U`]: orthogonality(left, a.rows, unit),
    [`${name} V`]: orthogonality(transpose(right), a.columns, unit),
  };
  if (prescribed === null) return ratios;
  const expected = Float64Array.from(prescribed, (x) => Math.abs(x) * scale)
    .sort()
    .reverse();
  const length = Math.hypot(...expected);
  const distance = expected.reduce((total, x, i) => total + Math.abs(x - values.data[i]!), 0);
  return { ...ratios, [`${name} values`]: quotient(distance, length * larger * (unit / 2)) };
}

function ofNearestOrthogonal({ a, input, scale, scaled, precision }: Subject): Ratios {
  const unit = unitOf(precision, "spacing");
  const larger = Math.max(a.rows, a.columns);
  const { u, p } = polar(input, unchecked);
  const left = toDense(u);
  const inverse = toDense(pinv(input, unchecked), 1 / scale);
  const error = oneNorm(minus(scaled, product(scaled, product(inverse, scaled))));
  return {
    polar: residual(scaled, product(left, toDense(p, scale)), larger, unit),
    "polar U": orthogonality(a.rows < a.columns ? transpose(left) : left, larger, unit),
    pinv: quotient(error, larger * oneNorm(scaled) ** 2 * oneNorm(inverse) * unit),
  };
}

function ofSubspaces({ a, input, scaled, precision }: Subject): Ratios {
  const unit = unitOf(precision, "spacing");
  const larger = Math.max(a.rows, a.columns);
  const kernel = toDense(nullSpace(input, unchecked));
  const range = toDense(orth(input, unchecked));
  const size = oneNorm(product(scaled, kernel));
  return {
    nullSpace: quotient(size, larger * oneNorm(scaled) * unit),
    "nullSpace N": orthogonality(kernel, a.columns, unit),
    orth: residual(scaled, product(range, product(transpose(range), scaled)), larger, unit),
    "orth Q": orthogonality(range, a.rows, unit),
  };
}
