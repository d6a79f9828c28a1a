import {
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  ceil,
  cos,
  cosh,
  dot,
  exp,
  expm1,
  floor,
  log,
  log10,
  log1p,
  log2,
  maximum,
  mean,
  minimum,
  prod,
  reciprocal,
  relu,
  round,
  sigmoid,
  sign,
  sin,
  sinh,
  softplus,
  sqrt,
  square,
  sum,
  tan,
  tanh,
  type Tensor,
  type TensorLike,
} from "@adjoint/tensor";

/** A function of the formula language: how it computes and how LaTeX writes its name. */
export type FormulaFunction = UnaryFunction | BinaryFunction;

interface UnaryFunction {
  readonly arity: 1;
  readonly latex: string;
  apply(x: TensorLike): Tensor;
}

interface BinaryFunction {
  readonly arity: 2;
  readonly latex: string;
  apply(x: TensorLike, y: TensorLike): Tensor;
}

const unary = (apply: (x: TensorLike) => Tensor, latex: string): UnaryFunction => ({
  arity: 1,
  latex,
  apply: (x) => apply(x),
});

const binary = (apply: (x: TensorLike, y: TensorLike) => Tensor, latex: string): BinaryFunction => ({
  arity: 2,
  latex,
  apply: (x, y) => apply(x, y),
});

const operator = (name: string): string => `\\operatorname{${name}}`;

/**
 * Everything a formula may call, by name. `min` and `max` compare two arguments, as on a calculator;
 * `sum`, `mean` and `prod` go over all elements.
 */
export const functions: ReadonlyMap<string, FormulaFunction> = new Map<string, FormulaFunction>([
  ["abs", unary(abs, operator("abs"))],
  ["acos", unary(acos, "\\arccos")],
  ["acosh", unary(acosh, operator("arcosh"))],
  ["asin", unary(asin, "\\arcsin")],
  ["asinh", unary(asinh, operator("arsinh"))],
  ["atan", unary(atan, "\\arctan")],
  ["atan2", binary(atan2, operator("atan2"))],
  ["atanh", unary(atanh, operator("artanh"))],
  ["ceil", unary(ceil, operator("ceil"))],
  ["cos", unary(cos, "\\cos")],
  ["cosh", unary(cosh, "\\cosh")],
  ["dot", binary(dot, operator("dot"))],
  ["exp", unary(exp, "\\exp")],
  ["expm1", unary(expm1, operator("expm1"))],
  ["floor", unary(floor, operator("floor"))],
  ["ln", unary(log, "\\ln")],
  ["log", unary(log, "\\log")],
  ["log10", unary(log10, "\\log_{10}")],
  ["log1p", unary(log1p, operator("log1p"))],
  ["log2", unary(log2, "\\log_{2}")],
  ["max", binary(maximum, "\\max")],
  ["mean", unary((x) => mean(x), operator("mean"))],
  ["min", binary(minimum, "\\min")],
  ["prod", unary((x) => prod(x), operator("prod"))],
  ["reciprocal", unary(reciprocal, operator("reciprocal"))],
  ["relu", unary(relu, operator("relu"))],
  ["round", unary(round, operator("round"))],
  ["sigmoid", unary(sigmoid, operator("sigmoid"))],
  ["sign", unary(sign, operator("sign"))],
  ["sin", unary(sin, "\\sin")],
  ["sinh", unary(sinh, "\\sinh")],
  ["softplus", unary(softplus, operator("softplus"))],
  ["sqrt", unary(sqrt, operator("sqrt"))],
  ["square", unary(square, operator("square"))],
  ["sum", unary((x) => sum(x), operator("sum"))],
  ["tan", unary(tan, "\\tan")],
  ["tanh", unary(tanh, "\\tanh")],
]);
