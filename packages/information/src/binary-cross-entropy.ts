import { add, asFloat, checkOptions, DomainError, mul, neg, softplus, sub, tensor } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { knownData } from "./known-data.ts";

/** What `binaryCrossEntropy` compares. */
export interface BinaryCrossEntropyOptions {
  /** Scores z, of which the sigmoid makes probabilities. */
  readonly logits: TensorLike;
  /** The true outcomes t, 0 or 1, or probabilities between. */
  readonly targets: TensorLike;
}

/**
 * The cross-entropy −t log σ(z) − (1 − t) log(1 − σ(z)), elementwise with broadcasting, in nats: the loss of a
 * yes-or-no classification.
 *
 * Computed as t · softplus(−z) + (1 − t) · softplus(z), which neither overflows nor cancels; its derivative is σ(z) − t.
 *
 * @returns one loss for each element; take the `mean` to train.
 * @throws ShapeError if the shapes do not broadcast, DomainError if a target is not between 0 and 1.
 * @example
 * ```ts
 * import { binaryCrossEntropy } from "@adjoint/information";
 *
 * binaryCrossEntropy({ logits: [0, 1000, -1000], targets: [1, 1, 1] }).toArray(); // => [0.6931471805599453, 0, 1000]
 * ```
 */
export function binaryCrossEntropy(options: BinaryCrossEntropyOptions): Tensor {
  const { logits, targets } = checkOptions("binaryCrossEntropy", options, ["logits", "targets"]);
  const z = asFloat("binaryCrossEntropy", "logits", logits);
  const t =
    typeof targets === "number"
      ? tensor(targets, { dtype: z.dtype })
      : asFloat("binaryCrossEntropy", "targets", targets);
  checkTargets(t);
  return add(mul(t, softplus(neg(z))), mul(sub(1, t), softplus(z)));
}

function checkTargets(targets: Tensor): void {
  const wrong = knownData(targets)?.find((target) => !(target >= 0 && target <= 1));
  if (wrong === undefined) return;
  throw new DomainError(
    `binaryCrossEntropy: targets must be between 0 and 1, got ${wrong}; scores belong into logits`,
    { operation: "binaryCrossEntropy", target: wrong },
  );
}
