import { div, sub } from "./arithmetic.ts";
import { asFloat } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { diagonal } from "./diagonal.ts";
import { ShapeError } from "./errors.ts";
import { clip } from "./extrema.ts";
import { matmul } from "./matmul.ts";
import { checkOptions } from "./options.ts";
import { sqrt } from "./power.ts";
import { expandDims, reshape } from "./reshape.ts";
import { formatShape } from "./shape.ts";
import { mean } from "./statistics.ts";
import type { Tensor } from "./tensor.ts";
import { transpose } from "./transpose.ts";

/** The options of `corrcoef`. */
export interface CorrelationOptions {
  /** Whether the variables are the rows and the observations the columns; true if not given. */
  readonly rowVar?: boolean;
}

/** The options of `cov`. */
export interface CovarianceOptions extends CorrelationOptions {
  /** What is subtracted from n in the divisor: 1, if not given, for an unbiased estimate, 0 for a population. */
  readonly correction?: number;
}

/**
 * The covariances of several variables: Cᵢⱼ = (1/(n − correction)) Σₖ (xᵢₖ − x̄ᵢ)(xⱼₖ − x̄ⱼ), in two passes.
 *
 * `x` holds a variable in each row, or with `rowVar: false` in each column, and a vector is one variable. Of one
 * variable the result is a scalar, as in NumPy: its variance. NaN where n ≤ correction leaves nothing to divide by. Integers give float64.
 *
 * @throws ShapeError if `x` is neither a vector nor a matrix.
 * @example
 * ```ts
 * import { cov } from "@adjoint/tensor";
 *
 * cov([[1, 2, 3], [3, 1, 2]]).toArray(); // => [[1, -0.5], [-0.5, 1]]
 * cov([1, 2, 3], { correction: 0 }).item(); // => 0.6666666666666666
 * ```
 */
export function cov(x: TensorLike, options: CovarianceOptions = {}): Tensor {
  const { rowVar = true, correction = 1 } = checkOptions("cov", options, ["rowVar", "correction"]);
  return covariance("cov", x, rowVar, correction);
}

/**
 * The correlation coefficients of several variables, Rᵢⱼ = Cᵢⱼ / √(Cᵢᵢ Cⱼⱼ), from −1 to 1, where C are their covariances.
 *
 * `x` holds a variable in each row, or with `rowVar: false` in each column, and a vector is one variable. Of one
 * variable the result is a scalar. NaN for a variable that is constant. Integers give float64.
 *
 * @throws ShapeError if `x` is neither a vector nor a matrix.
 * @example
 * ```ts
 * import { corrcoef } from "@adjoint/tensor";
 *
 * corrcoef([[1, 2, 3], [3, 1, 2]]).toArray(); // => [[1, -0.5], [-0.5, 1]]
 * ```
 */
export function corrcoef(x: TensorLike, options: CorrelationOptions = {}): Tensor {
  const { rowVar = true } = checkOptions("corrcoef", options, ["rowVar"]);
  const c = covariance("corrcoef", x, rowVar, 0);
  if (c.shape.length === 0) return div(c, c);
  const scale = sqrt(diagonal(c));
  return clip(div(div(c, expandDims(scale, 1)), scale), -1, 1);
}

function covariance(operation: string, x: TensorLike, rowVar: boolean, correction: number): Tensor {
  const input = asFloat(operation, "x", x);
  const rank = input.shape.length;
  if (rank < 1 || rank > 2) {
    throw new ShapeError(
      `${operation}: x must be a vector or a matrix, got the shape ${formatShape(input.shape)}; ` +
        `use vmap for several matrices`,
      { operation, shape: input.shape },
    );
  }
  const rows = rank === 1 ? expandDims(input, 0) : rowVar ? input : transpose(input);
  const deviation = sub(rows, mean(rows, { axis: 1, keepDims: true }));
  const divisor = Math.max(rows.shape[1]! - correction, 0);
  const c = div(matmul(deviation, transpose(deviation)), divisor);
  return c.size === 1 ? reshape(c, []) : c;
}
