import { expect, test } from "vitest";
import { evaluate, parse, toLatex } from "@adjoint/expression";
import { fixedRandom, randomExpression } from "./random-expression.ts";

test.each([
  ["(x^2 + y^2) * exp(-(x^2 + y^2))", String.raw`(x^{2} + y^{2}) \exp\left(-(x^{2} + y^{2})\right)`],
  ["1/2 * m * v^2", String.raw`\frac{1}{2} m v^{2}`],
  ["2 * (1/2)", String.raw`2 \cdot \frac{1}{2}`],
  ["sqrt(alpha) / (2pi)", String.raw`\frac{\sqrt{\alpha}}{2 \pi}`],
  ["σ * λ_max", String.raw`\sigma \lambda_{\mathrm{max}}`],
  ["x1 + x_2 + x_i_j", "x_{1} + x_{2} + x_{i,j}"],
  ["rate * time", String.raw`\mathrm{rate} \cdot \mathrm{time}`],
  ["x * 2", String.raw`x \cdot 2`],
  ["2 * x * 3", String.raw`2 x \cdot 3`],
  ["-x^2", "-x^{2}"],
  ["(-x)^2", "(-x)^{2}"],
  ["-(x * y)", "-x y"],
  ["-x * y", "-x y"],
  ["a - -b", "a - (-b)"],
  ["a + -b * c", "a + (-b c)"],
  ["-(-a * b)", "-(-a b)"],
  ["-a * b * c", "-a b c"],
  ["a * -b", "a (-b)"],
  ["a * (b * c)", "a (b c)"],
  ["a - (b + c)", "a - (b + c)"],
  ["sin(x)^2", String.raw`\left(\sin(x)\right)^{2}`],
  ["(a / b)^n", String.raw`\left(\frac{a}{b}\right)^{n}`],
  ["(a^b)^c", String.raw`(a^{b})^{c}`],
  ["a^b^c", "a^{b^{c}}"],
  ["|x|^2", String.raw`\left|x\right|^{2}`],
  ["max(x, y)", String.raw`\max(x, y)`],
  ["sigmoid(x)", String.raw`\operatorname{sigmoid}(x)`],
  ["A' @ x", String.raw`A^{\top} x`],
  ["(A @ B)'", String.raw`(A B)^{\top}`],
  ["1e-7 + 2.5e10 * x", String.raw`10^{-7} + 25000000000 x`],
  ["2e-7^x", String.raw`(2 \cdot 10^{-7})^{x}`],
])("%s prints as LaTeX", (source, expected) => expect(toLatex(parse(source))).toBe(expected));

/** Reads the printed LaTeX by the rules of mathematical typography, back into a formula. */
function fromLatex(latex: string): string {
  const text = latex
    .replaceAll(/\\left\|/g, "abs(")
    .replaceAll(/\\right\|/g, ")")
    .replaceAll(/\\left|\\right/g, "")
    .replaceAll(" \\cdot ", "*")
    .replaceAll(/ ([+-]) /g, "$1")
    .replaceAll(", ", ",")
    .replaceAll(" ", "*");
  for (const [pattern, formula] of [
    [/\\frac\{([^{}]*)\}\{([^{}]*)\}/, "(($1)/($2))"],
    [/\\sqrt\{([^{}]*)\}/, "sqrt($1)"],
    [/\^\{([^{}]*)\}/, "^($1)"],
  ] as const) {
    const replaced = text.replace(pattern, formula);
    if (replaced !== text) return fromLatex(replaced);
  }
  return text.replaceAll("\\", "");
}

test("the LaTeX means what the tree means, for 3000 random trees", () => {
  const random = fixedRandom(11);
  const vocabulary = {
    numbers: [0.5, 2, 3, 1e-7],
    names: ["x", "alpha", "pi"],
    operators: ["+", "-", "*", "/", "^"],
    unaryFunctions: ["sin", "sqrt", "abs", "exp"],
    binaryFunctions: ["max"],
    transposes: false,
  } as const;
  const scope = { x: 1.7, alpha: 0.6 };
  let finite = 0;
  for (let i = 0; i < 3000; i++) {
    const expression = randomExpression(random, vocabulary, 1 + (i % 5));
    const latex = toLatex(expression);
    const expected = evaluate(expression, scope).item();
    const actual = evaluate(parse(fromLatex(latex)), scope).item();
    if (!Number.isFinite(expected)) continue;
    finite++;
    expect(Math.abs(actual - expected), latex).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(expected)));
  }
  expect(finite).toBeGreaterThan(2000);
});
