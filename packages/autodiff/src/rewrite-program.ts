import { Variable } from "./equation.ts";
import type { Atom, Equation, Recording } from "./equation.ts";
import { mapNested } from "./nested-programs.ts";
import { Program } from "./program.ts";

/**
 * Atoms that stand for the outputs of an equation, which is dropped then, or another equation with the same outputs;
 * `null` keeps it.
 */
export type Replacement = (equation: Equation) => readonly Atom[] | Equation | null;

/**
 * A program in which equations are replaced by what their outputs are known to be, from the first to the last;
 * `replace` sees them with their inputs replaced already. Every nested program is rewritten with a `replace` of its
 * own. The program itself if nothing changed.
 */
export function rewriteProgram<Given extends Recording>(program: Given, start: () => Replacement): Given {
  const replace = start();
  const known = new Map<Variable, Atom>();
  const read = (atom: Atom): Atom => (atom instanceof Variable ? (known.get(atom) ?? atom) : atom);
  let changed = false;
  const equations: Equation[] = [];
  for (const given of program.equations) {
    const params = mapNested(given.params, (nested) => rewriteProgram(nested, start));
    const inputs = given.inputs.map(read);
    const same = params === given.params && inputs.every((atom, i) => atom === given.inputs[i]);
    const equation = same ? given : { ...given, params, inputs };
    const replacement = replace(equation);
    if (replacement === null) equations.push(equation);
    else if ("primitive" in replacement) equations.push(replacement);
    else given.outputs.forEach((variable, i) => known.set(variable, replacement[i]!));
    changed ||= !same || replacement !== null;
  }
  if (!changed) return program;
  return withEquations(program, equations, program.outputs.map(read));
}

/** A program of the same arguments and the same form of results. */
export function withEquations<Given extends Recording>(
  program: Given,
  equations: readonly Equation[],
  outputs: readonly Atom[],
): Given {
  const recording: Recording = { inputs: program.inputs, equations, outputs };
  return (program instanceof Program ? new Program(recording, program.structures) : recording) as Given;
}
