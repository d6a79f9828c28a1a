import { sizeOf } from "@adjoint/tensor";
import type { Atom, Variable } from "../../equation.ts";
import { arrangeLoops } from "./arrange-loops.ts";
import { buildInParts, wholeBox } from "./boxes.ts";
import { linearIndex } from "./index-map.ts";
import { KernelBuilder } from "./kernel-builder.ts";
import type { Values } from "./lower-equation.ts";
import { fillKernel } from "./loop-nests.ts";
import type { Step } from "./schedule.ts";

/** Where a part stands in the whole. */
interface Placing {
  readonly of: Atom;
  /** For each axis of the part the axis of the whole, and the steps along it. */
  readonly axes: readonly number[];
  readonly steps: readonly number[];
  /** For each axis of the whole the place of the first element. */
  readonly starts: readonly number[];
}

/** The steps that store an embedded or joined value part by part, each by a loop of its own. */
export function assembleSteps(variable: Variable, level: number, values: Values): readonly Step[] {
  const definition = values.definitions.get(variable)!;
  const { shape } = variable;
  if (sizeOf(shape) === 0) return [];
  if (definition.kind === "embed") {
    const { of, view } = definition;
    const zeros = fillKernel(values.bufferFor(variable), sizeOf(shape), 0, variable);
    const placing = { of, axes: shape.map((_, a) => a), steps: view.steps, starts: view.starts };
    return [{ kind: "loops", kernel: zeros }, ...placed(variable, placing, level, values)];
  }
  if (definition.kind !== "join") throw new Error(`compile: a ${definition.kind} value has no parts`);
  const { parts, axis, isNew } = definition;
  return parts.flatMap(({ of, start }) => {
    const axes = of.shape.map((_, a) => (isNew && a >= axis ? a + 1 : a));
    const starts = shape.map((_, a) => (a === axis ? start : 0));
    return placed(variable, { of, axes, steps: axes.map(() => 1), starts }, level, values);
  });
}

function placed(
  variable: Variable,
  { of, axes, steps, starts }: Placing,
  level: number,
  values: Values,
): readonly Step[] {
  if (sizeOf(of.shape) === 0) return [];
  const kernels = buildInParts(wholeBox(of.shape), (box) => {
    const builder = new KernelBuilder(values, level, box);
    const node = builder.element(of);
    const places = starts.map((start, axis) => {
      const from = axes.indexOf(axis);
      if (from < 0) return { offset: start, coefficients: of.shape.map(() => 0) };
      const { offset, coefficients } = box.map[from]!;
      const step = steps[from]!;
      return { offset: start + step * offset, coefficients: coefficients.map((c) => step * c) };
    });
    const { offset, coefficients } = linearIndex(variable.shape, places, of.shape.length);
    return arrangeLoops({
      lengths: box.lengths,
      reduced: box.lengths.map(() => false),
      nodes: builder.nodes,
      stores: [{ node, access: { buffer: values.bufferFor(variable), offset, strides: coefficients } }],
      reductions: [],
    });
  });
  return kernels.map((kernel): Step => ({ kind: "loops", kernel }));
}
