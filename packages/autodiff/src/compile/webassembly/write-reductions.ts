import type { Local } from "./function-writer.ts";
import type { Reduction } from "../loops/loop-kernel.ts";
import { rowBlock } from "./kernel-shape.ts";
import type { KernelWriter, ReductionHooks } from "./kernel-writer.ts";
import { accumulated, accumulationOf, widthOfTotal } from "./reduction-plan.ts";
import type { Accumulation } from "./reduction-plan.ts";
import { bytesOf } from "./plan-memory.ts";
import { writeTiers } from "./tiers.ts";
import type { Count, Mode } from "./tiers.ts";
import type { VectorContext } from "./vector-context.ts";
import { writeSingleStore } from "./write-access.ts";
import { writeNarrowed } from "./write-strip.ts";

/** The lanes of a vector in another order. */
const swapHalves = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
const swapNeighbours = [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11];

/** A sum, and what rounding has cost it. */
interface Compensated {
  readonly sum: Local;
  readonly lost: Local;
}

/**
 * Some reductions along the innermost loop, in accumulators for several vectors.
 *
 * Sums of floats are added in blocks of 128, each as evaluation adds one, in float64; the blocks are added with
 * compensation. So the error is at most (16 + 3 + 2)·u·Σ|xᵢ|, whatever the length; one of evaluation is (16 + 3 + log₂(n/128))·u·Σ|xᵢ|.
 *
 * Source: D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
 */
export function writeInnerReductions(
  kernel: KernelWriter,
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
        if (plan.isCompensated) horizontal(context, plan, accumulators, single);
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

/** A value to a local that must not be shared. */
function copyOf({ writer }: VectorContext, from: Local, to: Local): void {
  writer.get(from);
  writer.set(to);
}

function combine({ writer }: VectorContext, { opcode }: Accumulation, a: Local, b: Local, to: Local): void {
  writer.get(a);
  writer.get(b);
  writer.op(opcode);
  writer.set(to);
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

/** Adds to a sum, and what rounding loses to the loss (Knuth's TwoSum). */
function addCompensated(
  { writer }: VectorContext,
  { sum, lost }: Compensated,
  x: Local,
  to: Compensated,
): void {
  const next = writer.local("v128");
  const part = writer.local("v128");
  writer.get(sum);
  writer.get(x);
  writer.op("f64x2Add");
  writer.tee(next);
  writer.get(sum);
  writer.op("f64x2Sub");
  writer.set(part);
  writer.get(lost);
  writer.get(sum);
  writer.get(next);
  writer.get(part);
  writer.op("f64x2Sub");
  writer.op("f64x2Sub");
  writer.get(x);
  writer.get(part);
  writer.op("f64x2Sub");
  writer.op("f64x2Add");
  writer.op("f64x2Add");
  writer.set(to.lost);
  writer.get(next);
  writer.set(to.sum);
}

/** Leaves the sum with what it has lost on the stack, or the sum alone where that is infinite or NaN. */
function corrected({ writer }: VectorContext, { sum, lost }: Compensated): void {
  writer.get(sum);
  writer.get(lost);
  writer.op("f64x2Add");
  writer.get(sum);
  writer.get(lost);
  writer.get(lost);
  writer.op("f64x2Eq");
  writer.op("bitSelect");
}

function storeSingle(kernel: KernelWriter, plan: Accumulation, result: Local): void {
  writeSingleStore(
    kernel.context,
    kernel.placeOf(plan.reduction.access),
    narrowed(kernel.context, plan, [result]),
  );
}

/** Totals as the elements of the result. */
function narrowed(context: VectorContext, { dtype, total }: Accumulation, totals: readonly Local[]): Local {
  if (dtype === total) return totals[0]!;
  const result = context.writer.local("v128");
  writeNarrowed(context, totals, dtype);
  context.writer.set(result);
  return result;
}

/**
 * Reductions of rows into a row, over strips of scratch. Sums of floats are added in float64 in blocks of 16 rows, the blocks with
 * compensation: the error is at most (16 + 2)·u·Σ|xᵢ|.
 */
export function writeRowReductions(
  kernel: KernelWriter,
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
function whole({ shape: { lanes, vectors } }: KernelWriter, count: Count): Count {
  return typeof count === "number" ? lanes * vectors * Math.ceil(count / (lanes * vectors)) : count;
}

/** The totals of a turn, in locals that may be changed: two vectors for one of elements where float32 adds in float64. */
function loadTotals(kernel: KernelWriter, strip: number, plan: Accumulation, mode: Mode): readonly Local[] {
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
  kernel: KernelWriter,
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
  kernel: KernelWriter,
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
