import { DomainError, log, log1p, neg, sigmoid, softplus, sub, where } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

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
