import { formatShape, Tracer, TracerError } from "@adjoint/tensor";
import type { Interpreter, Primitive, Spec, Tensor, TypedArray } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Equation, Recording } from "./equation.ts";

/** Writes down the primitives that touch recorded values; what is known already is computed one level down. */
export class Recorder implements Interpreter {
  readonly name: string;
  readonly #below: Interpreter;
  readonly #equations: Equation[] = [];

  constructor(name: string, below: Interpreter) {
    this.name = name;
    this.#below = below;
  }

  /** A new value that the program will be given. */
  declare(spec: Spec): Tensor {
    return new Recorded(this, spec);
  }

  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[] {
    const atoms = new Array<Atom>(inputs.length);
    let known = true;
    for (let i = 0; i < inputs.length; i++) {
      const atom = this.#atomOf(inputs[i]!);
      atoms[i] = atom;
      known &&= atom === inputs[i];
    }
    if (known) return this.#below.bind(primitive, inputs, params);
    const outputs = primitive.shape(inputs, params).map((spec) => new Recorded(this, spec));
    this.#equations.push({
      primitive,
      params,
      inputs: atoms,
      outputs: outputs.map(({ variable }) => variable),
    });
    return outputs;
  }

  finish(inputs: readonly Tensor[], outputs: readonly Tensor[]): Recording {
    return {
      inputs: inputs.map((input) => (input as Recorded).variable),
      equations: this.#equations,
      outputs: outputs.map((output) => this.#atomOf(output)),
    };
  }

  #atomOf(x: Tensor): Atom {
    return x instanceof Recorded && x.owner === this ? x.variable : x;
  }
}

/** A value that is not known yet, in a program being recorded. */
class Recorded extends Tracer {
  readonly owner: Interpreter;
  readonly variable: Variable;

  constructor(owner: Interpreter, spec: Spec) {
    super(spec.shape, spec.dtype);
    this.owner = owner;
    this.variable = new Variable(spec);
  }

  override get data(): TypedArray {
    throw new TracerError(
      `${this.owner.name}: the value of ${this.toString()} is not known while its program is recorded; ` +
        `use where instead of if, and keep item() and toArray() outside of the function`,
      { shape: this.shape, dtype: this.dtype },
    );
  }

  override toString(): string {
    return `a traced ${this.dtype}${formatShape(this.shape)}`;
  }
}
