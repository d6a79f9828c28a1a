import {
  add,
  asFloat,
  broadcastOperands,
  checkOptions,
  dataIfKnown,
  DomainError,
  equal,
  logicalAnd,
  mul,
  neg,
  softplus,
  sub,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** What `binaryCrossEntropy` compares. */
export interface BinaryCrossEntropyOptions {
  /** Scores z, of which the sigmoid makes probabilities. */
  readonly logits: TensorLike;
  /** The true outcomes t, 0 or 1, or probabilities between. */
  readonly targets: TensorLike;
  /** The part α of every target that is ½ instead: t becomes (1 − α) t + α/2. 0 unless given. */
  readonly labelSmoothing?: number;
  /** What the loss of positive outcomes is multiplied by, to balance rare ones; it broadcasts. 1 unless given. */
  readonly positiveWeight?: TensorLike;
}

/**
 * The cross-entropy −t log σ(z) − (1 − t) log(1 − σ(z)), elementwise with broadcasting, in nats: the loss of a
 * yes-or-no classification.
 *
 * Computed as t · softplus(−z) + (1 − t) · softplus(z), which neither overflows nor cancels; its derivative is σ(z) − t.
 * At z = ±∞ the loss of what is certain is 0 and of the opposite ∞.
 *
 * @returns one loss for each element; take the `mean` to train.
 * @throws ShapeError if the shapes do not broadcast, DomainError if a target or `labelSmoothing` is not between 0 and 1, or a
 * weight is negative.
 * @example
 * ```ts
 * import { binaryCrossEntropy } from "@adjoint/information";
 *
 * binaryCrossEntropy({ logits: [0, 1000, -1000], targets: [1, 1, 1] }).toArray(); // => [0.6931471805599453, 0, 1000]
 * binaryCrossEntropy({ logits: 0, targets: 1, positiveWeight: 3 }).item(); // => 2.0794415416798357
 * ```
 */
export function binaryCrossEntropy(options: BinaryCrossEntropyOptions): Tensor {
  const {
    logits,
    targets,
    labelSmoothing = 0,
    positiveWeight = 1,
  } = checkOptions("binaryCrossEntropy", options, ["logits", "targets", "labelSmoothing", "positiveWeight"]);
  checkSmoothing("binaryCrossEntropy", labelSmoothing);
  const given = asFloat("binaryCrossEntropy", "logits", logits);
  const certain = targetsLike("binaryCrossEntropy", targets, given);
  const smoothed = labelSmoothing === 0 ? certain : add(mul(1 - labelSmoothing, certain), labelSmoothing / 2);
  const [z, t] = broadcastOperands("binaryCrossEntropy", given, smoothed);
  // 0 · ∞ is 0 here: what a target excludes costs nothing.
  const ifPositive = where(logicalAnd(equal(t, 0), equal(z, -Infinity)), 0, z);
  const ifNegative = where(logicalAnd(equal(t, 1), equal(z, Infinity)), 0, z);
  const positive = mul(t, softplus(neg(ifPositive)));
  return add(weighted(positive, positiveWeight), mul(sub(1, t), softplus(ifNegative)));
}

/**
 * Targets of yes-or-no losses, of which plain numbers take the dtype of the logits.
 *
 * @throws DomainError if one is not between 0 and 1.
 */
export function targetsLike(operation: string, targets: TensorLike, logits: Tensor): Tensor {
  const t =
    typeof targets === "number"
      ? tensor(targets, { dtype: logits.dtype })
      : asFloat(operation, "targets", targets);
  const wrong = dataIfKnown(t)?.find((target) => !(target >= 0 && target <= 1));
  if (wrong === undefined) return t;
  throw new DomainError(
    `${operation}: targets must be between 0 and 1, got ${wrong}; scores belong into logits`,
    { operation, target: wrong },
  );
}

/** @throws DomainError if a part is not between 0 and 1. */
export function checkSmoothing(operation: string, labelSmoothing: number): void {
  if (labelSmoothing >= 0 && labelSmoothing <= 1) return;
  throw new DomainError(
    `${operation}: labelSmoothing must be a number between 0 and 1, got ${String(labelSmoothing)}`,
    { operation, labelSmoothing },
  );
}

function weighted(loss: Tensor, weight: TensorLike): Tensor {
  if (weight === 1) return loss;
  const factor =
    typeof weight === "number" ? weight : asFloat("binaryCrossEntropy", "positiveWeight", weight);
  const wrong = typeof factor === "number" ? (factor >= 0 ? undefined : factor) : negativeIn(factor);
  if (wrong === undefined) return mul(factor, loss);
  throw new DomainError(`binaryCrossEntropy: positiveWeight must not be negative, got ${wrong}`, {
    operation: "binaryCrossEntropy",
    positiveWeight: wrong,
  });
}

/** The first element that is no number from 0, if known. */
export function negativeIn(weights: Tensor): number | undefined {
  return dataIfKnown(weights)?.find((weight) => !(weight >= 0));
}
