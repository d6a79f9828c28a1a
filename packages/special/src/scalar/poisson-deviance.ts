import { polynomial } from "./polynomial.ts";

/** artanh(v)/v − 1 = v²/3 + v⁴/5 + …, divided by v², in powers of v². */
const artanhNearZero = [1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13];
const artanh = [
  1 / 3,
  1 / 5,
  1 / 7,
  1 / 9,
  1 / 11,
  1 / 13,
  1 / 15,
  1 / 17,
  1 / 19,
  1 / 21,
  1 / 23,
  1 / 25,
  1 / 27,
  1 / 29,
  1 / 31,
  1 / 33,
];

/** x log(x/μ) + μ − x; NaN below 0, +∞ where μ = 0 < x. */
export function poissonDevianceOf(x: number, mu: number): number {
  if (!(x >= 0 && mu >= 0)) return Number.NaN;
  if (x === mu) return x < Number.POSITIVE_INFINITY ? 0 : Number.NaN;
  if (x === 0) return mu;
  if (mu === 0 || x === Number.POSITIVE_INFINITY || mu === Number.POSITIVE_INFINITY) {
    return Number.POSITIVE_INFINITY;
  }
  const v = (0.5 * x - 0.5 * mu) / (0.5 * x + 0.5 * mu);
  if (Math.abs(v) > 0.3) {
    const logRatio = logRatioOf(x, mu);
    return x > mu ? x * (logRatio - 1) + mu : mu - x * (1 - logRatio);
  }
  // log(x/μ) = 2 artanh v: what is left after the greatest term is small, and x − μ is exact (C. Loader 2000).
  const square = v * v;
  const series = polynomial(square < 2e-3 ? artanhNearZero : artanh, square);
  return v * (x - mu + 2 * (square * series) * x);
}

/** log(x/μ) for positive numbers, to full relative accuracy also where they are close. */
export function logRatioOf(x: number, mu: number): number {
  const ratio = x / mu;
  // The difference is exact here.
  if (ratio > 0.5 && ratio < 2) return Math.log1p((x - mu) / mu);
  return ratio > 1e-300 && ratio < Number.POSITIVE_INFINITY ? Math.log(ratio) : Math.log(x) - Math.log(mu);
}
