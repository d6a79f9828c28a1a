import { complexIdentity, reduceToComplexSchur } from "./complex-schur.ts";
import { scaleInPlace } from "./eigen-kernel.ts";
import { interleaved } from "./inexact-matrices.ts";
import { withReduction } from "./real-reduction.ts";
import { reduceToRealSchur } from "./real-schur.ts";
import type { RealSpectrum } from "./real-schur.ts";
import { reduceToHessenberg } from "./reduce-hessenberg.ts";
import { complexSchurForm } from "./schur.ts";

/** A = Q T Qᴴ with T triangular, both with two numbers an element. */
export interface TriangularForm {
  readonly q: Float64Array;
  readonly t: Float64Array;
  /** The eigenvalues of a real matrix, exactly real or in pairs; `null` of a complex one. */
  readonly spectrum: RealSpectrum | null;
}

/** The complex Schur form of a real or complex matrix, which may be overwritten; `null` if there was no convergence. */
export function triangularForm(a: Float64Array, n: number, isComplex: boolean): TriangularForm | null {
  if (isComplex) {
    const q = complexSchurForm(a, n);
    return q && { q, t: a, spectrum: null };
  }
  const scale = scaleInPlace(a);
  const { result: spectrum, basis: z } = withReduction(a, n, true, (reduction) => {
    reduceToHessenberg(reduction, 0, n - 1);
    return reduceToRealSchur(reduction, 0, n - 1);
  });
  if (!spectrum || !z) return null;
  const t = interleaved(a, false);
  const q = n === 0 ? complexIdentity(0) : interleaved(z, false);
  // A few rotations of the 2 × 2 blocks remain.
  if (!reduceToComplexSchur(t, n, 0, n - 1, q)) return null;
  const back = (x: Float64Array): Float64Array => x.map((each) => each / scale);
  return { q, t: back(t), spectrum: { re: back(spectrum.re), im: back(spectrum.im) } };
}
