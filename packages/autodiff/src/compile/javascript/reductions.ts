import type { Reduction } from "../loops/loop-kernel.ts";
import type { KernelContext } from "./kernel-context.ts";
import { dtypeOf } from "./reduction-part.ts";
import type { ReductionPart, Reductions } from "./reduction-part.ts";
import { EightRows, TotalRows } from "./total-rows.ts";
import { Strips, Totals } from "./totals.ts";

/** Sums of fewer numbers are added one after the other, as they are by `sum`. */
const fewAdded = 8;

/** What the reductions of a kernel write. */
export function reductionsOf(context: KernelContext): Reductions {
  const { lengths, reduced, reductions } = context.kernel;
  if (reductions.length === 0) {
    const nothing = (): void => {};
    const calls = { begin: nothing, turn: nothing, strip: nothing, row: nothing, end: nothing };
    return { first: -1, rowsIn: -2, cutLoop: -1, accesses: [], ...calls };
  }
  const first = reduced.indexOf(true);
  const isInner = reduced.at(-1)!;
  const count = lengths.reduce((turns, length, loop) => (reduced[loop] ? turns * length : turns), 1);
  const along = reductions.filter((reduction) => !isPairwise(context, reduction) || count < fewAdded);
  const pairwise = reductions.filter((reduction) => !along.includes(reduction));
  const parts: ReductionPart[] = [];
  if (isInner) {
    parts.push(new Totals(context, along));
    if (pairwise.length > 0) parts.push(new Strips(context, pairwise, count));
  } else {
    parts.push(new TotalRows(context, along));
    if (pairwise.length > 0) parts.push(new EightRows(context, pairwise, count));
  }
  return {
    first,
    rowsIn: isInner ? -2 : lengths.length - 2,
    cutLoop: parts.some((part) => part.isCut) ? first : -1,
    accesses: parts.flatMap(({ accesses }) => accesses),
    begin: () => parts.forEach((part) => part.begin()),
    turn: (turnOfStrip) => parts.forEach((part) => part.turn(turnOfStrip)),
    strip: (count) => parts.forEach((part) => part.strip?.(count)),
    row: () => parts.forEach((part) => part.row?.()),
    end: () => parts.forEach((part) => part.end()),
  };
}

function isPairwise(context: KernelContext, reduction: Reduction): boolean {
  const dtype = dtypeOf(context, reduction);
  return reduction.combine === "add" && (dtype === "float64" || dtype === "float32");
}
