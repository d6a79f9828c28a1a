import type { Lowering } from "./lowering.ts";
import type { Spec, Tensor } from "./tensor.ts";

/** One value for each element of the tuple `Tuple`. */
export type Each<Tuple extends readonly unknown[], Value> = { readonly [Key in keyof Tuple]: Value };

/** A tangent or cotangent; `null` is the zero of any shape, known without being computed. */
export type Tangent = Tensor | null;

/** A rule that does not exist, and why: `"not linear"`. Saying so is the alternative to forgetting it. */
export type Refusal = string;

/**
 * An operation and everything that interpreters know about it.
 *
 * `Inputs` and `Outputs` are tuples of tensors, so that the arity is in the type and rules destructure.
 * Primitives are strict: equal shapes and dtypes; the public functions broadcast and promote before they `bind`.
 *
 * Rules are written with the package's own public functions, so that they can be differentiated again.
 */
export interface Primitive<
  Inputs extends readonly Tensor[] = readonly Tensor[],
  Outputs extends readonly Tensor[] = readonly Tensor[],
  Params = unknown,
> {
  readonly name: string;

  /** Shapes and dtypes of the outputs, without computing them. */
  shape(inputs: Each<Inputs, Spec>, params: Params): Each<Outputs, Spec>;

  /** The outputs, from ordinary tensors. */
  kernel(inputs: Inputs, params: Params): Outputs;

  /**
   * Forward rule: the tangents of the outputs. At least one input tangent is not `null`.
   * `outputs` are those that `kernel` gave for `inputs`, to be used again.
   */
  readonly jvp:
    | ((
        tangents: Each<Inputs, Tangent>,
        inputs: Inputs,
        outputs: Outputs,
        params: Params,
      ) => Each<Outputs, Tangent>)
    | Refusal;

  /**
   * `kernel` and `jvp` at once, for a primitive that finds on the way to its outputs what their tangents need, such as a
   * loop with its intermediate values. A derivative may call it in place of the two.
   */
  readonly kernelWithJvp?: (
    tangents: Each<Inputs, Tangent>,
    inputs: Inputs,
    params: Params,
  ) => { readonly outputs: Outputs; readonly tangents: Each<Outputs, Tangent> };

  /**
   * Reverse rule of a primitive that is linear in some inputs: the cotangents of those inputs.
   * An input that the operation is linear in here is given as an `Unknown`, the others as tensors.
   * At least one output cotangent is not `null`.
   */
  readonly transpose:
    | ((
        cotangents: Each<Outputs, Tangent>,
        inputs: Each<Inputs, Tensor | Unknown>,
        params: Params,
      ) => Each<Inputs, Tangent>)
    | Refusal;

  /**
   * Vectorization: the operation applied along axis 0 of the inputs that are `batched`, `size` times.
   * Every output has the batch as its axis 0.
   */
  readonly batch:
    | ((inputs: Inputs, batched: Each<Inputs, boolean>, size: number, params: Params) => Outputs)
    | Refusal;

  /** What it is to a compiler; one that has none is computed by its kernel. */
  readonly lowering?: Lowering<Params>;

  /** What is known of the derivative, so that a reverse pass can use the rules as they are. */
  readonly form?: DerivativeForm;
}

/**
 * What is known of the derivative of a primitive:
 *
 * - `"elementwise"`: an element of the one output depends on the elements at the same place alone. The Jacobian with
 *   respect to each input is diagonal, so for real numbers `jvp` is its own transpose;
 * - `"linear"`: linear in all inputs together that may vary, so `transpose` is the reverse derivative;
 * - `"multilinear"`: one output, linear in each input that may vary while the others are fixed, as a product is;
 * - `"constant"`: the derivative is 0.
 *
 * Where it is not given, a reverse pass records the jvp rule and transposes what it did.
 */
export type DerivativeForm = "elementwise" | "linear" | "multilinear" | "constant";

/** A linear input of a transpose rule: its value is unknown, its shape is not. */
export class Unknown implements Spec {
  readonly shape: Spec["shape"];
  readonly dtype: Spec["dtype"];

  constructor({ shape, dtype }: Spec) {
    this.shape = shape;
    this.dtype = dtype;
  }
}
