import {
  add,
  addTangents,
  alignBatches,
  type BinaryPrimitive,
  bind,
  type Tensor,
  zipElements,
} from "@adjoint/tensor";

/** A primitive that combines pairs of elements by a function with parameters; see `mapPrimitive` for one input. */
export function zipPrimitive<Params = null>(definition: {
  readonly name: string;
  readonly kernel: (a: number, b: number, params: Params) => number;
  readonly tangents: readonly [
    a: (tangent: Tensor, a: Tensor, b: Tensor, params: Params) => Tensor,
    b: (tangent: Tensor, a: Tensor, b: Tensor, params: Params) => Tensor,
  ];
}): BinaryPrimitive<Params> {
  const { name, kernel, tangents } = definition;
  const primitive: BinaryPrimitive<Params> = {
    name,
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([a, b], params) => [zipElements(a, b, a.dtype, (x, y) => kernel(x, y, params))],
    jvp: ([s, t], [a, b], _outputs, params) => [
      addTangents(s && tangents[0](s, a, b, params), t && tangents[1](t, a, b, params), add),
    ],
    transpose: "not linear",
    batch: (inputs, batched, size, params) => bind(primitive, alignBatches(inputs, batched, size), params),
    form: "elementwise",
  };
  return primitive;
}
