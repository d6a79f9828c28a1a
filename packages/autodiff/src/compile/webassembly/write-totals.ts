import type { Local } from "./function-writer.ts";
import type { Accumulation } from "./reduction-plan.ts";
import type { VectorContext } from "./vector-context.ts";
import { writeNarrowed } from "./write-strip.ts";

/** A sum, and what rounding has cost it. */
export interface Compensated {
  readonly sum: Local;
  readonly lost: Local;
}

/** Combines two vectors of totals. */
export function combine(
  { writer }: VectorContext,
  { opcode }: Accumulation,
  a: Local,
  b: Local,
  to: Local,
): void {
  writer.get(a);
  writer.get(b);
  writer.op(opcode);
  writer.set(to);
}

/** Adds to a sum, and what rounding loses to the loss (Knuth's TwoSum). */
export function addCompensated(
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
export function corrected({ writer }: VectorContext, { sum, lost }: Compensated): void {
  writer.get(sum);
  writer.get(lost);
  writer.op("f64x2Add");
  writer.get(sum);
  writer.get(lost);
  writer.get(lost);
  writer.op("f64x2Eq");
  writer.op("bitSelect");
}

/** Totals as the elements of the result. */
export function narrowed(
  context: VectorContext,
  { dtype, total }: Accumulation,
  totals: readonly Local[],
): Local {
  if (dtype === total) return totals[0]!;
  const result = context.writer.local("v128");
  writeNarrowed(context, totals, dtype);
  context.writer.set(result);
  return result;
}
