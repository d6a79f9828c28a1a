import type { Distribution } from "@adjoint/probability";
import { log, log1p, neg, sub } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** The parameters of a distribution by name; the tables of pairs and families know which names there are. */
export type Named = Readonly<Record<string, Tensor>>;

/** ½ log 2π */
export const halfLogTwoPi = 0.9189385332046728;

/** Euler's constant γ. */
export const eulerGamma = 0.5772156649015329;

/** The parameters of a distribution, whose family is known. */
export function named(d: Distribution): Named {
  return d.parameters as Named;
}

/** The logit of a distribution that is given by `probs` or by `logits`. */
export function logitOf(d: Distribution): Tensor {
  const { probs, logits } = d.parameters as { readonly probs?: Tensor; readonly logits?: Tensor };
  return probs === undefined ? logits! : sub(log(probs), log1p(neg(probs)));
}
