import {
  asFloat,
  checkOptions,
  dataIfKnown,
  div,
  DomainError,
  greater,
  logicalAnd,
  logicalNot,
  mul,
  sameShape,
  ShapeError,
  sum,
  where,
} from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { klDivergence } from "./divergence.ts";
import { jsDivergence } from "./js-divergence.ts";
import { outcomePair } from "./outcomes.ts";
import type { Probabilities } from "./outcomes.ts";
import { chiSquaredDivergence, squaredHellinger, totalVariation } from "./statistical-distances.ts";
import { tsallisDivergence } from "./tsallis.ts";

/** The f-divergences that have names; `"alpha"` takes the option `alpha`. */
export type DivergenceName =
  | "kl"
  | "reverse-kl"
  | "hellinger"
  | "total-variation"
  | "chi-squared"
  | "jensen-shannon"
  | "alpha";

/** The options of `fDivergence`. */
export interface FDivergenceOptions {
  /** The axis along which probabilities sum to 1, the last unless given. */
  readonly axis?: number;
  /** The α of the generator `"alpha"`. */
  readonly alpha?: number;
  /** The limit of f(t)/t for t → ∞ of a generator given as a function, for outcomes that q excludes and p does not. */
  readonly slopeAtInfinity?: number;
}

/**
 * The f-divergence D_f(p‖q) = Σᵢ qᵢ f(pᵢ/qᵢ) of a convex generator f with f(1) = 0.
 *
 * By name: `"kl"` (f(t) = t log t), `"reverse-kl"` (−log t), `"hellinger"` (½(√t − 1)², the squared distance),
 * `"total-variation"` (½|t − 1|), `"chi-squared"` ((t − 1)²), `"jensen-shannon"` and `"alpha"`
 * ((t^α − 1 − α(t − 1)) / (α(α − 1)), by its limits at 0 and 1), all in nats and stable at zeros. Or any function of
 * tensors, elementwise and differentiable; outcomes that q excludes add p times the limit of f(t)/t, which must be given
 * if there are any, those that p excludes q f(0), so f(0) must not be NaN. Inside a trace the limit is ∞ unless given.
 *
 * @param p - probabilities of shape [..., n] or `{ logits }`; broadcasts against `q`.
 * @throws DomainError for numbers that are no probabilities, an unknown generator, or a limit that is wanted and missing.
 *
 * Source: I. Csiszár, "Information-type measures of difference of probability distributions and indirect observations",
 * Studia Sci. Math. Hungar. 2 (1967); A. Cichocki, S. Amari, "Families of alpha-, beta- and gamma-divergences", Entropy
 * 12 (2010).
 *
 * @example
 * ```ts
 * import { fDivergence } from "@adjoint/information";
 * import { square, sub } from "@adjoint/tensor";
 *
 * fDivergence([0.5, 0.5], [0.25, 0.75], "kl").item(); // => 0.14384103622589042
 * fDivergence([0.5, 0.5], [0.25, 0.75], (t) => square(sub(t, 1))).item(); // => 0.3333333333333333
 * ```
 */
export function fDivergence(
  p: Probabilities,
  q: Probabilities,
  generator: DivergenceName | ((t: Tensor) => TensorLike),
  options: FDivergenceOptions = {},
): Tensor {
  const settings = checkOptions("fDivergence", options, ["axis", "alpha", "slopeAtInfinity"]);
  if (typeof generator === "function") return generated(p, q, generator, settings);
  const { axis = -1, alpha } = settings;
  // Before anything else, so that messages name this function.
  outcomePair("fDivergence", p, q, axis);
  const at = { axis };
  if (generator === "kl") return klDivergence(p, q, at);
  if (generator === "reverse-kl") return klDivergence(q, p, at);
  if (generator === "hellinger") return squaredHellinger("fDivergence", p, q, at);
  if (generator === "total-variation") return totalVariation(p, q, at);
  if (generator === "chi-squared") return chiSquaredDivergence(p, q, at);
  if (generator === "jensen-shannon") return jsDivergence(p, q, at);
  if (generator === "alpha" && typeof alpha === "number" && Number.isFinite(alpha)) {
    return alphaDivergence(p, q, alpha, axis);
  }
  throw new DomainError(
    generator === "alpha"
      ? `fDivergence: the generator "alpha" needs the option alpha, a finite number, got ${String(alpha)}`
      : `fDivergence: no generator ${JSON.stringify(generator)}; there are "kl", "reverse-kl", "hellinger", ` +
          `"total-variation", "chi-squared", "jensen-shannon", "alpha", or a function of p/q`,
    { operation: "fDivergence", generator, alpha },
  );
}

/** (Σ p^α q^(1−α) − 1) / (α(α − 1)), which exchanges p and q with α and 1 − α. */
function alphaDivergence(p: Probabilities, q: Probabilities, alpha: number, axis: number): Tensor {
  if (alpha < 0.5) return alphaDivergence(q, p, 1 - alpha, axis);
  return div(tsallisDivergence(p, q, alpha, { axis }), alpha);
}

function generated(
  p: Probabilities,
  q: Probabilities,
  generator: (t: Tensor) => TensorLike,
  { axis = -1, slopeAtInfinity }: FDivergenceOptions,
): Tensor {
  const [first, second] = outcomePair("fDivergence", p, q, axis);
  const [a, b] = [first.probabilities(), second.probabilities()];
  const possible = greater(b, 0);
  const escaped = logicalAnd(greater(a, 0), logicalNot(possible));
  if (slopeAtInfinity === undefined) refuseEscaped(escaped);
  const values = asFloat(
    "fDivergence",
    "the generator's result",
    generator(where(possible, div(a, where(possible, b, 1)), 1)),
  );
  if (!sameShape(values.shape, a.shape)) {
    throw new ShapeError(
      `fDivergence: the generator must work elementwise; of the shape [${a.shape.join(", ")}] it made ` +
        `[${values.shape.join(", ")}]`,
      { operation: "fDivergence", expected: a.shape, got: values.shape },
    );
  }
  refuseNaN(values, possible);
  const beyond = where(escaped, mul(where(escaped, a, 1), slopeAtInfinity ?? Infinity), 0);
  return sum(where(possible, mul(b, values), beyond), { axis: first.at });
}

/** A generator such as t log t has a limit at 0 which its formula does not give. */
function refuseNaN(values: Tensor, possible: Tensor): void {
  const [known, counted] = [dataIfKnown(values), dataIfKnown(possible)];
  if (known === undefined || counted === undefined) return;
  if (!known.some((value, i) => Number.isNaN(value) && counted[i] !== 0)) return;
  throw new DomainError(
    `fDivergence: the generator is NaN for a ratio p/q; where p is 0 it must give its limit f(0), as xlogy does for t log t`,
    { operation: "fDivergence" },
  );
}

function refuseEscaped(escaped: Tensor): void {
  if (dataIfKnown(escaped)?.some((value) => value !== 0) !== true) return;
  throw new DomainError(
    `fDivergence: p has mass where q has none; give the limit of f(t)/t for t → ∞ as slopeAtInfinity ` +
      `(Infinity for generators that grow faster than linearly)`,
    { operation: "fDivergence" },
  );
}
