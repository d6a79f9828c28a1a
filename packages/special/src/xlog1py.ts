import {
  add,
  asFloat,
  binary,
  bind,
  broadcastOperands,
  div,
  equal,
  log1p,
  logicalAnd,
  mul,
  type Tensor,
  type TensorLike,
  where,
} from "@adjoint/tensor";

/**
 * x log(1 + y) with 0 log 0 = 0, elementwise with broadcasting, accurate for small y.
 *
 * ∂/∂x = log(1 + y), which is −∞ at y = −1; ∂/∂y = x/(1 + y), which is 0 at x = 0, y = −1.
 *
 * @throws ShapeError when the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { xlog1py } from "@adjoint/special";
 *
 * xlog1py([0, 1, 2], [-1, 1e-20, -1]).toArray(); // => [0, 1e-20, -Infinity]
 * ```
 */
export function xlog1py(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = broadcastOperands("xlog1py", x, y, "x", "y");
  return bind(xlog1pyPrimitive, [asFloat("xlog1py", "x", a), asFloat("xlog1py", "y", b)], null)[0];
}

const xlog1pyPrimitive = /* @__PURE__ */ binary({
  name: "xlog1py",
  kernel: (x, y) => (x === 0 && !Number.isNaN(y) ? 0 : x * Math.log1p(y)),
  tangents: [
    (t, _x, y) => mul(t, log1p(y)),
    (t, x, y) => mul(t, div(x, where(logicalAnd(equal(x, 0), equal(y, -1)), 1, add(1, y)))),
  ],
  add,
});
