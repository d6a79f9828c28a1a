import { add, currentInterpreter, isFloat, isInexact, runWith, Tracer, Unknown } from "@adjoint/tensor";
import type { Interpreter, Primitive, Tangent, Tensor, TypedArray } from "@adjoint/tensor";
import type { Recording } from "./equation.ts";
import type { FlatFunction } from "./flat-function.ts";
import { Recorder } from "./recorder.ts";
import { forwardRule, outputsWithTangents, reverseRule } from "./rules.ts";
import { transposeProgram } from "./transpose-program.ts";

/**
 * A function of lists with one pass backwards, on which `grad` stands: the primitives that touch the arguments are
 * kept with their values, and their rules are applied to cotangents in reverse order.
 *
 * The rules are those of every derivative, so nothing is said twice; where a primitive's `form` is known its rule is
 * its own transpose, otherwise its jvp rule is recorded and the record transposed. Rules run on the interpreter
 * beneath, so that the pass can itself be differentiated.
 *
 * @returns the values, and what gives the cotangents of the arguments from that of the first value, to be called once.
 */
export function tapeFlat(
  f: FlatFunction,
  primals: readonly Tensor[],
): { readonly values: readonly Tensor[]; readonly pullBack: (seed: Tensor) => readonly Tangent[] } {
  const tape = new Tape(currentInterpreter());
  const inputs = primals.map((primal) => new Taped(tape, primal));
  const outputs = runWith(tape, () => f(inputs));
  return {
    values: outputs.map((output) => (tape.owns(output) ? output.primal : output)),
    pullBack(seed) {
      const [first] = outputs;
      if (first !== undefined && tape.owns(first)) first.cotangent = seed;
      tape.unwind();
      return inputs.map(({ cotangent }) => cotangent);
    },
  };
}

/** A value inside a reverse derivative, with the place in which its cotangent is summed. */
class Taped extends Tracer {
  readonly owner: Interpreter;
  readonly primal: Tensor;
  cotangent: Tangent = null;

  constructor(owner: Interpreter, primal: Tensor) {
    super(primal.shape, primal.dtype);
    this.owner = owner;
    this.primal = primal;
  }

  // The value is known while the derivative runs, so `if (x.item() > 0)` works.
  override get data(): TypedArray {
    return this.primal.data;
  }

  override get beneath(): Tensor {
    return this.primal;
  }
}

/** A primitive that ran, with what its reverse rule needs. */
interface Step {
  readonly primitive: Primitive;
  readonly params: unknown;
  readonly inputs: readonly Tensor[];
  readonly primals: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly results: readonly Tensor[];
  /** The derivative of a primitive whose form is not known: a linear program of the taped inputs. */
  readonly derivative: Recording | null;
}

/** Computes values one level down, and keeps the primitives whose results depend on the arguments. */
class Tape implements Interpreter {
  readonly name = "a derivative";
  readonly #below: Interpreter;
  readonly #steps: Step[] = [];

  constructor(below: Interpreter) {
    this.#below = below;
  }

  owns(x: Tensor): x is Taped {
    return x instanceof Taped && x.owner === this;
  }

  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[] {
    const primals = new Array<Tensor>(inputs.length);
    let touched = false;
    let real = true;
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      if (this.owns(input)) {
        primals[i] = input.primal;
        touched = true;
        real &&= isFloat(input.dtype);
      } else primals[i] = input;
    }
    const { form } = primitive;
    if (touched && form === undefined) return this.#record(primitive, params, inputs, primals, null);
    const outputs = this.#below.bind(primitive, primals, params);
    if (!touched || form === "constant") return outputs;
    if (form === "elementwise" && !(real && isFloat(outputs[0]!.dtype))) {
      return this.#record(primitive, params, inputs, primals, outputs);
    }
    // What is linear may end in integers, which have no derivative: a cast.
    if (!isInexact(outputs[0]!.dtype)) return outputs;
    const results =
      outputs.length === 1 ? [new Taped(this, outputs[0]!)] : outputs.map((y) => new Taped(this, y));
    this.#steps.push({ primitive, params, inputs, primals, outputs, results, derivative: null });
    return results;
  }

  /** Runs the jvp rule under a recorder: its program is the derivative. `computed` are the outputs, if there are any yet. */
  #record(
    primitive: Primitive,
    params: unknown,
    inputs: readonly Tensor[],
    primals: readonly Tensor[],
    computed: readonly Tensor[] | null,
  ): readonly Tensor[] {
    const recorder = new Recorder(this.name, this.#below);
    const directions = inputs.map((input) => (this.owns(input) ? recorder.declare(input) : null));
    const { outputs, tangents } = runWith(recorder, () =>
      computed === null
        ? outputsWithTangents(primitive, directions, primals, params)
        : { outputs: computed, tangents: forwardRule(primitive)(directions, primals, computed, params) },
    );
    const present = tangents.filter((tangent) => tangent !== null);
    const results = outputs.map((output, i) => (tangents[i] === null ? output : new Taped(this, output)));
    const derivative = recorder.finish(
      directions.filter((direction) => direction !== null),
      present,
    );
    this.#steps.push({ primitive, params, inputs, primals, outputs, results, derivative });
    return results;
  }

  /** Sums cotangents from the last step to the first. Steps are let go on the way, and their values with them. */
  unwind(): void {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      if (step.derivative !== null) this.#pullThroughProgram(step, step.derivative);
      else this.#pullThroughRule(step);
    }
  }

  #pullThroughRule(step: Step): void {
    const { primitive, params, inputs, primals, outputs, results } = step;
    if (primitive.form === "linear") return this.#pullThroughTranspose(step);
    const { cotangent } = results[0] as Taped;
    if (cotangent === null) return;
    const elementwise = primitive.form === "elementwise";
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      if (!this.owns(input)) continue;
      if (elementwise) {
        // The Jacobian is diagonal, and so its own transpose.
        const tangents: Tangent[] = [];
        for (let j = 0; j < inputs.length; j++) tangents.push(j === i ? cotangent : null);
        accumulate(input, forwardRule(primitive)(tangents, primals, outputs, params)[0]!);
      } else {
        const unknowns = primals.map((primal, j) => (j === i ? new Unknown(primal) : primal));
        accumulate(input, reverseRule(primitive)([cotangent], unknowns, params)[i]!);
      }
    }
  }

  #pullThroughTranspose({ primitive, params, inputs, primals, results }: Step): void {
    const cotangents = results.map((result) => (result as Taped).cotangent);
    if (cotangents.every((cotangent) => cotangent === null)) return;
    const unknowns = primals.map((primal, i) => (this.owns(inputs[i]!) ? new Unknown(primal) : primal));
    const outgoing = reverseRule(primitive)(cotangents, unknowns, params);
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      if (this.owns(input)) accumulate(input, outgoing[i]!);
    }
  }

  #pullThroughProgram({ inputs, results }: Step, derivative: Recording): void {
    const taped = results.filter((result) => this.owns(result));
    if (taped.every(({ cotangent }) => cotangent === null)) return;
    const outgoing = transposeProgram(
      derivative,
      taped.map(({ cotangent }) => cotangent),
    );
    inputs.filter((input) => this.owns(input)).forEach((input, i) => accumulate(input, outgoing[i]!));
  }
}

function accumulate(input: Taped, cotangent: Tangent): void {
  if (cotangent === null) return;
  input.cotangent = input.cotangent === null ? cotangent : add(input.cotangent, cotangent);
}
