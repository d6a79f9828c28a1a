/** Nodes between −1 and 1, and the weights with ∫ f ≈ Σₖ wₖ f(tₖ). */
export interface GaussRule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/**
 * The rule of Gauss and Legendre of n nodes, exact for polynomials of degree 2n − 1: the zeros of the Legendre
 * polynomial, by Newton's method.
 *
 * Source: P. J. Davis, P. Rabinowitz, "Methods of numerical integration" (1984), § 2.7.
 */
export function gaussLegendre(n: number): GaussRule {
  const zeros = Array.from({ length: n }, (_, k) => {
    let t = Math.cos((Math.PI * (n - k - 0.25)) / (n + 0.5));
    for (let step = 0; step < 6; step++) {
      const { value, slope } = legendre(n, t);
      t -= value / slope;
    }
    return t;
  });
  return { nodes: zeros, weights: zeros.map((t) => 2 / ((1 - t * t) * legendre(n, t).slope ** 2)) };
}

/** The Legendre polynomial of degree n and its derivative. */
function legendre(n: number, t: number): { readonly value: number; readonly slope: number } {
  let [before, value] = [1, t];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * t * value - (k - 1) * before) / k];
  return { value, slope: (n * (t * value - before)) / (t * t - 1) };
}
