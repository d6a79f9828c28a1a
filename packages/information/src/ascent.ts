/** A concave function of probability vectors, with the step of a multiplicative algorithm that never decreases it. */
export interface Ascent {
  /**
   * At the weights: fills `step` with the changes of their logarithms, and returns the value and a bound on how far it is
   * from the maximum.
   */
  evaluate(weights: Float64Array, step: Float64Array): { readonly value: number; readonly gap: number };
}

/** Where an ascent came to rest. */
export interface Summit {
  readonly logs: Float64Array;
  readonly weights: Float64Array;
  readonly value: number;
  /** How far the value may be from the maximum. */
  readonly gap: number;
  readonly iterations: number;
}

/** When an ascent ends. */
export interface AscentLimits {
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** What is left of the limits when a search over prices has taken some steps: ten times those of one price in all. */
export function remaining({ tolerance, maxIterations }: AscentLimits, taken: number): AscentLimits {
  return { tolerance, maxIterations: Math.max(1, Math.min(maxIterations, 10 * maxIterations - taken)) };
}

/** Weights below e^−100 count as nothing, and can still come back. */
const leastLog = -100;

/**
 * Climbs from given logarithms of weights until the gap is within the tolerance.
 *
 * Two steps of the algorithm give the length of a third, extrapolated one, which is taken where it does not descend:
 * the Blahut–Arimoto steps alone shrink the gap as 1/k wherever a weight tends to 0 slowly.
 *
 * Source: R. Varadhan, C. Roland, "Simple and globally convergent methods for accelerating the convergence of any EM
 * algorithm", Scand. J. Stat. 35 (2008), scheme S3.
 */
export function ascend(problem: Ascent, start: Float64Array, limits: AscentLimits): Summit {
  const size = start.length;
  let iterations = 0;
  let best: Summit | undefined;
  const visit = (logs: Float64Array): Visit => {
    const weights = weightsOf(logs);
    const step = new Float64Array(size);
    const { value, gap } = problem.evaluate(weights, step);
    iterations++;
    if (best === undefined || gap <= best.gap) best = { logs, weights, value, gap, iterations };
    return { logs, weights, step, value };
  };
  const done = (): boolean => best!.gap <= limits.tolerance || iterations >= limits.maxIterations;
  let longest = 4;
  let current = visit(start);
  while (!done()) {
    const next = visit(moved(current.logs, current.step));
    if (done()) break;
    const beyond = moved(next.logs, next.step);
    const length = Math.min(stepLength(current, next, beyond), longest);
    const far = visit(extrapolated(current, next, beyond, length));
    if (far.value >= next.value) {
      current = far;
      if (length === longest) longest *= 4;
    } else {
      if (length === longest) longest = Math.max(1, longest / 4);
      current = visit(beyond);
    }
  }
  return { ...best!, iterations };
}

/** Equal weights. */
export function equalLogs(size: number): Float64Array {
  return new Float64Array(size).fill(-Math.log(size));
}

interface Visit {
  readonly logs: Float64Array;
  readonly weights: Float64Array;
  readonly step: Float64Array;
  readonly value: number;
}

function moved(logs: Float64Array, step: Float64Array): Float64Array {
  return normalized(logs.map((value, i) => value + step[i]!));
}

/** ‖r‖/‖v‖ of the step r and its change v, where each counts by its weight. */
function stepLength(current: Visit, next: Visit, beyond: Float64Array): number {
  let ofStep = 0;
  let ofChange = 0;
  next.weights.forEach((weight, i) => {
    const step = next.logs[i]! - current.logs[i]!;
    ofStep += weight * step * step;
    ofChange += weight * (beyond[i]! - next.logs[i]! - step) ** 2;
  });
  return ofChange > 0 ? Math.max(1, Math.sqrt(ofStep / ofChange)) : Infinity;
}

function extrapolated(current: Visit, next: Visit, beyond: Float64Array, length: number): Float64Array {
  return normalized(
    current.logs.map((log, i) => {
      const step = next.logs[i]! - log;
      return log + 2 * length * step + length * length * (beyond[i]! - next.logs[i]! - step);
    }),
  );
}

function normalized(logs: Float64Array): Float64Array {
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  let total = 0;
  for (const value of logs) total += Math.exp(value - largest);
  const shift = largest + Math.log(total);
  return logs.map((value) => Math.max(value - shift, leastLog));
}

function weightsOf(logs: Float64Array): Float64Array {
  const weights = logs.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
