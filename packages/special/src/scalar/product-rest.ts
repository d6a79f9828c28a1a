/** p q − r exactly, where r is p q rounded, or a number that close (T. Dekker 1971). */
export function productRest(p: number, q: number, r: number): number {
  const splitP = 134217729 * p;
  const splitQ = 134217729 * q;
  const p1 = splitP - (splitP - p);
  const q1 = splitQ - (splitQ - q);
  const p2 = p - p1;
  const q2 = q - q1;
  return p2 * q2 - (r - p1 * q1 - p2 * q1 - p1 * q2);
}
