import { bind, currentInterpreter, runWith, Tracer, TracerError, formatShape } from "@adjoint/tensor";
import type { Interpreter, Primitive, Spec, Tensor, TypedArray } from "@adjoint/tensor";
import { checkFunction, flattenArguments, flattenFunction } from "./flat-function.ts";
import type { FlatFunction } from "./flat-function.ts";
import { Variable } from "./equation.ts";
import type { Atom, Equation, Recording } from "./equation.ts";
import { Program } from "./program.ts";
import type { Accepts, Differentiable } from "./types.ts";

/**
 * The program of a function: what it does to arguments of the given shapes, step by step.
 *
 * The function is run once with stand-ins for its arguments, so a plain JavaScript `if` on their values throws;
 * operations on constants alone are carried out at once.
 *
 * @example
 * ```ts
 * import { trace } from "@adjoint/autodiff";
 * import { mul, sin } from "@adjoint/tensor";
 *
 * trace((x, y) => mul(sin(x), y))(1, 2).equations.map((equation) => equation.primitive.name); // => ["sin", "mul"]
 * ```
 */
export function trace<Args extends readonly unknown[] = Tensor[], Result = unknown>(
  f: Differentiable<Args, Result>,
): (...args: Accepts<Args> & readonly unknown[]) => Program<Args, Result> {
  checkFunction("trace", f);
  return (...args) => {
    const { leaves, structure } = flattenArguments("trace", args);
    const { flat, outputStructure } = flattenFunction("trace", f, structure);
    const recording = traceFlat("trace", flat, leaves);
    return new Program(recording, { inputs: structure, outputs: outputStructure() });
  };
}

/** What a function of lists does, on behalf of a transformation that its messages name. */
export function traceFlat(name: string, f: FlatFunction, args: readonly Spec[]): Recording {
  const recorder = new Recorder(name, currentInterpreter());
  const inputs = args.map((spec) => recorder.declare(spec));
  const outputs = runWith(recorder, () => f(inputs));
  return recorder.finish(inputs, outputs);
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
    const atoms = inputs.map((input) => this.#atomOf(input));
    if (!atoms.some((atom) => atom instanceof Variable)) {
      return runWith(this.#below, () => bind(primitive, inputs, params));
    }
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
