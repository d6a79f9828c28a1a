import { tensor } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { evaluateProgram, trace } from "../src/index.ts";

/** The first result of the program of a function, recorded at shapes alone and run at the given arguments. */
export function recordedAt(f: (...xs: never[]) => unknown, ...at: readonly TensorLike[]): Tensor {
  const args = at.map((x) => tensor(x));
  const program = trace(f as (...xs: Tensor[]) => Tensor)(...args);
  return evaluateProgram(program, args)[0]!;
}
