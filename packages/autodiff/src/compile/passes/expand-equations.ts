import { Variable } from "../../equation.ts";
import type { Atom, Equation, Recording } from "../../equation.ts";
import { mapNested } from "../../nested-programs.ts";
import { withEquations } from "../../rewrite-program.ts";

/** Equations in the place of one, and what its outputs are then. */
export interface Expansion {
  readonly equations: readonly Equation[];
  readonly outputs: readonly Atom[];
}

/** The program with certain equations replaced by several, here and in every nested program; itself if none was. */
export function expandEquations<Given extends Recording>(
  program: Given,
  expand: (equation: Equation) => Expansion | null,
): Given {
  const known = new Map<Atom, Atom>();
  const read = (atom: Atom): Atom => known.get(atom) ?? atom;
  let changed = false;
  const equations = program.equations.flatMap((given): readonly Equation[] => {
    const params = mapNested(given.params, (nested) => expandEquations(nested, expand));
    const equation = { ...given, params, inputs: given.inputs.map(read) };
    const expansion = expand(equation);
    changed ||= params !== given.params || expansion !== null;
    if (expansion === null) return [equation];
    given.outputs.forEach((variable, i) => known.set(variable, expansion.outputs[i]!));
    return expansion.equations;
  });
  return changed ? withEquations(program, equations, program.outputs.map(read)) : program;
}

/** A copy of a program's equations, which takes the given values for its inputs and shares no variable with it. */
export function instantiate(
  { inputs, equations, outputs }: Recording,
  values: readonly Atom[],
): Expansion & { readonly copyOf: (atom: Atom) => Atom } {
  const copies = new Map<Atom, Atom>(inputs.map((variable, i) => [variable, values[i]!]));
  const copyOf = (atom: Atom): Atom => copies.get(atom) ?? atom;
  const copied = equations.map((equation): Equation => {
    const operands = equation.inputs.map(copyOf);
    const results = equation.outputs.map((variable) => new Variable(variable));
    equation.outputs.forEach((variable, i) => copies.set(variable, results[i]!));
    return { ...equation, inputs: operands, outputs: results };
  });
  return { equations: copied, outputs: outputs.map(copyOf), copyOf };
}
