import { Tensor, Tracer } from "@adjoint/tensor";
import type { Atom } from "./equation.ts";

/** The real number, or the 0 or 1, that every element of a constant is, bit for bit; undefined if there is none. */
export function numberIn(atom: Atom): number | undefined {
  if (!(atom instanceof Tensor) || atom instanceof Tracer || atom.dtype === "complex128") return undefined;
  if (atom.uniform !== undefined) return atom.uniform;
  const { data } = atom;
  const first = data[0];
  for (let i = 1; i < data.length; i++) if (!Object.is(data[i], first)) return undefined;
  return first;
}
