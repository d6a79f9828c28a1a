import { eliminateDeadCode } from "../../eliminate-dead-code.ts";
import { Variable } from "../../equation.ts";
import type { Atom, Equation, Recording } from "../../equation.ts";
import { scanPrimitive } from "../../scan-primitive.ts";
import type { Scan } from "../../scan-primitive.ts";
import { whileLoopPrimitive } from "../../while-loop-primitive.ts";
import type { WhileLoop } from "../../while-loop-primitive.ts";
import { expandEquations, instantiate } from "./expand-equations.ts";
import type { Expansion } from "./expand-equations.ts";

/**
 * The program with what is the same at every turn of a loop computed in front of it.
 *
 * Only what cannot fail is moved, because a loop may have no turn: operations that become loops and products. Views are
 * not, since they cost nothing where they are read.
 *
 * @returns the same program if every turn needs all of its loop.
 */
export function hoistInvariants<Given extends Recording>(program: Given): Given {
  return expandEquations(program, (equation) => {
    const { primitive, params } = equation;
    if (primitive === (scanPrimitive as unknown)) return hoistFromScan(equation, params as Scan);
    if (primitive === (whileLoopPrimitive as unknown)) return hoistFromWhile(equation, params as WhileLoop);
    return null;
  });
}

function hoistFromScan(equation: Equation, params: Scan): Expansion | null {
  const { body, constants } = params;
  const moved = invariantsOf(body, constants);
  if (moved.length === 0) return null;
  const { equations, values } = inFront(body, moved, equation.inputs);
  const variables = moved.map((variable) => new Variable(variable));
  return {
    equations: [
      ...equations,
      {
        ...equation,
        inputs: equation.inputs.toSpliced(constants, 0, ...values),
        params: {
          ...params,
          body: withConstants(body, constants, moved, variables),
          constants: constants + moved.length,
        },
      },
    ],
    outputs: equation.outputs,
  };
}

function hoistFromWhile(equation: Equation, params: WhileLoop): Expansion | null {
  const { condition, body, constants } = params;
  const tested = invariantsOf(condition, constants);
  const turned = invariantsOf(body, constants);
  if (tested.length + turned.length === 0) return null;
  const fromCondition = inFront(condition, tested, equation.inputs);
  const fromBody = inFront(body, turned, equation.inputs);
  const moved = [...tested, ...turned];
  // Both programs get all of the new constants, each in variables of its own.
  const [own, other] = [0, 1].map(() => moved.map((variable) => new Variable(variable)));
  return {
    equations: [
      ...fromCondition.equations,
      ...fromBody.equations,
      {
        ...equation,
        inputs: equation.inputs.toSpliced(constants, 0, ...fromCondition.values, ...fromBody.values),
        params: {
          ...params,
          condition: withConstants(condition, constants, tested, own!),
          body: withConstants(body, constants, [...tested.map(() => null), ...turned], other!),
          constants: constants + moved.length,
        },
      },
    ],
    outputs: equation.outputs,
  };
}

/** Variables of a loop's program that do not vary and are worth computing once: read by what does vary. */
function invariantsOf({ inputs, equations, outputs }: Recording, constants: number): readonly Variable[] {
  const steady = new Set<Atom>(inputs.slice(0, constants));
  const worth = new Set<Atom>();
  const needed = new Set<Atom>(outputs);
  for (const { primitive, inputs: operands, outputs: results } of equations) {
    const kind = primitive.lowering?.kind;
    const isSteady =
      kind !== undefined && operands.every((atom) => !(atom instanceof Variable) || steady.has(atom));
    if (!isSteady) {
      for (const atom of operands) needed.add(atom);
      continue;
    }
    for (const variable of results) {
      steady.add(variable);
      if (kind === "pointwise" || kind === "reduction" || kind === "product") worth.add(variable);
      // A view stays in the loop, with what it reads in front of it.
      else for (const atom of operands) needed.add(atom);
    }
  }
  return equations.flatMap(({ outputs: results }) =>
    results.filter((variable) => worth.has(variable) && needed.has(variable)),
  );
}

/** What computes the moved variables outside of the loop. */
function inFront(
  body: Recording,
  moved: readonly Variable[],
  values: readonly Atom[],
): { readonly equations: readonly Equation[]; readonly values: readonly Atom[] } {
  const needed = new Set<Atom>(moved);
  const equations = body.equations.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((variable) => needed.has(variable))) return false;
    for (const atom of inputs) needed.add(atom);
    return true;
  });
  const part: Recording = { inputs: body.inputs, equations: equations.reverse(), outputs: moved };
  const { equations: copies, outputs } = instantiate(part, values);
  return { equations: copies, values: outputs };
}

/** The program with further constants, in the place of those of its variables that are not null. */
function withConstants(
  { inputs, equations, outputs }: Recording,
  constants: number,
  moved: readonly (Variable | null)[],
  variables: readonly Variable[],
): Recording {
  const known = new Map<Atom | null, Variable>(moved.map((variable, i) => [variable, variables[i]!]));
  const read = (atom: Atom): Atom => known.get(atom) ?? atom;
  return eliminateDeadCode({
    inputs: inputs.toSpliced(constants, 0, ...variables),
    equations: equations
      .filter((equation) => !equation.outputs.every((variable) => known.has(variable)))
      .map((equation) => ({ ...equation, inputs: equation.inputs.map(read) })),
    outputs: outputs.map(read),
  });
}
