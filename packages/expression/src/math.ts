import type { Tensor, TensorLike } from "@adjoint/tensor";
import { evaluate } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { parse } from "./parse.ts";

/**
 * Infix formulas over tensors: a template whose `${…}` are values.
 *
 * The text is parsed once per place in the program; each call only evaluates. The language is that of
 * `parse`: `^` is a power, `*` works element by element, `@` is the matrix product, `'` the transpose.
 *
 * @throws ParseError when the text is not a formula, UnknownNameError for a name that is not a constant:
 * values come in through `${…}`.
 *
 * @example
 * ```ts
 * import { math } from "@adjoint/expression";
 * const ring = (x: number, y: number) => math`(${x}^2 + ${y}^2) * exp(-(${x}^2 + ${y}^2))`;
 * ring(1, 2).item(); // => 0.0336897349954273
 * math`${[[1, 2], [3, 4]]}' @ ${[1, 1]}`; // => [4 6]
 * ```
 */
export function math(strings: TemplateStringsArray, ...values: readonly TensorLike[]): Tensor {
  let expression = parsed.get(strings);
  if (expression === undefined) {
    expression = parse(joined(strings.raw));
    parsed.set(strings, expression);
  }
  return evaluate(expression, Object.fromEntries(values.map((value, index) => [slot(index), value])));
}

/** A template's strings are one object per place in the program, so they key what was parsed there. */
const parsed: WeakMap<TemplateStringsArray, Expression> = /* @__PURE__ */ new WeakMap();

/** The raw text: a `\times` must reach the parser's error as it was written. */
function joined(raw: readonly string[]): string {
  return raw.reduce((text, part, index) => text + slot(index - 1) + part);
}

const slot = (index: number): string => `\${${index}}`;
