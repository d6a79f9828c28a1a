import { bind } from "./interpreter.ts";
import type { Lowering } from "./lowering.ts";
import type { Primitive, Refusal, Unknown } from "./primitive.ts";
import type { Spec, Tensor } from "./tensor.ts";

/** A primitive of one input and one output. */
export type UnaryPrimitive<Params = null> = Primitive<[x: Tensor], [y: Tensor], Params>;

/**
 * A primitive of one input that is linear in it: it is its own derivative.
 *
 * `transpose(cotangent, x)` is the adjoint map A′, with ⟨c, A t⟩ = ⟨A′c, t⟩; of `x` only the shape and dtype are known.
 * `batch` applies the operation to an `x` with one more axis in front.
 *
 * @example
 * ```ts
 * import { asTensor, bind, linear, mapElements } from "@adjoint/tensor";
 * import type { Tensor, TensorLike } from "@adjoint/tensor";
 *
 * const halfPrimitive = linear<null>({
 *   name: "half",
 *   shape: ({ shape, dtype }) => ({ shape, dtype }),
 *   kernel: (x) => mapElements(x, x.dtype, (element) => element / 2),
 *   transpose: (cotangent) => half(cotangent),
 *   batch: (x) => half(x),
 * });
 * const half = (x: TensorLike): Tensor => bind(halfPrimitive, [asTensor("half", "x", x)], null)[0];
 * half([1, 2]).toArray(); // => [0.5, 1]
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function linear<Params>(definition: {
  readonly name: string;
  readonly shape: (x: Spec, params: Params) => Spec;
  readonly kernel: (x: Tensor, params: Params) => Tensor;
  readonly transpose: (cotangent: Tensor, x: Unknown, params: Params) => Tensor;
  readonly batch: ((x: Tensor, size: number, params: Params) => Tensor) | Refusal;
  readonly lowering?: Lowering<Params>;
}): UnaryPrimitive<Params> {
  const { name, shape, kernel, transpose, batch, lowering } = definition;
  const primitive: UnaryPrimitive<Params> = {
    name,
    shape: ([x], params) => [shape(x, params)],
    kernel: ([x], params) => [kernel(x, params)],
    jvp: ([t], _inputs, _outputs, params) => (t ? bind(primitive, [t], params) : [null]),
    transpose: ([cotangent], [x], params) => [cotangent && transpose(cotangent, x, params)],
    batch: typeof batch === "string" ? batch : ([x], _batched, size, params) => [batch(x, size, params)],
    ...(lowering && { lowering }),
    form: "linear",
  };
  return primitive;
}
