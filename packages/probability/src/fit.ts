import {
  asFloat,
  checkOptions,
  dataIfKnown,
  div,
  DomainError,
  expandDims,
  floor,
  formatShape,
  full,
  less,
  logicalOr,
  notEqual,
  ShapeError,
  sum,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { checkConstraint, finite, nonNegative } from "./constraint.ts";
import { distribution } from "./distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Family } from "./family.ts";

/** How `fit` counts the observations. */
export interface FitOptions {
  /** How often each observation counts: numbers from 0 of shape [n]; all alike unless given. */
  readonly weights?: TensorLike;
}

/**
 * The distribution of a family under which the observations are most likely: argmax_θ Σᵢ wᵢ log p(xᵢ | θ).
 *
 * Observations lie along axis 0; further axes before those of one draw are a batch, fitted each for itself.
 * A differentiable function of the observations and weights.
 *
 * @throws ShapeError without observations or with weights of another length, DomainError where the family has no
 * such fit, observations outside the support, or a fit that is no distribution (equal observations have no scale).
 * @example
 * ```ts
 * import { fit, normalFamily } from "@adjoint/probability";
 *
 * const { mean, scale } = fit(normalFamily, [1, 2, 3, 4]).parameters;
 * [mean.item(), scale.item()]; // => [2.5, 1.118033988749895]
 * ```
 */
export function fit<Params extends object>(
  family: Family<Params>,
  samples: TensorLike,
  options: FitOptions = {},
): Distribution<Params> {
  const { weights } = checkOptions("fit", options, ["weights"]);
  if (typeof family.fit === "string") {
    throw new DomainError(`fit: the family ${family.name} has no fit of its own: ${family.fit}`, {
      operation: "fit",
      family: family.name,
    });
  }
  const x = asFloat("fit", "samples", samples);
  const n = x.shape[0];
  if (n === undefined || n === 0) {
    throw new ShapeError(`fit: samples must have observations along axis 0, got ${formatShape(x.shape)}`, {
      operation: "fit",
      shape: x.shape,
    });
  }
  checkConstraint(`fit(${family.name})`, "samples", x, { ...finite, remedy: "leave such observations out" });
  const parameters = family.fit(x, weightsOf(weights, x, n));
  checkObservations(family, parameters, x);
  for (const [name, constraint] of Object.entries(family.constraints)) {
    const value = (parameters as Readonly<Record<string, Tensor | undefined>>)[name];
    if (value !== undefined) {
      checkConstraint(`fit(${family.name})`, name, value, { ...constraint, remedy: undetermined });
    }
  }
  return distribution(family, parameters);
}

const undetermined =
  "these observations have no greatest likelihood: they are too few, all equal, or at an end of the support";

/** An observation that no distribution of the family allows would be fitted in silence. */
function checkObservations<Params extends object>(
  family: Family<Params>,
  parameters: Params,
  x: Tensor,
): void {
  const { low, high, kind } = family.support(parameters);
  const event = family.eventShape(parameters).map((_, i) => -1 - i);
  const [least, most] = [expandDims(low, event), expandDims(high, event)];
  const isBeyond = logicalOr(less(x, least), less(most, x));
  const isBetween = kind === "integers" || kind === "counts" ? notEqual(x, floor(x)) : false;
  const index = dataIfKnown(logicalOr(isBeyond, isBetween))?.indexOf(1) ?? -1;
  if (index < 0) return;
  const value = x.data[index % x.data.length]!;
  throw new DomainError(
    `fit(${family.name}): samples must be in the support, which is ${kind} from ${String(low)} to ${String(high)}, got ` +
      `${value} at flat index ${index}; leave such observations out, or choose another family`,
    { operation: "fit", family: family.name, value, index },
  );
}

function weightsOf(weights: TensorLike | undefined, x: Tensor, n: number): Tensor {
  if (weights === undefined) return full([n], 1 / n, { dtype: x.dtype });
  const w = asFloat("fit", "weights", weights);
  if (w.shape.length !== 1 || w.shape[0] !== n) {
    throw new ShapeError(
      `fit: weights must have the shape [${n}], one for each observation, got ${formatShape(w.shape)}`,
      { operation: "fit", shape: w.shape },
    );
  }
  checkConstraint("fit", "weights", w, nonNegative);
  return div(w, sum(w));
}
