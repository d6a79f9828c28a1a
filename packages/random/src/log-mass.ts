/**
 * log(λᵏ e^(−λ)/k!), of an integer k and λ > 0, without the cancellation of its terms: the deviance and the error of
 * Stirling's formula are what is left of them.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */
export function logPoissonMass(k: number, rate: number): number {
  return -deviance(k, rate) - logFactorialRest(k);
}

/** log C(n, k) pᵏ qⁿ⁻ᵏ up to a constant that depends on n alone, in the same way. */
export function logBinomialWeight(k: number, n: number, p: number, q: number): number {
  return logPoissonMass(k, n * p) + logPoissonMass(n - k, n * q);
}

/** k log(k/μ) + μ − k. */
function deviance(k: number, mu: number): number {
  if (k === 0) return mu;
  const v = (k - mu) / (k + mu);
  if (Math.abs(v) > 0.2) return k * Math.log(k / mu) + mu - k;
  // log(k/μ) = 2 artanh v, whose greatest term is taken together with μ − k
  const square = v * v;
  let power = square;
  let series = power / 3;
  for (let j = 5; power > 1e-17; j += 2) {
    power *= square;
    series += power / j;
  }
  return v * (k - mu) + 2 * k * v * series;
}

/** log k! − (k + ½) log k + k − ½ log 2π for k from 1 to 6. */
const stirlingErrors = [
  0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.020790672103765093, 0.016644691189821193,
  0.013876128823070748,
];

/** log k! − k log k + k, from 7 on by Stirling's series (DLMF 5.11.1) to 2e-11. */
function logFactorialRest(k: number): number {
  if (k === 0) return 0;
  const r = 1 / (k * k);
  const error = k < 7 ? stirlingErrors[k - 1]! : (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r / 1680))) / k;
  return error + 0.5 * Math.log(2 * Math.PI * k);
}
