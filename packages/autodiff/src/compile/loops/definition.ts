import { sameShape, Tensor } from "@adjoint/tensor";
import type { Combination, Lowering, ScalarFunction } from "@adjoint/tensor";
import type { Atom, Equation, Recording, Variable } from "../../equation.ts";
import { fullView, reshapeView } from "./index-map.ts";
import type { FullView } from "./index-map.ts";

/**
 * What the compiler knows of a variable:
 *
 * - `given`: an input of the program;
 * - `pointwise`, `view`, `embed`, `join`: each element follows from elements of its inputs, so a loop that reads it can compute it;
 * - `same`: the elements of its input in the same order, under another shape;
 * - `reduction`: the result of a loop;
 * - `step`: an output of something that runs between loops.
 */
export type Definition =
  | { readonly kind: "given" }
  | { readonly kind: "pointwise"; readonly function: ScalarFunction; readonly inputs: readonly Atom[] }
  | { readonly kind: "view" | "embed"; readonly of: Atom; readonly view: FullView }
  | { readonly kind: "join"; readonly parts: readonly Part[]; readonly axis: number; readonly isNew: boolean }
  | { readonly kind: "same"; readonly of: Atom }
  | {
      readonly kind: "reduction";
      readonly of: Atom;
      readonly combine: Combination;
      readonly axes: readonly number[];
    }
  | { readonly kind: "step"; readonly equation: Equation };

/** What a join has from a place of its axis on. */
export interface Part {
  readonly of: Atom;
  readonly start: number;
}

/** Joins of more values are left to the primitive: each takes loops of its own. */
const mostParts = 16;

export type Definitions = ReadonlyMap<Variable, Definition>;

/** The definition of every variable of a program. */
export function definitionsOf({ inputs, equations }: Recording): Definitions {
  const definitions = new Map<Variable, Definition>(inputs.map((variable) => [variable, { kind: "given" }]));
  for (const equation of equations) {
    equation.outputs.forEach((variable, i) => definitions.set(variable, definitionOf(equation, i)));
  }
  return definitions;
}

function definitionOf(equation: Equation, output: number): Definition {
  const { primitive, params, inputs, outputs } = equation;
  const lowering = primitive.lowering;
  const step: Definition = { kind: "step", equation };
  if (lowering === undefined || [...inputs, ...outputs].some(({ dtype }) => dtype === "complex128")) {
    return step;
  }
  const of = inputs[0]!;
  switch (lowering.kind) {
    case "pointwise":
      return lowering.when?.(inputs, params) === false
        ? step
        : { kind: "pointwise", function: lowering.function, inputs };
    case "view":
      return { kind: "view", of, view: fullView(lowering.view(of, params, output), of.shape.length) };
    case "embed":
      return { kind: "embed", of, view: fullView(lowering.view(of, params), of.shape.length) };
    case "join":
      return joined(inputs, (params as { readonly axis: number }).axis, lowering.isNew) ?? step;
    case "reshape":
      return reshaped(of, outputs[0]!);
    case "reduction":
      return {
        kind: "reduction",
        of,
        combine: lowering.combine,
        axes: (params as { readonly axes: readonly number[] }).axes,
      };
    case "product":
      return step;
  }
}

function joined(inputs: readonly Atom[], axis: number, isNew: boolean): Definition | undefined {
  const of = inputs[0]!;
  if (isNew && inputs.every((atom) => atom === of)) {
    const { shape } = of;
    const axes: (number | null)[] = shape.map((_, a) => a);
    axes.splice(axis, 0, null);
    return { kind: "view", of, view: { starts: shape.map(() => 0), axes, steps: axes.map(() => 1) } };
  }
  if (inputs.length > mostParts) return undefined;
  let end = 0;
  const parts = inputs.map((atom): Part => {
    const start = end;
    end += isNew ? 1 : atom.shape[axis]!;
    return { of: atom, start };
  });
  return { kind: "join", parts, axis, isNew };
}

function reshaped(of: Atom, output: Variable): Definition {
  const view = sameShape(of.shape, output.shape) ? undefined : reshapeView(of.shape, output.shape);
  return view === undefined ? { kind: "same", of } : { kind: "view", of, view };
}

/** The lowering of a matrix product, if an equation is one that generators know. */
export function productOf({ primitive, inputs }: Equation): (Lowering & { kind: "product" }) | undefined {
  const { lowering } = primitive;
  const isFloating = inputs.every(({ dtype }) => dtype === "float64" || dtype === "float32");
  return lowering?.kind === "product" && isFloating ? lowering : undefined;
}

/** Whether a loop that needs elements of it may compute them, instead of reading what another has stored. */
export function isLazy(definition: Definition): boolean {
  return ["pointwise", "view", "embed", "join"].includes(definition.kind);
}

/** Whether it is zeros with elements at places that lie apart. */
export function hasGaps(definition: Definition): boolean {
  return definition.kind === "embed" && definition.view.steps.some((step) => step !== 1);
}

/** The number that every element of a constant is, if there is such a one. */
export function constantValue(atom: Atom): number | undefined {
  if (!(atom instanceof Tensor)) return undefined;
  if (atom.uniform !== undefined) return atom.uniform;
  return atom.size === 1 && atom.dtype !== "complex128" ? atom.data[0] : undefined;
}
