/**
 * A formula as plain data: a tree of readonly records, told apart by `kind`.
 *
 * `parse` makes one, `evaluate` computes it, `toText` and `toLatex` print it, and it survives JSON.
 *
 * @example
 * ```ts
 * import { type Expression, toText } from "@adjoint/expression";
 * const square: Expression = {
 *   kind: "binary",
 *   operator: "^",
 *   left: { kind: "name", name: "x" },
 *   right: { kind: "number", value: 2 },
 * };
 * toText(square); // => "x^2"
 * ```
 */
export type Expression =
  | NumberExpression
  | NameExpression
  | NegateExpression
  | TransposeExpression
  | BinaryExpression
  | CallExpression;

/** A number as written: finite and not negative (a sign is a `negate`). */
export interface NumberExpression {
  readonly kind: "number";
  readonly value: number;
}

/** A variable or a constant (`pi`, `e`), looked up when the expression is evaluated. */
export interface NameExpression {
  readonly kind: "name";
  readonly name: string;
}

/** The negation −x. */
export interface NegateExpression {
  readonly kind: "negate";
  readonly operand: Expression;
}

/** The matrix transpose xᵀ, written `x'`. */
export interface TransposeExpression {
  readonly kind: "transpose";
  readonly operand: Expression;
}

/** An infix operation; implicit products are stored as `*`. */
export interface BinaryExpression {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** A call of a function from the formula language's table. */
export interface CallExpression {
  readonly kind: "call";
  readonly name: string;
  readonly arguments: readonly Expression[];
}

/** `+ - * / ^` act element by element; `@` is the matrix product. */
export type BinaryOperator = "+" | "-" | "*" | "/" | "^" | "@";
