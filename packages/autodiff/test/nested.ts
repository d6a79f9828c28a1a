import { asTensor, bind, where } from "@adjoint/tensor";
import type { Primitive, Tensor } from "@adjoint/tensor";
import { evaluateProgram, trace } from "../src/index.ts";
import type { Program } from "../src/index.ts";

interface Branches {
  readonly branches: readonly Program[];
}

/** A primitive whose parameters hold programs: both are run, one is chosen. */
const choosePrimitive: Primitive<Tensor[], [y: Tensor], Branches> = {
  name: "choose",
  shape: (_inputs, { branches }) => [branches[0]!.outputs[0]!],
  kernel: ([condition, ...operands], { branches }) => {
    const [yes, no] = branches.map((branch) => evaluateProgram(branch, operands)[0]!);
    return [where(condition!, yes!, no!)];
  },
  jvp: "a fixture",
  transpose: "a fixture",
  batch: "a fixture",
};

/** `whenTrue(x)` or `whenFalse(x)`, by a primitive with nested programs. */
export function choose(
  condition: Tensor,
  whenTrue: (x: Tensor) => Tensor,
  whenFalse: (x: Tensor) => Tensor,
  x: Tensor,
): Tensor {
  const branches = [whenTrue, whenFalse].map((branch) => trace(branch)(x));
  return bind(choosePrimitive, [asTensor("choose", "condition", condition), x], { branches })[0];
}
