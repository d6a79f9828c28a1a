import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** Nodes tₖ and weights wₖ with ∫ f(t) dt ≈ Σₖ wₖ f(tₖ). */
export interface QuadratureRule {
  readonly nodes: Tensor;
  readonly weights: readonly number[];
}

/** Where a quadrature rule puts its nodes. */
export interface QuadratureOptions {
  readonly low: number;
  readonly high: number;
  /** Where the mass of the integrand is, and how wide it is; only used for infinite intervals. */
  readonly centre: number;
  readonly width: number;
}

const step = 1 / 32;
const reach = 4.2;

/**
 * Double-exponential quadrature: the trapezoidal rule after a substitution that makes every integrand, also one
 * with singular ends, decay like exp(−exp|u|): tanh-sinh, exp-sinh and sinh-sinh for zero, one and two infinite ends.
 *
 * Source: H. Takahasi, M. Mori, "Double exponential formulas for numerical integration", Publ. RIMS 9 (1974).
 */
export function quadrature({ low, high, centre, width }: QuadratureOptions): QuadratureRule {
  const substitute = substitutionFor(low, high, centre, width);
  const count = Math.round(reach / step);
  const points = Array.from({ length: 2 * count + 1 }, (_, k) => substitute((k - count) * step)).filter(
    ([node, weight]) =>
      Number.isFinite(node) && node > low && node < high && weight > 0 && Number.isFinite(weight),
  );
  return {
    nodes: tensor(Float64Array.from(points, ([node]) => node)),
    weights: points.map(([, weight]) => weight * step),
  };
}

/** Σₖ wₖ f(tₖ), with the values of `f` at the nodes. Where `f` vanishes, an infinite cofactor does not count. */
export function integrate({ weights }: QuadratureRule, values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k]! * values[k]!;
  return total;
}

type Substitution = (u: number) => readonly [node: number, weight: number];

function substitutionFor(low: number, high: number, centre: number, width: number): Substitution {
  const inner = (u: number): number => (Math.PI / 2) * Math.sinh(u);
  const slope = (u: number): number => (Math.PI / 2) * Math.cosh(u);
  if (Number.isFinite(low) && Number.isFinite(high)) {
    const half = (high - low) / 2;
    // From the nearer end: close to a singular end at 0 every digit of the distance counts.
    const distance = (u: number): number => (2 * half) / (1 + Math.exp(2 * Math.abs(inner(u))));
    return (u) => [
      u < 0 ? low + distance(u) : high - distance(u),
      (half * slope(u)) / Math.cosh(inner(u)) ** 2,
    ];
  }
  if (Number.isFinite(low) || Number.isFinite(high)) {
    const [end, sign] = Number.isFinite(low) ? [low, 1] : [high, -1];
    return (u) => [end + sign * width * Math.exp(inner(u)), width * slope(u) * Math.exp(inner(u))];
  }
  return (u) => [centre + width * Math.sinh(inner(u)), width * slope(u) * Math.cosh(inner(u))];
}
