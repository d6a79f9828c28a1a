import {
  abs,
  any,
  checkOptions,
  div,
  greater,
  logicalAnd,
  logicalNot,
  mul,
  sqrt,
  square,
  sub,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { outcomePair } from "./outcomes.ts";
import type { Probabilities } from "./outcomes.ts";
import type { AxisOptions } from "./tsallis.ts";

/**
 * The total variation distance ½ Σᵢ |pᵢ − qᵢ|, from 0 to 1: the greatest difference of probabilities of one event.
 *
 * Where p and q agree, the derivative is taken as 0.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; broadcasts against `q`.
 * @throws DomainError for negative probabilities or a sum that is not 1.
 * @example
 * ```ts
 * import { totalVariation } from "@adjoint/information";
 *
 * totalVariation([0.5, 0.5, 0], [0.25, 0.5, 0.25]).item(); // => 0.25
 * ```
 */
export function totalVariation(p: Probabilities, q: Probabilities, options: AxisOptions = {}): Tensor {
  const { a, b, at } = vectors("totalVariation", p, q, options);
  return mul(0.5, sum(abs(sub(a, b)), { axis: at }));
}

/**
 * The Hellinger distance √(½ Σᵢ (√pᵢ − √qᵢ)²) = √(1 − Σᵢ √(pᵢ qᵢ)), from 0 to 1.
 *
 * Its square is smooth in square roots of probabilities; roots of 0, and the distance of equal distributions, are given
 * the derivative 0.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; broadcasts against `q`.
 * @throws DomainError for negative probabilities or a sum that is not 1.
 *
 * Source: L. Le Cam, G. L. Yang, "Asymptotics in Statistics" (2000), section 3.1.
 *
 * @example
 * ```ts
 * import { hellingerDistance } from "@adjoint/information";
 *
 * hellingerDistance([1, 0], [0, 1]).item(); // => 1
 * hellingerDistance([0.5, 0.5], [0.1, 0.9]).item(); // => 0.32491969623290634
 * ```
 */
export function hellingerDistance(p: Probabilities, q: Probabilities, options: AxisOptions = {}): Tensor {
  return root(squaredHellinger("hellingerDistance", p, q, options));
}

/** ½ Σ (√p − √q)² */
export function squaredHellinger(
  operation: string,
  p: Probabilities,
  q: Probabilities,
  options: AxisOptions,
): Tensor {
  const { a, b, at } = vectors(operation, p, q, options);
  return mul(0.5, sum(square(sub(root(a), root(b))), { axis: at }));
}

/**
 * Pearson's divergence χ²(p‖q) = Σᵢ (pᵢ − qᵢ)² / qᵢ = Σᵢ pᵢ²/qᵢ − 1 ≥ 0; +∞ where p has mass and q has none.
 *
 * Where both are 0 nothing is added; where it is infinite the derivative is taken as 0.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; broadcasts against `q`.
 * @throws DomainError for negative probabilities or a sum that is not 1.
 *
 * Source: F. Liese, I. Vajda, "On divergences and informations in statistics and information theory", IEEE Trans. Inf.
 * Theory 52 (2006).
 *
 * @example
 * ```ts
 * import { chiSquaredDivergence } from "@adjoint/information";
 *
 * chiSquaredDivergence([0.5, 0.5], [0.25, 0.75]).item(); // => 0.3333333333333333
 * ```
 */
export function chiSquaredDivergence(p: Probabilities, q: Probabilities, options: AxisOptions = {}): Tensor {
  const { a, b, at } = vectors("chiSquaredDivergence", p, q, options);
  const possible = greater(b, 0);
  const difference = where(possible, sub(a, b), 0);
  const finite = sum(mul(difference, div(difference, where(possible, b, 1))), { axis: at });
  const escaped = any(logicalAnd(greater(a, 0), logicalNot(possible)), { axis: at });
  return where(escaped, Infinity, finite);
}

/** The root, with the derivative 0 at 0. */
export function root(x: Tensor): Tensor {
  const positive = greater(x, 0);
  return where(positive, sqrt(where(positive, x, 1)), 0);
}

function vectors(
  operation: string,
  p: Probabilities,
  q: Probabilities,
  options: AxisOptions,
): { readonly a: Tensor; readonly b: Tensor; readonly at: number } {
  const { axis = -1 } = checkOptions(operation, options, ["axis"]);
  const [a, b] = outcomePair(operation, p, q, axis);
  return { a: a.probabilities(), b: b.probabilities(), at: a.at };
}
