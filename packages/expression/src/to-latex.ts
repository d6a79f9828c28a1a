import type { BinaryExpression, CallExpression, Expression } from "./expression.ts";
import { functions } from "./functions.ts";
import { latexName } from "./latex-name.ts";
import { precedence } from "./precedence.ts";

/**
 * Prints an expression as LaTeX (for KaTeX or a paper), with as few brackets as it needs.
 *
 * Quotients become `\frac`, products are set side by side, brackets grow where their content does.
 *
 * @example
 * ```ts
 * import { parse, toLatex } from "@adjoint/expression";
 * toLatex(parse("(x^2 + y^2) * exp(-(x^2 + y^2))")); // => (x^{2} + y^{2}) \exp\left(-(x^{2} + y^{2})\right)
 * toLatex(parse("sqrt(alpha) / (2pi)")); // => \frac{\sqrt{\alpha}}{2 \pi}
 * ```
 */
export function toLatex(expression: Expression): string {
  return latex(expression, precedence.lowest);
}

/** The LaTeX, bracketed when it binds less tightly than `minimum`. */
function latex(expression: Expression, minimum: number): string {
  switch (expression.kind) {
    case "number":
      return latexNumber(expression.value, minimum);
    case "name":
      return latexName(expression.name);
    case "negate":
      // −(a b) reads the same as (−a) b, so a product under a sign needs no brackets.
      return bracket(
        `-${latex(expression.operand, precedence.binary["*"])}`,
        precedence.binary["+"] < minimum,
      );
    case "transpose":
      return `${base(expression.operand)}^{\\top}`;
    case "binary":
      return binaryLatex(expression, minimum);
    case "call":
      return callLatex(expression);
  }
}

function binaryLatex({ operator, left, right }: BinaryExpression, minimum: number): string {
  const power = precedence.binary[operator];
  switch (operator) {
    case "+":
    case "-":
      return bracket(`${latex(left, power)} ${operator} ${latex(right, power + 1)}`, power < minimum);
    case "*":
    case "@": {
      const inner = product(firstFactor(left), latex(right, power + 1));
      // A product that begins with a sign binds like a sum: a − (−b c).
      return bracket(inner, (inner.startsWith("-") ? precedence.binary["+"] : power) < minimum);
    }
    case "/":
      return `\\frac{${toLatex(left)}}{${toLatex(right)}}`;
    case "^":
      return `${base(left)}^{${toLatex(right)}}`;
  }
}

/** The first factor of a product may carry a sign, alone or in a product of its own. */
function firstFactor(expression: Expression): string {
  const isProduct =
    expression.kind === "binary" && (expression.operator === "*" || expression.operator === "@");
  const maySign = expression.kind === "negate" || isProduct;
  return latex(expression, maySign ? precedence.lowest : precedence.binary["*"]);
}

/** Side by side, unless two factors would read as one: 2 · 3, 2 · ½, or two words. */
function product(left: string, right: string): string {
  const ambiguous =
    /^\d/.test(right) ||
    right.startsWith("\\mathrm") ||
    /\\mathrm\{[^}]*\}$/.test(left) ||
    (/\d$/.test(left) && right.startsWith("\\frac"));
  return ambiguous ? `${left} \\cdot ${right}` : `${left} ${right}`;
}

/** What an exponent or a transpose may be attached to. */
function base(expression: Expression): string {
  const bare = expression.kind === "number" || expression.kind === "name" || isFenced(expression);
  const inner = bare ? latex(expression, precedence.postfix) : toLatex(expression);
  return bare ? inner : bracket(inner, true);
}

/** A call that is printed inside its own fence: |x|, ⌊x⌋, ⌈x⌉. */
function isFenced(expression: Expression): boolean {
  return expression.kind === "call" && Object.hasOwn(fences, expression.name);
}

const fences: Readonly<Record<string, readonly [open: string, close: string]>> = {
  abs: ["|", "|"],
  ceil: ["\\lceil ", "\\rceil"],
  floor: ["\\lfloor ", "\\rfloor"],
};

function callLatex({ name, arguments: list }: CallExpression): string {
  const inner = list.map(toLatex).join(", ");
  if (name === "sqrt") return `\\sqrt{${inner}}`;
  const fence = Object.hasOwn(fences, name) ? fences[name] : undefined;
  if (fence !== undefined) return `\\left${fence[0]}${inner}\\right${fence[1]}`;
  return `${functions.get(name)?.latex ?? latexName(name)}${bracket(inner, true)}`;
}

/** 1e-7 is 10⁻⁷ times 1, and binds like the product it is. */
function latexNumber(value: number, minimum: number): string {
  const [digits = "", exponent] = String(value).split("e");
  if (exponent === undefined) return digits;
  const power = `10^{${Number(exponent)}}`;
  return digits === "1" && minimum < precedence.postfix
    ? power
    : bracket(`${digits} \\cdot ${power}`, minimum > precedence.binary["*"]);
}

/** Brackets, growing ones around content that is tall or has brackets of its own. */
function bracket(inner: string, needed: boolean): string {
  if (!needed) return inner;
  return /[()]|\\frac|\\sqrt|\\left/.test(inner) ? `\\left(${inner}\\right)` : `(${inner})`;
}
