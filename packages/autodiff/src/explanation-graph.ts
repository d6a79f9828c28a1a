import type { Tensor } from "@adjoint/tensor";
import type { Explanation } from "./explanation.ts";
import { formatValue } from "./format-formula.ts";

/** A value of a derivation, to be drawn. */
export interface ExplanationNode {
  readonly id: string;
  readonly kind: "argument" | "step" | "result";
  /** The name of the primitive; of an argument its own. */
  readonly label: string;
  /** How it is computed; of an argument its name. */
  readonly formula: string;
  readonly value: string;
  /** ∂f/∂v; `null` where the result does not depend on it smoothly. */
  readonly adjoint: string | null;
}

/** A value that a step takes: forward flows the value, backward the adjoint times the local derivative. */
export interface ExplanationEdge {
  readonly from: string;
  readonly to: string;
  /** ∂to/∂from, as formula and as number, where it is no matrix. */
  readonly derivative: { readonly formula: string; readonly value: string } | null;
  /** What flows back along the edge. */
  readonly contribution: string | null;
}

/** A derivation as plain data to draw; every edge points to a later node. */
export interface ExplanationGraph {
  readonly nodes: readonly ExplanationNode[];
  readonly edges: readonly ExplanationEdge[];
}

/** The graph of a derivation. */
export function explanationGraph({ arguments: args, steps, result }: Explanation): ExplanationGraph {
  const kindOf = (name: string, otherwise: "argument" | "step"): ExplanationNode["kind"] =>
    name === result ? "result" : otherwise;
  const nodes = [
    ...args.map(({ name, value, adjoint }): ExplanationNode => {
      return {
        id: name,
        kind: kindOf(name, "argument"),
        label: name,
        formula: name,
        value: show(value),
        adjoint: show(adjoint),
      };
    }),
    ...steps.map(({ name, operation, term, adjoint }): ExplanationNode => {
      const { formula, value } = term;
      const kind = kindOf(name, "step");
      return {
        id: name,
        kind,
        label: operation,
        formula,
        value: show(value),
        adjoint: adjoint && show(adjoint),
      };
    }),
  ];
  const edges = steps.flatMap(({ name, inputs }) =>
    inputs.map(({ name: from, derivative, contribution }): ExplanationEdge => {
      return {
        from,
        to: name,
        derivative: derivative && { formula: derivative.formula, value: show(derivative.value) },
        contribution: contribution && show(contribution.value),
      };
    }),
  );
  return { nodes, edges };
}

function show(value: Tensor): string {
  return formatValue(value, "text");
}
