export { evaluate } from "./evaluate.ts";
export type { Scope } from "./evaluate.ts";
export type {
  BinaryExpression,
  BinaryOperator,
  CallExpression,
  Expression,
  NameExpression,
  NegateExpression,
  NumberExpression,
  TransposeExpression,
} from "./expression.ts";
export { formula } from "./formula.ts";
export type { Formula } from "./formula.ts";
export { math } from "./math.ts";
export { parse } from "./parse.ts";
export { ParseError } from "./parse-error.ts";
export type { ParseErrorDetails } from "./parse-error.ts";
export { toLatex } from "./to-latex.ts";
export { toText } from "./to-text.ts";
export { UnknownNameError } from "./unknown-name-error.ts";
export { variablesOf } from "./variables-of.ts";
