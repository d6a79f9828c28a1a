import { checkSameStructure, unflatten } from "@adjoint/tensor";
import type { Structure } from "@adjoint/tensor";
import type { Atom, Equation, Recording, Variable } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import { flattenArguments } from "./flat-function.ts";
import { formatProgram } from "./format-program.ts";
import { planOf } from "./plan.ts";
import type { Plan, Planned } from "./plan.ts";
import type { Accepts } from "./types.ts";

/** The forms of a function's list of arguments and of its result. */
export interface ProgramStructures {
  readonly inputs: Structure;
  readonly outputs: Structure;
}

/**
 * What a function did with its arguments: a list of equations, each variable assigned once, nothing hidden.
 *
 * Programs are immutable, and `String(program)` prints one.
 *
 * @example
 * ```ts
 * import { trace } from "@adjoint/autodiff";
 * import { mul, sin } from "@adjoint/tensor";
 *
 * const program = trace((p: { x: number; y: number }) => ({ z: mul(sin(p.x), p.y) }))({ x: 0, y: 0 });
 * program.call({ x: Math.PI / 2, y: 3 }).z.item(); // => 3
 * ```
 */
export class Program<
  Args extends readonly unknown[] = readonly unknown[],
  Result = unknown,
> implements Planned {
  readonly inputs: readonly Variable[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly Atom[];
  /** The trees that `call` takes and returns. */
  readonly structures: ProgramStructures;
  #plan: Plan | undefined;

  /** Without structures, `call` takes the inputs one by one and returns the list of the outputs. */
  constructor(
    { inputs, equations, outputs }: Recording,
    structures: ProgramStructures = { inputs: listOf(inputs.length), outputs: listOf(outputs.length) },
  ) {
    this.inputs = Object.freeze([...inputs]);
    this.equations = Object.freeze(equations.map(frozenEquation));
    this.outputs = Object.freeze([...outputs]);
    this.structures = Object.freeze({ ...structures });
    Object.freeze(this);
  }

  /**
   * What the traced function returns for other arguments of the same form, shapes and dtypes.
   *
   * @throws ShapeError if they are of another form, shape or dtype.
   */
  call(...args: Accepts<Args> & readonly unknown[]): Result {
    const { leaves, structure } = flattenArguments("call", args);
    checkSameStructure("call", this.structures.inputs, structure);
    return unflatten(this.structures.outputs, evaluateProgram(this, leaves)) as Result;
  }

  /**
   * What `evaluateProgram` runs.
   *
   * @internal
   */
  plan(): Plan {
    return (this.#plan ??= planOf(this));
  }

  toString(): string {
    return formatProgram(this);
  }

  /** The program as text, which is what `String(program)` is too. */
  print(): string {
    return String(this);
  }
}

function frozenEquation({ primitive, params, inputs, outputs }: Equation): Equation {
  return Object.freeze({
    primitive,
    params,
    inputs: Object.freeze([...inputs]),
    outputs: Object.freeze([...outputs]),
  });
}

function listOf(length: number): Structure {
  return { kind: "array", children: Array.from({ length }, () => ({ kind: "leaf" })) };
}
