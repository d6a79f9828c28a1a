import type { Evaluation, Objective } from "./objective.ts";

/** What one iteration of a method comes to. */
export type Step =
  | { readonly kind: "moved"; readonly to: Evaluation }
  /** There is no step: the point is as good as the method can know, or the method is at its wits' end. */
  | { readonly kind: "stopped"; readonly because: string };

/** An optimization method: how to get from one point to a better one. */
export interface Method<Options> {
  readonly name: string;
  readonly maxIterations: number;
  /** The names of the options that are its own. */
  readonly options: readonly string[];
  /**
   * Begins a run; the function it returns makes one step. `isStationary` says that the gradient is within tolerance:
   * then a method that knows nothing better is done.
   */
  begin(objective: Objective, options: Options): (current: Evaluation, isStationary: boolean) => Step;
}
