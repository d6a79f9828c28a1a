import { eigh } from "@adjoint/linalg";
import { checkOptions, DomainError } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { objectiveOf } from "./objective.ts";
import type { ScalarFunction } from "./types.ts";
import { largestMagnitude } from "./vectors.ts";

/** What a point is to a function. */
export type CriticalPointKind = "minimum" | "maximum" | "saddle" | "degenerate" | "not critical";

/** The options of `classifyCriticalPoint`. */
export interface ClassifyOptions {
  /** The point is critical when max |∂f/∂xᵢ| is at most this. Default 1e-6. */
  readonly gradientTolerance?: number;
  /** An eigenvalue of the Hessian counts as zero up to this part of the largest one. Default 1e-8. */
  readonly curvatureTolerance?: number;
}

/** The verdict on a point, and what it rests on. */
export interface CriticalPoint {
  readonly kind: CriticalPointKind;
  /** The eigenvalues of the Hessian, ascending: `[n]`. */
  readonly spectrum: Tensor;
  /** The directions that belong to them, one a column, in the order of the variables of `x`: `[n, n]`. */
  readonly directions: Tensor;
  /** max |∂f/∂xᵢ|. */
  readonly gradientSize: number;
  /** The verdict in words. */
  readonly message: string;
}

/**
 * What kind of critical point x is, by the signs of the eigenvalues of the Hessian there.
 *
 * All positive: a minimum. All negative: a maximum. Of both signs: a saddle, whatever else is zero. Otherwise some are
 * zero and the second derivatives do not decide: degenerate. Where ∇f is not zero x is not critical, and the spectrum
 * describes the curvature alone.
 *
 * Source: the second derivative test, e.g. Nocedal & Wright, Numerical Optimization, 2nd ed., theorems 2.3 and 2.4.
 *
 * @throws DomainError if f or a derivative is not finite at x, or x has no elements.
 * @example
 * ```ts
 * import { classifyCriticalPoint } from "@adjoint/optim";
 * import { square, sub } from "@adjoint/tensor";
 *
 * const { kind, spectrum } = classifyCriticalPoint(({ x, y }) => sub(square(x), square(y)), { x: 0, y: 0 });
 * kind; // => saddle
 * spectrum.toArray(); // => [-2, 2]
 * ```
 */
export function classifyCriticalPoint<const Start>(
  f: ScalarFunction<Start>,
  x: Start,
  options: ClassifyOptions = {},
): CriticalPoint {
  const { gradientTolerance = 1e-6, curvatureTolerance = 1e-8 } = checkOptions(
    "classifyCriticalPoint",
    options,
    ["gradientTolerance", "curvatureTolerance"],
  );
  const objective = objectiveOf("classifyCriticalPoint", f, x);
  const { value, gradient } = objective.evaluate(objective.start);
  const hessian = objective.hessian(objective.start);
  if (gradient.length === 0 || ![value, ...gradient, ...hessian.data].every(Number.isFinite)) {
    throw new DomainError(
      gradient.length === 0
        ? "classifyCriticalPoint: x has no elements, so there is nothing to vary"
        : `classifyCriticalPoint: f, its gradient or its Hessian is not finite at x (f is ${value}); ` +
            `only points inside the domain of f where it is twice differentiable can be classified`,
      { operation: "classifyCriticalPoint", value },
    );
  }
  const { values: spectrum, vectors: directions } = eigh(hessian, { check: false });
  const gradientSize = largestMagnitude(gradient);
  const scale = Math.max(...Array.from(spectrum.data, Math.abs));
  const negative = spectrum.data.filter((each) => each < -curvatureTolerance * scale).length;
  const positive = spectrum.data.filter((each) => each > curvatureTolerance * scale).length;
  const n = spectrum.size;
  const counts = `${positive} positive, ${negative} negative, ${n - positive - negative} zero eigenvalues of the Hessian`;
  const verdict = (kind: CriticalPointKind, message: string): CriticalPoint => ({
    kind,
    spectrum,
    directions,
    gradientSize,
    message,
  });
  if (gradientSize > gradientTolerance) {
    return verdict(
      "not critical",
      `not critical: max |∂f/∂xᵢ| is ${gradientSize.toPrecision(3)}, above ${gradientTolerance}; ` +
        `find a critical point first, with minimize or by solving ∇f = 0`,
    );
  }
  if (negative > 0 && positive > 0) return verdict("saddle", `saddle: ${counts}`);
  if (positive === n) return verdict("minimum", `minimum: ${counts}`);
  if (negative === n) return verdict("maximum", `maximum: ${counts}`);
  return verdict(
    "degenerate",
    `degenerate: ${counts}; the second derivatives do not decide, look at higher ones`,
  );
}
