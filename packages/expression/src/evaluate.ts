import {
  add,
  div,
  matmul,
  mul,
  neg,
  pow,
  sub,
  swapAxes,
  tensor,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";
import { constants } from "./constants.ts";
import type { BinaryExpression, CallExpression, Expression } from "./expression.ts";
import { functions } from "./functions.ts";
import { suggest, unknownName } from "./suggest.ts";
import { UnknownNameError } from "./unknown-name-error.ts";

/** The values of a formula's names. */
export type Scope = Readonly<Record<string, TensorLike>>;

/**
 * The value of an expression, computed with the operations of `@adjoint/tensor`: shapes broadcast, and
 * derivatives flow through it as through code written by hand.
 *
 * Names come from `scope` first, then from the constants `pi` and `e`.
 *
 * @throws UnknownNameError when a name has no value, with all names that do and the closest spelling.
 *
 * @example
 * ```ts
 * import { evaluate, parse } from "@adjoint/expression";
 * const ring = parse("(x^2 + y^2) * exp(-(x^2 + y^2))");
 * evaluate(ring, { x: 1, y: 2 }).item(); // => 0.0336897349954273
 * evaluate(parse("2x"), { x: [1, 2, 3] }); // => [2 4 6]
 * ```
 */
export function evaluate(expression: Expression, scope: Scope = {}): Tensor {
  return tensor(valueOf(expression, scope));
}

/**
 * Numbers stay plain numbers as long as they meet only numbers: a literal such as `1/2` then has no
 * dtype of its own to impose on a float32 operand.
 */
function valueOf(expression: Expression, scope: Scope): TensorLike {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      return lookUp(expression.name, scope);
    case "negate": {
      const operand = valueOf(expression.operand, scope);
      return typeof operand === "number" ? -operand : neg(operand);
    }
    case "transpose":
      return transposed(valueOf(expression.operand, scope));
    case "binary":
      return combine(expression, valueOf(expression.left, scope), valueOf(expression.right, scope));
    case "call":
      return called(expression, scope);
  }
}

function combine({ operator }: BinaryExpression, left: TensorLike, right: TensorLike): TensorLike {
  const plain = typeof left === "number" && typeof right === "number";
  switch (operator) {
    case "+":
      return plain ? left + right : add(left, right);
    case "-":
      return plain ? left - right : sub(left, right);
    case "*":
      return plain ? left * right : mul(left, right);
    case "/":
      return plain ? left / right : div(left, right);
    case "^":
      return plain ? left ** right : pow(left, right);
    case "@":
      return matmul(left, right);
  }
}

function called({ name, arguments: list }: CallExpression, scope: Scope): TensorLike {
  const entry = functions.get(name);
  if (entry === undefined || entry.arity !== list.length) {
    const known = [...functions.keys()];
    throw new UnknownNameError(
      `evaluate: no function ${name} of ${list.length} arguments${suggest(name, known)}`,
      name,
      known,
    );
  }
  const [x, y] = list as readonly [Expression, Expression];
  return entry.arity === 1
    ? entry.apply(valueOf(x, scope))
    : entry.apply(valueOf(x, scope), valueOf(y, scope));
}

/** Swaps the last two axes; scalars and vectors have nothing to swap. */
function transposed(operand: TensorLike): Tensor {
  const x = tensor(operand);
  return x.shape.length < 2 ? x : swapAxes(x, -1, -2);
}

function lookUp(name: string, scope: Scope): TensorLike {
  // Own properties only: a formula may not reach `constructor` or `__proto__`.
  if (Object.hasOwn(scope, name)) return scope[name] as TensorLike;
  const constant = constants.get(name);
  if (constant !== undefined) return constant;
  const known = [...Object.keys(scope), ...constants.keys()];
  throw unknownName("evaluate", name, known);
}
