import {
  asFloat,
  type BinaryPrimitive,
  bind,
  broadcastOperands,
  div,
  equal,
  logicalOr,
  mul,
  neg,
  reciprocal,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";
import { gammaDensity } from "./gamma-density.ts";
import { gammaincShapeDerivative } from "./gammainc.ts";
import { gammainccInverseOf, gammaincInverseOf } from "./scalar/incomplete-gamma-inverse.ts";
import { zipPrimitive } from "./zip-primitive.ts";

/**
 * The inverse of the regularised lower incomplete gamma function: the x with P(a, x) = p, elementwise with broadcasting;
 * the quantile function of the gamma family.
 *
 * 0 at p = 0, ∞ at p = 1, NaN for p outside [0, 1] and for a < 0. The relative error is some 1e-15, times 1/a for a < 1.
 * Its derivatives are implicit: ∂x/∂p = 1/f(x) with the density f, and ∂x/∂a = −(∂P/∂a)/f(x).
 *
 * Source: Halley's method on the logarithm of the smaller tail, from E. Wilson's and M. Hilferty's approximation (1931).
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { gammaincinv } from "@adjoint/special";
 *
 * gammaincinv([0.5, 3, 100], [0.5, 0.5, 1e-300]).toArray(); // => [0.22746821155978628, 2.674060313723561, 0.03800698891694189]
 * ```
 */
export function gammaincinv(a: TensorLike, p: TensorLike): Tensor {
  return bind(gammaincinvPrimitive, operands("gammaincinv", "p", a, p), null)[0];
}

/**
 * The inverse of the regularised upper incomplete gamma function: the x with Q(a, x) = q, elementwise with broadcasting.
 *
 * ∞ at q = 0, 0 at q = 1; it resolves upper tails that 1 − q cannot. The rest is as in `gammaincinv`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { gammainccinv } from "@adjoint/special";
 *
 * gammainccinv(3, [0.5, 1e-300]).toArray(); // => [2.674060313723561, 703.1964976004614]
 * ```
 */
export function gammainccinv(a: TensorLike, q: TensorLike): Tensor {
  return bind(gammainccinvPrimitive, operands("gammainccinv", "q", a, q), null)[0];
}

function operands(operation: string, name: string, a: TensorLike, p: TensorLike): [a: Tensor, p: Tensor] {
  const [s, t] = broadcastOperands(operation, a, p, "a", name);
  return [asFloat(operation, "a", s), asFloat(operation, name, t)];
}

// Through the functions again, not the values at hand, so that these keep their dependence on the arguments.
const gammaincinvPrimitive: BinaryPrimitive = /* @__PURE__ */ zipPrimitive({
  name: "gammaincinv",
  kernel: gammaincInverseOf,
  tangents: [
    (t, a, p) => mul(t, slopeInShape(a, gammaincinv(a, p))),
    (t, a, p) => mul(t, reciprocal(gammaDensity(0, a, gammaincinv(a, p)))),
  ],
});

const gammainccinvPrimitive: BinaryPrimitive = /* @__PURE__ */ zipPrimitive({
  name: "gammainccinv",
  kernel: gammainccInverseOf,
  tangents: [
    (t, a, q) => mul(t, slopeInShape(a, gammainccinv(a, q))),
    (t, a, q) => neg(mul(t, reciprocal(gammaDensity(0, a, gammainccinv(a, q))))),
  ],
});

/** ∂x/∂a at a fixed probability; 0 where x is 0 or ∞ for every a. */
function slopeInShape(a: Tensor, x: Tensor): Tensor {
  const isEdge = logicalOr(equal(x, 0), equal(x, Infinity));
  const inside = where(isEdge, 1, x);
  return where(isEdge, 0, neg(div(gammaincShapeDerivative(a, inside), gammaDensity(0, a, inside))));
}
