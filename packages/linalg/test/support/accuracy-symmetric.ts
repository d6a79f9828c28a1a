import { cholesky, eigh, eigvalsh, expm, ldl, logm, sqrtm } from "@adjoint/linalg";
import { neg } from "@adjoint/tensor";
import { identity, minus, oneNorm, product, times, timesDiagonal, transpose } from "./dense.ts";
import { unchecked } from "./accuracy-ratios.ts";
import type { Ratios } from "./accuracy-ratios.ts";
import { largestDifference, orthogonality, quotient, residual, toDense, unitOf } from "./test-ratios.ts";
import type { Subject } from "./test-ratios.ts";

/** The ratios of the functions that take symmetric matrices; `prescribed` are the eigenvalues. */
export function ratiosOfSymmetric(
  subject: Subject,
  prescribed: ArrayLike<number> | null,
  definite: Subject | null,
): Ratios {
  const { a, input, scale, scaled, precision } = subject;
  const unit = unitOf(precision, "roundoff");
  const { l, d, p } = ldl(input, unchecked);
  const lower = product(toDense(p), toDense(l));
  return {
    ...ofEigenvalues(subject, prescribed),
    ldl: residual(scaled, product(lower, product(toDense(d, scale), transpose(lower))), a.rows, unit),
    ...(oneNorm(a) < 100 ? ofExponential(subject) : {}),
    ...(definite === null ? {} : ofPair(subject, definite)),
  };
}

/** The ratios of the functions that take positive definite matrices. */
export function ratiosOfDefinite({ a, input, scale, scaled, precision }: Subject): Ratios {
  const unit = unitOf(precision, "roundoff");
  const spacing = unitOf(precision, "spacing");
  const n = a.rows;
  // The root of the scale must be a power of two as well.
  const even = Math.log2(scale) % 2 === 0 ? scale : scale / 2;
  const halved = times(scaled, even / scale);
  const lower = toDense(cholesky(input, unchecked), Math.sqrt(even));
  const root = toDense(sqrtm(input, unchecked), Math.sqrt(even));
  const logarithm = logm(input, unchecked);
  const size = Math.max(1, oneNorm(toDense(logarithm)));
  return {
    cholesky: residual(halved, product(lower, transpose(lower)), n, unit),
    sqrtm: residual(halved, product(root, root), n, spacing),
    logm: residual(scaled, toDense(expm(logarithm, unchecked), scale), n, spacing) / size,
  };
}

function ofEigenvalues(
  { a, input, scale, scaled, precision }: Subject,
  prescribed: ArrayLike<number> | null,
): Ratios {
  const unit = unitOf(precision, "spacing");
  const n = a.rows;
  const { values, vectors } = eigh(input, unchecked);
  const v = toDense(vectors);
  const found = toDense(values, scale).data;
  const alone = toDense(eigvalsh(input, unchecked), scale).data;
  const largest = Math.max(...found.map(Math.abs), ...alone.map(Math.abs), 0);
  const ratios = {
    eigh: residual(scaled, product(timesDiagonal(v, found), transpose(v)), n, unit),
    "eigh V": orthogonality(v, n, unit),
    eigvalsh: quotient(largestDifference(found, alone), n * largest * unit),
  };
  if (prescribed === null) return ratios;
  const expected = Float64Array.from(prescribed, (x) => x * scale).sort();
  return { ...ratios, "eigh values": quotient(largestDifference(expected, found), n * largest * unit) };
}

/** ‖eᴬ e⁻ᴬ − I‖/(n ‖eᴬ‖ ‖e⁻ᴬ‖ ε). */
function ofExponential({ a, input, precision }: Subject): Ratios {
  const plus = toDense(expm(input, unchecked));
  const inverse = toDense(expm(neg(input), unchecked));
  const error = oneNorm(minus(identity(a.rows), product(plus, inverse)));
  return {
    expm: quotient(error, a.rows * oneNorm(plus) * oneNorm(inverse) * unitOf(precision, "spacing")),
  };
}

/** ‖A V − B V Λ‖/(n ‖A‖ ‖V‖ ε). */
function ofPair({ a, input, scale, scaled, precision }: Subject, { a: b, input: right }: Subject): Ratios {
  const { values, vectors } = eigh(input, right, unchecked);
  const v = toDense(vectors);
  const error = oneNorm(minus(product(scaled, v), timesDiagonal(product(b, v), toDense(values, scale).data)));
  const unit = unitOf(precision, "roundoff");
  return { "eigh pair": quotient(error, a.rows * oneNorm(scaled) * oneNorm(v) * unit) };
}
