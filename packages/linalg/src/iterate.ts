import type { VectorMap } from "./linear-operator.ts";
import { largestMagnitude, powerOfTwoScale } from "./scaling.ts";
import { addMultiple, lengthOf } from "./vectors.ts";

/** A Krylov method for A d = r. */
export interface SolverMethod {
  readonly name: string;
  /** Whether it takes symmetric matrices only. */
  readonly symmetric: boolean;
  /** What else to try when it breaks down. */
  readonly remedy: string;
  /** Runs from d = 0 until it takes ‖r − A d‖ for `target` or less, or has made `steps` products. */
  readonly cycle: (
    apply: VectorMap,
    precondition: VectorMap | null,
    r: Float64Array,
    target: number,
    steps: number,
  ) => Cycle;
}

export interface Cycle {
  readonly d: Float64Array;
  readonly steps: number;
  /** Why it cannot go on, if it cannot. */
  readonly breakdown: string | null;
}

export interface Limits {
  readonly tolerance: number;
  readonly maxIterations: number;
}

export interface Outcome {
  readonly iterations: number;
  readonly residual: number;
  readonly converged: boolean;
  readonly breakdown: string | null;
}

/**
 * Solves A x = b from the x given, which is overwritten, by cycles of a method that each correct x by the solution for
 * the true residual b − A x: what a method believes about its residual is never taken for granted, and one that has lost
 * it to rounding starts afresh. A cycle that makes the residual no smaller is undone and is the last.
 *
 * A and b are scaled by powers of two, which is exact, so that squares stay in range.
 */
export function iterate(
  method: SolverMethod,
  apply: VectorMap,
  precondition: VectorMap | null,
  b: Float64Array,
  x: Float64Array,
  { tolerance, maxIterations }: Limits,
): Outcome {
  const scaleB = powerOfTwoScale(largestMagnitude(b));
  const side = b.map((element) => element * scaleB);
  const length = lengthOf(side);
  if (length === 0) {
    x.fill(0);
    return { iterations: 0, residual: 0, converged: true, breakdown: null };
  }
  const scaleA = powerOfTwoScale(largestMagnitude(apply(side)));
  const scaled: VectorMap = (v) => {
    const y = apply(v);
    for (let i = 0; i < y.length; i++) y[i] = y[i]! * scaleA;
    return y;
  };
  for (let i = 0; i < x.length; i++) x[i] = rescale(x[i]!, scaleB, scaleA);
  if (!x.every(Number.isFinite)) x.fill(0);

  let residual = residualOf(scaled, side, x);
  let norm = lengthOf(residual);
  let iterations = 0;
  let breakdown: string | null = null;
  while (norm > tolerance * length && iterations < maxIterations && breakdown === null) {
    const unit = residual.map((element) => element / norm);
    const cycle = method.cycle(
      scaled,
      precondition,
      unit,
      (tolerance * length) / norm,
      maxIterations - iterations,
    );
    iterations += cycle.steps;
    breakdown = cycle.breakdown;
    const next = x.slice();
    addMultiple(next, norm, cycle.d);
    const left = next.every(Number.isFinite) ? residualOf(scaled, side, next) : null;
    const size = left ? lengthOf(left) : NaN;
    if (!left || !(size < norm)) {
      breakdown ??= "the residual no longer decreases";
      break;
    }
    x.set(next);
    residual = left;
    norm = size;
  }
  for (let i = 0; i < x.length; i++) x[i] = rescale(x[i]!, scaleA, scaleB);
  const converged = norm <= tolerance * length;
  return { iterations, residual: norm / length, converged, breakdown: converged ? null : breakdown };
}

function residualOf(apply: VectorMap, b: Float64Array, x: Float64Array): Float64Array {
  const r = b.slice();
  if (x.some((element) => element !== 0)) addMultiple(r, -1, apply(x));
  return r;
}

/** x · p/q for powers of two. */
function rescale(x: number, p: number, q: number): number {
  const ratio = p / q;
  return ratio > 0 && ratio < Infinity ? x * ratio : (x * p) / q;
}
