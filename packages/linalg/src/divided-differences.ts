/** Values of the derivative of an order of f at many points. */
export type DerivativeValues = (order: number, x: Float64Array) => Float64Array;

interface Estimate {
  readonly value: number;
  /** A bound for what rounding, or a quadrature, did to it. */
  readonly error: number;
}

/**
 * f[xᵢ, …, xⱼ], the divided differences of f at ascending points that are given by their places in `x`.
 *
 * Of equal points they are f⁽ᵏ⁾(x)/k!. The recursion (f[x₁, …, xₖ] − f[x₀, …, xₖ₋₁])/(xₖ − x₀) cancels where points are
 * close; there the integral of f⁽ᵏ⁾ over the simplex of their means is taken, which does not, and whichever has the
 * smaller bound of its error.
 *
 * Source: Genocchi & Hermite; de Boor 2005, "Divided differences", Surveys in Approximation Theory 1, 46–69.
 */
export function dividedDifferences(
  x: Float64Array,
  derivative: DerivativeValues,
): (places: readonly number[]) => number {
  const known = new Map<number, Estimate>();
  const atPoints: Float64Array[] = [];
  const wide = x.reduce((most, each) => Math.max(most, Math.abs(each)), 0) / 32;
  const exact = (k: number, place: number): Estimate => {
    const value = (atPoints[k] ??= derivative(k, x))[place]! / factorial(k);
    return { value, error: 2 * Number.EPSILON * Math.abs(value) };
  };
  const estimate = (places: readonly number[]): Estimate => {
    const key = places.reduce((code, place) => code * x.length + place, places.length);
    let found = known.get(key);
    if (!found) known.set(key, (found = compute(places)));
    return found;
  };
  const compute = (places: readonly number[]): Estimate => {
    const k = places.length - 1;
    const points = places.map((place) => x[place]!);
    const gap = points[k]! - points[0]!;
    if (gap === 0) return exact(k, places[0]!);
    const left = estimate(places.slice(0, -1));
    const right = estimate(places.slice(1));
    const rounding = Number.EPSILON * (Math.abs(left.value) + Math.abs(right.value));
    const recursive = {
      value: (right.value - left.value) / gap,
      error: (left.error + right.error + rounding) / gap,
    };
    const isFine = recursive.error <= 32 * Number.EPSILON * Math.abs(recursive.value);
    if (isFine || (k > 1 && gap >= wide)) return recursive;
    const integral = simplexIntegral(points, (nodes) => derivative(k, nodes));
    return integral.error < recursive.error ? integral : recursive;
  };
  return (places) => estimate([...places].sort((i, j) => i - j)).value;
}

/** ∫ g over the means of the points, by two rules whose difference bounds the error. */
function simplexIntegral(points: readonly number[], g: (nodes: Float64Array) => Float64Array): Estimate {
  const k = points.length - 1;
  const [coarse, fine] = (k < 3 ? [7, 10] : [4, 6]).map((count) => simplexRule(points, gaussLegendre(count)));
  const values = g(Float64Array.from([...coarse!, ...fine!], ({ node }) => node));
  const [rough] = weigh(values.subarray(0, coarse!.length), coarse!);
  const [value, size] = weigh(values.subarray(coarse!.length), fine!);
  return { value, error: Math.abs(value - rough) + 4 * Number.EPSILON * size };
}

interface WeightedNode {
  readonly node: number;
  readonly weight: number;
}

function weigh(values: Float64Array, rule: readonly WeightedNode[]): [value: number, size: number] {
  let [value, size] = [0, 0];
  rule.forEach(({ weight }, i) => {
    value += weight * values[i]!;
    size += weight * Math.abs(values[i]!);
  });
  return [value, size];
}

/** Nodes x₀ + Σ tᵢ (xᵢ − xᵢ₋₁) with 1 ≥ t₁ ≥ t₂ ≥ …, from a rule on [0, 1] for the ratios of the t. */
function simplexRule(points: readonly number[], rule: readonly WeightedNode[]): WeightedNode[] {
  const k = points.length - 1;
  let nodes = [{ node: points[0]!, weight: 1, t: 1 }];
  for (let i = 1; i <= k; i++) {
    const step = points[i]! - points[i - 1]!;
    nodes = nodes.flatMap(({ node, weight, t }) =>
      rule.map((each) => ({
        node: node + t * each.node * step,
        weight: weight * each.weight * each.node ** (k - i),
        t: t * each.node,
      })),
    );
  }
  return nodes;
}

/** The Gauss–Legendre rule on [0, 1]: zeros of the Legendre polynomial, by Newton's method. */
function gaussLegendre(count: number): WeightedNode[] {
  return Array.from({ length: count }, (_, i) => {
    let z = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      let [before, p] = [0, 1];
      for (let j = 1; j <= count; j++) [before, p] = [p, ((2 * j - 1) * z * p - (j - 1) * before) / j];
      slope = (count * (before - z * p)) / (1 - z * z);
      z -= p / slope;
    }
    return { node: (1 - z) / 2, weight: 1 / ((1 - z * z) * slope * slope) };
  });
}

function factorial(k: number): number {
  return k < 2 ? 1 : k * factorial(k - 1);
}
