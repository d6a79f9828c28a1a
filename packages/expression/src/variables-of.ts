import { constants } from "./constants.ts";
import type { Expression } from "./expression.ts";

/**
 * The names in an expression that are not constants, in alphabetical order.
 *
 * @example
 * ```ts
 * import { parse, variablesOf } from "@adjoint/expression";
 * variablesOf(parse("r * cos(2pi * t) + r")); // => ["r", "t"]
 * ```
 */
export function variablesOf(expression: Expression): readonly string[] {
  const names = new Set<string>();
  collect(expression, names);
  return [...names].sort();
}

function collect(expression: Expression, names: Set<string>): void {
  switch (expression.kind) {
    case "number":
      return;
    case "name":
      if (!constants.has(expression.name)) names.add(expression.name);
      return;
    case "negate":
    case "transpose":
      collect(expression.operand, names);
      return;
    case "binary":
      collect(expression.left, names);
      collect(expression.right, names);
      return;
    case "call":
      for (const argument of expression.arguments) collect(argument, names);
  }
}
