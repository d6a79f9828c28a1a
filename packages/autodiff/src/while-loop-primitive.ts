import { any, bind, DomainError, stopGradient, where, zerosLike } from "@adjoint/tensor";
import type { Primitive, Tangent, Tensor } from "@adjoint/tensor";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import type { FlatFunction } from "./flat-function.ts";
import { valuesOf } from "./has-value.ts";
import { jvpFlat } from "./jvp.ts";
import { onlyCalls, whereCalls } from "./mapped-calls.ts";
import { partlyBatchedProgram, repeated } from "./partly-batched-program.ts";
import { Program } from "./program.ts";
import { changingInLoop, dependents } from "./program-parts.ts";
import { nonZero, specsOf, spread, withZeros } from "./sparse-list.ts";
import { traceFlat } from "./trace.ts";

/** A loop of unknown length. Its inputs are constants, then the carry at the start. */
export interface WhileLoop {
  /** From the constants and the carry to a boolean. */
  readonly condition: Recording;
  /** From the constants and the carry to the next carry. */
  readonly body: Recording;
  readonly constants: number;
  readonly maxIterations: number;
}

export const whileLoopPrimitive: Primitive<readonly Tensor[], readonly Tensor[], WhileLoop> = {
  name: "whileLoop",
  shape: (_inputs, { body }) => specsOf(body.outputs),
  kernel: runLoop,
  jvp: pushThroughLoop,
  transpose:
    "a recorded program does not know how many steps there are to go back through; use scan with a length, " +
    "or fixedPoint or implicitRoot where the loop solves an equation, or differentiate the function itself instead of its program",
  batch: mapLoop,
};

/**
 * Goes on while the condition holds; in a mapped function, while it holds for any call. Calls that have ended keep their
 * carry, and the body is given in its place the last one for which it was to run, where its derivative is finite.
 */
function runLoop(
  inputs: readonly Tensor[],
  { condition, body, constants, maxIterations }: WhileLoop,
): readonly Tensor[] {
  const fixed = inputs.slice(0, constants);
  let carry = inputs.slice(constants);
  let last = carry;
  for (let k = 0; ; k++) {
    const test = evaluateProgram(condition, [...fixed, ...carry])[0]!;
    const going = valuesOf(test)!.data;
    if (!going.includes(1)) return carry;
    if (k === maxIterations) throw endless(maxIterations);
    if (!going.includes(0)) {
      last = carry;
      carry = evaluateProgram(body, [...fixed, ...carry]);
    } else {
      last = carry.map((value, i) => where(test, value, stopGradient(last[i]!)));
      const next = evaluateProgram(body, [...fixed, ...last]);
      carry = next.map((value, i) => where(test, value, carry[i]!));
    }
  }
}

/** What a loop throws that has not ended. */
export function endless(maxIterations: number): DomainError {
  return new DomainError(
    `whileLoop: the condition still holds after ${maxIterations} iterations; ` +
      `check that it becomes false, or raise maxIterations`,
    { operation: "whileLoop", maxIterations },
  );
}

/**
 * Carries tangents along with the values. Where it is known whether the loop goes on it is differentiated step by step,
 * in both modes; in a program, values and tangents go through one loop.
 */
function pushThroughLoop(
  tangents: readonly Tangent[],
  inputs: readonly Tensor[],
  _outputs: readonly Tensor[],
  params: WhileLoop,
): readonly Tangent[] {
  const { condition, body, constants } = params;
  const carry = inputs.length - constants;
  const hidden = inputs.map((input) => valuesOf(input) === null);
  const [unknown] = dependents(condition, changingInLoop(body, hidden, constants, carry, false), false);
  if (!unknown) return jvpFlat((xs) => runLoop(xs, params), inputs, tangents).tangents;

  const given = tangents.map((tangent) => tangent !== null);
  const varying = changingInLoop(body, given, constants, carry, true);
  const directions = inputs.map((input, i) => (varying[i] ? (tangents[i] ?? zerosLike(input)) : null));
  const loop = withTangents(params, inputs, directions);
  return spread(bind(whileLoopPrimitive, loop.inputs, loop.params).slice(carry), varying.slice(constants));
}

/** The loop that carries tangents behind the values. */
function withTangents(
  { condition, body, constants, maxIterations }: WhileLoop,
  inputs: readonly Tensor[],
  directions: readonly Tangent[],
): { readonly inputs: readonly Tensor[]; readonly params: WhileLoop } {
  const fixed = [...inputs.slice(0, constants), ...nonZero(directions.slice(0, constants))];
  const start = [...inputs.slice(constants), ...nonZero(directions.slice(constants))];
  const varying = directions.map((direction) => direction !== null);
  const carry = inputs.length - constants;
  const primalsOf = (xs: readonly Tensor[]): readonly Tensor[] => [
    ...xs.slice(0, constants),
    ...xs.slice(fixed.length, fixed.length + carry),
  ];
  const step: FlatFunction = (xs) => {
    const rest = [...xs.slice(constants, fixed.length), ...xs.slice(fixed.length + carry)];
    const { values, tangents } = jvpFlat(
      (ys) => evaluateProgram(body, ys),
      primalsOf(xs),
      spread(rest, varying),
    );
    return [...values, ...withZeros(tangents, values).filter((_, k) => varying[constants + k])];
  };
  const all = [...fixed, ...start];
  return {
    inputs: all,
    params: {
      condition: new Program(traceFlat("whileLoop", (xs) => evaluateProgram(condition, primalsOf(xs)), all)),
      body: new Program(traceFlat("whileLoop", step, all)),
      constants: fixed.length,
      maxIterations,
    },
  };
}

/** All calls at once. If they end at different times, those that have ended keep their values. */
function mapLoop(
  inputs: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
  params: WhileLoop,
): readonly Tensor[] {
  const { condition, body, constants } = params;
  const carry = inputs.length - constants;
  const reached = changingInLoop(body, batched, constants, carry, false);
  const [differs] = dependents(condition, reached, false);
  const mapped = reached.map((here, i) => here || (differs! && i >= constants));
  const values = inputs.map((input, i) => (mapped[i] && !batched[i] ? repeated(input, size) : input));
  const together = partlyBatchedProgram(condition, mapped, size, []).program;
  const step = partlyBatchedProgram(body, mapped, size, mapped.slice(constants)).program;
  const loop = differs
    ? untilAllEnd(together, step, values, mapped, constants)
    : { condition: together, body: step };
  const results = bind(whileLoopPrimitive, values, { ...params, ...loop });
  return results.map((result, k) => (mapped[constants + k] ? result : repeated(result, size)));
}

/** The loop that goes on while any call does. */
function untilAllEnd(
  condition: Recording,
  body: Recording,
  inputs: readonly Tensor[],
  mapped: readonly boolean[],
  constants: number,
): Pick<WhileLoop, "condition" | "body"> {
  const going = (xs: readonly Tensor[]): Tensor => evaluateProgram(condition, xs)[0]!;
  const step: FlatFunction = (xs) => {
    const mask = going(xs);
    const next = evaluateProgram(body, onlyCalls(mask, xs, mapped));
    return next.map((value, k) => whereCalls(mask, value, xs[constants + k]!));
  };
  return {
    condition: new Program(traceFlat("whileLoop", (xs) => [any(going(xs))], inputs)),
    body: new Program(traceFlat("whileLoop", step, inputs)),
  };
}
