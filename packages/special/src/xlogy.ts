import {
  add,
  asFloat,
  binary,
  bind,
  broadcastOperands,
  div,
  equal,
  log,
  logicalAnd,
  mul,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";

/**
 * x log y with 0 log 0 = 0, elementwise with broadcasting: the terms of an entropy.
 *
 * ∂/∂x = log y, which is −∞ at y = 0; ∂/∂y = x/y, which is 0 at x = y = 0.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { xlogy } from "@adjoint/special";
 *
 * xlogy([0, 1, 2], [0, 1, 0]).toArray(); // => [0, 0, -Infinity]
 * ```
 */
export function xlogy(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = broadcastOperands("xlogy", x, y);
  return bind(xlogyPrimitive, [asFloat("xlogy", "x", a), asFloat("xlogy", "y", b)], null)[0];
}

const xlogyPrimitive = /* @__PURE__ */ binary({
  name: "xlogy",
  kernel: (x, y) => (x === 0 && !Number.isNaN(y) ? 0 : x * Math.log(y)),
  tangents: [
    (t, _x, y) => mul(t, log(y)),
    (t, x, y) => mul(t, div(x, where(logicalAnd(equal(x, 0), equal(y, 0)), 1, y))),
  ],
  add,
});
