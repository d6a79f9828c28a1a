import { grad, jvp, simplify, toPython, trace } from "@adjoint/autodiff";
import type { Program } from "@adjoint/autodiff";
import { isFloat, ones } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

/** A function that is written in Python, with its gradient, and run there. */
export interface PythonCase {
  readonly name: string;
  readonly f: (...args: Tensor[]) => Tensor;
  readonly inputs: readonly Tensor[];
  /** There is no reverse derivative: the gradient is the derivative in the direction of ones. */
  readonly forward?: boolean;
}

/** What the reference script reads. */
export interface PythonPrograms {
  readonly name: string;
  readonly inputs: readonly {
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly data: number[];
  }[];
  readonly forward: boolean;
  readonly value: { readonly torch: string; readonly jax: string };
  readonly gradient: { readonly torch: string; readonly jax: string };
}

/** The program of a case as it is recorded, and that of its gradient in all floating arguments after a pass. */
export function programsOf(
  { f, inputs, forward = false }: PythonCase,
  pass: (program: Program) => Program = simplify,
): { readonly value: Program; readonly gradient: Program } {
  const argnums = inputs.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : []));
  const reverse = (...args: Tensor[]): readonly Tensor[] => grad(f, { argnums })(...args);
  const directions = inputs.map(({ shape }) => ones(shape));
  const along = (...args: Tensor[]): readonly Tensor[] => [jvp(f, args, directions).tangent];
  const gradient = forward ? along : reverse;
  return { value: trace(f)(...inputs), gradient: pass(trace(gradient)(...inputs)) };
}

/** The cases as text. */
export function pythonPrograms(cases: readonly PythonCase[]): PythonPrograms[] {
  return cases.map((row) => {
    const { value, gradient } = programsOf(row);
    const both = (program: Program): { torch: string; jax: string } => ({
      torch: toPython(program, "torch"),
      jax: toPython(program, "jax"),
    });
    return {
      name: row.name,
      inputs: row.inputs.map(({ dtype, shape, data }) => ({ dtype, shape, data: [...data] })),
      forward: row.forward ?? false,
      value: both(value),
      gradient: both(gradient),
    };
  });
}
