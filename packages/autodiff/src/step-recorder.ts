import { runWith, Tracer } from "@adjoint/tensor";
import { compiledCallOf } from "./compile/compiled-call.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import type { Interpreter, Primitive, Tensor, TypedArray } from "@adjoint/tensor";

/** A primitive that ran on values that depend on the arguments. */
export interface Step {
  readonly primitive: Primitive;
  readonly params: unknown;
  /** What it was given, with the names of what varies. */
  readonly inputs: readonly { readonly value: Tensor; readonly name: string | null }[];
  readonly outputs: readonly { readonly value: Tensor; readonly name: string }[];
}

/** A value with the name that it has in a derivation. */
class Named extends Tracer {
  readonly owner: Interpreter;
  readonly value: Tensor;
  readonly name: string;

  constructor(owner: Interpreter, value: Tensor, name: string) {
    super(value.shape, value.dtype);
    this.owner = owner;
    this.value = value;
    this.name = name;
  }

  // The value is known, so `if (x.item() > 0)` works.
  override get data(): TypedArray {
    return this.value.data;
  }

  override get beneath(): Tensor {
    return this.value;
  }
}

/** Carries out primitives one level down, and keeps those that touch named values as steps with names of their own. */
export class StepRecorder implements Interpreter {
  readonly name = "explain";
  readonly steps: Step[] = [];
  readonly #below: Interpreter;
  readonly #letter: string;
  #count = 0;

  /** @param letter - what the values in between are called: v1, v2, … */
  constructor(below: Interpreter, letter: string) {
    this.#below = below;
    this.#letter = letter;
  }

  named(value: Tensor, name: string): Tensor {
    return new Named(this, value, name);
  }

  nameOf(x: Tensor): string | null {
    return x instanceof Named && x.owner === this ? x.name : null;
  }

  valueOf(x: Tensor): Tensor {
    return x instanceof Named && x.owner === this ? x.value : x;
  }

  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[] {
    const compiled = compiledCallOf(primitive, params);
    // It is told step by step, as the function itself is.
    if (compiled !== undefined) return runWith(this, () => evaluateProgram(compiled, inputs));
    const values = inputs.map((input) => this.valueOf(input));
    const outputs = runWith(this.#below, () => this.#below.bind(primitive, values, params));
    const names = inputs.map((input) => this.nameOf(input));
    if (names.every((name) => name === null)) return outputs;
    const results = outputs.map((value) => ({ value, name: `${this.#letter}${++this.#count}` }));
    this.steps.push({
      primitive,
      params,
      inputs: values.map((value, i) => ({ value, name: names[i]! })),
      outputs: results,
    });
    return results.map(({ value, name }) => this.named(value, name));
  }
}
