/** A complex number inside a kernel. */
export type Pair = readonly [re: number, im: number];

/** |re| + |im|: within a factor √2 of the magnitude, without overflow and without a root. */
export function size1(re: number, im: number): number {
  return Math.abs(re) + Math.abs(im);
}

/** √(re² + im²), scaled only where the squares are not safe. */
export function length(re: number, im: number): number {
  const sum = re * re + im * im;
  return sum > 1e-280 && sum < 1e280 ? Math.sqrt(sum) : Math.hypot(re, im);
}

/** (a + ib)(c + id). */
export function times(a: number, b: number, c: number, d: number): Pair {
  return [a * c - b * d, a * d + b * c];
}

/** (a + ib)/(c + id) by Smith's method. */
export function over(a: number, b: number, c: number, d: number): Pair {
  if (d === 0) return [a / c, b / c];
  if (Math.abs(c) >= Math.abs(d)) {
    const ratio = d / c;
    const divisor = c + d * ratio;
    return [(a + b * ratio) / divisor, (b - a * ratio) / divisor];
  }
  const ratio = c / d;
  const divisor = c * ratio + d;
  return [(a * ratio + b) / divisor, (b * ratio - a) / divisor];
}

/** The root with a real part that is not negative. */
export function root(re: number, im: number): Pair {
  if (im === 0) return re >= 0 ? [Math.sqrt(re), 0] : [0, Math.sqrt(-re)];
  const t = Math.sqrt((Math.abs(re) + length(re, im)) / 2);
  // Both parts so small that their halves vanish.
  if (t === 0) return [0, 0];
  const other = im / (2 * t);
  return re >= 0 ? [t, other] : [Math.abs(other), im >= 0 ? t : -t];
}

/** The element in row i and column j of a matrix with two numbers an element. */
export function element(a: Float64Array, n: number, i: number, j: number): Pair {
  const at = 2 * (i * n + j);
  return [a[at]!, a[at + 1]!];
}
