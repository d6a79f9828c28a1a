import { euclideanLength, hypotenuse } from "./scaling.ts";

/** Shorter vectors are lengthened before they are reflected. */
const tooShort = 2 ** -960;

/**
 * Replaces `x[start … end)` by the vector v, v₀ = 1, of a reflection H = I − τ v vᵀ with H x = β e₁.
 *
 * β takes the sign opposite to x₀, so that nothing cancels (Golub & Van Loan, Matrix Computations, 4th ed., §5.1.3;
 * LAPACK's dlarfg). τ = 0 means that x is a multiple of e₁ already and H = I.
 */
export function makeReflector(x: Float64Array, start: number, end: number): { tau: number; beta: number } {
  const alpha = x[start]!;
  const tail = euclideanLength(x, start + 1, end);
  const squares = alpha * alpha + tail * tail;
  const length = squares > 1e-280 && squares < 1e280 ? Math.sqrt(squares) : hypotenuse(alpha, tail);
  if (length < tooShort && tail > 0) {
    // Next to the smallest numbers β and v would lose the digits that make H orthogonal.
    for (let i = start; i < end; i++) x[i] = x[i]! / tooShort;
    const { tau, beta } = makeReflector(x, start, end);
    return { tau, beta: beta * tooShort };
  }
  x[start] = 1;
  if (tail === 0) return { tau: 0, beta: alpha };
  const beta = alpha >= 0 ? -length : length;
  const pivot = alpha - beta;
  for (let i = start + 1; i < end; i++) x[i] = x[i]! / pivot;
  return { tau: (beta - alpha) / beta, beta };
}

/** y ← H y on the elements of `y` from `yStart`, where v stands in `x[start … end)`. */
export function applyReflector(
  x: Float64Array,
  start: number,
  end: number,
  tau: number,
  y: Float64Array,
  yStart: number,
): void {
  if (tau === 0) return;
  const shift = yStart - start;
  let dot = 0;
  for (let i = start; i < end; i++) dot += x[i]! * y[i + shift]!;
  const factor = tau * dot;
  if (factor === 0) return;
  for (let i = start; i < end; i++) y[i + shift] = y[i + shift]! - factor * x[i]!;
}
