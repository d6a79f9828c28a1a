import type { ElementaryFunction, ElementaryPair, FloatArray } from "@adjoint/kernels";
import { expandOperand } from "./broadcast-sum.ts";
import { mapComplex, zipComplex } from "./complex-elements.ts";
import type { Complex } from "./complex-number.ts";
import { allocate, checkReal } from "./dtype.ts";
import type { DType } from "./dtype.ts";
import { bind } from "./interpreter.ts";
import { pointwise } from "./lowering.ts";
import type { UnaryPrimitive } from "./linear.ts";
import type { Lowering, ScalarOperation } from "./lowering.ts";
import { zipLoop } from "./pair-loop.ts";
import type { PairLoop } from "./pair-loop.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { Tensor } from "./tensor.ts";
import type { Spec } from "./tensor.ts";

/** A primitive of two inputs and one output. */
export type BinaryPrimitive<Params = null> = Primitive<[a: Tensor, b: Tensor], [y: Tensor], Params>;

/**
 * A primitive that maps every element by itself.
 *
 * `tangent(t, x, y)` is the directional derivative at `x`, where `y` is the value already computed. It is written with
 * public functions, so that it can be differentiated again. With a `complex` kernel the function is one of complex
 * numbers too: it must be holomorphic, so that `tangent` holds for them as it stands. Without, they are refused.
 * A kernel may also be an elementary function of @adjoint/kernels, which computes whole arrays; then it takes floats.
 * `operation` is its name among those that code generators know; without one they call the kernel.
 *
 * @example
 * ```ts
 * import { asFloat, bind, mul, unary } from "@adjoint/tensor";
 * import type { Tensor, TensorLike } from "@adjoint/tensor";
 *
 * const cubePrimitive = unary({
 *   name: "cube",
 *   kernel: (x) => x ** 3,
 *   tangent: (t, x) => mul(t, mul(3, mul(x, x))),
 * });
 * const cube = (x: TensorLike): Tensor => bind(cubePrimitive, [asFloat("cube", "x", x)], null)[0];
 * cube([1, 2, 3]).toArray(); // => [1, 8, 27]
 * ```
 */
// Lets bundlers drop the primitives that nobody uses, here and below.
/* @__NO_SIDE_EFFECTS__ */
export function unary(definition: {
  readonly name: string;
  readonly kernel: ((x: number) => number) | ElementaryFunction;
  readonly operation?: ScalarOperation;
  readonly complex?: (z: Complex) => Complex;
  readonly tangent: (tangent: Tensor, x: Tensor, y: Tensor) => Tensor;
}): UnaryPrimitive {
  const { name, kernel, operation, complex, tangent } = definition;
  const primitive: UnaryPrimitive = {
    name,
    shape([{ shape, dtype }]) {
      if (complex === undefined) checkReal(name, "x", { dtype });
      return [{ shape, dtype }];
    },
    kernel([x]) {
      if (x.dtype !== "complex128") {
        return [typeof kernel === "function" ? mapElements(x, x.dtype, kernel) : mapElementary(x, kernel)];
      }
      if (complex === undefined) checkReal(name, "x", x);
      return [mapComplex(x, complex!)];
    },
    jvp: ([t], [x], [y]) => [t && tangent(t, x, y)],
    transpose: "not linear",
    batch: ([x]) => bind(primitive, [x], null),
    lowering: /* @__PURE__ */ pointwise(operation ?? kernel),
    form: "elementwise",
  };
  return primitive;
}

/**
 * A primitive that combines the elements of two tensors of equal shape and dtype.
 *
 * `tangents` are the directional derivatives in `a` and in `b`, which `add` sums. `complex` is as in `unary`. For code
 * generators, a kernel that is a loop comes with the `operation` that it carries out.
 *
 * @example
 * ```ts
 * import { add, bind, binary, broadcastOperands, div, mul } from "@adjoint/tensor";
 * import type { Tensor, TensorLike } from "@adjoint/tensor";
 *
 * const hypotPrimitive = binary({
 *   name: "hypot",
 *   kernel: Math.hypot,
 *   tangents: [(t, a, _b, y) => mul(t, div(a, y)), (t, _a, b, y) => mul(t, div(b, y))],
 *   add,
 * });
 * const hypot = (a: TensorLike, b: TensorLike): Tensor =>
 *   bind(hypotPrimitive, broadcastOperands("hypot", a, b), null)[0];
 * hypot([3, 5], [4, 12]).toArray(); // => [5, 13]
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function binary(definition: {
  readonly name: string;
  readonly kernel:
    | ((a: number, b: number) => number)
    | { readonly map: PairLoop; readonly operation: ScalarOperation }
    | ElementaryPair;
  readonly complex?: (a: Complex, b: Complex) => Complex;
  readonly tangents: readonly [
    a: (tangent: Tensor, a: Tensor, b: Tensor, y: Tensor) => Tensor,
    b: (tangent: Tensor, a: Tensor, b: Tensor, y: Tensor) => Tensor,
  ];
  readonly add: (s: Tensor, t: Tensor) => Tensor;
}): BinaryPrimitive {
  const { name, kernel, complex, tangents, add } = definition;
  const primitive: BinaryPrimitive = {
    name,
    shape([{ shape, dtype }]) {
      if (complex === undefined) checkReal(name, "a", { dtype });
      return [{ shape, dtype }];
    },
    kernel([a, b]) {
      if (a.dtype !== "complex128") {
        return [
          typeof kernel === "function"
            ? zipElements(a, b, a.dtype, kernel)
            : zipLoop(a, b, a.dtype, kernel.map),
        ];
      }
      if (complex === undefined) checkReal(name, "a", a);
      return [zipComplex(a, b, complex!)];
    },
    jvp: ([s, t], [a, b], [y]) => [
      addTangents(s && tangents[0](s, a, b, y), t && tangents[1](t, a, b, y), add),
    ],
    transpose: "not linear",
    batch: (inputs, batched, size) => bind(primitive, alignBatches(inputs, batched, size), null),
    lowering: /* @__PURE__ */ pointwise("operation" in kernel ? kernel.operation : kernel),
    form: "elementwise",
  };
  return primitive;
}

/**
 * A primitive of two inputs that is linear in each while the other is fixed, such as a product.
 *
 * @example
 * ```ts
 * import { add, alignBatches, bilinear, bind, mul, tensor, zipElements } from "@adjoint/tensor";
 *
 * const timesPrimitive = bilinear<null>({
 *   name: "times",
 *   shape: ({ shape, dtype }) => ({ shape, dtype }),
 *   kernel: (a, b) => zipElements(a, b, a.dtype, (x, y) => x * y),
 *   transposes: [(cotangent, b) => mul(cotangent, b), (cotangent, a) => mul(a, cotangent)],
 *   add,
 *   batch: (inputs, batched, size) => mul(...alignBatches(inputs, batched, size)),
 * });
 * bind(timesPrimitive, [tensor([2, 3]), tensor([4, 5])], null)[0].toArray(); // => [8, 15]
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function bilinear<Params>(definition: {
  readonly name: string;
  readonly shape: (a: Spec, b: Spec, params: Params) => Spec;
  readonly kernel: (a: Tensor, b: Tensor, params: Params) => Tensor;
  /** The cotangents of `a` while `b` is known, and of `b` while `a` is known; of the unknown one the shape is. */
  readonly transposes: readonly [
    a: (cotangent: Tensor, b: Tensor, params: Params, a: Spec) => Tensor,
    b: (cotangent: Tensor, a: Tensor, params: Params, b: Spec) => Tensor,
  ];
  readonly add: (s: Tensor, t: Tensor) => Tensor;
  readonly batch: (
    inputs: [a: Tensor, b: Tensor],
    batched: readonly [boolean, boolean],
    size: number,
    params: Params,
  ) => Tensor;
  readonly lowering?: Lowering<Params>;
}): BinaryPrimitive<Params> {
  const { name, shape, kernel, transposes, add, batch, lowering } = definition;
  const primitive: BinaryPrimitive<Params> = {
    name,
    shape: ([a, b], params) => [shape(a, b, params)],
    kernel: ([a, b], params) => [kernel(a, b, params)],
    jvp: ([s, t], [a, b], _outputs, params): [Tangent] => {
      const left = s && bind(primitive, [s, b], params)[0];
      const right = t && bind(primitive, [a, t], params)[0];
      return [addTangents(left, right, add)];
    },
    transpose: ([cotangent], [a, b], params): [Tangent, Tangent] =>
      b instanceof Tensor
        ? [cotangent && transposes[0](cotangent, b, params, a), null]
        : [null, cotangent && transposes[1](cotangent, a as Tensor, params, b)],
    batch: (inputs, batched, size, params) => [batch(inputs, batched, size, params)],
    ...(lowering && { lowering }),
    form: "multilinear",
  };
  return primitive;
}

/**
 * A primitive whose outputs are constant almost everywhere, with the derivative 0: comparisons, indices, rounding.
 *
 * @example
 * ```ts
 * import { bind, mapElements, notDifferentiable, tensor } from "@adjoint/tensor";
 * import type { UnaryPrimitive } from "@adjoint/tensor";
 *
 * const floorPrimitive: UnaryPrimitive = notDifferentiable({
 *   name: "floor",
 *   shape: ([{ shape, dtype }]) => [{ shape, dtype }],
 *   kernel: ([x]) => [mapElements(x, x.dtype, Math.floor)],
 *   batch: ([x]) => bind(floorPrimitive, [x], null),
 * });
 * bind(floorPrimitive, [tensor([1.5, -1.5])], null)[0].toArray(); // => [1, -2]
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function notDifferentiable<
  Inputs extends readonly Tensor[],
  Outputs extends readonly Tensor[],
  Params,
>(
  definition: Pick<Primitive<Inputs, Outputs, Params>, "name" | "shape" | "kernel" | "batch" | "lowering">,
): Primitive<Inputs, Outputs, Params> {
  return {
    ...definition,
    jvp: (_tangents, inputs, outputs) =>
      outputs.map(() => null) as unknown as { [Key in keyof Outputs]: Tangent },
    transpose: "not linear",
    form: "constant",
  };
}

/**
 * The sum of two tangents, either of which may be zero, which is `null`.
 *
 * @example
 * ```ts
 * import { add, addTangents, tensor } from "@adjoint/tensor";
 *
 * addTangents(null, tensor([1, 2]), add); // => [1. 2.]
 * ```
 */
export function addTangents(s: Tangent, t: Tangent, add: (s: Tensor, t: Tensor) => Tensor): Tangent {
  return s && t ? add(s, t) : (s ?? t);
}

/**
 * Inputs of an elementwise primitive with the batch in all of them: those without are repeated along a new axis 0.
 *
 * @example
 * ```ts
 * import { alignBatches, tensor } from "@adjoint/tensor";
 *
 * const [a, b] = alignBatches([tensor([1, 2]), tensor(5)], [true, false], 2);
 * b.toArray(); // => [5, 5]
 * ```
 */
export function alignBatches<Inputs extends readonly Tensor[]>(
  inputs: Inputs,
  batched: { readonly [Key in keyof Inputs]: boolean },
  size: number,
): Inputs {
  return inputs.map((x, i) => (batched[i] ? x : expandOperand(x, [size, ...x.shape]))) as unknown as Inputs;
}

/**
 * A new tensor from each element.
 *
 * @throws DTypeError if the elements are complex.
 * @example
 * ```ts
 * import { mapElements, tensor } from "@adjoint/tensor";
 *
 * mapElements(tensor([1, 4]), "float64", Math.sqrt).toArray(); // => [1, 2]
 * ```
 */
export function mapElements(x: Tensor, dtype: DType, f: (x: number) => number): Tensor {
  checkReal("mapElements", "x", x);
  if (x.shape.length === 0 && dtype === "float64" && x.uniform !== undefined) {
    return new Tensor(x.shape, dtype, f(x.uniform));
  }
  const { data } = x;
  const elements = allocate(dtype, data.length);
  for (let i = 0; i < elements.length; i++) elements[i] = f(data[i]!);
  return new Tensor(x.shape, dtype, elements);
}

/** A new tensor from each element by a loop of its own; one that knows nothing of floats may take integers too. */
export function mapElementary(x: Tensor, f: ElementaryFunction): Tensor {
  if (x.shape.length === 0 && x.dtype === "float64" && x.uniform !== undefined) {
    return new Tensor(x.shape, x.dtype, f.at(x.uniform));
  }
  const elements = allocate(x.dtype, x.data.length);
  f.map(x.data as FloatArray, elements as FloatArray);
  return new Tensor(x.shape, x.dtype, elements);
}

/**
 * A new tensor from each pair of elements of two tensors of equal shape.
 *
 * @throws DTypeError if the elements are complex.
 * @example
 * ```ts
 * import { tensor, zipElements } from "@adjoint/tensor";
 *
 * zipElements(tensor([3, 5]), tensor([4, 12]), "float64", Math.hypot).toArray(); // => [5, 13]
 * ```
 */
export function zipElements(a: Tensor, b: Tensor, dtype: DType, f: (a: number, b: number) => number): Tensor {
  checkReal("zipElements", "a", a);
  checkReal("zipElements", "b", b);
  const left = a.data;
  const right = b.data;
  const elements = allocate(dtype, left.length);
  for (let i = 0; i < elements.length; i++) elements[i] = f(left[i]!, right[i]!);
  return new Tensor(a.shape, dtype, elements);
}
