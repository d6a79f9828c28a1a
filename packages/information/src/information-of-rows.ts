/** Σ weight · row, the distribution of what comes out. */
export function outputOf(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const output = new Float64Array(rows[0]!.length);
  rows.forEach((row, x) => {
    const weight = weights[x]!;
    for (let y = 0; y < output.length; y++) output[y]! += weight * row[y]!;
  });
  return output;
}

/** The information between input and output, as Σ p (w log(w/q) + q − w), of which no term is negative. */
export function informationOf(rows: readonly Float64Array[], weights: Float64Array): number {
  const output = outputOf(rows, weights);
  return rows.reduce(
    (total, row, x) => (weights[x]! > 0 ? total + weights[x]! * divergenceOf(row, output) : total),
    0,
  );
}

/** D(row ‖ output) of an output that is positive where the row is. */
export function divergenceOf(row: Float64Array, output: Float64Array): number {
  let divergence = 0;
  row.forEach((w, y) => {
    const q = output[y]!;
    const relative = (w - q) / q;
    if (w === 0) divergence += q;
    else if (Math.abs(relative) < 0.5) divergence += q * ((1 + relative) * Math.log1p(relative) - relative);
    else divergence += w * Math.log(w / q) + q - w;
  });
  return divergence;
}
