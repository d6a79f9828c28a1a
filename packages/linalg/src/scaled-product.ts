/** m · 2ᵉ with ½ ≤ |m| < 1, or 0: a product of many factors that neither overflows nor underflows on the way. */
export interface Scaled {
  readonly mantissa: number;
  readonly exponent: number;
}

/** A number taken apart. Zero, NaN and the infinities are their own mantissas. */
export function scaledOf(x: number): Scaled {
  if (x === 0 || !Number.isFinite(x)) return { mantissa: x, exponent: 0 };
  const lifted = Math.abs(x) < 2 ** -1000 ? x * 2 ** 100 : x;
  const exponent = Math.floor(Math.log2(Math.abs(lifted))) + 1;
  // In two steps, because 2¹⁰²⁴ overflows.
  const mantissa = (lifted * 2 ** -Math.floor(exponent / 2)) / 2 ** Math.ceil(exponent / 2);
  return { mantissa, exponent: lifted === x ? exponent : exponent - 100 };
}

/** The product, brought back to 1. */
function times(a: Scaled, b: Scaled): Scaled {
  const { mantissa, exponent } = scaledOf(a.mantissa * b.mantissa);
  return { mantissa, exponent: exponent + a.exponent + b.exponent };
}

/** The quotient; the divisor is not 0. */
function over(a: Scaled, b: Scaled): Scaled {
  const { mantissa, exponent } = scaledOf(a.mantissa / b.mantissa);
  return { mantissa, exponent: exponent + a.exponent - b.exponent };
}

/** The number, rounded once; ±∞ or 0 if it lies outside of the range of float64. */
export function numberOf({ mantissa, exponent }: Scaled): number {
  if (mantissa === 0 || !Number.isFinite(mantissa)) return mantissa;
  if (exponent > 1100) return mantissa * Infinity;
  if (exponent < -1200) return Math.sign(mantissa) * Number.MIN_VALUE * 0.25;
  const first = Math.max(-1000, Math.min(1000, exponent));
  return mantissa * 2 ** first * 2 ** (exponent - first);
}

/** log |x|, in one piece where the number has a logarithm of its own: near 1 the two parts would cancel. */
export function logOf({ mantissa, exponent }: Scaled): number {
  if (Math.abs(exponent) < 1000) return Math.log(Math.abs(numberOf({ mantissa, exponent })));
  return Math.log(Math.abs(mantissa)) + exponent * Math.LN2;
}

/** The product of a list, 1 of an empty one. */
export function productOf(factors: ArrayLike<number>): Scaled {
  let product = scaledOf(1);
  // A run of factors whose product is in range needs not be taken apart one by one.
  let run = 1;
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i]!;
    if (isModerate(factor)) run *= factor;
    else product = times(product, scaledOf(factor));
    if (isModerate(run)) continue;
    product = times(product, scaledOf(run));
    run = 1;
  }
  return times(product, scaledOf(run));
}

function isModerate(x: number): boolean {
  return Math.abs(x) > 2 ** -500 && Math.abs(x) < 2 ** 500;
}

/** The product of the factors that are not 0, and how many are. */
export function productOfNonzero(d: Float64Array): { total: Scaled; zeros: number } {
  let total = scaledOf(1);
  let zeros = 0;
  for (const each of d) {
    if (each === 0) zeros++;
    else total = times(total, scaledOf(each));
  }
  return { total, zeros };
}

/** The product of all factors but the given ones, from that of all which are not 0. */
export function productWithout(total: Scaled, zeros: number, without: readonly number[]): number {
  const left = without.filter((each) => each === 0).length;
  if (zeros > left) return 0;
  return numberOf(without.reduce((rest, each) => (each === 0 ? rest : over(rest, scaledOf(each))), total));
}
