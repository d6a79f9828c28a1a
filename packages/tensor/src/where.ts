import { broadcastOperands, broadcastTo } from "./broadcast-sum.ts";
import { cast } from "./cast.ts";
import { asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { zerosLike } from "./creation.ts";
import { allocate, widthOf } from "./dtype.ts";
import { alignBatches } from "./families.ts";
import { bind } from "./interpreter.ts";
import { pointwise } from "./lowering.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { broadcastShapes } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/**
 * `a` where the condition holds and `b` elsewhere, with broadcasting.
 *
 * The derivative of the branch that was not taken is 0, but it is computed: a NaN or ∞ in it spoils the product
 * 0 · ∞. Guard the argument as well: `where(x > 0, log(where(x > 0, x, 1)), 0)`.
 *
 * @example
 * ```ts
 * import { where } from "@adjoint/tensor";
 *
 * where([true, false], [1, 2], -1).toArray(); // => [1, -1]
 * ```
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const test = cast(asTensor("where", "condition", condition), "bool");
  const [x, y] = broadcastOperands("where", a, b);
  const shape = broadcastShapes("where", test.shape, x.shape);
  return bind(
    wherePrimitive,
    [broadcastTo(test, shape), broadcastTo(x, shape), broadcastTo(y, shape)],
    null,
  )[0];
}

const wherePrimitive: Primitive<[condition: Tensor, a: Tensor, b: Tensor], [y: Tensor], null> = {
  name: "where",
  shape: ([, { shape, dtype }]) => [{ shape, dtype }],
  kernel([condition, a, b]) {
    const elements = allocate(a.dtype, a.size);
    const [test, left, right] = [condition.data, a.data, b.data];
    if (widthOf(a.dtype) === 1) {
      for (let i = 0; i < elements.length; i++) elements[i] = test[i] === 0 ? right[i]! : left[i]!;
    } else {
      for (let i = 0; i < elements.length; i++) elements[i] = test[i >> 1] === 0 ? right[i]! : left[i]!;
    }
    return [new Tensor(a.shape, a.dtype, elements)];
  },
  jvp: ([, s, t], [condition, a, b]) => [where(condition, s ?? zerosLike(a), t ?? zerosLike(b))],
  transpose: ([cotangent], [condition, a, b]): [null, Tangent, Tangent] => {
    const test = condition as Tensor;
    const zero = zerosLike(cotangent!);
    return [
      null,
      a instanceof Tensor ? null : where(test, cotangent!, zero),
      b instanceof Tensor ? null : where(test, zero, cotangent!),
    ];
  },
  batch: (inputs, batched, size) => bind(wherePrimitive, alignBatches(inputs, batched, size), null),
  lowering: /* @__PURE__ */ pointwise("where"),
  form: "elementwise",
};
