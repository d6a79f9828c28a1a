/** The Taylor coefficients of the exponential of a polynomial whose constant is 0. */
export function exponentialOf(exponent: readonly number[]): number[] {
  const result = [1];
  for (let k = 1; k < exponent.length; k++) {
    let sum = 0;
    for (let i = 1; i <= k; i++) sum += i * exponent[i]! * result[k - i]!;
    result.push(sum / k);
  }
  return result;
}

/** The coefficients of a product, as far as both factors have them. */
export function product(f: readonly number[], g: readonly number[]): number[] {
  return f.map((_, k) => {
    let sum = 0;
    for (let i = 0; i <= k; i++) sum += f[i]! * g[k - i]!;
    return sum;
  });
}
