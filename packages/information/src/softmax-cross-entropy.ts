import {
  add,
  any,
  arange,
  asFloat,
  asTensor,
  astype,
  checkOptions,
  dataIfKnown,
  DomainError,
  equal,
  expandDims,
  formatShape,
  logicalAnd,
  logSoftmax,
  mul,
  neg,
  sameShape,
  ShapeError,
  sum,
  where,
} from "@adjoint/tensor";
import type { Shape, Tensor, TensorLike } from "@adjoint/tensor";
import { checkSmoothing, negativeIn } from "./binary-cross-entropy.ts";
import { asProbabilities } from "./probabilities.ts";

/** What `softmaxCrossEntropy` compares. */
export interface SoftmaxCrossEntropyOptions {
  /** Scores of shape [..., classes], of which softmax makes probabilities. */
  readonly logits: TensorLike;
  /** The true class of each, as integers of shape [...], or probabilities of shape [..., classes]. */
  readonly labels: TensorLike;
  /** The part α of every label that is spread over all classes: yᵢ becomes (1 − α) yᵢ + α/n. 0 unless given. */
  readonly labelSmoothing?: number;
  /** A weight for each class, by which its term is multiplied; all 1 unless given. */
  readonly classWeights?: TensorLike;
}

/**
 * The cross-entropy −Σᵢ labelsᵢ · log softmax(logits)ᵢ along the last axis, in nats: the loss of classification.
 *
 * The softmax is never formed, so nothing overflows and small losses keep their digits; its derivative is
 * softmax(logits) − labels. With weights of the classes it is −Σᵢ wᵢ · labelsᵢ · log softmax(logits)ᵢ, of which PyTorch's mean
 * divides by the weights too.
 *
 * Source of label smoothing: C. Szegedy et al., "Rethinking the Inception architecture for computer vision", CVPR 2016.
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
 * softmaxCrossEntropy({ logits: [2, 0], labels: 0, labelSmoothing: 0.1 }).item(); // => 0.22692801104297252
 * ```
 */
export function softmaxCrossEntropy(options: SoftmaxCrossEntropyOptions): Tensor {
  const {
    logits,
    labels,
    labelSmoothing = 0,
    classWeights,
  } = checkOptions("softmaxCrossEntropy", options, ["logits", "labels", "labelSmoothing", "classWeights"]);
  checkSmoothing("softmaxCrossEntropy", labelSmoothing);
  const scores = asFloat("softmaxCrossEntropy", "logits", logits);
  const truth = asTensor("softmaxCrossEntropy", "labels", labels);
  const surprise = neg(logSoftmax(scores));
  const weights = classWeights === undefined ? undefined : weightsFor(classWeights, scores);
  const costs = weights === undefined ? surprise : mul(whereWeighted(weights, surprise), weights);
  const sharp = lossOf(truth, costs, scores.shape);
  if (labelSmoothing === 0) return sharp;
  const spread = mul(labelSmoothing / scores.shape.at(-1)!, sum(costs, { axis: -1 }));
  return labelSmoothing === 1 ? spread : add(mul(1 - labelSmoothing, sharp), spread);
}

/** Σᵢ labelsᵢ · costsᵢ, of classes or probabilities. */
function lossOf(truth: Tensor, costs: Tensor, shape: Shape): Tensor {
  if (sameShape(truth.shape, shape)) {
    const { p } = asProbabilities("softmaxCrossEntropy", "labels", truth, -1);
    // A class with the label 0 and the logit −∞ adds 0, not NaN.
    return sum(mul(p, where(equal(p, 0), 0, costs)), { axis: -1 });
  }
  if (!sameShape(truth.shape, shape.slice(0, -1))) {
    throw new ShapeError(
      `softmaxCrossEntropy: logits are ${formatShape(shape)}, labels ${formatShape(truth.shape)}; ` +
        `labels are classes of shape ${formatShape(shape.slice(0, -1))} ` +
        `or probabilities of shape ${formatShape(shape)}`,
      { operation: "softmaxCrossEntropy", logits: shape, labels: truth.shape },
    );
  }
  const classes = shape.at(-1)!;
  checkClasses(truth, classes);
  const isTrueClass = equal(expandDims(truth, -1), arange(classes));
  const loss = sum(where(isTrueClass, costs, 0), { axis: -1 });
  // Labels that are not known yet cannot be refused: without a true class the loss would be 0, the best there is.
  return dataIfKnown(truth) === undefined ? where(any(isTrueClass, { axis: -1 }), loss, NaN) : loss;
}

function weightsFor(classWeights: TensorLike, scores: Tensor): Tensor {
  const weights = asFloat("softmaxCrossEntropy", "classWeights", classWeights);
  const classes = scores.shape.at(-1)!;
  if (!sameShape(weights.shape, [classes])) {
    throw new ShapeError(
      `softmaxCrossEntropy: classWeights are ${formatShape(weights.shape)}, logits have ${classes} classes along the ` +
        `last axis; give one weight for each class`,
      { operation: "softmaxCrossEntropy", classWeights: weights.shape, classes },
    );
  }
  const wrong = negativeIn(weights);
  if (wrong === undefined) return astype(weights, scores.dtype);
  throw new DomainError(`softmaxCrossEntropy: classWeights must not be negative, got ${wrong}`, {
    operation: "softmaxCrossEntropy",
    weight: wrong,
  });
}

/** A class with the weight 0 costs nothing, even at the logit −∞. */
function whereWeighted(weights: Tensor, costs: Tensor): Tensor {
  return where(logicalAnd(equal(weights, 0), equal(costs, Infinity)), 0, costs);
}

function checkClasses(labels: Tensor, classes: number): void {
  const wrong = dataIfKnown(labels)?.find(
    (label) => !(Number.isInteger(label) && label >= 0 && label < classes),
  );
  if (wrong === undefined) return;
  throw new DomainError(
    `softmaxCrossEntropy: labels has the class ${wrong}, logits have ${classes} classes along the last axis; ` +
      `classes are integers from 0 to ${classes - 1}`,
    { operation: "softmaxCrossEntropy", label: wrong, classes },
  );
}
