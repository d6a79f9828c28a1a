import { over } from "./complex-scalar.ts";
import type { Triangle } from "./substitution.ts";

/** As `substitute`, with two numbers an element; `transposed` does not conjugate. */
export function substituteComplex(
  t: Float64Array,
  n: number,
  b: Float64Array,
  k: number,
  { lower, transposed, unitDiagonal }: Triangle,
): void {
  const width = 2 * k;
  const forward = lower !== transposed;
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step;
    const row = i * width;
    if (!unitDiagonal) {
      const [re, im] = [t[2 * (i * n + i)]!, t[2 * (i * n + i) + 1]!];
      for (let c = row; c < row + width; c += 2) b.set(over(b[c]!, b[c + 1]!, re, im), c);
    }
    const [from, to] = forward ? [i + 1, n] : [0, i];
    for (let j = from; j < to; j++) {
      const at = 2 * (transposed ? i * n + j : j * n + i);
      const re = t[at]!;
      const im = t[at + 1]!;
      if (re === 0 && im === 0) continue;
      const shift = (j - i) * width;
      for (let c = row; c < row + width; c += 2) {
        const x = b[c]!;
        const y = b[c + 1]!;
        b[c + shift] = b[c + shift]! - (re * x - im * y);
        b[c + shift + 1] = b[c + shift + 1]! - (re * y + im * x);
      }
    }
  }
}
