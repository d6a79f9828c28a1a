/** log(1 − exp(x)) for x ≤ 0; the branch at −log 2 is Mächler's ("Accurately computing log(1 − exp(−|a|))", 2012). */
export function log1mexpOf(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}
