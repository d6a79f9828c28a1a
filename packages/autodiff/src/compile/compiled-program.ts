import { bind, Unknown } from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor } from "@adjoint/tensor";
import type { Recording } from "../equation.ts";
import { linearizedBody } from "../linearized-body.ts";
import type { LinearizedBody } from "../linearized-body.ts";
import type { ProgramStructures } from "../program.ts";
import { batchedProgram, transposedProgram } from "../program-derivatives.ts";
import { specsOf, spread } from "../sparse-list.ts";
import { entryOf, executableOf } from "./backend.ts";
import type { Target } from "./backend.ts";
import type { Entry } from "./javascript/javascript-entry.ts";
import type { Executable } from "./loops/schedule.ts";

/**
 * A program with its machine code, and with the programs of its derivatives, once somebody has asked for them: those are
 * compiled too, and once.
 */
export class CompiledProgram {
  readonly program: Recording;
  readonly target: Target;
  #executable: Executable | undefined;
  readonly #derived = new Map<string, unknown>();

  /** The program must not use traced values from outside. */
  constructor(program: Recording, target: Target) {
    this.program = program;
    this.target = target;
  }

  /** The results for tensors of the right shapes and dtypes, of which none is traced. */
  run(inputs: readonly Tensor[]): Tensor[] {
    return (this.#executable ??= executableOf(this.program, this.target))(inputs);
  }

  /** A function that runs the program on numbers in trees of the given forms, and `slow` on other arguments. */
  entry(structures: ProgramStructures, slow: Entry): Entry {
    return entryOf(this.program, this.target.backend, structures, slow);
  }

  /** The program with what its derivative needs as further results, and the derivative. */
  linearized(varying: readonly boolean[]): Omit<LinearizedBody, "primal" | "tangent"> & {
    readonly primal: CompiledProgram;
    readonly tangent: CompiledProgram;
  } {
    return this.#remember(`linearized ${varying.join()}`, () => {
      const parts = linearizedBody(
        this.program,
        varying,
        varying.map(() => false),
      );
      return { ...parts, primal: this.#of(parts.primal), tangent: this.#of(parts.tangent) };
    });
  }

  transposed(
    inputs: readonly (Tensor | Unknown)[],
    cotangents: readonly Tangent[],
  ): { readonly adjoint: CompiledProgram; readonly present: readonly boolean[] } {
    const unknown = inputs.map((input) => input instanceof Unknown);
    const given = cotangents.map((cotangent) => cotangent !== null);
    return this.#remember(`transposed ${unknown.join()} ${given.join()}`, () => {
      const { program, present } = transposedProgram(this.program, inputs, cotangents);
      return { adjoint: this.#of(program), present };
    });
  }

  mapped(inputs: readonly Tensor[], batched: readonly boolean[], size: number): CompiledProgram {
    return this.#remember(`mapped ${batched.join()} ${size}`, () =>
      this.#of(batchedProgram(this.program, inputs, batched, size)),
    );
  }

  #of(program: Recording): CompiledProgram {
    return new CompiledProgram(program, this.target);
  }

  #remember<T>(key: string, make: () => T): T {
    if (!this.#derived.has(key)) this.#derived.set(key, make());
    return this.#derived.get(key) as T;
  }
}

/** The parameter of the primitive. */
export interface CompiledCall {
  readonly compiled: CompiledProgram;
}

/** A call of a compiled program, whose derivatives and batches are compiled programs again. */
export const compiledPrimitive: Primitive<readonly Tensor[], readonly Tensor[], CompiledCall> = {
  name: "compiled",
  shape: (_inputs, { compiled }) => specsOf(compiled.program.outputs),
  kernel: (inputs, { compiled }) => compiled.run(inputs),
  kernelWithJvp: pushThrough,
  jvp: (tangents, inputs, _outputs, params) => pushThrough(tangents, inputs, params).tangents,
  transpose(cotangents, inputs, { compiled }) {
    const { adjoint, present } = compiled.transposed(inputs, cotangents);
    const known = inputs.filter((input) => !(input instanceof Unknown)) as readonly Tensor[];
    const given = cotangents.filter((cotangent) => cotangent !== null);
    return spread(bind(compiledPrimitive, [...known, ...given], { compiled: adjoint }), present);
  },
  batch: (inputs, batched, size, { compiled }) =>
    bind(compiledPrimitive, inputs, { compiled: compiled.mapped(inputs, batched, size) }),
};

/** Runs the program while it keeps what the derivative needs, then runs the derivative. */
function pushThrough(
  tangents: readonly Tangent[],
  inputs: readonly Tensor[],
  { compiled }: CompiledCall,
): { readonly outputs: readonly Tensor[]; readonly tangents: readonly Tangent[] } {
  const count = compiled.program.outputs.length;
  const { primal, tangent, residuals, present } = compiled.linearized(tangents.map((each) => each !== null));
  const all = bind(compiledPrimitive, inputs, { compiled: primal });
  const kept = all.slice(count).values();
  const operands = residuals.map((place) => (place === null ? kept.next().value! : inputs[place]!));
  const directions = tangents.filter((each) => each !== null);
  const derivative = bind(compiledPrimitive, [...operands, ...directions], { compiled: tangent });
  return { outputs: all.slice(0, count), tangents: spread(derivative, present) };
}
