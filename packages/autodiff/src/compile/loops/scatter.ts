import { sizeOf } from "@adjoint/tensor";
import type { Variable } from "../../equation.ts";
import { arrangeLoops } from "./arrange-loops.ts";
import type { Definition } from "./definition.ts";
import { boxMap, linearIndex } from "./index-map.ts";
import { KernelBuilder } from "./kernel-builder.ts";
import type { Values } from "./lower-equation.ts";
import { fillKernel } from "./loop-nests.ts";
import type { Step } from "./schedule.ts";

/** Zeros, and then elements at places that lie apart: how an embedded value is stored whose steps are not 1. */
export function scatterSteps(variable: Variable, level: number, values: Values): readonly Step[] {
  const { of, view } = values.definitions.get(variable) as Definition & { kind: "embed" };
  const buffer = values.bufferFor(variable);
  if (sizeOf(variable.shape) === 0) return [];
  const zeros: Step = { kind: "loops", kernel: fillKernel(buffer, sizeOf(variable.shape), 0, variable) };
  if (sizeOf(of.shape) === 0) return [zeros];
  const starts = of.shape.map(() => 0);
  const builder = new KernelBuilder(values, level, { starts, lengths: of.shape });
  const node = builder.element(of);
  const places = boxMap(starts).map(({ coefficients }, axis) => ({
    offset: view.starts[axis]!,
    coefficients: coefficients.map((c) => c * view.steps[axis]!),
  }));
  const { offset, coefficients } = linearIndex(variable.shape, places, starts.length);
  const kernel = arrangeLoops({
    lengths: of.shape,
    reduced: of.shape.map(() => false),
    nodes: builder.nodes,
    stores: [{ node, access: { buffer, offset, strides: coefficients } }],
    reductions: [],
  });
  return [zeros, { kind: "loops", kernel }];
}
