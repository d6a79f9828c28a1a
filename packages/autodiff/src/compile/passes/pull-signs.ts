import { div, isFloat, mul, neg, zeros } from "@adjoint/tensor";
import { Variable } from "../../equation.ts";
import type { Atom, Equation, Recording } from "../../equation.ts";
import { nestedPrograms } from "../../nested-programs.ts";
import { numberIn } from "../../number-in.ts";
import { primitiveOf } from "../../primitive-of.ts";
import { expandEquations } from "./expand-equations.ts";

/**
 * The program with signs behind products and quotients: (−x)·y is −(x·y), and so is x/y, because a sign does not take part
 * in rounding. There a sum or a difference takes it in.
 *
 * Only signs that nothing else reads are moved, so that nothing is computed twice.
 *
 * @returns the same program if there is no such sign.
 */
export function pullSigns<Given extends Recording>(program: Given): Given {
  const x = zeros([]);
  const negation = primitiveOf(() => neg(x));
  const signed = [primitiveOf(() => mul(x, x)), primitiveOf(() => div(x, x))];
  const { uses, producers } = survey(program);
  /** The x of a −x that one equation reads. */
  const negated = (atom: Atom): Atom | undefined => {
    const producer = producers.get(atom);
    return producer?.primitive === negation && uses.get(atom) === 1 ? producer.inputs[0] : undefined;
  };
  return expandEquations(program, (equation) => {
    const result = equation.outputs[0]!;
    // The parts of a complex product are differences, and those lose the sign of zero.
    if (!signed.includes(equation.primitive) || !isFloat(result.dtype)) return null;
    const [a, b] = equation.inputs as readonly [Atom, Atom];
    // A constant takes the sign in by itself.
    if (numberIn(a) !== undefined || numberIn(b) !== undefined) return null;
    const [left, right] = [negated(a), negated(b)];
    if ((left ?? right) === undefined) return null;
    const unsigned = new Variable(result);
    const without = { ...equation, inputs: [left ?? a, left ? b : right!], outputs: [unsigned] };
    const sign: Equation = { ...equation, primitive: negation, inputs: [unsigned], outputs: [result] };
    producers.set(result, sign);
    return { equations: [without, sign], outputs: [result] };
  });
}

interface Survey {
  readonly uses: Map<Atom, number>;
  readonly producers: Map<Atom, Equation>;
}

/** How often each atom is read, and by which equation it is made, in the program and in those inside of it. */
function survey(
  { equations, outputs }: Recording,
  found: Survey = { uses: new Map(), producers: new Map() },
): Survey {
  const { uses, producers } = found;
  const use = (atom: Atom): void => void uses.set(atom, (uses.get(atom) ?? 0) + 1);
  outputs.forEach(use);
  for (const equation of equations) {
    equation.inputs.forEach(use);
    for (const variable of equation.outputs) producers.set(variable, equation);
    for (const nested of nestedPrograms(equation.params)) survey(nested, found);
  }
  return found;
}
