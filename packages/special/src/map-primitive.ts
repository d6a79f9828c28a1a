import { bind, mapElements, type Tensor, type UnaryPrimitive } from "@adjoint/tensor";

/** The order of a member of a family of functions, such as the derivatives of digamma. */
export type OrderParams = { readonly order: number };

/** A primitive that maps every element by a function with parameters. */
export function mapPrimitive<Params>(definition: {
  readonly name: string;
  readonly kernel: (x: number, params: Params) => number;
  readonly tangent: (tangent: Tensor, x: Tensor, params: Params) => Tensor;
}): UnaryPrimitive<Params> {
  const { name, kernel, tangent } = definition;
  const primitive: UnaryPrimitive<Params> = {
    name,
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([x], params) => [mapElements(x, x.dtype, (element) => kernel(element, params))],
    jvp: ([t], [x], _outputs, params) => [t && tangent(t, x, params)],
    transpose: "not linear",
    batch: ([x], _batched, _size, params) => bind(primitive, [x], params),
    form: "elementwise",
  };
  return primitive;
}
