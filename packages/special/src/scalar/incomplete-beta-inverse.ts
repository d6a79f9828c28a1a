import { betainccOf, betaincOf, logBetaMassOf, logShapeBeta } from "./incomplete-beta.ts";

/** The x with I_x(a, b) = p. */
export function betaincInverseOf(a: number, b: number, p: number): number {
  return inverse(a, b, p, 1 - p);
}

/** The x with 1 − I_x(a, b) = q. */
export function betainccInverseOf(a: number, b: number, q: number): number {
  return inverse(a, b, 1 - q, q);
}

function inverse(a: number, b: number, p: number, q: number): number {
  if (!(a > 0 && b > 0 && p >= 0 && q >= 0) || a === Infinity || b === Infinity) return Number.NaN;
  if (p === 0) return 0;
  if (q === 0) return 1;
  // Search on the side of ½ where the solution lies: there its distance from the end keeps its digits.
  const isLower = p < q ? betaincOf(a, b, 0.5) >= p : betainccOf(a, b, 0.5) <= q;
  return isLower ? Math.exp(solve(a, b, p, q)) : 1 - Math.exp(solve(b, a, q, p));
}

/** log x for the x ≤ ½ with I_x(a, b) = p, by safeguarded Newton steps on the logarithm of the smaller tail. */
function solve(a: number, b: number, p: number, q: number): number {
  // As x → 0, I is xᵃ/(a B).
  const leading = (Math.log(p) + logShapeBeta(a, b)) / a;
  let high = -Math.LN2;
  let low = Math.min(high, leading) - 1;
  const excess = (z: number): number => {
    const x = Math.exp(z);
    return p < q ? Math.log(betaincOf(a, b, x) / p) : Math.log(q / betainccOf(a, b, x));
  };
  while (Math.exp(low) > 0 && excess(low) > 0) low = 2 * low - high - 1;
  if (Math.exp(low) === 0 && Math.exp(leading) === 0) return leading;
  let z = Math.min(high, Math.max(low, leading));
  for (let k = 0; k < 200; k++) {
    const error = excess(z);
    if (error === 0) return z;
    if (error > 0) high = z;
    else low = z;
    const x = Math.exp(z);
    const tail = p < q ? betaincOf(a, b, x) : betainccOf(a, b, x);
    // d log I/d log x = x f/I, with x f = (xᵃ yᵇ/B)/y
    const slope = Math.exp(logBetaMassOf(a, b, x, 1 - x)) / (1 - x) / tail;
    let next = z - error / slope;
    if (Math.abs(next - z) <= 1e-16 * Math.max(1, Math.abs(z))) return next;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    z = next;
  }
  return z;
}
