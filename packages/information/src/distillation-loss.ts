import { add, asFloat, checkOptions, div, DomainError, mul } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { klDivergence } from "./divergence.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

/** What `distillationLoss` compares. */
export interface DistillationLossOptions {
  /** Scores of the model that learns, of shape [..., classes]. */
  readonly studentLogits: TensorLike;
  /** Scores of the model that teaches, which broadcast against the student's. */
  readonly teacherLogits: TensorLike;
  /** T, which divides both: above 1 it shows how the teacher ranks wrong classes. 1 unless given. */
  readonly temperature?: number;
  /** The true class of each, or probabilities of the classes, as in `softmaxCrossEntropy`. */
  readonly labels?: TensorLike;
  /** The weight α of the teacher against that of the labels, 1 − α: ½ unless given, and 1 without labels. */
  readonly alpha?: number;
}

/**
 * The loss of learning from a teacher, α T² D(softmax(teacher/T) ‖ softmax(student/T)) + (1 − α) · the cross-entropy of
 * the labels, along the last axis in nats.
 *
 * The factor T² keeps the size of gradients, which fall with 1/T². The divergence differs from the cross-entropy with
 * the teacher by a constant of the student, and is 0 where they agree. The derivative flows to the teacher too:
 * `stopGradient` its logits if it is trained at the same time.
 *
 * @returns one loss for each leading index; take the `mean` to train.
 * @throws DomainError for a temperature that is not positive, an α outside of [0, 1] or one below 1 without labels;
 * ShapeError if the shapes do not fit.
 *
 * Source: G. Hinton, O. Vinyals, J. Dean, "Distilling the knowledge in a neural network" (2015), arXiv:1503.02531.
 *
 * @example
 * ```ts
 * import { distillationLoss } from "@adjoint/information";
 *
 * const logits = { studentLogits: [1, 0, 0], teacherLogits: [3, 1, 0] };
 * distillationLoss({ ...logits, temperature: 2 }).item(); // => 0.2966066133301414
 * distillationLoss({ ...logits, temperature: 2, labels: 0, alpha: 0 }).item(); // => 0.551444713932051
 * ```
 */
export function distillationLoss(options: DistillationLossOptions): Tensor {
  const {
    studentLogits,
    teacherLogits,
    temperature = 1,
    labels,
    alpha = labels === undefined ? 1 : 0.5,
  } = checkOptions("distillationLoss", options, [
    "studentLogits",
    "teacherLogits",
    "temperature",
    "labels",
    "alpha",
  ]);
  checkSettings(temperature, alpha, labels);
  const student = asFloat("distillationLoss", "studentLogits", studentLogits);
  const teacher = asFloat("distillationLoss", "teacherLogits", teacherLogits);
  const soft = (): Tensor =>
    klDivergence({ logits: div(teacher, temperature) }, { logits: div(student, temperature) });
  const hard = (): Tensor => softmaxCrossEntropy({ logits: student, labels: labels! });
  // A part without weight is left out, since it may be infinite.
  if (alpha === 0) return hard();
  const taught = mul(alpha * temperature * temperature, soft());
  return alpha === 1 ? taught : add(taught, mul(1 - alpha, hard()));
}

function checkSettings(temperature: number, alpha: number, labels: TensorLike | undefined): void {
  const operation = "distillationLoss";
  if (!(temperature > 0 && temperature < Infinity)) {
    throw new DomainError(
      `distillationLoss: temperature must be a positive number, got ${String(temperature)}`,
      { operation, temperature },
    );
  }
  if (!(alpha >= 0 && alpha <= 1)) {
    throw new DomainError(`distillationLoss: alpha must be between 0 and 1, got ${String(alpha)}`, {
      operation,
      alpha,
    });
  }
  if (labels === undefined && alpha < 1) {
    throw new DomainError(
      `distillationLoss: alpha ${alpha} leaves a weight to labels, which are not given; give them, or no alpha`,
      { operation, alpha },
    );
  }
}
