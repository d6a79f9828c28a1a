import { ascend, equalLogs, remaining } from "./ascent.ts";
import type { Ascent, AscentLimits } from "./ascent.ts";
import { informationOf } from "./information-of-rows.ts";
import { meetBudget } from "./multiplier.ts";

/** A source and what it costs to reproduce each of its symbols by each other one; Infinity forbids it. */
export interface Source {
  readonly p: Float64Array;
  readonly distortion: readonly Float64Array[];
}

/** A point of the rate–distortion function, in nats. */
export interface CurvePoint {
  readonly rate: number;
  readonly distortion: number;
  /** p(reproduction | symbol), by rows. */
  readonly conditional: readonly Float64Array[];
  /** −dR/dD */
  readonly slope: number;
  readonly gap: number;
  readonly iterations: number;
}

interface Priced {
  readonly cost: number;
  readonly conditional: readonly Float64Array[];
  readonly slope: number;
  /** No conditional has less rate plus slope times distortion. */
  readonly lower: number;
}

/** The point of the curve where −dR/dD is the slope. */
export function pointAtSlope(source: Source, slope: number, limits: AscentLimits): CurvePoint {
  const solve = solver(source, limits);
  const found = solve.best(slope);
  const rate = informationOf(found.conditional, source.p);
  return {
    rate,
    distortion: found.cost,
    conditional: found.conditional,
    slope,
    gap: Math.max(0, rate + slope * found.cost - found.lower),
    iterations: solve.iterations(),
  };
}

/** The point of the curve with a distortion of at least the least one that is possible. */
export function pointAtDistortion(source: Source, target: number, limits: AscentLimits): CurvePoint {
  const constant = bestConstant(source);
  if (constant.distortion <= target) return constant;
  const solve = solver(source, limits);
  const { dear, cheap, share } = meetBudget(solve.best, target, steepest(source));
  const conditional = cheap.conditional.map((row, x) =>
    row.map((q, j) => share * q + (1 - share) * dear.conditional[x]![j]!),
  );
  const rate = informationOf(conditional, source.p);
  const bound = ({ lower, slope }: Priced): number => lower - slope * target;
  const lower = Math.max(0, bound(dear), bound(cheap));
  return {
    rate,
    distortion: distortionOf(source, conditional),
    conditional,
    slope: cheap.slope,
    gap: Math.max(0, rate - lower),
    iterations: solve.iterations(),
  };
}

/** The least mean distortion of any reproduction. */
export function leastDistortion({ p, distortion }: Source): number {
  return p.reduce((total, weight, x) => total + (weight > 0 ? weight * leastOf(distortion[x]!) : 0), 0);
}

/** What is best without any information: always the same reproduction. */
export function bestConstant({ p, distortion }: Source): CurvePoint {
  const size = distortion[0]!.length;
  const means = Float64Array.from({ length: size }, (_, j) =>
    p.reduce((total, weight, x) => (weight > 0 ? total + weight * distortion[x]![j]! : total), 0),
  );
  const least = leastOf(means);
  const chosen = means.indexOf(least);
  const conditional = distortion.map(() =>
    Float64Array.from({ length: size }, (_, j) => (j === chosen ? 1 : 0)),
  );
  return { rate: 0, distortion: least, conditional, slope: 0, gap: 0, iterations: 0 };
}

function leastOf(row: Float64Array): number {
  return row.reduce((a, b) => Math.min(a, b), Infinity);
}

function solver(
  source: Source,
  limits: AscentLimits,
): { readonly best: (slope: number) => Priced; readonly iterations: () => number } {
  const { p, distortion } = source;
  const least = distortion.map(leastOf);
  let logs = equalLogs(distortion[0]!.length);
  let iterations = 0;
  const best = (slope: number): Priced => {
    // e^(−s (d − least)): a slope of 0 still forbids what is infinite.
    const factors = distortion.map((row, x) =>
      row.map((d) => (d === Infinity ? 0 : Math.exp(-slope * (d - least[x]!)))),
    );
    const summit = ascend(likelihood(p, factors), logs, remaining(limits, iterations));
    iterations += summit.iterations;
    logs = summit.logs;
    const conditional = factors.map((row) => {
      const joint = row.map((factor, j) => factor * summit.weights[j]!);
      const total = joint.reduce((sum, part) => sum + part, 0);
      return joint.map((part) => (part < 1e-40 * total ? 0 : part / total));
    });
    const base = slope * leastDistortion(source);
    return {
      conditional,
      slope,
      cost: distortionOf(source, conditional),
      lower: base - summit.value - summit.gap,
    };
  };
  return { best, iterations: () => iterations };
}

/**
 * Σ p log Σ r A over the output distribution r, whose maximum is minus the least rate plus slope times distortion, less
 * that of the least distortions. The step is log rⱼ += log cⱼ with cⱼ = Σₓ pₓ Aₓⱼ / Σ r A, and log max c bounds what is left.
 *
 * Source: R. E. Blahut, "Computation of channel capacity and rate-distortion functions", IEEE Trans. Inf. Theory 18 (1972).
 */
function likelihood(p: Float64Array, factors: readonly Float64Array[]): Ascent {
  return {
    evaluate(weights, step) {
      const gains = new Float64Array(weights.length);
      let value = 0;
      p.forEach((weight, x) => {
        if (weight === 0) return;
        const row = factors[x]!;
        const total = row.reduce((sum, factor, j) => sum + factor * weights[j]!, 0);
        value += weight * Math.log(total);
        row.forEach((factor, j) => (gains[j]! += (weight * factor) / total));
      });
      let largest = -Infinity;
      gains.forEach((gain, j) => {
        // What no symbol is reproduced by fades as fast as anything may.
        step[j] = Math.max(Math.log(gain), -50);
        largest = Math.max(largest, Math.log(gain));
      });
      return { value, gap: Math.max(0, largest) };
    },
  };
}

function distortionOf({ p, distortion }: Source, conditional: readonly Float64Array[]): number {
  let total = 0;
  conditional.forEach((row, x) =>
    row.forEach((w, j) => {
      if (w > 0 && p[x]! > 0) total += p[x]! * w * distortion[x]![j]!;
    }),
  );
  return total;
}

/** A slope beyond which only the least distortions count. */
function steepest({ distortion }: Source): number {
  let difference = Infinity;
  for (const row of distortion) {
    const least = leastOf(row);
    for (const d of row) if (d > least) difference = Math.min(difference, d - least);
  }
  return difference < Infinity ? 800 / difference : 1;
}
