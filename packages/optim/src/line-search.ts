import type { Evaluation, Objective } from "./objective.ts";
import { inner, moved } from "./vectors.ts";

/** The part of the promised decrease that is demanded (Nocedal & Wright, Numerical Optimization, 2nd ed., §3.1). */
const demanded = 1e-4;

/** Where rounding hides the decrease, the part of the slope that may remain beyond the minimum along the line. */
const overshoot = 0.8;

/** Halvings before a search gives up: 2⁻⁶⁰ of the step is below rounding. */
const maxHalvings = 60;

/** A step that was found, and where it leads. */
export interface LineSearchResult {
  readonly step: number;
  readonly to: Evaluation;
}

/**
 * Backtracking: the first of t = first, first/2, first/4, … that lowers the value by a fair part of what is promised,
 * f(x + t p) ≤ f(x) − 10⁻⁴ promise(t). Values that are not finite count as too high.
 *
 * Where the values differ by no more than their rounding, the slopes decide: the one at x + t p may be upwards by no more
 * than 0.8 of the one at x. Else the last steps to a minimum would be taken or refused by accident.
 *
 * Armijo 1966; Nocedal & Wright, Numerical Optimization, 2nd ed., algorithm 3.1; Hager & Zhang 2005, SIAM J. Optim. 16,
 * 170–192 (approximate Wolfe conditions).
 */
export function backtrack(
  objective: Objective,
  from: Evaluation,
  direction: Float64Array,
  promise: (step: number) => number,
  first: number,
): LineSearchResult | null {
  const rounding = 4 * Number.EPSILON * Math.abs(from.value);
  const allowedSlope = overshoot * Math.abs(inner(from.gradient, direction));
  let step = first;
  for (let halvings = 0; halvings <= maxHalvings; halvings++, step /= 2) {
    const x = moved(from.x, step, direction);
    if (x.every((element, i) => element === from.x[i])) return null;
    const change = objective.value(x) - from.value;
    if (change < -rounding && change <= -demanded * promise(step)) return { step, to: objective.evaluate(x) };
    if (Math.abs(change) > rounding || Number.isNaN(change)) continue;
    const to = objective.evaluate(x);
    if (inner(to.gradient, direction) <= allowedSlope) return { step, to };
  }
  return null;
}
