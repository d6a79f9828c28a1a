import type { Tensor } from "@adjoint/tensor";
import type { Explanation } from "./explanation.ts";
import { passedBack, withoutRepeats } from "./explanation-terms.ts";
import { formatName, formatValue } from "./format-formula.ts";

/** A derivation as LaTeX: the values, the adjoints and the gradient, aligned at their equals signs. */
export function explanationLatex(explanation: Explanation): string {
  const { steps, result } = explanation;
  const f = formatName(explanation.name, false, "latex");
  const forward = steps.map(({ name, term }) => [
    formatName(name, false, "latex"),
    term.latex,
    show(term.value),
  ]);
  const values = [...steps.toReversed(), ...explanation.arguments];
  const backward = values.flatMap(({ name, adjoint }) => {
    if (adjoint === null) return [];
    const left = formatName(name, true, "latex");
    if (name === result) return [[left, "1"]];
    return [[left, ...passedBack(explanation, name, "latex"), show(adjoint)]];
  });
  const gradient = explanation.arguments.map(({ name, adjoint }) => {
    const x = formatName(name, false, "latex");
    return [`\\frac{\\partial ${f}}{\\partial ${x}}`, formatName(name, true, "latex"), show(adjoint)];
  });
  const gap = "\\\\[1ex]\n";
  const blocks = [forward, backward, gradient].filter((rows) => rows.length > 0);
  return `\\begin{aligned}\n${blocks.map((rows) => rows.map(row).join(" \\\\\n")).join(` ${gap}`)}\n\\end{aligned}`;
}

function row([left, ...parts]: readonly string[]): string {
  return `${left} &= ${withoutRepeats(parts).join(" = ")}`;
}

function show(value: Tensor): string {
  return formatValue(value, "latex");
}
