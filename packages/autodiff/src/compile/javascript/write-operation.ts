import { AdjointError } from "@adjoint/tensor";
import type { DType, ScalarFunction, ScalarOperation } from "@adjoint/tensor";
import type { Source } from "./source.ts";

/** An expression with the dtype of its value. */
export interface Operand {
  readonly text: string;
  readonly dtype: DType;
}

/** The expression of an operation on numbers, whose value is as storage of the dtype holds it. */
export function operationText(
  source: Source,
  scalar: ScalarFunction,
  inputs: readonly Operand[],
  dtype: DType,
): string {
  const operands = inputs.map(({ text }) => text);
  if (typeof scalar !== "string") {
    const f = typeof scalar === "function" ? scalar : scalar.at;
    const name = isOfMath(f) ? `Math.${f.name}` : source.capture(f, "f");
    return stored(`${name}(${operands.join(", ")})`, dtype);
  }
  if (scalar === "cast") return castText(inputs[0]!, dtype);
  const [a, b, c] = operands as [string, string, string];
  const expression = plainText(scalar, a, b, c, inputs[0]!.dtype);
  return isRounded(scalar) ? rounded(expression, dtype) : expression;
}

/** Whether it is a function that the engine has instructions for, if it is called by its name. */
export function isOfMath(f: { readonly name: string }): boolean {
  return Object.is(Reflect.get(Math, f.name), f);
}

function plainText(operation: ScalarOperation, a: string, b: string, c: string, dtype: DType): string {
  switch (operation) {
    case "add":
      return `${a} + ${b}`;
    case "sub":
      return `${a} - ${b}`;
    case "mul":
      return dtype === "int32" ? `Math.imul(${a}, ${b})` : `${a} * ${b}`;
    case "square":
      return dtype === "int32" ? `Math.imul(${a}, ${a})` : `${a} * ${a}`;
    case "div":
      return `${a} / ${b}`;
    case "neg":
      return a.startsWith("-") ? `-(${a})` : `-${a}`;
    case "abs":
      return `Math.abs(${a})`;
    case "relu":
      return `${a} > 0 || ${a} !== ${a} ? ${a} : 0`;
    case "sqrt":
      return `Math.sqrt(${a})`;
    case "floor":
      return `Math.floor(${a})`;
    case "ceil":
      return `Math.ceil(${a})`;
    case "minimum":
      return `Math.min(${a}, ${b})`;
    case "maximum":
      return `Math.max(${a}, ${b})`;
    case "where":
      return `${a} === 0 ? ${c} : ${b}`;
    case "logicalAnd":
      return `${a} & ${b}`;
    case "logicalOr":
      return `${a} | ${b}`;
    case "logicalXor":
      return `${a} ^ ${b}`;
    default:
      return `${testText(operation, a, b)} ? 1 : 0`;
  }
}

function testText(operation: ScalarOperation, a: string, b: string): string {
  switch (operation) {
    case "equal":
      return `${a} === ${b}`;
    case "notEqual":
      return `${a} !== ${b}`;
    case "less":
      return `${a} < ${b}`;
    case "lessEqual":
      return `${a} <= ${b}`;
    case "greater":
      return `${a} > ${b}`;
    case "greaterEqual":
      return `${a} >= ${b}`;
    case "logicalNot":
      return `${a} === 0`;
    case "isNaN":
      return `${a} !== ${a}`;
    case "isFinite":
      return `Math.abs(${a}) < Infinity`;
    default:
      throw new AdjointError(`compile: ${operation} is no operation of the JavaScript generator`, {
        operation: "compile",
        scalar: operation,
      });
  }
}

/** Operations whose value need not be one of the dtype. */
function isRounded(operation: ScalarOperation): boolean {
  return ["add", "sub", "mul", "square", "div", "neg", "abs", "sqrt"].includes(operation);
}

function rounded(expression: string, dtype: DType): string {
  if (dtype === "float32") return `Math.fround(${expression})`;
  if (dtype === "int32" && !expression.startsWith("Math.imul(")) return `(${expression}) | 0`;
  return dtype === "bool" ? `(${expression}) & 255` : expression;
}

/** What is left of any number in storage. */
function stored(expression: string, dtype: DType): string {
  if (dtype === "float32") return `Math.fround(${expression})`;
  if (dtype === "int32") return `${expression} | 0`;
  return dtype === "bool" ? `${expression} & 255` : expression;
}

function castText({ text, dtype: from }: Operand, to: DType): string {
  if (from === to || from === "bool" || (to === "float64" && from !== "complex128")) return text;
  if (to === "bool") return `${text} === 0 ? 0 : 1`;
  return to === "float32" ? `Math.fround(${text})` : `${text} | 0`;
}
