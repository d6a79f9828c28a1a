import { tensor } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";

/** What samples are compared with. */
interface Sampled {
  readonly support: { readonly kind: string };
  prob(x: TensorLike): Tensor;
  cdf(x: TensorLike): Tensor;
}

/** Critical value of √n · D at which the Kolmogorov–Smirnov test errs once in 10,000 (Smirnov 1948). */
const kolmogorovLimit = 2.23;
/** The logarithm of how seldom a frequency may be as far off: once in 16,000. */
const rarity = Math.log(16_000);

/**
 * Law: samples follow the distribution, by the Kolmogorov–Smirnov statistic or, if discrete, by the frequency of
 * every value and of all up to it. Keys are fixed, so a pass stays a pass.
 */
export function checkSamples(distribution: Sampled, samples: Tensor): void {
  if (isDiscrete(distribution)) checkFrequencies(distribution, samples);
  else checkKolmogorovSmirnov(distribution, samples);
}

/** Whether single values have a probability. */
export function isDiscrete({ support }: Pick<Sampled, "support">): boolean {
  return support.kind === "integers" || support.kind === "points";
}

function checkKolmogorovSmirnov(distribution: Sampled, samples: Tensor): void {
  const sorted = Float64Array.from(samples.data).sort();
  const n = sorted.length;
  const cdf = distribution.cdf(tensor(sorted)).data;
  let distance = 0;
  for (let i = 0; i < n; i++) distance = Math.max(distance, (i + 1) / n - cdf[i]!, cdf[i]! - i / n);
  if (!(distance * Math.sqrt(n) < kolmogorovLimit)) {
    throw new Error(
      `Kolmogorov–Smirnov: √n D is ${distance * Math.sqrt(n)} for n = ${n}, the limit ${kolmogorovLimit}`,
    );
  }
}

function checkFrequencies(distribution: Sampled, samples: Tensor): void {
  const n = samples.data.length;
  const counts = new Map<number, number>();
  for (const value of samples.data) counts.set(value, (counts.get(value) ?? 0) + 1);
  checkSteps(distribution, counts, n);
  for (const [value, count] of counts) {
    const p = distribution.prob(value).item();
    // Bernstein's inequality holds for rare values too, whose frequencies are far from normal.
    const bound = rarity / 3 + Math.sqrt((rarity / 3) ** 2 + 2 * rarity * n * p * (1 - p));
    if (!(Math.abs(count - n * p) <= bound)) {
      throw new Error(`the value ${value} came ${count} times in ${n}, expected ${n * p} ± ${bound}`);
    }
  }
}

/** At the steps the Kolmogorov–Smirnov statistic of a discrete distribution is smaller than that of a continuous one. */
function checkSteps(distribution: Sampled, counts: ReadonlyMap<number, number>, n: number): void {
  const values = Float64Array.from(counts.keys()).sort();
  const cdf = distribution.cdf(tensor(values)).data;
  let total = 0;
  for (const [i, value] of values.entries()) {
    total += counts.get(value)!;
    const distance = Math.sqrt(n) * Math.abs(total / n - cdf[i]!);
    if (!(distance < kolmogorovLimit)) {
      throw new Error(
        `samples up to ${value} are ${total / n} of all, expected ${cdf[i]!}: √n D is ${distance}, the limit ${kolmogorovLimit}`,
      );
    }
  }
}
