import { formatShape } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { isUniform } from "./formula.ts";
import type { Formula } from "./formula.ts";
import { notationOf } from "./notation.ts";
import type { Params } from "./notation.ts";

/** How formulas are written out. */
export type Style = "text" | "latex";

/** A formula as text or as LaTeX, with as few brackets as it needs. */
export function formatFormula(formula: Formula, style: Style): string {
  return written(formula, style, 0);
}

function written(formula: Formula, style: Style, minimum: number): string {
  switch (formula.kind) {
    case "name":
      return formatName(formula.name, formula.adjoint, style);
    case "constant": {
      const text = formatConstant(formula.value, style);
      return bracketed(text, text.startsWith("-") || text.startsWith("−") ? 1 : 4, minimum, style);
    }
    case "call": {
      const { level, operands, [style]: write } = notationOf(formula.operation);
      const fraction = style === "latex" && formula.operation === "div";
      const parts = formula.operands.map((operand, i) =>
        written(operand, style, fraction ? 0 : operands[Math.min(i, operands.length - 1)]!),
      );
      const whole = write(parts, (formula.params ?? {}) as Params);
      const part = formula.output === 0 ? whole : `${whole}[${formula.output}]`;
      return bracketed(part, fraction ? 2 : level, minimum, style);
    }
  }
}

/** A constant in a formula: one number where all elements are the same. */
function formatConstant(value: Tensor, style: Style): string {
  return value.dtype !== "bool" && isUniform(value)
    ? formatNumber(value.data[0]!, style)
    : formatValue(value, style);
}

function bracketed(text: string, level: number, minimum: number, style: Style): string {
  if (level >= minimum) return text;
  return style === "latex" ? `\\left(${text}\\right)` : `(${text})`;
}

/** `v3`, and its adjoint `v̄3`. */
export function formatName(name: string, adjoint: boolean, style: Style): string {
  if (style === "text") return adjoint ? `${name[0]}\u0304${name.slice(1)}` : name;
  const [, letter, number] = /^([A-Za-z])(\d*)$/.exec(name) ?? [];
  if (letter === undefined) {
    const whole = `\\mathit{${name.replaceAll(/[_#$%&{}]/g, "\\$&")}}`;
    return adjoint ? `\\overline{${whole}}` : whole;
  }
  return `${adjoint ? `\\bar{${letter}}` : letter}${number === "" ? "" : `_{${number}}`}`;
}

const digits = 6;
const shownElements = 6;

/** A number in six digits, a small tensor element by element, a large one by its shape. */
export function formatValue(value: Tensor, style: Style): string {
  const { shape, dtype, size } = value;
  const isNumber = dtype === "float64" || dtype === "float32" || dtype === "int32";
  if (!isNumber && size <= shownElements) return String(value);
  if (size > 1 && isUniform(value)) return formatNumber(value.data[0]!, style);
  if (size > shownElements || size === 0) return `${dtype}${formatShape(shape)}`;
  return formatNested(value.toArray(), style);
}

function formatNested(value: unknown, style: Style): string {
  return Array.isArray(value)
    ? `[${value.map((each) => formatNested(each, style)).join(", ")}]`
    : formatNumber(value as number, style);
}

function formatNumber(value: number, style: Style): string {
  const short = String(Number(value.toPrecision(digits)));
  if (style === "text") return short.replace("-", "−").replace("e−", "e-");
  if (Number.isNaN(value)) return "\\mathrm{NaN}";
  if (!Number.isFinite(value)) return value > 0 ? "\\infty" : "-\\infty";
  const [mantissa, exponent] = short.split("e");
  return exponent === undefined ? short : `${mantissa} \\times 10^{${Number(exponent)}}`;
}
