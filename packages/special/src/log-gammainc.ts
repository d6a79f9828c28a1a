import {
  add,
  asFloat,
  type BinaryPrimitive,
  bind,
  broadcastOperands,
  div,
  mul,
  neg,
  sub,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { gammaHazardOf, gammaTailRatioOf, logGammaTailOf } from "./scalar/log-incomplete-gamma.ts";
import { zipPrimitive } from "./zip-primitive.ts";

/**
 * log P(a, x), the logarithm of `gammainc`, elementwise with broadcasting, to 1e-14 relative: also where P underflows,
 * and where it rounds to 1.
 *
 * Values at the edges are the logarithms of those of `gammainc`. The derivatives are ratios of two tails, finite far
 * out: ∂/∂x is the reversed hazard rate f(x)/P. Source: as for `gammainc`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { logGammainc } from "@adjoint/special";
 *
 * logGammainc([1e4, 3], [1e3, 700]).toArray(); // => [-14031.269698821254, -2.42253238647832e-299]
 * ```
 */
export function logGammainc(a: TensorLike, x: TensorLike): Tensor {
  return bind(logTailPrimitive, operands("logGammainc", a, x), { isUpper: false })[0];
}

/**
 * log Q(a, x), the logarithm of `gammaincc`, elementwise with broadcasting, to 1e-14 relative: also where Q underflows,
 * and where it rounds to 1.
 *
 * Values at the edges are the logarithms of those of `gammaincc`. The derivatives are ratios of two tails, finite far
 * out: −∂/∂x is the hazard rate f(x)/Q. Source: as for `gammainc`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { logGammaincc } from "@adjoint/special";
 *
 * logGammaincc([1, 3], 1e4).toArray(); // => [-10000, -9982.272266436608]
 * ```
 */
export function logGammaincc(a: TensorLike, x: TensorLike): Tensor {
  return bind(logTailPrimitive, operands("logGammaincc", a, x), { isUpper: true })[0];
}

type TailParams = { readonly isUpper: boolean };
type TailOrderParams = TailParams & { readonly order: number };

function operands(operation: string, a: TensorLike, x: TensorLike): [a: Tensor, x: Tensor] {
  const [s, t] = broadcastOperands(operation, a, x, "a", "x");
  return [asFloat(operation, "a", s), asFloat(operation, "x", t)];
}

const logTailPrimitive: BinaryPrimitive<TailParams> = /* @__PURE__ */ zipPrimitive<TailParams>({
  name: "logGammaTail",
  kernel: (a, x, { isUpper }) => logGammaTailOf(isUpper, a, x),
  tangents: [
    (t, a, x, { isUpper }) => mul(t, ratio({ isUpper, order: 1 }, a, x)),
    (t, a, x, { isUpper }) => signed(isUpper, mul(t, hazard({ isUpper, order: 0 }, a, x))),
  ],
});

/** The tail differentiated `order` times by a, divided by the tail. */
const ratioPrimitive: BinaryPrimitive<TailOrderParams> = /* @__PURE__ */ zipPrimitive<TailOrderParams>({
  name: "gammaTailRatio",
  kernel: (a, x, { isUpper, order }) => gammaTailRatioOf(isUpper, order, a, x),
  tangents: [
    (t, a, x, { isUpper, order }) => {
      const square = mul(ratio({ isUpper, order }, a, x), ratio({ isUpper, order: 1 }, a, x));
      return mul(t, sub(ratio({ isUpper, order: order + 1 }, a, x), square));
    },
    (t, a, x, { isUpper, order }) => {
      const square = mul(ratio({ isUpper, order }, a, x), hazard({ isUpper, order: 0 }, a, x));
      return signed(isUpper, mul(t, sub(hazard({ isUpper, order }, a, x), square)));
    },
  ],
});

/** The density differentiated `order` times by a, divided by the tail. */
const hazardPrimitive: BinaryPrimitive<TailOrderParams> = /* @__PURE__ */ zipPrimitive<TailOrderParams>({
  name: "gammaHazard",
  kernel: (a, x, { isUpper, order }) => gammaHazardOf(isUpper, order, a, x),
  tangents: [
    (t, a, x, { isUpper, order }) => {
      const square = mul(hazard({ isUpper, order }, a, x), ratio({ isUpper, order: 1 }, a, x));
      return mul(t, sub(hazard({ isUpper, order: order + 1 }, a, x), square));
    },
    (t, a, x, { isUpper, order }) => {
      const self = hazard({ isUpper, order }, a, x);
      const slope = mul(self, sub(div(sub(a, 1), x), 1));
      const lower =
        order === 0 ? slope : add(slope, div(mul(order, hazard({ isUpper, order: order - 1 }, a, x)), x));
      return mul(t, sub(lower, signed(isUpper, mul(self, hazard({ isUpper, order: 0 }, a, x)))));
    },
  ],
});

function ratio(params: TailOrderParams, a: Tensor, x: Tensor): Tensor {
  return bind(ratioPrimitive, [a, x], params)[0];
}

function hazard(params: TailOrderParams, a: Tensor, x: Tensor): Tensor {
  return bind(hazardPrimitive, [a, x], params)[0];
}

function signed(isUpper: boolean, x: Tensor): Tensor {
  return isUpper ? neg(x) : x;
}
