import type { Atom, Equation, Recording, Variable } from "../../equation.ts";
import { scanPrimitive } from "../../scan-primitive.ts";
import type { Scan } from "../../scan-primitive.ts";
import { whileLoopPrimitive } from "../../while-loop-primitive.ts";
import type { WhileLoop } from "../../while-loop-primitive.ts";
import { expandEquations } from "./expand-equations.ts";
import type { Expansion } from "./expand-equations.ts";

/**
 * The program whose loops take for a constant what they hand from turn to turn as it is; its last value is its first,
 * however often the loop turns.
 *
 * @returns the same program if every carry changes.
 */
export function settleCarries<Given extends Recording>(program: Given): Given {
  return expandEquations(program, (equation) => {
    const { primitive, params } = equation;
    if (primitive === (scanPrimitive as unknown)) return settleScan(equation, params as Scan);
    if (primitive === (whileLoopPrimitive as unknown)) return settleWhile(equation, params as WhileLoop);
    return null;
  });
}

function settleScan(equation: Equation, params: Scan): Expansion | null {
  const { body, constants, carry } = params;
  const steady = steadyCarries(body, constants, carry);
  if (steady.size === 0) return null;
  return settled(equation, steady, constants, {
    ...params,
    body: withSteady(body, steady, constants),
    constants: constants + steady.size,
    carry: carry - steady.size,
  });
}

function settleWhile(equation: Equation, params: WhileLoop): Expansion | null {
  const { condition, body, constants } = params;
  const steady = steadyCarries(body, constants, body.outputs.length);
  // A loop in which nothing changes ends at once or never, which has to be found out.
  if (steady.size === 0 || steady.size === body.outputs.length) return null;
  return settled(equation, steady, constants, {
    ...params,
    condition: withInputs(condition, reordered(condition.inputs, steady, constants)),
    body: withSteady(body, steady, constants),
    constants: constants + steady.size,
  });
}

/** The places of the carries that the body returns as it got them. */
function steadyCarries(
  { inputs, outputs }: Recording,
  constants: number,
  carry: number,
): ReadonlySet<number> {
  return new Set([...outputs.slice(0, carry).keys()].filter((i) => outputs[i] === inputs[constants + i]));
}

function settled(
  equation: Equation,
  steady: ReadonlySet<number>,
  constants: number,
  params: unknown,
): Expansion {
  const outputs = equation.outputs.filter((_, i) => !steady.has(i));
  return {
    equations: [{ ...equation, params, inputs: reordered(equation.inputs, steady, constants), outputs }],
    outputs: equation.outputs.map((variable, i): Atom =>
      steady.has(i) ? equation.inputs[constants + i]! : variable,
    ),
  };
}

function withSteady(body: Recording, steady: ReadonlySet<number>, constants: number): Recording {
  return {
    inputs: reordered(body.inputs, steady, constants),
    equations: body.equations,
    outputs: body.outputs.filter((_, i) => !steady.has(i)),
  };
}

/** The constants, the steady carries, and all others. */
function reordered<T>(inputs: readonly T[], steady: ReadonlySet<number>, constants: number): readonly T[] {
  const behind = inputs.slice(constants);
  return [
    ...inputs.slice(0, constants),
    ...behind.filter((_, i) => steady.has(i)),
    ...behind.filter((_, i) => !steady.has(i)),
  ];
}

function withInputs({ equations, outputs }: Recording, inputs: readonly Variable[]): Recording {
  return { inputs, equations, outputs };
}
