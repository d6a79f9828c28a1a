import { poissonDeviance, stirlingError } from "@adjoint/special";
import {
  add,
  div,
  greater,
  less,
  lessEqual,
  log,
  logicalAnd,
  logicalNot,
  logicalOr,
  mul,
  sub,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { canFail, canSucceed, failureOf, logFailure, logSuccess, successOf } from "./success.ts";
import type { Success } from "./success.ts";

/** The probabilities p and q = 1 − p of a success and a failure, with their logarithms where they are not 0. */
export interface Chances {
  readonly p: Tensor;
  readonly q: Tensor;
  readonly logP: Tensor;
  readonly logQ: Tensor;
  readonly canSucceed: Tensor;
  readonly canFail: Tensor;
}

/** The chances of a success. */
export function chancesOf(params: Success): Chances {
  const [success, failure] = [canSucceed(params), canFail(params)];
  return {
    p: successOf(params),
    q: failureOf(params),
    logP: logSuccess(params, success),
    logQ: logFailure(params, failure),
    canSucceed: success,
    canFail: failure,
  };
}

/** The chances with success and failure exchanged where the condition holds. */
export function exchanged(condition: Tensor, chances: Chances): Chances {
  const { p, q, logP, logQ } = chances;
  return {
    p: where(condition, q, p),
    q: where(condition, p, q),
    logP: where(condition, logQ, logP),
    logQ: where(condition, logP, logQ),
    canSucceed: where(condition, chances.canFail, chances.canSucceed),
    canFail: where(condition, chances.canSucceed, chances.canFail),
  };
}

/**
 * log of Γ(n + 1)/(Γ(s + 1) Γ(f + 1)) pˢ qᶠ with n = s + f, for real s, f ≥ 0: of s successes and f failures in n trials.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */
export function binomialLogMass(chances: Chances, successes: Tensor, failures: Tensor): Tensor {
  const { p, q, logP, logQ } = chances;
  const inside = logicalAnd(greater(successes, 0), greater(failures, 0));
  const s = where(inside, successes, 1);
  const f = where(inside, failures, 1);
  const n = add(s, f);
  const errors = sub(sub(stirlingError(n), stirlingError(s)), stirlingError(f));
  const width = mul(0.5, log(div(div(div(n, 2 * Math.PI), s), f)));
  const distances = add(
    deviance(s, n, where(chances.canSucceed, p, 0.5), logP),
    deviance(f, n, where(chances.canFail, q, 0.5), logQ),
  );
  const edge = where(lessEqual(successes, 0), mul(failures, logQ), mul(successes, logP));
  const value = where(inside, sub(add(errors, width), distances), edge);
  const isImpossible = logicalOr(
    logicalAnd(greater(successes, 0), logicalNot(chances.canSucceed)),
    logicalAnd(greater(failures, 0), logicalNot(chances.canFail)),
  );
  return where(isImpossible, -Infinity, value);
}

/** k log(k/(np)) + np − k for positive k and n, from log p where p is next to nothing. */
export function deviance(k: Tensor, n: Tensor, p: Tensor, logP: Tensor): Tensor {
  const isTiny = less(p, 1e-280);
  const direct = poissonDeviance(k, mul(n, where(isTiny, 0.5, p)));
  const fromLog = mul(k, sub(sub(log(div(k, n)), where(isTiny, logP, 0)), 1));
  return where(isTiny, fromLog, direct);
}
