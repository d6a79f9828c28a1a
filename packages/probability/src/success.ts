import {
  DomainError,
  greater,
  isFinite,
  less,
  log,
  log1p,
  neg,
  sigmoid,
  softplus,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { elementwise } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";

/** The probability p of a success, or its logit log(p / (1 − p)). */
export type Success = { readonly probs: Tensor } | { readonly logits: Tensor };

/**
 * Whichever of `probs` and `logits` is given.
 *
 * @throws DomainError naming the operation unless exactly one of them is.
 */
export function probsOrLogits(
  operation: string,
  { probs, logits }: { readonly probs?: TensorLike | undefined; readonly logits?: TensorLike | undefined },
): Readonly<Record<string, TensorLike>> {
  if (probs !== undefined && logits === undefined) return { probs };
  if (logits !== undefined && probs === undefined) return { logits };
  throw new DomainError(`${operation}: give either probs or logits, and not both`, {
    operation,
    given: [...(probs === undefined ? [] : ["probs"]), ...(logits === undefined ? [] : ["logits"])],
  });
}

/** p */
export function successOf(params: Success): Tensor {
  return "probs" in params ? params.probs : sigmoid(params.logits);
}

/** 1 − p */
export function failureOf(params: Success): Tensor {
  return "probs" in params ? sub(1, params.probs) : sigmoid(neg(params.logits));
}

/** Whether p > 0, which it is for all logits. */
export function canSucceed(params: Success): Tensor {
  return "probs" in params ? greater(params.probs, 0) : isFinite(params.logits);
}

/** Whether p < 1, which it is for all logits. */
export function canFail(params: Success): Tensor {
  return "probs" in params ? less(params.probs, 1) : isFinite(params.logits);
}

/** log p where it is wanted, and 0 elsewhere, without an infinite derivative there. */
export function logSuccess(params: Success, wanted: Tensor): Tensor {
  if ("probs" in params) return log(where(wanted, params.probs, 1));
  return where(wanted, neg(softplus(neg(params.logits))), 0);
}

/** log(1 − p) where it is wanted, and 0 elsewhere, without an infinite derivative there. */
export function logFailure(params: Success, wanted: Tensor): Tensor {
  if ("probs" in params) return log1p(neg(where(wanted, params.probs, 0)));
  return where(wanted, neg(softplus(params.logits)), 0);
}

/** From 0 to 1 but not 0: of what one waits for. */
export const positiveProbability: Constraint = /* @__PURE__ */ elementwise({
  requirement: "greater than 0 and at most 1",
  remedy: "give logits, which may be far below 0",
  holds: (value) => value > 0 && value <= 1,
});
