import {
  add,
  addTangents,
  alignBatches,
  asFloat,
  type BinaryPrimitive,
  bind,
  broadcastOperands,
  mul,
  neg,
  sin,
  sub,
  type Tensor,
  type TensorLike,
  zipElements,
} from "@adjoint/tensor";
import { doubleExponentialRule, piRest, type QuadratureRule } from "./scalar/double-exponential.ts";

/**
 * ∂θ/∂κ along F(θ; κ) = const for the distribution function F of the von Mises distribution around 0, elementwise with
 * broadcasting: how a quantile, or a draw, moves with the concentration.
 *
 * It is −(∂F/∂κ)/f with ∂F/∂κ = ∫ (cos t − A) f dt and A = E[cos t], over [0, θ] or from θ to π, whichever keeps the
 * sign of the integrand: 1e-13 relative. Differentiable in both arguments to any order.
 *
 * Source: M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", arXiv:1805.08498 (2018).
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { vonMisesSlope } from "@adjoint/special";
 *
 * // around 0 a von Mises distribution is nearly normal with the variance 1/κ
 * vonMisesSlope(1e6, 1e-3).item(); // => -5.0000017e-10
 * ```
 */
export function vonMisesSlope(concentration: TensorLike, x: TensorLike): Tensor {
  const [s, t] = broadcastOperands("vonMisesSlope", concentration, x, "concentration", "x");
  return neg(integral(1, asFloat("vonMisesSlope", "concentration", s), asFloat("vonMisesSlope", "x", t)));
}

type OrderParams = { readonly order: number };

/** Dₙ = (∂ⁿF/∂κⁿ)/f. */
function integral(order: number, kappa: Tensor, angle: Tensor): Tensor {
  return bind(integralPrimitive, [kappa, angle], { order })[0];
}

/** Bₙ = (∂ⁿf/∂κⁿ)/f, where B₁ = cos θ − A. */
function score(order: number, kappa: Tensor, angle: Tensor): Tensor {
  return bind(scorePrimitive, [kappa, angle], { order })[0];
}

const integralPrimitive: BinaryPrimitive<OrderParams> = /* @__PURE__ */ ofAngles(
  "vonMisesSlope",
  (order) => {
    const rule = doubleExponentialRule();
    return (kappa, angle, cumulants) => integralOf(order, kappa, angle, cumulants, rule);
  },
  [
    (t, kappa, angle, order) =>
      mul(
        t,
        sub(integral(order + 1, kappa, angle), mul(integral(order, kappa, angle), score(1, kappa, angle))),
      ),
    (t, kappa, angle, order) => {
      const slope = mul(kappa, sin(angle));
      return mul(t, add(score(order, kappa, angle), mul(integral(order, kappa, angle), slope)));
    },
  ],
);

const scorePrimitive: BinaryPrimitive<OrderParams> = /* @__PURE__ */ ofAngles(
  "vonMisesScore",
  (order) => (_kappa, angle, cumulants) => scoreOf(order, 2 * Math.sin(0.5 * angle) ** 2, cumulants),
  [
    (t, kappa, angle, order) =>
      mul(t, sub(score(order + 1, kappa, angle), mul(score(order, kappa, angle), score(1, kappa, angle)))),
    (t, kappa, angle, order) => {
      const slope = mul(-order, sin(angle));
      return mul(t, order === 1 ? slope : mul(slope, score(order - 1, kappa, angle)));
    },
  ],
);

type AngleKernel = (kappa: number, angle: number, cumulants: Float64Array) => number;
type AngleTangent = (tangent: Tensor, kappa: Tensor, angle: Tensor, order: number) => Tensor;

/** A primitive of pairs κ, θ whose kernel knows the cumulants of cos t, made once while κ stays the same. */
/* @__NO_SIDE_EFFECTS__ */
function ofAngles(
  name: string,
  kernelOf: (order: number) => AngleKernel,
  tangents: readonly [kappa: AngleTangent, angle: AngleTangent],
): BinaryPrimitive<OrderParams> {
  const primitive: BinaryPrimitive<OrderParams> = {
    name,
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([x, y], { order }) => {
      const kernel = kernelOf(order);
      let last = Number.NaN;
      let cumulants: Float64Array = new Float64Array(0);
      const each = (kappa: number, angle: number): number => {
        if (!(kappa >= 0 && kappa < Infinity)) return Number.NaN;
        if (kappa !== last) cumulants = cumulantsOf(order, kappa);
        last = kappa;
        return kernel(kappa, angle, cumulants);
      };
      return [zipElements(x, y, x.dtype, each)];
    },
    jvp: ([s, t], [kappa, angle], _outputs, { order }) => [
      addTangents(s && tangents[0](s, kappa, angle, order), t && tangents[1](t, kappa, angle, order), add),
    ],
    transpose: "not linear",
    batch: (inputs, batched, size, params) => bind(primitive, alignBatches(inputs, batched, size), params),
    form: "elementwise",
  };
  return primitive;
}

/**
 * E[v] of v = 1 − cos t at place 1, and the cumulants of cos t of higher orders behind it.
 *
 * Sums over equidistant angles: the error of n of them is about exp(−n²/2κ), for a periodic function.
 */
function cumulantsOf(order: number, kappa: number): Float64Array {
  const half = Math.ceil(4.5 * Math.sqrt(kappa)) + 12 + order;
  const values: number[] = [];
  const weights: number[] = [];
  let total = 0;
  for (let i = 0; i <= half; i++) {
    const v = 2 * Math.sin((0.5 * Math.PI * i) / half) ** 2;
    if (kappa * v > 60) break;
    values.push(v);
    weights.push((i === 0 || i === half ? 1 : 2) * Math.exp(-kappa * v));
    total += weights[i]!;
  }
  const average = (f: (v: number) => number): number =>
    values.reduce((sum, v, i) => sum + weights[i]! * f(v), 0) / total;
  const mean = average((v) => v);
  const moments = Array.from({ length: order + 1 }, (_, n) => average((v) => (mean - v) ** n));
  const cumulants = Float64Array.of(0, mean, ...moments.slice(2));
  for (let n = 4; n <= order; n++) {
    let choose = n - 1;
    for (let k = 2; k <= n - 2; k++) {
      cumulants[n]! -= choose * cumulants[k]! * moments[n - k]!;
      choose = (choose * (n - k)) / k;
    }
  }
  return cumulants;
}

/** The complete Bell polynomial of cos t − A, −κ₂, −κ₃, …, at v = 1 − cos t. */
function scoreOf(order: number, v: number, cumulants: Float64Array): number {
  const first = cumulants[1]! - v;
  if (order === 1) return first;
  const terms = [1, first];
  for (let n = 2; n <= order; n++) {
    let sum = first * terms[n - 1]!;
    let choose = n - 1;
    for (let k = 1; k < n; k++) {
      sum -= choose * terms[n - 1 - k]! * cumulants[k + 1]!;
      choose = (choose * (n - 1 - k)) / (k + 1);
    }
    terms.push(sum);
  }
  return terms[order]!;
}

function integralOf(
  order: number,
  kappa: number,
  angle: number,
  cumulants: Float64Array,
  { nodes, weights }: QuadratureRule,
): number {
  const from = Math.abs(angle);
  const v = 2 * Math.sin(0.5 * from) ** 2;
  const isInner = v < cumulants[1]!;
  // Where the integrand has fallen by e^−44 there is nothing left of it.
  const far = 0.5 * v + 22 / kappa;
  const length = isInner ? -from : far < 1 ? 2 * Math.asin(Math.sqrt(far)) - from : Math.PI - from + piRest;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const step = length * nodes[i]!;
    const rise = 2 * Math.sin(from + 0.5 * step) * Math.sin(0.5 * step);
    sum += weights[i]! * scoreOf(order, v + rise, cumulants) * Math.exp(-kappa * rise);
  }
  // Over [0, θ] it is from θ back to 0; over [θ, π] the integral of the rest, which adds up to 0 with it.
  return -Math.sign(angle) * length * sum;
}
