import { Tensor, Tracer } from "@adjoint/tensor";
import type { Atom, Recording } from "./equation.ts";

/** A formula of named values, as a derivation shows it. */
export type Formula =
  | { readonly kind: "name"; readonly name: string; readonly adjoint: boolean }
  | { readonly kind: "constant"; readonly value: Tensor }
  | {
      readonly kind: "call";
      readonly operation: string;
      readonly params: unknown;
      readonly operands: readonly Formula[];
      /** Which of several outputs; 0 if there is one. */
      readonly output: number;
    };

/** The formulas of a recording's outputs in what its inputs are called. */
export function formulasOf(recording: Recording, inputs: readonly Formula[]): Formula[] {
  const known = new Map<Atom, Formula>(recording.inputs.map((variable, i) => [variable, inputs[i]!]));
  const read = (atom: Atom): Formula => known.get(atom) ?? { kind: "constant", value: atom as Tensor };
  for (const { primitive, params, inputs: operands, outputs } of recording.equations) {
    outputs.forEach((variable, output) => {
      const call = {
        kind: "call",
        operation: primitive.name,
        params,
        operands: operands.map(read),
        output,
      } as const;
      known.set(variable, simplified(call));
    });
  }
  return recording.outputs.map(read);
}

/** What a reader would not write: 1·a, a + 0, −(−a), a·(−1), a broadcast of a number. */
function simplified(call: Formula & { kind: "call" }): Formula {
  const [a, b] = call.operands;
  switch (call.operation) {
    case "broadcastTo":
    case "cast":
      return a?.kind === "constant" && isUniform(a.value) ? a : call;
    case "mul":
      if (is(a, 1)) return b!;
      if (is(b, 1)) return a!;
      if (is(a, -1)) return negated(b!);
      if (is(b, -1)) return negated(a!);
      return call;
    case "div":
      return is(b, 1) ? a! : call;
    case "pow":
      return is(b, 1) ? a! : call;
    case "add":
      return is(a, 0) ? b! : is(b, 0) ? a! : call;
    case "sub":
      return is(b, 0) ? a! : call;
    case "neg":
      return negated(a!);
    case "where": {
      const chosen = a === undefined ? undefined : constantOf(a);
      return chosen === undefined ? call : call.operands[chosen === 0 ? 2 : 1]!;
    }
    default:
      return call;
  }
}

function negated(formula: Formula): Formula {
  if (formula.kind === "call" && formula.operation === "neg") return formula.operands[0]!;
  return { kind: "call", operation: "neg", params: null, operands: [formula], output: 0 };
}

/** A formula with an adjoint replaced by 1: what is left of a cotangent's rule is the local derivative. */
export function withUnitAdjoint(formula: Formula): Formula {
  if (formula.kind === "name") return formula.adjoint ? one : formula;
  if (formula.kind === "constant") return formula;
  return simplified({ ...formula, operands: formula.operands.map(withUnitAdjoint) });
}

/** A formula with the values of its names, where these are known. */
export function withValues(
  formula: Formula,
  valueOf: (name: string, adjoint: boolean) => Tensor | undefined,
): Formula {
  if (formula.kind === "constant") return formula;
  if (formula.kind === "name") {
    const value = valueOf(formula.name, formula.adjoint);
    return value === undefined ? formula : { kind: "constant", value };
  }
  return { ...formula, operands: formula.operands.map((operand) => withValues(operand, valueOf)) };
}

/** Whether a formula has no names in it. */
export function isClosed(formula: Formula): boolean {
  if (formula.kind === "call") return formula.operands.every(isClosed);
  return formula.kind === "constant";
}

const one: Formula = { kind: "constant", value: /* @__PURE__ */ new Tensor([], "float64", 1) };

/** The product of two formulas. */
export function product(a: Formula, b: Formula): Formula {
  return simplified({ kind: "call", operation: "mul", params: null, operands: [a, b], output: 0 });
}

function is(formula: Formula | undefined, value: number): boolean {
  return formula !== undefined && constantOf(formula) === value;
}

/** The number that all elements of a constant are. */
function constantOf(formula: Formula): number | undefined {
  return formula.kind === "constant" && isUniform(formula.value) ? formula.value.data[0] : undefined;
}

/** Whether all elements are the same number, so that one stands for all. */
export function isUniform(x: Tensor): boolean {
  if (x.size === 0 || x.dtype === "complex128" || x instanceof Tracer) return false;
  const { data } = x;
  return data.every((value) => value === data[0]);
}
