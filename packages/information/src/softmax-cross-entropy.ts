import {
  any,
  arange,
  asFloat,
  asTensor,
  checkOptions,
  DomainError,
  equal,
  expandDims,
  formatShape,
  logSoftmax,
  mul,
  neg,
  sameShape,
  ShapeError,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { knownData } from "./known-data.ts";
import { asProbabilities } from "./probabilities.ts";

/** What `softmaxCrossEntropy` compares. */
export interface SoftmaxCrossEntropyOptions {
  /** Scores of shape [..., classes], of which softmax makes probabilities. */
  readonly logits: TensorLike;
  /** The true class of each, as integers of shape [...], or probabilities of shape [..., classes]. */
  readonly labels: TensorLike;
}

/**
 * The cross-entropy −Σᵢ labelsᵢ · log softmax(logits)ᵢ along the last axis, in nats: the loss of classification.
 *
 * The softmax is never formed, so nothing overflows and small losses keep their digits; its derivative is
 * softmax(logits) − labels.
 *
 * @returns one loss for each leading index, of shape [...]; take the `mean` to train.
 * @throws ShapeError if the shapes do not fit, DomainError for classes that do not exist or labels that are no
 * probabilities. Within vmap and trace, where labels are not known, the loss of a class that does not exist is NaN.
 * @example
 * ```ts
 * import { softmaxCrossEntropy } from "@adjoint/information";
 *
 * softmaxCrossEntropy({ logits: [[0, 0], [1000, -1000]], labels: [0, 1] }).toArray(); // => [0.6931471805599453, 2000]
 * softmaxCrossEntropy({ logits: [0, 0], labels: [0.5, 0.5] }).item(); // => 0.6931471805599453
 * ```
 */
export function softmaxCrossEntropy(options: SoftmaxCrossEntropyOptions): Tensor {
  const { logits, labels } = checkOptions("softmaxCrossEntropy", options, ["logits", "labels"]);
  const scores = asFloat("softmaxCrossEntropy", "logits", logits);
  const truth = asTensor("softmaxCrossEntropy", "labels", labels);
  const logProbs = logSoftmax(scores);
  if (sameShape(truth.shape, scores.shape)) {
    const { p } = asProbabilities("softmaxCrossEntropy", "labels", truth, -1);
    // A class with the label 0 and the logit −∞ adds 0, not NaN.
    return sum(mul(p, neg(where(equal(p, 0), 0, logProbs))), { axis: -1 });
  }
  if (!sameShape(truth.shape, scores.shape.slice(0, -1))) {
    throw new ShapeError(
      `softmaxCrossEntropy: logits are ${formatShape(scores.shape)}, labels ${formatShape(truth.shape)}; ` +
        `labels are classes of shape ${formatShape(scores.shape.slice(0, -1))} ` +
        `or probabilities of shape ${formatShape(scores.shape)}`,
      { operation: "softmaxCrossEntropy", logits: scores.shape, labels: truth.shape },
    );
  }
  const classes = scores.shape.at(-1)!;
  checkClasses(truth, classes);
  const isTrueClass = equal(expandDims(truth, -1), arange(classes));
  const loss = sum(where(isTrueClass, neg(logProbs), 0), { axis: -1 });
  // Labels that are not known yet cannot be refused: without a true class the loss would be 0, the best there is.
  return knownData(truth) === undefined ? where(any(isTrueClass, { axis: -1 }), loss, NaN) : loss;
}

function checkClasses(labels: Tensor, classes: number): void {
  const wrong = knownData(labels)?.find(
    (label) => !(Number.isInteger(label) && label >= 0 && label < classes),
  );
  if (wrong === undefined) return;
  throw new DomainError(
    `softmaxCrossEntropy: labels has the class ${wrong}, logits have ${classes} classes along the last axis; ` +
      `classes are integers from 0 to ${classes - 1}`,
    { operation: "softmaxCrossEntropy", label: wrong, classes },
  );
}
