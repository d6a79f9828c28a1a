import { DomainError, mul } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** The unit of information: nats for natural logarithms, bits for base 2. */
export type Base = "nats" | "bits";

/** The options of measures of information. */
export interface InformationOptions {
  /** The unit of the result, `"nats"` unless given. */
  readonly base?: Base;
  /** The axis along which probabilities sum to 1, the last unless given; distributions have none. */
  readonly axis?: number;
}

/** Information in nats, in the unit asked for. */
export function inUnits(operation: string, nats: Tensor, base: Base = "nats"): Tensor {
  if (base === "nats") return nats;
  if (base === "bits") return mul(nats, Math.LOG2E);
  throw new DomainError(`${operation}: base must be "nats" or "bits", got ${JSON.stringify(base)}`, {
    operation,
    base,
  });
}
