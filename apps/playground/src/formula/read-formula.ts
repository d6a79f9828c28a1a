import { formula } from "@adjoint/expression";
import type { Expression } from "@adjoint/expression";
import type { Tensor } from "@adjoint/tensor";
import { formulaLimits } from "./limits.ts";

/** A function of a point's two coordinates. */
export type PlaneFunction = (x: Tensor, y: Tensor) => Tensor;

/**
 * Reads f(x, y) as a function of x and y.
 *
 * @throws Error that says what cannot be read, in the words of the parser, or that it is too long.
 */
export function readFormula(source: string): PlaneFunction {
  if (source.trim() === "") throw new Error("Type a formula in x and y.");
  if (source.length > formulaLimits.length)
    throw new Error(`A formula may have ${formulaLimits.length} characters; this one has ${source.length}.`);
  const f = formula(source, ["x", "y"]);
  const nodes = countNodes(f.expression);
  if (nodes > formulaLimits.nodes)
    throw new Error(`A formula may have ${formulaLimits.nodes} parts; this one has ${nodes}.`);
  return (x, y) => f(x, y);
}

function countNodes(expression: Expression): number {
  switch (expression.kind) {
    case "number":
    case "name":
      return 1;
    case "negate":
    case "transpose":
      return 1 + countNodes(expression.operand);
    case "binary":
      return 1 + countNodes(expression.left) + countNodes(expression.right);
    case "call":
      return expression.arguments.reduce((sum, argument) => sum + countNodes(argument), 1);
  }
}
