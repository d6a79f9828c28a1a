import { asFloat, DomainError, log, ShapeError, type Tensor, type TensorLike } from "@adjoint/tensor";
import { checkParameter } from "./sample-shape.ts";

/** Probabilities of outcomes along the last axis, or their logits. */
export interface OutcomeOptions {
  /** Probabilities, or numbers in proportion to them. */
  readonly probs?: TensorLike;
  /** Logarithms of probabilities, up to a constant. */
  readonly logits?: TensorLike;
}

/** The logits of whichever was given. */
export function logitsOf(operation: string, { probs, logits }: OutcomeOptions): Tensor {
  if ((probs === undefined) === (logits === undefined)) {
    throw new DomainError(`${operation}: give either probs or logits, and not both`, { operation });
  }
  const name = probs === undefined ? "logits" : "probs";
  const given = asFloat(operation, name, probs ?? logits!);
  if (given.shape.length === 0) {
    throw new ShapeError(`${operation}: ${name} must be a vector, or a batch of them, got a scalar`, {
      operation,
    });
  }
  if (probs === undefined) {
    checkParameter(operation, name, given, (z) => z < Infinity, "less than infinite");
    return given;
  }
  checkParameter(operation, name, given, (p) => p >= 0 && p < Infinity, "at least 0 and finite");
  return log(given);
}
