import type { Primitive, Shape, Spec, Tensor } from "@adjoint/tensor";

/** A value in a program; two variables are the same if they are the same object. */
export class Variable implements Spec {
  readonly shape: Shape;
  readonly dtype: Spec["dtype"];

  constructor({ shape, dtype }: Spec) {
    this.shape = shape;
    this.dtype = dtype;
  }
}

/** An operand: a variable, or a constant that was known while tracing. */
export type Atom = Variable | Tensor;

/** One step of a program: `outputs = primitive(inputs; params)`. */
export interface Equation {
  readonly primitive: Primitive;
  readonly params: unknown;
  readonly inputs: readonly Atom[];
  readonly outputs: readonly Variable[];
}

/** The steps from some variables to some results, each variable assigned once: what a `Program` consists of. */
export interface Recording {
  readonly inputs: readonly Variable[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly Atom[];
}
