import { Tensor, Tracer } from "@adjoint/tensor";
import { Variable } from "./equation.ts";
import type { Atom, Recording } from "./equation.ts";
import { formatSpec } from "./format-spec.ts";
import { letters } from "./letters.ts";
import { isRecording } from "./nested-programs.ts";

/**
 * A program as text: an equation a line, with the type of every variable where it is assigned.
 *
 * Constants of up to six elements are written out, larger ones are named by capital letters and declared first.
 * Parameters stand in braces behind the primitive: a flag that is set by its name alone, one that is not set is left
 * out. A program among the parameters, such as a branch, is printed in its place with its own variables.
 */
export function formatProgram(program: Recording): string {
  return formatBlock(program, { names: new Map(), declared: 0 }, new Map()).join("\n");
}

type Names<Named> = Map<Named, string>;

/** The lines of a program; names go on through nested programs, so that none occurs twice. */
function formatBlock(
  { inputs, equations, outputs }: Recording,
  variables: { readonly names: Names<Variable>; declared: number },
  constants: Names<Tensor>,
): string[] {
  const declarations: string[] = [];
  const declare = (variable: Variable): string => {
    // A program that stands in two places declares its variables twice.
    const name = letters(variables.declared++);
    variables.names.set(variable, name);
    return `${name}:${formatSpec(variable)}`;
  };
  const nameOf = (constant: Tensor): string => {
    const known = constants.get(constant);
    if (known !== undefined) return known;
    const name = letters(constants.size).toUpperCase();
    constants.set(constant, name);
    declarations.push(`  ${name}:${formatSpec(constant)} = constant ${beginning(constant)}`);
    return name;
  };
  const use = (atom: Atom): string => {
    if (atom instanceof Variable) return variables.names.get(atom) ?? "?";
    return isLong(atom) ? nameOf(atom) : formatConstant(atom);
  };
  const nested = (program: Recording): string =>
    formatBlock(program, variables, constants).join("\n").replaceAll("\n", "\n    ");

  const header = inputs.map(declare).join(", ");
  const lines = equations.map(({ primitive, params, inputs: operands, outputs: results }) => {
    const right = [primitive.name + formatParams(params, nested), ...operands.map(use)].join(" ");
    return `  ${results.map(declare).join(", ")} = ${right}`;
  });
  const returned = `  return ${outputs.map(use).join(", ")}`;
  return [`program(${header}) {`, ...declarations, ...lines, returned, "}"];
}

const longestConstant = 6;

function isLong(constant: Tensor): boolean {
  return !(constant instanceof Tracer) && constant.size > longestConstant;
}

function beginning(constant: Tensor): string {
  const elements = Array.from(constant.data.subarray(0, 3), formatElement);
  return `${elements.join(", ")}, …`;
}

/** The value of a small constant, with its dtype where the digits do not say it; the type of a long one. */
export function formatConstant(constant: Tensor): string {
  if (constant instanceof Tracer) return `<${formatSpec(constant)} of ${constant.owner.name}>`;
  if (constant.size === 0 || isLong(constant)) return `<${formatSpec(constant)}>`;
  const suffix = constant.dtype === "float64" || constant.dtype === "bool" ? "" : `:${constant.dtype}`;
  return formatElement(constant.toArray()) + suffix;
}

function formatElement(element: unknown): string {
  if (Array.isArray(element)) return `[${element.map(formatElement).join(", ")}]`;
  if (typeof element === "object" && element !== null && "re" in element && "im" in element) {
    return `(${formatElement(element.re)}, ${formatElement(element.im)})`;
  }
  return Object.is(element, -0) ? "-0" : String(element);
}

function formatParams(params: unknown, nested: (program: Recording) => string): string {
  if (params === null || params === undefined) return "";
  const entries = Object.entries(params).filter(([, value]) => value !== false && value !== undefined);
  if (entries.length === 0) return "";
  const parts = entries.map(([key, value]) =>
    value === true ? key : `${key}=${formatParam(value, nested)}`,
  );
  return parts.some((part) => part.includes("\n"))
    ? `{\n${parts.map((part) => `    ${part}`).join(",\n")}\n  }`
    : `{${parts.join(", ")}}`;
}

function formatParam(value: unknown, nested: (program: Recording) => string): string {
  if (isRecording(value)) return nested(value);
  if (value instanceof Tensor) return formatConstant(value);
  if (Array.isArray(value)) return `[${value.map((part) => formatParam(part, nested)).join(", ")}]`;
  if (typeof value === "function") return value.name === "" ? "a function" : value.name;
  if (typeof value === "object" && value !== null) return formatParams(value, nested) || "{}";
  return formatElement(value);
}
