import type { DType } from "@adjoint/tensor";
import type { Access, Reduction } from "../loops/loop-kernel.ts";
import type { KernelContext } from "./kernel-context.ts";

/**
 * What the reductions of a kernel write at certain places of its loops.
 *
 * Sums of floating-point numbers are pairwise as those of evaluation are, with the same bits where the reduced axes are
 * neighbours: elements are put into a strip, which is summed as `sum` does, or eight rows into strips, which are added together.
 */
export interface Reductions {
  /** The outermost reduced loop. */
  readonly first: number;
  /** The loop around the last one, where rows are combined. */
  readonly rowsIn: number;
  /** The loop that is cut into strips, −1 if there is none. */
  readonly cutLoop: number;
  /** What the reductions read and write themselves. */
  readonly accesses: readonly Access[];
  /** Before the reduced loops. */
  begin(): void;
  /** At each turn; of a loop that is cut, the number of the turn in its strip is given. */
  turn(turnOfStrip: string): void;
  /** Behind each strip of so many turns. */
  strip(count: number): void;
  /** Behind each row. */
  row(): void;
  /** Behind the reduced loops. */
  end(): void;
}

/** Reductions of one kind. */
export interface ReductionPart extends Pick<Reductions, "accesses" | "begin" | "turn" | "end"> {
  readonly isCut?: boolean;
  strip?(count: number): void;
  row?(): void;
}

/** The dtype of what is combined. */
export function dtypeOf({ kernel }: KernelContext, { node }: Reduction): DType {
  return kernel.nodes[node]!.dtype;
}
