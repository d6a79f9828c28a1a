import { hypotenuse } from "./scaling.ts";

const unit = Number.EPSILON;

/** A 2 × 2 matrix in Schur form, and the rotation that brings it there. */
export interface StandardBlock {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly cs: number;
  readonly sn: number;
}

/**
 * The Schur form of a real 2 × 2 matrix: c = 0, or a = d and bc < 0.
 * Bai & Demmel 1993; LAPACK's dlanv2 with Sima's changes.
 */
export function standardForm(a: number, b: number, c: number, d: number): StandardBlock {
  if (c === 0) return { a, b, c, d, cs: 1, sn: 0 };
  if (b === 0) return { a: d, b: -c, c: 0, d: a, cs: 0, sn: 1 };
  if (a - d === 0 && b > 0 !== c > 0) return { a, b, c, d, cs: 1, sn: 0 };
  const difference = a - d;
  const p = difference / 2;
  const larger = Math.max(Math.abs(b), Math.abs(c));
  const smaller = Math.min(Math.abs(b), Math.abs(c)) * Math.sign(b) * Math.sign(c);
  const scale = Math.max(Math.abs(p), larger);
  const discriminant = (p / scale) * p + (larger / scale) * smaller;
  if (discriminant >= 4 * unit) {
    const root = Math.sqrt(scale) * Math.sqrt(discriminant);
    const z = p + (p >= 0 ? root : -root);
    const tau = hypotenuse(c, z);
    return { a: d + z, b: b - c, c: 0, d: d - (larger / z) * smaller, cs: z / tau, sn: c / tau };
  }
  const sigma = b + c;
  const tau = hypotenuse(sigma, difference);
  const cs = Math.sqrt((1 + Math.abs(sigma) / tau) / 2);
  const sn = -(p / (tau * cs)) * (sigma >= 0 ? 1 : -1);
  const [aa, bb, cc, dd] = [a * cs + b * sn, -a * sn + b * cs, c * cs + d * sn, -c * sn + d * cs];
  const mean = (aa * cs + cc * sn + (-bb * sn + dd * cs)) / 2;
  return equalDiagonal(mean, bb * cs + dd * sn, -aa * sn + cc * cs, cs, sn);
}

/** A block of equal diagonal elements: real eigenvalues that are nearly equal are split after all. */
function equalDiagonal(mean: number, b: number, c: number, cs: number, sn: number): StandardBlock {
  if (c === 0) return { a: mean, b, c, d: mean, cs, sn };
  if (b === 0) return { a: mean, b: -c, c: 0, d: mean, cs: -sn, sn: cs };
  if (b > 0 !== c > 0) return { a: mean, b, c, d: mean, cs, sn };
  const rootB = Math.sqrt(Math.abs(b));
  const rootC = Math.sqrt(Math.abs(c));
  const p = c > 0 ? rootB * rootC : -rootB * rootC;
  const tau = 1 / Math.sqrt(Math.abs(b + c));
  const [cs1, sn1] = [rootB * tau, rootC * tau];
  return { a: mean + p, b: b - c, c: 0, d: mean - p, cs: cs * cs1 - sn * sn1, sn: cs * sn1 + sn * cs1 };
}
