import {
  add,
  asFloat,
  binary,
  bind,
  broadcastOperands,
  greaterEqual,
  isNaN,
  lessEqual,
  log1p,
  logicalAnd,
  logicalOr,
  mul,
  neg,
  sub,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";
import { polygamma } from "./lgamma.ts";
import { logBetaOf, logBetaSlopeOf } from "./scalar/log-beta.ts";

/**
 * log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b) for positive a and b, elementwise with broadcasting, without the
 * cancellation of its terms: to 1e-14 of max(1, |log B|) for a and b from 1e-300 to 1e300.
 *
 * +∞ where an argument is 0, NaN below. The derivatives are ψ(a) − ψ(a + b) and ψ(b) − ψ(a + b).
 *
 * Source: Stirling's formula with its error δ: a log(a/(a + b)) + b log(b/(a + b)) + ½ log(2π(a + b)/(ab)) + δ(a) + δ(b)
 * − δ(a + b).
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { logBeta } from "@adjoint/special";
 *
 * logBeta([1, 2, 1e10], [1, 3, 0.5]).toArray(); // => [0, -2.484906649788, -10.940560522]
 * ```
 */
export function logBeta(a: TensorLike, b: TensorLike): Tensor {
  const [s, t] = broadcastOperands("logBeta", a, b);
  return bind(logBetaPrimitive, [asFloat("logBeta", "a", s), asFloat("logBeta", "b", t)], null)[0];
}

/**
 * log of the binomial coefficient n!/(k! (n − k)!) for real 0 ≤ k ≤ n, elementwise with broadcasting:
 * −log((n + 1) B(k + 1, n − k + 1)). −∞ for k outside.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { logBinomial } from "@adjoint/special";
 *
 * logBinomial(5, [0, 2, 5, 6]).toArray(); // => [0, 2.302585092994046, 0, -Infinity]
 * ```
 */
export function logBinomial(n: TensorLike, k: TensorLike): Tensor {
  const [total, chosen] = broadcastOperands("logBinomial", n, k, "n", "k");
  const [s, t] = [asFloat("logBinomial", "n", total), asFloat("logBinomial", "k", chosen)];
  const isInside = logicalAnd(greaterEqual(t, 0), lessEqual(t, s));
  const [m, j] = [where(isInside, s, 1), where(isInside, t, 0)];
  const value = neg(add(log1p(m), logBeta(add(j, 1), add(sub(m, j), 1))));
  return where(isInside, value, where(logicalOr(isNaN(s), isNaN(t)), NaN, -Infinity));
}

const logBetaPrimitive = /* @__PURE__ */ binary({
  name: "logBeta",
  kernel: logBetaOf,
  tangents: [(t, a, b) => mul(t, slope(a, b)), (t, a, b) => mul(t, slope(b, a))],
  add,
});

/** ψ(a) − ψ(a + b), of tensors of one shape and dtype. */
function slope(a: Tensor, b: Tensor): Tensor {
  return bind(slopePrimitive, [a, b], null)[0];
}

const slopePrimitive = /* @__PURE__ */ binary({
  name: "logBetaSlope",
  kernel: logBetaSlopeOf,
  tangents: [
    (t, a, b) => mul(t, sub(polygamma(1, a), polygamma(1, add(a, b)))),
    (t, a, b) => neg(mul(t, polygamma(1, add(a, b)))),
  ],
  add,
});
