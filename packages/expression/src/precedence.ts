import type { BinaryOperator } from "./expression.ts";

/**
 * How tightly each construct binds, shared by the parser and the printer so that they cannot
 * disagree. An implicit product (`2x`) binds tighter than `*`, a sign tighter than a product and
 * looser than a power: `-x^2` is `-(x^2)`.
 */
export const precedence: {
  readonly lowest: number;
  readonly implicit: number;
  readonly sign: number;
  readonly postfix: number;
  readonly binary: Readonly<Record<BinaryOperator, number>>;
} = {
  lowest: 0,
  implicit: 22,
  sign: 25,
  postfix: 40,
  binary: { "+": 10, "-": 10, "*": 20, "/": 20, "@": 20, "^": 30 },
};
