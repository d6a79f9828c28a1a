import {
  add,
  asFloat,
  broadcastOperands,
  checkOptions,
  DomainError,
  equal,
  exp,
  mul,
  neg,
  softplus,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { targetsLike } from "./binary-cross-entropy.ts";

/** What `focalLoss` compares. */
export interface FocalLossOptions {
  /** Scores z, of which the sigmoid makes probabilities. */
  readonly logits: TensorLike;
  /** The true outcomes, 0 or 1, or probabilities between, which mix the losses of both. */
  readonly targets: TensorLike;
  /** γ ≥ 0, by which easy examples count less; 2 unless given, and 0 is `binaryCrossEntropy`. */
  readonly gamma?: number;
  /** The weight of positive outcomes, that of negative ones being the rest to 1; both are 1 unless given. */
  readonly alpha?: number;
}

/**
 * The focal loss −(1 − p)^γ log p of the probability p that the score gives to the true outcome, elementwise with
 * broadcasting, in nats: a cross-entropy in which what is already right counts little.
 *
 * @returns one loss for each element; take the `mean` to train.
 * @throws ShapeError if the shapes do not broadcast, DomainError for targets or an `alpha` outside of [0, 1] or a
 * negative `gamma`.
 *
 * Source: T.-Y. Lin et al., "Focal loss for dense object detection", ICCV 2017, arXiv:1708.02002.
 *
 * @example
 * ```ts
 * import { focalLoss } from "@adjoint/information";
 *
 * focalLoss({ logits: [0, 1000, -1000], targets: 1 }).toArray(); // => [0.17328679513998632, 0, 1000]
 * ```
 */
export function focalLoss(options: FocalLossOptions): Tensor {
  const {
    logits,
    targets,
    gamma = 2,
    alpha,
  } = checkOptions("focalLoss", options, ["logits", "targets", "gamma", "alpha"]);
  checkSettings(gamma, alpha);
  const given = asFloat("focalLoss", "logits", logits);
  const [z, t] = broadcastOperands("focalLoss", given, targetsLike("focalLoss", targets, given));
  const positive = mul(t, lossAt(where(equal(t, 0), 0, z), gamma));
  const negative = mul(sub(1, t), lossAt(where(equal(t, 1), 0, neg(z)), gamma));
  return alpha === undefined ? add(positive, negative) : add(mul(alpha, positive), mul(1 - alpha, negative));
}

/** (1 − σ(z))^γ · −log σ(z), where the power is e^(−γ softplus(z)). */
function lossAt(z: Tensor, gamma: number): Tensor {
  const loss = softplus(neg(z));
  return gamma === 0 ? loss : mul(exp(mul(-gamma, softplus(z))), loss);
}

function checkSettings(gamma: number, alpha: number | undefined): void {
  if (!(gamma >= 0 && gamma < Infinity)) {
    throw new DomainError(`focalLoss: gamma must be a number from 0, got ${String(gamma)}`, {
      operation: "focalLoss",
      gamma,
    });
  }
  if (alpha === undefined || (alpha >= 0 && alpha <= 1)) return;
  throw new DomainError(`focalLoss: alpha must be between 0 and 1, got ${String(alpha)}`, {
    operation: "focalLoss",
    alpha,
  });
}
