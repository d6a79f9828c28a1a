import { sizeOf } from "@adjoint/tensor";
import type { Combination, Shape } from "@adjoint/tensor";
import type { Variable } from "../../equation.ts";
import { arrangeLoops } from "./arrange-loops.ts";
import type { Definition } from "./definition.ts";
import { buildInParts, wholeBox } from "./boxes.ts";
import type { Box } from "./boxes.ts";
import { KernelBuilder } from "./kernel-builder.ts";
import type { Surroundings } from "./kernel-builder.ts";
import type { BufferId, LoopKernel, NodeId, Reduction, Store } from "./loop-kernel.ts";

/** Values of one level and one shape, which are computed together. */
export interface Nest {
  readonly level: number;
  readonly shape: Shape;
  /** Values of this shape that are stored. */
  readonly roots: readonly Variable[];
  /** Reductions of values of this shape, all over the same axes. */
  readonly reductions: readonly Variable[];
  readonly axes: readonly number[];
}

type ReductionDefinition = Definition & { readonly kind: "reduction" };

/**
 * The loop nests that compute the values of a nest: several where embedded values end.
 *
 * @throws MustStore for an embedded value that has to be stored first.
 */
export function loopNests(
  nest: Nest,
  around: Surroundings,
  bufferFor: (variable: Variable) => BufferId,
): readonly LoopKernel[] {
  if (sizeOf(nest.shape) === 0) return emptyReductions(nest, around, bufferFor);
  const { reductions, axes } = nest;
  return buildInParts(
    wholeBox(nest.shape),
    (box) => arrangeLoops(kernelOver(box, nest, around, bufferFor)),
    (axis) => reductions.length > 0 && axes.includes(axis),
  );
}

function kernelOver(
  box: Box,
  { level, shape, roots, reductions, axes }: Nest,
  around: Surroundings,
  bufferFor: (variable: Variable) => BufferId,
): LoopKernel {
  const builder = new KernelBuilder(around, level, box);
  const stores = roots.map((variable): Store => ({
    node: builder.root(variable),
    access: builder.accessAlong(bufferFor(variable), shape),
  }));
  const combined = reductions.map((variable): Reduction => {
    const { of, combine } = around.definitions.get(variable) as ReductionDefinition;
    const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const access = builder.accessAlong(bufferFor(variable), kept);
    return {
      node: operandOf(builder, builder.element(of), combine),
      combine,
      access: {
        ...access,
        strides: access.strides.map((stride, axis) => (axes.includes(axis) ? 0 : stride)),
      },
    };
  });
  return {
    lengths: box.lengths,
    reduced: shape.map((_, axis) => reductions.length > 0 && axes.includes(axis)),
    nodes: builder.nodes,
    stores,
    reductions: combined,
  };
}

/** Truth is asked of booleans alone. */
function operandOf(builder: KernelBuilder, node: NodeId, combine: Combination): NodeId {
  const dtype = builder.dtypeOf(node);
  if ((combine !== "or" && combine !== "and") || dtype === "bool") return node;
  return builder.apply("notEqual", [node, builder.constant(0, dtype)], "bool");
}

/** What a reduction of nothing gives. */
const neutral: Readonly<Record<Combination, number>> = {
  add: 0,
  mul: 1,
  minimum: Infinity,
  maximum: -Infinity,
  or: 0,
  and: 1,
};

function emptyReductions(
  nest: Nest,
  { definitions }: Surroundings,
  bufferFor: (variable: Variable) => BufferId,
): readonly LoopKernel[] {
  return nest.reductions.flatMap((variable) => {
    const size = sizeOf(variable.shape);
    if (size === 0) return [];
    const { combine } = definitions.get(variable) as ReductionDefinition;
    return [fillKernel(bufferFor(variable), size, neutral[combine], variable)];
  });
}

/** The loop that writes one number everywhere. */
export function fillKernel(
  buffer: BufferId,
  size: number,
  value: number,
  { dtype }: Pick<Variable, "dtype">,
): LoopKernel {
  return arrangeLoops({
    lengths: [size],
    reduced: [false],
    nodes: [{ kind: "constant", value, dtype }],
    stores: [{ node: 0, access: { buffer, offset: 0, strides: [1] } }],
    reductions: [],
  });
}
