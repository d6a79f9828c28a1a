import { Tensor } from "@adjoint/tensor";
import type { Atom, Recording } from "../../equation.ts";

/** The program with constants whose elements are all the same number said to be so: loops need no memory for them. */
export function uniformConstants({ inputs, equations, outputs }: Recording): Recording {
  const known = new Map<Tensor, Tensor>();
  const replace = (atom: Atom): Atom => {
    if (!(atom instanceof Tensor) || atom.uniform !== undefined || atom.dtype === "complex128") return atom;
    const uniform = known.get(atom) ?? withoutRepetition(atom);
    known.set(atom, uniform);
    return uniform;
  };
  return {
    inputs,
    equations: equations.map((equation) => ({ ...equation, inputs: equation.inputs.map(replace) })),
    outputs,
  };
}

function withoutRepetition(constant: Tensor): Tensor {
  const { data, shape, dtype } = constant;
  const first = data[0];
  if (first === undefined || !data.every((element) => Object.is(element, first))) return constant;
  return new Tensor(shape, dtype, first);
}
