import type { Reduction } from "../loops/loop-kernel.ts";
import type { Local } from "./function-writer.ts";
import type { KernelScope } from "./kernel-scope.ts";
import { accumulated, accumulationOf, widthOfTotal } from "./reduction-plan.ts";
import type { Accumulation } from "./reduction-plan.ts";
import type { VectorContext } from "./vector-context.ts";
import { writeSingleStore } from "./write-access.ts";
import { addCompensated, combine, corrected, narrowed } from "./write-totals.ts";
import type { ReductionHooks } from "./write-turn.ts";

/** The lanes of a vector in another order. */
const swapHalves = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
const swapNeighbours = [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11];

/**
 * Some reductions along the innermost loop, in accumulators for several vectors; products of floats, and sums beside them, one
 * element after the other.
 *
 * Sums of floats are added in blocks of 128, each as evaluation adds one, in float64; the blocks are added with
 * compensation. So the error is at most (16 + 3 + 2)·u·Σ|xᵢ|, whatever the length; one of evaluation is (16 + 3 + log₂(n/128))·u·Σ|xᵢ|.
 *
 * Source: D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
 */
export function writeInnerReductions(
  kernel: KernelScope,
  which: readonly number[],
  loops: (hooks: ReductionHooks, behindStrip: () => void) => void,
): void {
  const { context, shape } = kernel;
  const { writer } = context;
  const { kernel: source, strip, inner, firstReduced, isSequential, vectors } = shape;
  const isLong = strip < source.lengths[inner]! || firstReduced < inner;
  const stateOf = (reduction: Reduction) => {
    const plan = accumulationOf(reduction, source.nodes[reduction.node]!.dtype);
    const count = isSequential ? 0 : vectors * widthOfTotal(context, plan);
    const local = (): Local => writer.local("v128");
    return {
      plan,
      accumulators: Array.from({ length: count }, local),
      // What single elements are added to: the block's sum, or an accumulator of its own.
      single: local(),
      total: plan.isCompensated && isLong ? { sum: local(), lost: local() } : undefined,
    };
  };
  const stateAt = new Map(which.map((i) => [i, stateOf(source.reductions[i]!)]));
  const states = [...stateAt.values()];
  const reset = (locals: readonly Local[], { neutral, total }: Accumulation): void => {
    for (const local of locals) copyOf(context, context.constant(neutral, total), local);
  };
  for (const { plan, accumulators, single, total } of states) {
    reset([...accumulators, single], plan);
    if (total !== undefined) reset([total.sum, total.lost], plan);
  }
  const hooks: ReductionHooks = {
    accumulate(reduction, value, mode) {
      const { plan, accumulators, single } = stateAt.get(reduction)!;
      for (let vector = 0; vector < mode.vectors; vector++) {
        const parts = accumulated(context, plan, value(vector), mode.single);
        parts.forEach((part, half) => {
          const to = mode.single ? single : accumulators[vector * parts.length + half]!;
          combine(context, plan, to, part, to);
        });
      }
    },
    between(reductions) {
      for (const reduction of reductions) {
        const { plan, accumulators, single } = stateAt.get(reduction)!;
        if (plan.isCompensated && !isSequential) horizontal(context, plan, accumulators, single);
      }
    },
  };
  loops(hooks, () => {
    for (const { plan, accumulators, single, total } of states) {
      if (total === undefined) continue;
      addCompensated(context, total, single, total);
      reset([...accumulators, single], plan);
    }
  });
  for (const { plan, accumulators, single, total } of states) {
    const result = writer.local("v128");
    if (total !== undefined) {
      corrected(context, total);
      writer.set(result);
    } else if (plan.isCompensated || isSequential) copyOf(context, single, result);
    else {
      horizontal(context, plan, accumulators, result);
      combine(context, plan, result, single, result);
    }
    storeSingle(kernel, plan, result);
  }
}

/** Combines the lanes of each accumulator, then neighbouring accumulators: the order in which evaluation adds a block. */
function horizontal(
  context: VectorContext,
  plan: Accumulation,
  accumulators: readonly Local[],
  to: Local,
): void {
  const { writer, lanes } = context;
  const across = (x: Local, places: readonly number[]): Local => {
    const other = writer.local("v128");
    writer.get(x);
    writer.get(x);
    writer.shuffle(places);
    writer.set(other);
    combine(context, plan, x, other, other);
    return other;
  };
  const isWide = plan.total === "float64" || (lanes === 2 && plan.total === "bool");
  const hasFour = !isWide && lanes === 4;
  let parts = accumulators.map((x) => {
    if (isWide) return across(x, swapHalves);
    return hasFour ? across(across(x, swapNeighbours), swapHalves) : across(x, swapNeighbours);
  });
  while (parts.length > 1) {
    parts = Array.from({ length: Math.ceil(parts.length / 2) }, (_, i) => {
      const [a, b] = [parts[2 * i]!, parts[2 * i + 1]];
      if (b !== undefined) combine(context, plan, a, b, a);
      return a;
    });
  }
  copyOf(context, parts[0]!, to);
}

function storeSingle(kernel: KernelScope, plan: Accumulation, result: Local): void {
  writeSingleStore(
    kernel.context,
    kernel.placeOf(plan.reduction.access),
    narrowed(kernel.context, plan, [result]),
  );
}

/** A value to a local that must not be shared. */
function copyOf({ writer }: VectorContext, from: Local, to: Local): void {
  writer.get(from);
  writer.set(to);
}
