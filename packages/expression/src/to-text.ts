import type { BinaryExpression, Expression } from "./expression.ts";
import { precedence } from "./precedence.ts";

/**
 * Prints an expression in the language that `parse` reads, with as few brackets as it needs:
 * `parse(toText(expression))` is `expression` again.
 *
 * @example
 * ```ts
 * import { parse, toText } from "@adjoint/expression";
 * toText(parse("((x))·(-(y)) − 2(z+1)^-2")); // => "x * -y - 2 * (z + 1)^-2"
 * ```
 */
export function toText(expression: Expression): string {
  return text(expression, precedence.lowest);
}

/** The text, bracketed when it binds less tightly than `minimum`. */
function text(expression: Expression, minimum: number): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "name":
      return expression.name;
    case "negate":
      return bracket(`-${text(expression.operand, precedence.sign)}`, precedence.sign < minimum);
    case "transpose":
      return `${text(expression.operand, precedence.postfix)}'`;
    case "binary":
      return bracket(binaryText(expression), precedence.binary[expression.operator] < minimum);
    case "call":
      return `${expression.name}(${expression.arguments.map(toText).join(", ")})`;
  }
}

function binaryText({ operator, left, right }: BinaryExpression): string {
  const power = precedence.binary[operator];
  // An exponent may carry a sign without brackets: `x^-y` has one reading.
  if (operator === "^") return `${text(left, power + 1)}^${text(right, precedence.sign)}`;
  return `${text(left, power)} ${operator} ${text(right, power + 1)}`;
}

function bracket(inner: string, needed: boolean): string {
  return needed ? `(${inner})` : inner;
}
