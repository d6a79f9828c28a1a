import type { Tensor } from "@adjoint/tensor";
import { explanationGraph } from "./explanation-graph.ts";
import type { ExplanationGraph } from "./explanation-graph.ts";
import { explanationLatex } from "./explanation-latex.ts";
import { explanationText } from "./explanation-text.ts";

/** A formula in a derivation, and its value. */
export interface ExplainedTerm {
  /** In the names of the derivation: `v̄3 · v5`. */
  readonly formula: string;
  readonly latex: string;
  /** The formula with numbers for its names, as text and as LaTeX, where these are scalars. */
  readonly numbers: string | null;
  readonly numbersLatex: string | null;
  readonly value: Tensor;
}

/** What a step means for one of the values that it takes. */
export interface ExplainedInput {
  readonly name: string;
  /** ∂(step)/∂(input), where it is one number or one for each element; `null` where it is a matrix. */
  readonly derivative: ExplainedTerm | null;
  /** What the step adds to the input's adjoint; `null` where nothing depends on it. */
  readonly contribution: ExplainedTerm | null;
}

/** One step of a derivation: a value, how it comes about, and how the result changes with it. */
export interface ExplainedStep {
  readonly name: string;
  /** The primitive. */
  readonly operation: string;
  /** How the value is computed from those before it. */
  readonly term: ExplainedTerm;
  /** ∂f/∂v, of the value's shape; `null` where the result does not depend on it smoothly. */
  readonly adjoint: Tensor | null;
  /** The inputs that vary. */
  readonly inputs: readonly ExplainedInput[];
}

/** An argument of the explained function: its value and the gradient with respect to it. */
export interface ExplainedArgument {
  readonly name: string;
  readonly value: Tensor;
  readonly adjoint: Tensor;
}

/** The derivation of a derivative; `explain` makes it. */
export class Explanation {
  /** The name of the function, or `f`. */
  readonly name: string;
  readonly arguments: readonly ExplainedArgument[];
  /** In the order in which they are computed. */
  readonly steps: readonly ExplainedStep[];
  /** The name of the step or argument that is the result; `null` if the result depends on no argument. */
  readonly result: string | null;
  readonly value: Tensor;

  constructor(parts: Pick<Explanation, "name" | "arguments" | "steps" | "result" | "value">) {
    this.name = parts.name;
    this.arguments = parts.arguments;
    this.steps = parts.steps;
    this.result = parts.result;
    this.value = parts.value;
  }

  /** The derivation as text: the values forward, then the adjoints backward. */
  toString(): string {
    return explanationText(this);
  }

  /** The derivation as two sets of aligned equations. */
  toLatex(): string {
    return explanationLatex(this);
  }

  /** The derivation as a graph of plain data: values flow along its edges, adjoints against them. */
  toGraph(): ExplanationGraph {
    return explanationGraph(this);
  }
}
