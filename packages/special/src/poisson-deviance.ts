import {
  add,
  asFloat,
  binary,
  bind,
  broadcastOperands,
  div,
  equal,
  mul,
  neg,
  sub,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";
import { logRatioOf, poissonDevianceOf } from "./scalar/poisson-deviance.ts";

/**
 * x log(x/μ) + μ − x ≥ 0, elementwise with broadcasting, to 8 ulp also where x and μ nearly agree: half the deviance
 * of a Poisson count x with the mean μ.
 *
 * It is μ at x = 0 and +∞ where μ = 0 < x; NaN where an argument is below 0. ∂/∂x = log(x/μ), ∂/∂μ = (μ − x)/μ.
 * With `stirlingError` it gives the Poisson probability e^(−D(x, μ) − δ(x)) / √(2πx) without cancellation.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), where it is bd0.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { poissonDeviance } from "@adjoint/special";
 *
 * poissonDeviance([0, 3, 1e10 + 1], [2, 3, 1e10]).toArray(); // => [2, 0, 4.999999999833334e-11]
 * ```
 */
export function poissonDeviance(x: TensorLike, mu: TensorLike): Tensor {
  const [a, b] = broadcastOperands("poissonDeviance", x, mu);
  return bind(
    poissonDeviancePrimitive,
    [asFloat("poissonDeviance", "x", a), asFloat("poissonDeviance", "mu", b)],
    null,
  )[0];
}

/** log(x/μ) of positive tensors of one shape and dtype, accurate also where they nearly agree. */
function logRatio(x: Tensor, mu: Tensor): Tensor {
  return bind(logRatioPrimitive, [x, mu], null)[0];
}

const poissonDeviancePrimitive = /* @__PURE__ */ binary({
  name: "poissonDeviance",
  kernel: poissonDevianceOf,
  tangents: [
    (t, x, mu) => mul(t, logRatio(x, mu)),
    // Along x = 0 the slope is 1, at μ = 0 too.
    (t, x, mu) => mul(t, where(equal(x, 0), 1, div(sub(mu, x), where(equal(x, 0), 1, mu)))),
  ],
  add,
});

const logRatioPrimitive = /* @__PURE__ */ binary({
  name: "logRatio",
  kernel: logRatioOf,
  tangents: [(t, x) => div(t, x), (t, _x, mu) => neg(div(t, mu))],
  add,
});
