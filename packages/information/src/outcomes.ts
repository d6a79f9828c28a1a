import {
  asFloat,
  broadcastOperands,
  checkOptions,
  dataIfKnown,
  DomainError,
  exp,
  formatShape,
  greater,
  log,
  logSoftmax,
  normalizeAxis,
  ShapeError,
  Tensor,
  where,
} from "@adjoint/tensor";
import type { TensorLike } from "@adjoint/tensor";
import { asOutcomes, asProbabilities } from "./probabilities.ts";

/** Scores z that stand for the probabilities softmax(z), which then need not be formed. */
export interface Logits {
  /** Scores along the axis of the outcomes; −∞ excludes an outcome. */
  readonly logits: TensorLike;
}

/** Probabilities along an axis: a tensor of them, or `{ logits }` of which softmax makes them. */
export type Probabilities = TensorLike | Logits;

/** Probabilities along one axis, with logarithms that are as good as what they were made from. */
export interface Outcomes {
  /** The axis, counted from the front. */
  readonly at: number;
  readonly fromLogits: boolean;
  probabilities(): Tensor;
  /** Where an outcome is possible at all. */
  possible(): Tensor;
  /** The logarithms where the mask holds, 0 elsewhere: there derivatives are 0 too. */
  logOn(mask: Tensor): Tensor;
}

/**
 * The outcomes that an argument stands for.
 *
 * @throws ShapeError for a scalar or no such axis, DomainError for numbers that are no probabilities.
 */
export function outcomesOf(
  operation: string,
  argument: string,
  value: Probabilities,
  axis: number,
): Outcomes {
  return isLogits(value)
    ? fromLogits(operation, scoresOf(operation, argument, value), axis)
    : fromProbabilities(operation, argument, asOutcomes(operation, argument, value), axis);
}

/** The outcomes of two arguments that broadcast together. */
export function outcomePair(
  operation: string,
  p: Probabilities,
  q: Probabilities,
  axis: number,
): [p: Outcomes, q: Outcomes] {
  const raw = (argument: string, value: Probabilities): Tensor =>
    isLogits(value) ? scoresOf(operation, argument, value) : asOutcomes(operation, argument, value);
  const [a, b] = broadcastOperands(operation, raw("p", p), raw("q", q));
  return [
    isLogits(p) ? fromLogits(operation, a, axis) : fromProbabilities(operation, "p", a, axis),
    isLogits(q) ? fromLogits(operation, b, axis) : fromProbabilities(operation, "q", b, axis),
  ];
}

/** Whether an argument is given by logits. */
function isLogits(value: unknown): value is Logits {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Tensor) &&
    Object.hasOwn(value, "logits")
  );
}

function scoresOf(operation: string, argument: string, value: Logits): Tensor {
  const { logits } = checkOptions(`${operation}: ${argument}`, value, ["logits"]);
  const scores = asFloat(operation, `logits of ${argument}`, logits);
  const wrong = dataIfKnown(scores)?.find((score) => !(score < Infinity));
  if (wrong !== undefined) {
    throw new DomainError(
      `${operation}: the logits of ${argument} must be numbers below Infinity, got ${wrong}; ` +
        `-Infinity excludes an outcome`,
      { operation, argument, value: wrong },
    );
  }
  if (scores.shape.length > 0) return scores;
  throw new ShapeError(
    `${operation}: the logits of ${argument} have the shape ${formatShape(scores.shape)}; ` +
      `give a score for each outcome, such as [z, 0] for two`,
    { operation, argument },
  );
}

function fromLogits(operation: string, scores: Tensor, axis: number): Outcomes {
  const at = normalizeAxis(operation, axis, scores.shape.length);
  const logs = logSoftmax(scores, { axis: at });
  return {
    at,
    fromLogits: true,
    probabilities: () => exp(logs),
    possible: () => greater(logs, -Infinity),
    logOn: (mask) => where(mask, logs, 0),
  };
}

function fromProbabilities(operation: string, argument: string, given: Tensor, axis: number): Outcomes {
  const { p, at } = asProbabilities(operation, argument, given, axis);
  return {
    at,
    fromLogits: false,
    probabilities: () => p,
    possible: () => greater(p, 0),
    logOn: (mask) => log(where(mask, p, 1)),
  };
}
