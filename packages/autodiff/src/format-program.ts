import type { Tensor } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Recording } from "./equation.ts";
import { formatSpec } from "./format-spec.ts";

/** A program as text, an equation a line. */
export function formatProgram({ inputs, equations, outputs }: Recording): string {
  const names = new Map<Variable, string>();
  const declare = (variable: Variable): string => {
    const name = letters(names.size);
    names.set(variable, name);
    return `${name}:${formatSpec(variable)}`;
  };
  const use = (atom: Atom): string => (atom instanceof Variable ? names.get(atom)! : formatConstant(atom));
  const header = inputs.map(declare).join(", ");
  const lines = equations.map(({ primitive, params, inputs: operands, outputs: results }) => {
    const left = results.map(declare).join(", ");
    return `  ${left} = ${[primitive.name + formatParams(params), ...operands.map(use)].join(" ")}`;
  });
  return [`program(${header}) {`, ...lines, `  return ${outputs.map(use).join(", ")}`, "}"].join("\n");
}

/** a, b, …, z, aa, ab, … */
function letters(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : letters(Math.floor(index / 26) - 1) + letter;
}

/** A small constant is printed as its value, a large one as its type. */
function formatConstant(constant: Tensor): string {
  return constant.shape.length === 0 ? String(constant.item()) : `<${formatSpec(constant)}>`;
}

function formatParams(params: unknown): string {
  if (params === null || params === undefined) return "";
  const entries = Object.entries(params).map(([key, value]) => `${key}=${formatParam(value)}`);
  return `{${entries.join(", ")}}`;
}

function formatParam(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(formatParam).join(", ")}]` : String(value);
}
