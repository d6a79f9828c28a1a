import { AdjointError, formatShape, sameShape, sizeOf, Tensor, Tracer } from "@adjoint/tensor";
import type { Spec } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Equation, Recording } from "./equation.ts";
import { formatSpec } from "./format-spec.ts";
import { nestedPrograms } from "./nested-programs.ts";

/**
 * Checks that a program is well formed; the grammar of programs, to be run.
 *
 * - Every variable is assigned once, as an input or by one equation, and before it is used.
 * - The outputs of every equation have the shapes and dtypes that its primitive's shape rule gives for the inputs.
 * - Constants have as many elements as their shapes say.
 * - Programs among the parameters are well formed and closed: they use no variable and no traced value from outside.
 *
 * @throws AdjointError naming the first equation that breaks a rule.
 * @example
 * ```ts
 * import { checkProgram, trace } from "@adjoint/autodiff";
 * import { mul, sin } from "@adjoint/tensor";
 *
 * checkProgram(trace((x) => mul(sin(x), x))(1));
 * ```
 */
export function checkProgram(program: Recording): void {
  checkBlock(program, "", false);
}

function checkBlock({ inputs, equations, outputs }: Recording, within: string, closed: boolean): void {
  const known = new Set<Variable>();
  const assign = (variable: Variable, place: string): void => {
    if (!(variable instanceof Variable)) throw malformed(place, "is no variable");
    if (known.has(variable)) throw malformed(place, "was assigned before; a variable is assigned once");
    known.add(variable);
  };
  const use = (atom: Atom, place: string): void => {
    if (!(atom instanceof Variable)) return checkConstant(atom, place, closed);
    if (!known.has(atom)) throw malformed(place, "is used before it is assigned");
  };
  inputs.forEach((variable, i) => assign(variable, `${within}input ${i}`));
  for (const [at, equation] of equations.entries()) {
    const place = `${within}equation ${at} (${equation.primitive.name})`;
    equation.inputs.forEach((atom, i) => use(atom, `${place}: input ${i}`));
    for (const nested of nestedPrograms(equation.params))
      checkBlock(nested, `${place}: in its program: `, true);
    checkTypes(equation, place);
    equation.outputs.forEach((variable, i) => assign(variable, `${place}: output ${i}`));
  }
  outputs.forEach((atom, i) => use(atom, `${within}result ${i}`));
}

function checkConstant(constant: unknown, place: string, closed: boolean): void {
  if (!(constant instanceof Tensor)) throw malformed(place, "is neither a variable nor a tensor");
  if (constant instanceof Tracer) {
    if (closed) {
      throw malformed(
        place,
        `is a traced value of ${constant.owner.name} from outside; a program in a program is given what it needs as inputs`,
      );
    }
    return;
  }
  const size = sizeOf(constant.shape) * (constant.dtype === "complex128" ? 2 : 1);
  if (constant.data.length === size) return;
  throw malformed(
    place,
    `is a constant of shape ${formatShape(constant.shape)} with ${constant.data.length} elements instead of ${size}`,
  );
}

function checkTypes({ primitive, params, inputs, outputs }: Equation, place: string): void {
  const promised = promise(() => primitive.shape(inputs.map(specOf), params), place);
  if (promised.length !== outputs.length) {
    throw malformed(place, `has ${outputs.length} outputs, its primitive makes ${promised.length}`);
  }
  for (const [i, { shape, dtype }] of promised.entries()) {
    const variable = outputs[i]!;
    if (sameShape(shape, variable.shape) && dtype === variable.dtype) continue;
    throw malformed(
      `${place}: output ${i}`,
      `is declared as ${formatSpec(variable)}, its primitive makes ${formatSpec({ shape, dtype })} ` +
        `from ${inputs.map((input) => formatSpec(input)).join(" and ")}`,
    );
  }
}

function specOf({ shape, dtype }: Spec): Spec {
  return { shape, dtype };
}

/** What a shape rule throws is about a user's call; here the equation is wrong. */
function promise<Result>(rule: () => Result, place: string): Result {
  try {
    return rule();
  } catch (error) {
    throw malformed(
      place,
      `does not fit its inputs: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function malformed(place: string, what: string): AdjointError {
  return new AdjointError(`checkProgram: ${place} ${what}`, { operation: "checkProgram", place });
}
