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

/** E[g(θ, 1 − cos θ)] for even functions g: ∫ g exp(−κ (1 − cos θ)) from 0 to π, divided by that of 1. */
export function vonMisesMean(kappa: Tensor, g: (angle: Tensor, height: Tensor) => Tensor): Tensor {
  return div(
    halfIntegral(kappa, (angle) => g(angle, height(angle))),
    halfIntegral(kappa, () => 1),
  );
}

/** ∫ g(θ) exp(−κ (1 − cos θ)) dθ from 0 to π, by a Gauss rule of as many nodes as its 44 e-foldings need. */
function halfIntegral(kappa: Tensor, g: (angle: Tensor) => Tensor | number): Tensor {
  const { nodes, weights } = gaussLegendre(48);
  const share = astype(tensor(nodes.map((node) => 0.5 + 0.5 * node)), kappa.dtype);
  const parts = astype(tensor(weights.map((weight) => 0.5 * weight)), kappa.dtype);
  const length = reach(kappa);
  const angles = mul(expandDims(length, -1), share);
  const values = mul(exp(neg(mul(expandDims(kappa, -1), height(angles)))), g(angles));
  return mul(length, sum(mul(parts, values), { axis: -1 }));
}

/** How far it is to π, or to where the density has fallen by e^−44, beyond which nothing is left of it. */
function reach(kappa: Tensor): Tensor {
  const far = stopGradient(div(22, kappa));
  const isCut = less(far, 1);
  return where(isCut, mul(2, asin(sqrt(where(isCut, far, 0.5)))), Math.PI);
}

/** 1 − cos θ */
function height(angle: Tensor): Tensor {
  return mul(2, square(sin(mul(0.5, angle))));
}
