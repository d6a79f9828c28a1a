import { add, addTangents, alignBatches, bind, type Primitive, Tensor } from "@adjoint/tensor";

type Triple = [Tensor, Tensor, Tensor];

/** A primitive of three tensors of one shape and dtype. */
export type TriplePrimitive<Params> = Primitive<Triple, [Tensor], Params>;

/** A primitive that combines triples of elements by a function with parameters; see `mapPrimitive` for one input. */
/* @__NO_SIDE_EFFECTS__ */
export function triplePrimitive<Params = null>(definition: {
  readonly name: string;
  readonly kernel: (a: number, b: number, x: number, params: Params) => number;
  /** What a tangent of each input contributes. */
  readonly tangents: readonly [
    a: (tangent: Tensor, inputs: Triple, params: Params) => Tensor,
    b: (tangent: Tensor, inputs: Triple, params: Params) => Tensor,
    x: (tangent: Tensor, inputs: Triple, params: Params) => Tensor,
  ];
}): TriplePrimitive<Params> {
  const { name, kernel, tangents } = definition;
  const primitive: TriplePrimitive<Params> = {
    name,
    shape: ([{ shape, dtype }]) => [{ shape, dtype }],
    kernel: ([a, b, x], params) => [mapTriples(a, b, x, (...triple) => kernel(...triple, params))],
    jvp: ([r, s, t], inputs, _outputs, params) => [
      addTangents(
        addTangents(r && tangents[0](r, inputs, params), s && tangents[1](s, inputs, params), add),
        t && tangents[2](t, inputs, params),
        add,
      ),
    ],
    transpose: "not linear",
    batch: (inputs, batched, size, params) => bind(primitive, alignBatches(inputs, batched, size), params),
    form: "elementwise",
  };
  return primitive;
}

function mapTriples(a: Tensor, b: Tensor, x: Tensor, f: (a: number, b: number, x: number) => number): Tensor {
  const [first, second, third] = [a.data, b.data, x.data];
  const elements = a.dtype === "float32" ? new Float32Array(first.length) : new Float64Array(first.length);
  for (let i = 0; i < elements.length; i++) elements[i] = f(first[i]!, second[i]!, third[i]!);
  return new Tensor(a.shape, a.dtype, elements);
}
