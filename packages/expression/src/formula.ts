import { DomainError, type Tensor, type TensorLike } from "@adjoint/tensor";
import { constants } from "./constants.ts";
import { evaluate } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { parse } from "./parse.ts";
import { unknownName } from "./suggest.ts";
import { toLatex } from "./to-latex.ts";
import { variablesOf } from "./variables-of.ts";

/** One value for each variable. */
type ValuesOf<Variables extends readonly string[]> = { [Index in keyof Variables]: TensorLike };

/** A formula as a function of its variables, in their order. */
export interface Formula<Variables extends readonly string[] = readonly string[]> {
  (...values: ValuesOf<Variables>): Tensor;
  /** The names of the arguments. */
  readonly variables: Variables;
  /** The formula as it was parsed. */
  readonly expression: Expression;
  /** The formula as LaTeX. */
  readonly latex: string;
}

/**
 * Makes a function of tensors from the text of a formula; it is differentiable like any other.
 *
 * Without `variables` the arguments are the formula's names in alphabetical order. A variable named like
 * a constant hides it.
 *
 * @throws ParseError when the text is not a formula, UnknownNameError when it uses a name that is neither
 * a variable nor a constant, DomainError when two variables have the same name.
 *
 * @example
 * ```ts
 * import { formula } from "@adjoint/expression";
 * const f = formula("x^2 + y^2", ["x", "y"]);
 * f(3, 4).item(); // => 25
 * f.latex; // => "x^{2} + y^{2}"
 * formula("b * a").variables; // => ["a", "b"]
 * ```
 */
export function formula<const Variables extends readonly string[] = readonly string[]>(
  source: string,
  variables?: Variables,
): Formula<Variables> {
  const expression = parse(source);
  const names = variables ?? variablesOf(expression);
  checkNames(expression, names);
  const call = (...values: readonly TensorLike[]): Tensor => {
    if (values.length !== names.length) {
      throw new DomainError(
        `formula: "${source}" takes ${names.length} arguments (${names.join(", ")}), got ${values.length}`,
        { variables: names, count: values.length },
      );
    }
    return evaluate(
      expression,
      Object.fromEntries(names.map((name, index) => [name, values[index] as TensorLike])),
    );
  };
  return Object.assign(call, {
    variables: names,
    expression,
    latex: toLatex(expression),
  }) as Formula<Variables>;
}

function checkNames(expression: Expression, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new DomainError(`formula: the variable "${repeated}" is named twice`, { variables: names });
  }
  const known = [...names, ...constants.keys()];
  const unknown = variablesOf(expression).find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownName("formula", unknown, known);
}
