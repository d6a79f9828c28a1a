import { AdjointError, bind } from "@adjoint/tensor";
import type { Primitive, Tensor } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Recording } from "./equation.ts";

/** A program made ready to run: its values are known by their places in one list, and forgotten after their last use. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly results: readonly Operand[];
}

/** The place of a value, or a constant. */
type Operand = number | Tensor;

interface Step {
  readonly primitive: Primitive;
  readonly params: unknown;
  readonly operands: readonly Operand[];
  /** Where the first output goes; the others follow. */
  readonly place: number;
  /** The places that nothing reads after this step. */
  readonly done: readonly number[];
}

/** A program that keeps its plan, because it will run again. */
export interface Planned extends Recording {
  plan(): Plan;
}

/** A program that is planned when it first runs. */
export function planned(program: Recording): Planned {
  let plan: Plan | undefined;
  return { ...program, plan: () => (plan ??= planOf(program)) };
}

export function isPlanned(program: Recording): program is Planned {
  return "plan" in program;
}

export function planOf({ inputs, equations, outputs }: Recording): Plan {
  const places = new Map<Variable, number>();
  const assign = (variable: Variable): void => void places.set(variable, places.size);
  const operandOf = (atom: Atom): Operand =>
    atom instanceof Variable ? (places.get(atom) ?? unassigned()) : atom;
  inputs.forEach(assign);
  const steps = equations.map((equation) => {
    const operands = equation.inputs.map(operandOf);
    const place = places.size;
    equation.outputs.forEach(assign);
    return { equation, operands, place };
  });
  const results = outputs.map(operandOf);

  const needed = new Set<Operand>(results);
  const planned = steps.toReversed().map(({ equation, operands, place }): Step => {
    const read = operands.filter((operand) => typeof operand === "number");
    const written = equation.outputs.map((_, i) => place + i);
    const done = [...new Set([...read, ...written])].filter((at) => !needed.has(at));
    for (const at of read) needed.add(at);
    return { primitive: equation.primitive, params: equation.params, operands, place, done };
  });
  return { steps: planned.reverse(), results };
}

/** Runs a plan on the current interpreter. */
export function runPlan({ steps, results }: Plan, args: readonly Tensor[]): Tensor[] {
  const values: (Tensor | undefined)[] = [...args];
  const read = (operand: Operand): Tensor => (typeof operand === "number" ? values[operand]! : operand);
  for (const { primitive, params, operands, place, done } of steps) {
    const outputs = bind(primitive, operands.map(read), params);
    for (let i = 0; i < outputs.length; i++) values[place + i] = outputs[i];
    for (const at of done) values[at] = undefined;
  }
  return results.map(read);
}

function unassigned(): never {
  throw new AdjointError(
    "evaluateProgram: the program uses a variable that is not assigned before; checkProgram names the place",
    { operation: "evaluateProgram" },
  );
}
