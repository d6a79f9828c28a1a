import { i0e } from "@adjoint/special";
import {
  add,
  asin,
  astype,
  div,
  exp,
  expandDims,
  less,
  log,
  mul,
  neg,
  sin,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  tensor,
  where,
} from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { gaussLegendre } from "./gauss-legendre.ts";

/** log f(θ) around 0: κ(cos θ − 1) − log(2π e^−κ I₀(κ)). */
export function logVonMisesDensity(kappa: Tensor, angle: Tensor): Tensor {
  return neg(add(mul(kappa, height(angle)), add(log(i0e(kappa)), Math.log(2 * Math.PI))));
}

/** log ∫ f from θ to π for 0 ≤ θ < π: the density at θ, times an integral of what is left of it. */
export function logVonMisesTail(kappa: Tensor, angle: Tensor): Tensor {
  return add(logVonMisesDensity(kappa, angle), log(restIntegral(kappa, angle, () => 1)));
}

/** E[g(θ, 1 − cos θ)] for even functions g. */
export function vonMisesMean(kappa: Tensor, g: (angle: Tensor, height: Tensor) => Tensor): Tensor {
  const zero = mul(0, stopGradient(kappa));
  return div(
    restIntegral(kappa, zero, (angle) => g(angle, height(angle))),
    restIntegral(kappa, zero, () => 1),
  );
}

/** ∫ g(t) exp(κ(cos t − cos θ)) dt from θ to π, by a Gauss rule of as many nodes as its 44 e-foldings need. */
function restIntegral(kappa: Tensor, angle: Tensor, g: (angle: Tensor) => Tensor | number): Tensor {
  const { nodes, weights } = gaussLegendre(48);
  const share = astype(tensor(nodes.map((node) => 0.5 + 0.5 * node)), angle.dtype);
  const parts = astype(tensor(weights.map((weight) => 0.5 * weight)), angle.dtype);
  const length = lengthOf(kappa, angle);
  const [from, step] = [expandDims(angle, -1), mul(expandDims(length, -1), share)];
  const rise = mul(mul(2, sin(add(from, mul(0.5, step)))), sin(mul(0.5, step)));
  const values = mul(exp(neg(mul(expandDims(kappa, -1), rise))), g(add(from, step)));
  return mul(length, sum(mul(parts, values), { axis: -1 }));
}

/** How far it is from θ to π, or to where the density has fallen by e^−44, beyond which nothing is left of it. */
function lengthOf(kappa: Tensor, angle: Tensor): Tensor {
  const far = stopGradient(add(mul(0.5, height(angle)), div(22, kappa)));
  const isCut = less(far, 1);
  const cut = sub(mul(2, asin(sqrt(where(isCut, far, 0.5)))), stopGradient(angle));
  return where(isCut, cut, sub(Math.PI, angle));
}

/** 1 − cos θ */
function height(angle: Tensor): Tensor {
  return mul(2, square(sin(mul(0.5, angle))));
}
