import { add, bind, div, mul, neg, sub, type Tensor, type TensorLike } from "@adjoint/tensor";
import type { ShapeOrders } from "./beta-density.ts";
import { betaHazardOf, betaTailRatioOf, logBetaTailOf } from "./scalar/log-incomplete-beta.ts";
import { threeOperands } from "./three-operands.ts";
import { triplePrimitive, type TriplePrimitive } from "./triple-primitive.ts";

/**
 * log I_x(a, b), the logarithm of `betainc`, elementwise with broadcasting, to 1e-13 relative: also where I underflows,
 * and where it rounds to 1.
 *
 * Values at the edges are the logarithms of those of `betainc`. The derivatives are ratios of two tails, finite far
 * out: ∂/∂x is the reversed hazard rate f(x)/I. Source: as for `betainc`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { logBetainc } from "@adjoint/special";
 *
 * logBetainc([500, 2], [2, 3], [0.1, 0.5]).toArray(); // => [-1145.18107916, -0.3746934494414107]
 * ```
 */
export function logBetainc(a: TensorLike, b: TensorLike, x: TensorLike): Tensor {
  return bind(logTailPrimitive, threeOperands("logBetainc", [a, b, x], ["a", "b", "x"]), {
    isUpper: false,
  })[0];
}

/**
 * log(1 − I_x(a, b)), the logarithm of `betaincc`, elementwise with broadcasting, to 1e-13 relative: also where it
 * underflows, and where it rounds to 1.
 *
 * Values at the edges are the logarithms of those of `betaincc`. The derivatives are ratios of two tails, finite far
 * out: −∂/∂x is the hazard rate f(x)/(1 − I). Source: as for `betainc`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { logBetaincc } from "@adjoint/special";
 *
 * logBetaincc([2, 3], [500, 2], [0.9, 0.5]).toArray(); // => [-1145.18107916, -0.3746934494414107]
 * ```
 */
export function logBetaincc(a: TensorLike, b: TensorLike, x: TensorLike): Tensor {
  return bind(logTailPrimitive, threeOperands("logBetaincc", [a, b, x], ["a", "b", "x"]), {
    isUpper: true,
  })[0];
}

type TailParams = { readonly isUpper: boolean };
type TailOrderParams = TailParams & ShapeOrders;

const logTailPrimitive: TriplePrimitive<TailParams> = /* @__PURE__ */ triplePrimitive<TailParams>({
  name: "logBetaTail",
  kernel: (a, b, x, { isUpper }) => logBetaTailOf(isUpper, a, b, x),
  tangents: [
    (t, inputs, { isUpper }) => mul(t, ratio({ isUpper, m: 1, n: 0 }, ...inputs)),
    (t, inputs, { isUpper }) => mul(t, ratio({ isUpper, m: 0, n: 1 }, ...inputs)),
    (t, inputs, { isUpper }) => signed(isUpper, mul(t, hazard({ isUpper, m: 0, n: 0 }, ...inputs))),
  ],
});

/** The tail differentiated m times by a and n times by b, divided by the tail. */
const ratioPrimitive: TriplePrimitive<TailOrderParams> = /* @__PURE__ */ triplePrimitive<TailOrderParams>({
  name: "betaTailRatio",
  kernel: (a, b, x, { isUpper, m, n }) => betaTailRatioOf(isUpper, m, n, a, b, x),
  tangents: [
    (t, inputs, params) => {
      const square = mul(ratio(params, ...inputs), ratio({ ...params, m: 1, n: 0 }, ...inputs));
      return mul(t, sub(ratio({ ...params, m: params.m + 1 }, ...inputs), square));
    },
    (t, inputs, params) => {
      const square = mul(ratio(params, ...inputs), ratio({ ...params, m: 0, n: 1 }, ...inputs));
      return mul(t, sub(ratio({ ...params, n: params.n + 1 }, ...inputs), square));
    },
    (t, inputs, params) => {
      const square = mul(ratio(params, ...inputs), hazard({ ...params, m: 0, n: 0 }, ...inputs));
      return signed(params.isUpper, mul(t, sub(hazard(params, ...inputs), square)));
    },
  ],
});

/** The density differentiated m times by a and n times by b, divided by the tail. */
const hazardPrimitive: TriplePrimitive<TailOrderParams> = /* @__PURE__ */ triplePrimitive<TailOrderParams>({
  name: "betaHazard",
  kernel: (a, b, x, { isUpper, m, n }) => betaHazardOf(isUpper, m, n, a, b, x),
  tangents: [
    (t, inputs, params) => {
      const square = mul(hazard(params, ...inputs), ratio({ ...params, m: 1, n: 0 }, ...inputs));
      return mul(t, sub(hazard({ ...params, m: params.m + 1 }, ...inputs), square));
    },
    (t, inputs, params) => {
      const square = mul(hazard(params, ...inputs), ratio({ ...params, m: 0, n: 1 }, ...inputs));
      return mul(t, sub(hazard({ ...params, n: params.n + 1 }, ...inputs), square));
    },
    (t, inputs, params) => {
      const square = mul(hazard(params, ...inputs), hazard({ ...params, m: 0, n: 0 }, ...inputs));
      return mul(t, sub(densitySlope(params, ...inputs), signed(params.isUpper, square)));
    },
  ],
});

/** The density, differentiated by x too, divided by the tail. */
function densitySlope(params: TailOrderParams, a: Tensor, b: Tensor, x: Tensor): Tensor {
  const { m, n } = params;
  const rate = sub(div(sub(a, 1), x), div(sub(b, 1), sub(1, x)));
  let slope = mul(hazard(params, a, b, x), rate);
  if (m > 0) slope = add(slope, div(mul(m, hazard({ ...params, m: m - 1 }, a, b, x)), x));
  if (n > 0) slope = sub(slope, div(mul(n, hazard({ ...params, n: n - 1 }, a, b, x)), sub(1, x)));
  return slope;
}

function ratio(params: TailOrderParams, a: Tensor, b: Tensor, x: Tensor): Tensor {
  return bind(ratioPrimitive, [a, b, x], params)[0];
}

function hazard(params: TailOrderParams, a: Tensor, b: Tensor, x: Tensor): Tensor {
  return bind(hazardPrimitive, [a, b, x], params)[0];
}

function signed(isUpper: boolean, x: Tensor): Tensor {
  return isUpper ? neg(x) : x;
}
