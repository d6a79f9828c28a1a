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
/** How much noise is added to the encoder: also to entries of 0, which otherwise could never part. */
const disturbance = 1e-2;

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
    encoder = encoder.map((row, x) => normalized(row.map((p, t) => p + disturbance * noise[x * size + t]!)));
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
