import {
  add,
  checkOptions,
  exp,
  log,
  mul,
  type Shape,
  sub,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { checkPositive, logGamma } from "./gamma.ts";
import { type Key, split } from "./key.ts";
import { normal } from "./normal.ts";
import { sampleShape } from "./sample-shape.ts";

/** The parameters of `studentT`. */
export interface StudentTOptions {
  /** The degrees of freedom, positive. */
  readonly df: TensorLike;
  /** The location, 0 unless given. */
  readonly mean?: TensorLike;
  /** The scale, 1 unless given. */
  readonly scale?: TensorLike;
}

/**
 * Numbers with Student's t distribution: mean + scale · z √(df/χ²) with a normal z and a chi-squared draw of df degrees
 * of freedom. Derivatives flow to all parameters.
 *
 * @param shape - that of the result, into which the parameters broadcast; their common shape unless given.
 * @throws ShapeError when the parameters do not broadcast, DomainError unless df is positive and finite and the scale
 * at least 0.
 *
 * @example
 * ```ts
 * import { key, studentT } from "@adjoint/random";
 *
 * studentT(key(1), [3], { df: 4 }).shape; // => [3]
 * ```
 */
export function studentT(key: Key, shape: Shape | undefined, options: StudentTOptions): Tensor {
  const { df, mean = 0, scale = 1 } = checkOptions("studentT", options, ["df", "mean", "scale"]);
  const { params, shape: drawn } = sampleShape("studentT", shape, { df, mean, scale });
  checkPositive("studentT", "df", params.df);
  const [forNormal, forGamma] = split(key);
  const half = mul(0.5, params.df);
  // χ²/df is a gamma draw of shape df/2, divided by it.
  const logRatio = sub(logGamma(forGamma, half, drawn), log(half));
  const t = mul(normal(forNormal, drawn), exp(mul(-0.5, logRatio)));
  return add(params.mean, mul(params.scale, t));
}
