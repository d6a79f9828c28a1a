import type { Tensor } from "@adjoint/tensor";
import type { ExplainedStep, ExplainedTerm, Explanation } from "./explanation.ts";
import { passedBack, withoutRepeats } from "./explanation-terms.ts";
import { formatName, formatValue } from "./format-formula.ts";

/** A derivation as text. */
export function explanationText(explanation: Explanation): string {
  const { name, steps, result, value } = explanation;
  const given = explanation.arguments.map((argument) => `${argument.name} = ${show(argument.value)}`);
  const call = `${name}(${explanation.arguments.map((argument) => argument.name).join(", ")})`;
  if (result === null)
    return `${call} = ${show(value)} depends on none of its arguments: its derivative is 0.`;
  return [
    `${call} at ${given.join(", ")}`,
    "",
    "Forward: each value from those before it, and its local derivatives",
    ...columns(steps.map(forwardCells)),
    `  ${call} = ${result} = ${show(value)}`,
    "",
    `Backward: how ${name} changes with each value, ${formatName("v", true, "text")} = ∂${name}/∂v`,
    ...backwardLines(explanation),
    "",
    "Result",
    ...explanation.arguments.map((argument) => `  ∂${name}/∂${argument.name} = ${show(argument.adjoint)}`),
  ].join("\n");
}

function forwardCells({ name, term, inputs }: ExplainedStep): string[] {
  const derivatives = inputs.flatMap(({ name: input, derivative }) =>
    derivative === null ? [] : [`∂${name}/∂${input} = ${equation(derivative)}`],
  );
  return [`${name} = ${term.formula}`, `= ${show(term.value)}`, derivatives.join(", ")];
}

/** One line for each value that the result depends on: the sum of what all steps pass back to it. */
function backwardLines(explanation: Explanation): string[] {
  const { steps, result } = explanation;
  const values = [...steps.toReversed(), ...explanation.arguments];
  return values.flatMap(({ name, adjoint }) => {
    if (adjoint === null) return [];
    const adjointName = formatName(name, true, "text");
    if (name === result) return [`  ${adjointName} = 1`];
    const passed = passedBack(explanation, name, "text");
    const parts = passed.length === 0 ? ["0"] : withoutRepeats([...passed, show(adjoint)]);
    return [`  ${adjointName} = ${parts.join(" = ")}`];
  });
}

function equation({ formula, value }: ExplainedTerm): string {
  const number = show(value);
  return formula === number.replaceAll(/[[\]]/g, "") ? formula : `${formula} = ${number}`;
}

function show(value: Tensor): string {
  return formatValue(value, "text");
}

/** Lines whose cells stand below each other; the last is not padded. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, j) => Math.max(...rows.map((row) => row[j]!.length)));
  return rows.map((row) => `  ${row.map((cell, j) => cell.padEnd(widths[j]!)).join("  ")}`.trimEnd());
}
