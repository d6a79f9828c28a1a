import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** Where a distribution of one variable has its mass: an interval, or the integers of one; the ends may be ±∞. */
export interface Support {
  readonly kind: "interval" | "integers";
  readonly low: Tensor;
  readonly high: Tensor;
}

/** All real numbers. */
export function realLine(): Support {
  return { kind: "interval", low: tensor(-Infinity), high: tensor(Infinity) };
}

/** The integers from `low` to `high`. */
export function integersBetween(low: number, high: number): Support {
  return { kind: "integers", low: tensor(low), high: tensor(high) };
}
