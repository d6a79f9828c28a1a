import type { Local } from "./function-writer.ts";
import type { KernelScope } from "./kernel-scope.ts";
import { rowBlock } from "./kernel-shape.ts";
import { bytesOf } from "./plan-memory.ts";
import { accumulated, accumulationOf, widthOfTotal } from "./reduction-plan.ts";
import type { Accumulation } from "./reduction-plan.ts";
import { writeTiers } from "./tiers.ts";
import type { Count, Mode } from "./tiers.ts";
import type { VectorContext } from "./vector-context.ts";
import { addCompensated, combine, corrected, narrowed } from "./write-totals.ts";
import type { ReductionHooks } from "./write-turn.ts";

/**
 * Reductions of rows into a row, over strips of scratch. Sums of floats are added in float64 in blocks of 16 rows, the blocks with
 * compensation: the error is at most (16 + 2)·u·Σ|xᵢ|.
 */
export function writeRowReductions(
  kernel: KernelScope,
  count: Count,
  loops: (hooks: ReductionHooks, behindRow: () => void) => void,
): void {
  const { context, shape } = kernel;
  const { writer } = context;
  const { kernel: source, inner, firstReduced, stages } = shape;
  const rows = source.lengths.slice(firstReduced, inner).reduce((product, length) => product * length, 1);
  let place = stages.places;
  const states = source.reductions.map((reduction) => {
    const plan = accumulationOf(reduction, source.nodes[reduction.node]!.dtype);
    const part = place++;
    const total = plan.isCompensated && rows > rowBlock ? { sum: place++, lost: place++ } : undefined;
    return { plan, part, total };
  });
  const walk = (plan: Accumulation, body: (mode: Mode) => void): void =>
    writeTiers(kernel.tiering, whole(kernel, count), [kernel.scratchCursor(bytesOf(plan.total))], body);

  for (const { plan, part, total } of states) {
    const start = context.constant(plan.neutral, plan.total);
    const places = total === undefined ? [part] : [part, total.sum, total.lost];
    walk(plan, (mode) => {
      for (const to of places) storeTotals(kernel, to, plan, () => start, mode);
    });
  }
  const left = writer.local("i32");
  const isLong = states.some(({ total }) => total !== undefined);
  const restart = (): void => {
    writer.i32(rowBlock);
    writer.set(left);
  };
  if (isLong) restart();

  const flush = (): void => {
    for (const { plan, part, total } of states) {
      if (total === undefined) continue;
      walk(plan, (mode) => {
        const sums = loadTotals(kernel, total.sum, plan, mode);
        const losses = loadTotals(kernel, total.lost, plan, mode);
        const parts = loadTotals(kernel, part, plan, mode);
        sums.forEach((sum, i) => {
          addCompensated(context, { sum, lost: losses[i]! }, parts[i]!, { sum, lost: losses[i]! });
        });
        storeTotals(kernel, total.sum, plan, (i) => sums[i]!, mode);
        storeTotals(kernel, total.lost, plan, (i) => losses[i]!, mode);
        storeTotals(kernel, part, plan, () => context.constant(0, plan.total), mode);
      });
    }
  };
  loops(
    {
      accumulate(reduction, value, mode) {
        const { plan, part } = states[reduction]!;
        const width = mode.single ? 1 : widthOfTotal(context, plan);
        const before = loadTotals(kernel, part, plan, mode);
        for (let vector = 0; vector < mode.vectors; vector++) {
          accumulated(context, plan, value(vector), mode.single).forEach((each, half) => {
            const to = before[vector * width + half]!;
            combine(context, plan, to, each, to);
          });
        }
        storeTotals(kernel, part, plan, (i) => before[i]!, mode);
      },
    },
    () => {
      if (!isLong) return;
      writer.get(left);
      writer.i32(1);
      writer.op("i32Sub");
      writer.tee(left);
      writer.op("i32Eqz");
      writer.either(() => {
        flush();
        restart();
      });
    },
  );
  if (isLong) flush();
  for (const { plan, part, total } of states) {
    const { access } = plan.reduction;
    const moving = [kernel.cursorOf(access), kernel.scratchCursor(bytesOf(plan.total))];
    writeTiers(kernel.tiering, count, moving, (mode) => {
      const totals =
        total === undefined
          ? loadTotals(kernel, part, plan, mode)
          : correctedTotals(kernel, plan, total, mode);
      const width = totals.length / mode.vectors;
      for (let vector = 0; vector < mode.vectors; vector++) {
        const result = narrowed(context, plan, totals.slice(vector * width, (vector + 1) * width));
        kernel.store(kernel.placeOf(access), result, vector, mode);
      }
    });
  }
}

/** Strips have room for whole groups of vectors. */
function whole({ shape: { lanes, vectors } }: KernelScope, count: Count): Count {
  return typeof count === "number" ? lanes * vectors * Math.ceil(count / (lanes * vectors)) : count;
}

/** The totals of a turn, in locals that may be changed: two vectors for one of elements where float32 adds in float64. */
function loadTotals(kernel: KernelScope, strip: number, plan: Accumulation, mode: Mode): readonly Local[] {
  const { context } = kernel;
  const place = kernel.stripPlace(strip, plan.total);
  return Array.from({ length: totalsOf(context, plan, mode) }, (_, i) => {
    const local = context.writer.local("v128");
    kernel.load(place, i, mode, lanesOfTotal(context, plan));
    context.writer.set(local);
    return local;
  });
}

function storeTotals(
  kernel: KernelScope,
  strip: number,
  plan: Accumulation,
  valueOf: (i: number) => Local,
  mode: Mode,
): void {
  const { context } = kernel;
  const place = kernel.stripPlace(strip, plan.total);
  for (let i = 0; i < totalsOf(context, plan, mode); i++) {
    kernel.store(place, valueOf(i), i, mode, lanesOfTotal(context, plan));
  }
}

function totalsOf(context: VectorContext, plan: Accumulation, { single, vectors }: Mode): number {
  return single ? 1 : vectors * widthOfTotal(context, plan);
}

function lanesOfTotal({ lanes }: VectorContext, { total }: Accumulation): 2 | 4 {
  return total === "float64" ? 2 : lanes;
}

function correctedTotals(
  kernel: KernelScope,
  plan: Accumulation,
  { sum, lost }: { readonly sum: number; readonly lost: number },
  mode: Mode,
): readonly Local[] {
  const { writer } = kernel.context;
  const losses = loadTotals(kernel, lost, plan, mode);
  return loadTotals(kernel, sum, plan, mode).map((each, i) => {
    corrected(kernel.context, { sum: each, lost: losses[i]! });
    const result = writer.local("v128");
    writer.set(result);
    return result;
  });
}
