import type { Combination, DType, ScalarFunction } from "@adjoint/tensor";

/** Where the elements of a loop nest lie: at `offset` + Σ strides[k]·i[k] of a buffer, counted in elements. */
export interface Access {
  readonly buffer: BufferId;
  readonly offset: number;
  /** One for each loop, the outermost first; 0 where the loop does not move. */
  readonly strides: readonly number[];
}

/** A buffer of the schedule, by its place in `Schedule.buffers`. */
export type BufferId = number;

/** A place in `LoopKernel.nodes`. */
export type NodeId = number;

/** A number that is computed at each turn of the loops, from the nodes before it. */
export type LoopNode =
  | { readonly kind: "load"; readonly access: Access; readonly dtype: DType }
  | { readonly kind: "constant"; readonly value: number; readonly dtype: DType }
  | {
      readonly kind: "apply";
      readonly function: ScalarFunction;
      readonly inputs: readonly NodeId[];
      readonly dtype: DType;
    };

/** A node that is written at each turn. Its access moves with every loop. */
export interface Store {
  readonly node: NodeId;
  readonly access: Access;
}

/** A node that is combined over the turns of the reduced loops; the access does not move with them. */
export interface Reduction {
  readonly node: NodeId;
  readonly combine: Combination;
  readonly access: Access;
}

/**
 * A nest of loops around one straight line of operations: what a chain of elementwise operations, broadcasts, views and
 * reductions becomes.
 *
 * Every dtype is real. No buffer is both written and read, but for a store whose access equals that of every load of its
 * buffer (in place). Loops are in the order in which they run; neighbours that move alike are one loop, and none has one turn or
 * no turn. Reductions come with at least one reduced loop. Reduced loops are neighbours; behind them there is at most one loop that is
 * not reduced, and then rows are combined.
 */
export interface LoopKernel {
  readonly lengths: readonly number[];
  /** For each loop whether the reductions combine over it. */
  readonly reduced: readonly boolean[];
  readonly nodes: readonly LoopNode[];
  readonly stores: readonly Store[];
  readonly reductions: readonly Reduction[];
}
