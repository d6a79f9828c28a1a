import type { ElementaryFunction, ElementaryPair } from "@adjoint/kernels";
import type { Spec } from "./tensor.ts";

/** Operations on numbers that every code generator knows by name; `where` takes a boolean, the others equal dtypes. */
export type ScalarOperation =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "neg"
  | "abs"
  | "relu"
  | "square"
  | "sqrt"
  | "floor"
  | "ceil"
  | "minimum"
  | "maximum"
  | "equal"
  | "notEqual"
  | "less"
  | "lessEqual"
  | "greater"
  | "greaterEqual"
  | "logicalAnd"
  | "logicalOr"
  | "logicalXor"
  | "logicalNot"
  | "isNaN"
  | "isFinite"
  | "where"
  | "cast";

/**
 * How one element is computed: by an operation that generators know, or by the function that evaluation uses too, so that
 * compiled programs give the same bits. Functions compute in float64; their results are rounded to the dtype.
 */
export type ScalarFunction =
  | ScalarOperation
  | ((...elements: number[]) => number)
  | ElementaryFunction
  | ElementaryPair;

/** Where the elements of a view lie in what it is a view of. */
export interface View {
  /** For each axis of the input the place of the view's first element; 0 if not given. */
  readonly starts?: readonly number[];
  /** For each axis of the view the axis of the input that it walks along; its own if not given, `null` repeats the elements. */
  readonly axes?: readonly (number | null)[];
  /** For each axis of the view how many places of the input one step takes; 1 if not given, negative ones walk backwards. */
  readonly steps?: readonly number[];
}

/** How a reduction puts two elements together. */
export type Combination = "add" | "mul" | "minimum" | "maximum" | "or" | "and";

/**
 * What an operation is to a compiler that puts several of them into one loop. An operation without a lowering is computed
 * by its kernel, between the loops.
 *
 * - `pointwise`: an element of the one output is a function of the elements at the same place of all inputs;
 * - `view`: each output consists of elements of the one input, by an affine map of their places;
 * - `reshape`: the elements of the one input in row-major order;
 * - `embed`: zeros, but for the elements of the one input where the view of the output says;
 * - `join`: the inputs one after the other along the axis `axis` of the parameters, which is a new one of `stack`;
 * - `reduction`: along the axes `axes` of the parameters; float32 is added in float64;
 * - `product`: of matrices along the last two axes, after broadcasting of the others.
 */
export type Lowering<Params = unknown> =
  | {
      readonly kind: "pointwise";
      readonly function: ScalarFunction;
      /** Whether it holds for these inputs; for all if not given. */
      readonly when?: (inputs: readonly Spec[], params: Params) => boolean;
    }
  | { readonly kind: "view"; readonly view: (input: Spec, params: Params, output: number) => View }
  | { readonly kind: "reshape" }
  | { readonly kind: "embed"; readonly view: (input: Spec, params: Params) => View }
  | { readonly kind: "join"; readonly isNew: boolean }
  | { readonly kind: "reduction"; readonly combine: Combination }
  | {
      readonly kind: "product";
      readonly transposed: (params: Params) => readonly [a: boolean, b: boolean];
    };

/** The lowering of an operation that computes each element by a function. */
/* @__NO_SIDE_EFFECTS__ */
export function pointwise(scalar: ScalarFunction): Lowering {
  return { kind: "pointwise", function: scalar };
}
