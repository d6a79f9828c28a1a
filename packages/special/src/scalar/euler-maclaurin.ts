/** B₂ₖ / (2k)!, for the Euler–Maclaurin formula. */
const bernoulliOverFactorial = [
  8.333333333333333e-2, -1.388888888888889e-3, 3.306878306878307e-5, -8.267195767195768e-7,
  2.08767569878681e-8, -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13,
  8.586062056277845e-15, -2.174868698558062e-16, 5.5090028283602295e-18, -1.3954464685812524e-19,
];

/**
 * ∂ⁿ/∂sⁿ of ζ(s, q) = Σ (q + k)⁻ˢ for q > 0 and s ≥ 0 by the Euler–Maclaurin formula: DLMF 25.11.28 for the sum from a
 * shifted q.
 */
export function zetaSum(order: number, s: number, q: number): number {
  if (q === Number.POSITIVE_INFINITY) return s > 1 ? 0 : Number.NaN;
  const shift = Math.max(0, Math.ceil(10 + Math.min(s, 200) / 2 - q));
  let sum = 0;
  for (let k = 0; k < shift; k++) {
    const base = q + k;
    const term = base ** -s * (order === 0 ? 1 : (-Math.log(base)) ** order);
    sum += term;
    if (base > 1 && Math.abs(term) < 1e-18 * Math.abs(sum) && base > order) return sum;
  }
  return sum + (order === 0 ? tailOf(s, q + shift) : factorial(order) * tailCoefficient(order, s, q + shift));
}

function tailOf(s: number, y: number): number {
  const power = y ** -s;
  let tail = (power * y) / (s - 1) + 0.5 * power;
  let term = (power * s) / y;
  for (const [k, coefficient] of bernoulliOverFactorial.entries()) {
    tail += coefficient * term;
    term *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / (y * y);
  }
  return tail;
}

/** The coefficient of εⁿ in y⁻ˢ (y/(s−1) + ½ + Σ B₂ₖ/(2k)! s (s+1)…(s+2k−2) y¹⁻²ᵏ) at s + ε. */
function tailCoefficient(n: number, s: number, y: number): number {
  const bracket = new Array<number>(n + 1).fill(0);
  let inverse = y / (s - 1);
  for (let j = 0; j <= n; j++) {
    bracket[j] = inverse;
    inverse /= 1 - s;
  }
  bracket[0]! += 0.5;
  let product = times([1 / y], s, n);
  for (const [k, coefficient] of bernoulliOverFactorial.entries()) {
    for (let j = 0; j <= n; j++) bracket[j]! += coefficient * (product[j] ?? 0);
    product = times(times(product, s + 2 * k + 1, n), s + 2 * k + 2, n).map((c) => c / (y * y));
  }
  let sum = 0;
  let power = y ** -s;
  for (let j = 0; j <= n; j++) {
    sum += power * bracket[n - j]!;
    power *= -Math.log(y) / (j + 1);
  }
  return sum;
}

/** A polynomial in ε times c + ε, up to εⁿ. */
function times(coefficients: readonly number[], c: number, n: number): number[] {
  const length = Math.min(coefficients.length + 1, n + 1);
  return Array.from({ length }, (_, j) => c * (coefficients[j] ?? 0) + (j > 0 ? coefficients[j - 1]! : 0));
}

function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}
