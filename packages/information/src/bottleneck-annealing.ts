/** How to anneal. */
export interface Annealing {
  readonly beta: number;
  readonly size: number;
  /** Numbers in [0, 1), one for each entry of the encoder. */
  readonly noise: Float64Array;
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** The encoder p(t | x) and what follows from it. */
export interface Annealed {
  readonly input: Float64Array;
  readonly encoder: readonly Float64Array[];
  readonly decoder: readonly Float64Array[];
  readonly marginal: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** The first β: at 1 and below the best encoder keeps nothing. */
const coldest = 1;
/** By how much β grows from one value to the next, unless that took too many. */
const growth = 1.15;
const mostSteps = 200;
/** Values of T whose p(y | t) differ by less in all are one. */
const alike = 1e-4;

/** Follows the solutions of the bottleneck equations as β grows. */
export function anneal(rows: readonly Float64Array[], settings: Annealing): Annealed {
  const { beta, size, noise } = settings;
  const input = Float64Array.from(rows, (row) => row.reduce((sum, p) => sum + p, 0));
  let encoder: readonly Float64Array[] = rows.map(() => new Float64Array(size).fill(1 / size));
  let iterations = 0;
  let converged = false;
  const wanted = Math.ceil(Math.log(beta / coldest) / Math.log(growth));
  const steps = Math.max(0, Math.min(wanted, mostSteps));
  const factor = steps === 0 ? 1 : Math.exp(Math.log(beta / coldest) / steps);
  for (let k = 0; k <= steps; k++) {
    const warm = beta * factor ** (k - steps);
    encoder = respread(rows, input, encoder, noise);
    converged = false;
    for (let i = 0; i < settings.maxIterations && !converged; i++) {
      const next = improved(rows, input, encoder, warm);
      iterations++;
      converged = change(encoder, next) <= settings.tolerance;
      encoder = next;
    }
  }
  return { input, encoder, ...outputsOf(rows, input, encoder), iterations, converged };
}

/**
 * Gives the values of T that nothing is sent to, or that repeat others, a part of those that lose most information,
 * which noise makes a little different: so that a cluster can part as soon as it pays.
 */
function respread(
  rows: readonly Float64Array[],
  input: Float64Array,
  encoder: readonly Float64Array[],
  noise: Float64Array,
): readonly Float64Array[] {
  const { marginal, decoder } = outputsOf(rows, input, encoder);
  const next = encoder.map((row) => row.slice());
  const live: number[] = [];
  const free: number[] = [];
  decoder.forEach((row, t) => {
    const same = live.find((s) => row.reduce((sum, p, y) => sum + Math.abs(p - decoder[s]![y]!), 0) < alike);
    if (same !== undefined) next.forEach((of) => (of[same]! += of[t]!));
    if (same !== undefined || marginal[t]! < 1e-12) free.push(t);
    else live.push(t);
  });
  const losses = live.map((t) =>
    rows.reduce((loss, row, x) => loss + next[x]![t]! * lossOf(row, input[x]!, decoder[t]!), 0),
  );
  for (const t of free) {
    next.forEach((row) => (row[t] = 0));
    const worst = losses.indexOf(losses.reduce((a, b) => Math.max(a, b), -Infinity));
    losses[worst]! /= 2;
    next.forEach((row, x) => {
      const part = row[live[worst]!]! * (0.4 + 0.2 * noise[x * decoder.length + t]!);
      row[t] = part;
      row[live[worst]!]! -= part;
    });
  }
  return next;
}

/** p(x) D(p(y | x) ‖ p(y | t)) */
function lossOf(row: Float64Array, weight: number, decoder: Float64Array): number {
  return row.reduce(
    (sum, p, y) => (p > 0 && decoder[y]! > 0 ? sum + p * Math.log(p / weight / decoder[y]!) : sum),
    0,
  );
}

/** p(t | x) ∝ p(t) exp(−β D(p(y | x) ‖ p(y | t))) */
function improved(
  rows: readonly Float64Array[],
  input: Float64Array,
  encoder: readonly Float64Array[],
  beta: number,
): readonly Float64Array[] {
  const { marginal, decoder } = outputsOf(rows, input, encoder);
  const logs = decoder.map((row) => row.map(Math.log));
  const weights = marginal.map(Math.log);
  return rows.map((row, x) => {
    if (input[x] === 0) return marginal;
    // The entropy of p(y | x) is the same for all t.
    const scores = weights.map((weight, t) => {
      if (weight === -Infinity) return weight;
      let likelihood = 0;
      row.forEach((p, y) => {
        if (p > 0) likelihood += (p / input[x]!) * logs[t]![y]!;
      });
      return weight + beta * likelihood;
    });
    const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    return normalized(scores.map((score) => Math.exp(score - largest)));
  });
}

/** p(t) and p(y | t); a value that nothing is sent to has the marginal of Y. */
function outputsOf(
  rows: readonly Float64Array[],
  input: Float64Array,
  encoder: readonly Float64Array[],
): { readonly marginal: Float64Array; readonly decoder: readonly Float64Array[] } {
  const size = encoder[0]!.length;
  const outputs = rows[0]!.length;
  const marginal = new Float64Array(size);
  const decoder = Array.from({ length: size }, () => new Float64Array(outputs));
  encoder.forEach((row, x) =>
    row.forEach((p, t) => {
      marginal[t]! += input[x]! * p;
      rows[x]!.forEach((joint, y) => (decoder[t]![y]! += p * joint));
    }),
  );
  return {
    marginal,
    decoder: decoder.map((row, t) =>
      marginal[t]! > 0
        ? row.map((p) => p / marginal[t]!)
        : Float64Array.from({ length: outputs }, (_, y) => rows.reduce((sum, joint) => sum + joint[y]!, 0)),
    ),
  };
}

function change(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  let largest = 0;
  a.forEach((row, x) => row.forEach((p, t) => (largest = Math.max(largest, Math.abs(p - b[x]![t]!)))));
  return largest;
}

function normalized(row: Float64Array): Float64Array {
  const total = row.reduce((sum, p) => sum + p, 0);
  return row.map((p) => p / total);
}
