import { condPrimitive } from "../../cond-primitive.ts";
import type { Branches } from "../../cond-primitive.ts";
import type { Atom, Equation, Recording } from "../../equation.ts";
import { nestedPrograms } from "../../nested-programs.ts";
import { partOf } from "../../program-parts.ts";
import { scanPrimitive } from "../../scan-primitive.ts";
import type { Scan } from "../../scan-primitive.ts";
import { whileLoopPrimitive } from "../../while-loop-primitive.ts";
import type { WhileLoop } from "../../while-loop-primitive.ts";
import { expandEquations } from "./expand-equations.ts";
import type { Expansion } from "./expand-equations.ts";

/**
 * The program whose loops and branches compute only those of their results that are read, from only those of their
 * operands that this needs. A carry that nothing but itself reads is no result.
 *
 * The values that stay are computed by the same equations, and a loop turns as often as before.
 *
 * @returns the same program if all results are read.
 */
export function dropUnusedResults<Given extends Recording>(program: Given): Given {
  const read = atomsRead(program, new Set());
  return expandEquations(program, (equation) => {
    const { primitive, params, outputs } = equation;
    const wanted = outputs.map((variable) => read.has(variable));
    // What nobody needs at all is dead code, and goes as such.
    if (!wanted.includes(true)) return null;
    if (primitive === (scanPrimitive as unknown)) return lessOfScan(equation, params as Scan, wanted);
    if (primitive === (whileLoopPrimitive as unknown))
      return lessOfWhile(equation, params as WhileLoop, wanted);
    if (primitive === (condPrimitive as unknown)) return lessOfCond(equation, params as Branches, wanted);
    return null;
  });
}

/** Everything that an equation or a result reads, in the program and in those inside of it. */
function atomsRead({ equations, outputs }: Recording, read: Set<Atom>): ReadonlySet<Atom> {
  for (const atom of outputs) read.add(atom);
  for (const { inputs, params } of equations) {
    for (const atom of inputs) read.add(atom);
    for (const nested of nestedPrograms(params)) atomsRead(nested, read);
  }
  return read;
}

function lessOfScan(equation: Equation, params: Scan, wanted: readonly boolean[]): Expansion | null {
  const { body, constants, carry } = params;
  const results = neededResults(body, constants, carry, wanted);
  const needed = neededAtoms(body, results);
  const isCarry = (i: number): boolean => i >= constants && i < constants + carry;
  const operands = body.inputs.map((variable, i) =>
    isCarry(i) ? results[i - constants]! : needed.has(variable),
  );
  return part(equation, operands, results, {
    ...params,
    body: partOf(body, operands, results),
    constants: count(operands.slice(0, constants)),
    carry: count(results.slice(0, carry)),
  });
}

function lessOfWhile(equation: Equation, params: WhileLoop, wanted: readonly boolean[]): Expansion | null {
  const { condition, body, constants } = params;
  const tested = neededAtoms(condition, [true]);
  const carried = wanted.map((here, i) => here || tested.has(condition.inputs[constants + i]!));
  const results = neededResults(body, constants, carried.length, carried);
  const turned = neededAtoms(body, results);
  const operands = body.inputs.map((variable, i) =>
    i < constants ? turned.has(variable) || tested.has(condition.inputs[i]!) : results[i - constants]!,
  );
  return part(equation, operands, results, {
    ...params,
    condition: partOf(condition, operands, [true]),
    body: partOf(body, operands, results),
    constants: count(operands.slice(0, constants)),
  });
}

function lessOfCond(equation: Equation, branches: Branches, wanted: readonly boolean[]): Expansion | null {
  const { whenTrue, whenFalse } = branches;
  const [left, right] = [neededAtoms(whenTrue, wanted), neededAtoms(whenFalse, wanted)];
  const operands = whenTrue.inputs.map(
    (variable, i) => left.has(variable) || right.has(whenFalse.inputs[i]!),
  );
  return part(equation, [true, ...operands], wanted, {
    whenTrue: partOf(whenTrue, operands, wanted),
    whenFalse: partOf(whenFalse, operands, wanted),
  });
}

/** The equation with some of its operands and results, if it has more. */
function part(
  equation: Equation,
  operands: readonly boolean[],
  results: readonly boolean[],
  params: unknown,
): Expansion | null {
  if (operands.every(Boolean) && results.every(Boolean)) return null;
  const inputs = equation.inputs.filter((_, i) => operands[i]);
  const outputs = equation.outputs.filter((_, i) => results[i]);
  return { equations: [{ ...equation, params, inputs, outputs }], outputs: equation.outputs };
}

/** The results of a loop's body that are wanted, and the carries that those need at a later turn. */
function neededResults(
  body: Recording,
  constants: number,
  carry: number,
  wanted: readonly boolean[],
): readonly boolean[] {
  const needed = neededAtoms(body, wanted);
  const next = wanted.map((here, i) => here || (i < carry && needed.has(body.inputs[constants + i]!)));
  return next.every((here, i) => here === wanted[i]) ? next : neededResults(body, constants, carry, next);
}

/** What some outputs of a program depend on. */
function neededAtoms({ equations, outputs }: Recording, wanted: readonly boolean[]): ReadonlySet<Atom> {
  const needed = new Set<Atom>(outputs.filter((_, i) => wanted[i]));
  for (const equation of equations.toReversed()) {
    if (!equation.outputs.some((variable) => needed.has(variable))) continue;
    for (const atom of equation.inputs) needed.add(atom);
  }
  return needed;
}

function count(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length;
}
