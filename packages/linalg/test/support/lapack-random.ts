/** The random numbers of LAPACK's tests: 48 bits, x ← a x mod 2⁴⁸, in four digits of 12 bits, the highest first. */
export type Seed = [number, number, number, number];

/** How random numbers are distributed: on (0, 1), on (−1, 1) or normally. */
export type Distribution = "uniform" | "symmetric" | "normal";

const multiplier: Readonly<Seed> = [494, 322, 2508, 2549];
const base = 4096;

/** A number of (0, 1), as `dlaran` makes it; advances the seed. */
export function uniformNumber(seed: Seed): number {
  const [m1, m2, m3, m4] = multiplier;
  const [s1, s2, s3, s4] = seed;
  const products = [
    s4 * m4,
    s3 * m4 + s4 * m3,
    s2 * m4 + s3 * m3 + s4 * m2,
    s1 * m4 + s2 * m3 + s3 * m2 + s4 * m1,
  ];
  let carry = 0;
  products.forEach((product, k) => {
    const total = product + carry;
    carry = Math.floor(total / base);
    seed[3 - k] = total - carry * base;
  });
  return (seed[0] + (seed[1] + (seed[2] + seed[3] / base) / base) / base) / base;
}

/** A random number as `dlarnd` makes it. */
export function randomNumber(distribution: Distribution, seed: Seed): number {
  const u = uniformNumber(seed);
  if (distribution === "uniform") return u;
  if (distribution === "symmetric") return 2 * u - 1;
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * uniformNumber(seed));
}

/** What `dlatm1` does with its modes: how n singular values or eigenvalues of a given condition lie between 1 and 1/condition. */
export interface Spectrum {
  /** 1 to 6, or the negative of one for the opposite order. */
  readonly mode: number;
  readonly condition: number;
  readonly randomSigns: boolean;
  /** Of the values of mode 6. */
  readonly distribution: Distribution;
}

/** Numbers with a given spectrum, as `dlatm1` makes them; advances the seed. */
export function spectrum(
  n: number,
  { mode, condition, randomSigns, distribution }: Spectrum,
  seed: Seed,
): Float64Array {
  const values = Float64Array.from({ length: n }, (_, i) => {
    switch (Math.abs(mode)) {
      case 1:
        return i === 0 ? 1 : 1 / condition;
      case 2:
        return i === n - 1 ? 1 / condition : 1;
      case 3:
        return i === 0 ? 1 : condition ** (-i / (n - 1));
      case 4:
        return i === 0 ? 1 : (n - 1 - i) * ((1 - 1 / condition) / (n - 1)) + 1 / condition;
      case 5:
        return Math.exp(Math.log(1 / condition) * uniformNumber(seed));
      default:
        return randomNumber(distribution, seed);
    }
  });
  if (randomSigns && Math.abs(mode) !== 6) {
    values.forEach((value, i) => (values[i] = uniformNumber(seed) > 0.5 ? -value : value));
  }
  return mode < 0 ? values.reverse() : values;
}
