/** x minus its nearest integer, exactly: sin(πx) and tan(πx) keep their accuracy at any size of x. */
export function reducePeriod(x: number): number {
  return x - Math.round(x);
}
